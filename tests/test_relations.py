"""Relations between partners: the table, one link, the two drawings on the screen and on paper, two dates."""

import datetime
import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.relations import graph_svg, link_rows, node_rows, target_svg
from partnerships.models import Link, RelationsLayout
from partnerships.relations.drawing import changes_between, relations_drawing
from projects.models import Operation, Stage
from tests.documents_samples import text as text_of_pdf
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(project):
    return reverse("partnerships:link_list", args=[project.slug])


@pytest.fixture
def ends(project):
    return [PartnershipFactory(project=project, partner__name=name) for name in ("Mairie", "Caf")]


def typed(ends, **changes):
    return {
        **({"a": ends[0].public_id, "b": ends[1].public_id} if ends else {}),
        "intensity": "3",
        "nature": "partnership",
        "since": "2026-03-01",
        "until": "",
        "note": "Un mardi sur deux",
        "tension": "Qui signe ?",
    } | changes


class TestLink:
    def test_is_noted_with_all_that_it_says_and_is_undone(self, project, ends, coordinator, sign_in, where):
        client = sign_in(coordinator)
        client.get(f"{where}ajouter/", {"a": ends[0].public_id})
        assert client.post(f"{where}ajouter/", typed(ends)).url == where
        link = Link.objects.get()
        assert (link.a, link.b, link.intensity, link.nature) == (*ends, 3, "partnership")
        assert (link.since, link.until, link.note, link.tension) == (
            datetime.date(2026, 3, 1), None, "Un mardi sur deux", "Qui signe ?",
        )  # fmt: skip
        html = client.get(where).content.decode()
        assert "Un mardi sur deux" in html
        gesture = Operation.objects.get(project=project)
        client.post(reverse("projects:operation_undo", args=[project.slug, gesture.public_id]))
        assert not Link.objects.exists()

    def test_takes_a_place_and_leaves_the_others_where_they_are(self, project, ends, coordinator, sign_in, where):
        client = sign_in(coordinator)
        client.post(f"{where}ajouter/", typed(ends))
        before = RelationsLayout.objects.get()
        newcomer = PartnershipFactory(project=project)
        client.post(f"{where}ajouter/", typed([ends[0], newcomer]))
        after = RelationsLayout.objects.get()
        assert newcomer.public_id in after.graph
        assert newcomer.public_id in after.target
        assert {name: after.graph[name] for name in before.graph} == before.graph
        assert {name: after.target[name] for name in before.target} == before.target

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"intensity": ""}, "obligatoire"),
            ({"until": "2026-02-01"}, "ne peut pas finir avant de commencer"),
            ({"since": "2026-02-31"}, "2026-02-31"),
        ],
    )
    def test_refused_keeps_what_was_typed(self, ends, coordinator, sign_in, where, changes, said):
        answer = sign_in(coordinator).post(f"{where}ajouter/", typed(ends, **changes))
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Un mardi sur deux" in answer.content.decode()
        assert not Link.objects.exists()

    def test_joins_two_partners_once_whichever_way(self, project, ends, coordinator, sign_in, where):
        client = sign_in(coordinator)
        Link.objects.create(project=project, a=ends[1], b=ends[0], intensity=1)
        for pair, said in ((ends, "déjà noté"), ([ends[0]] * 2, "deux acteurs différents")):
            answer = client.post(f"{where}ajouter/", typed(pair))
            assert answer.status_code == 422
            assert said in answer.content.decode()
        elsewhere = PartnershipFactory()
        assert client.post(f"{where}ajouter/", typed([ends[0], elsewhere])).status_code == 422

    def test_changed_by_two_people_the_second_is_told(self, project, ends, coordinator, sign_in, where):
        client = sign_in(coordinator)
        link = Link.objects.create(project=project, a=ends[0], b=ends[1], intensity=1)
        url = f"{where}{link.public_id}/"
        seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())[1]
        assert client.post(url, typed(None, seen=seen)).status_code == 302
        answer = client.post(url, typed(None, seen=seen, note="La seconde"))
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "La seconde" in html
        assert "Un mardi sur deux" in html
        fresh = re.search(r'name="seen" value="(\w+)"', html)[1]
        assert client.post(url, typed(None, seen=fresh, note="La seconde")).status_code == 302
        assert Link.objects.get().note == "La seconde"

    def test_is_removed_and_brought_back(self, project, ends, coordinator, sign_in, where):
        client = sign_in(coordinator)
        link = Link.objects.create(project=project, a=ends[0], b=ends[1], intensity=1, note="Gardée")
        assert client.get(f"{where}{link.public_id}/retirer/").status_code == 405
        client.post(f"{where}{link.public_id}/retirer/")
        assert not Link.objects.exists()
        gesture = Operation.objects.get(project=project)
        client.post(reverse("projects:operation_undo", args=[project.slug, gesture.public_id]))
        assert Link.objects.get().note == "Gardée"

    def test_of_another_project_is_not_found_and_a_reader_changes_none(
        self, ends, project, coordinator, reader, sign_in, where
    ):
        other = Link.objects.create(project=ends[0].project, a=ends[0], b=ends[1], intensity=1)
        assert sign_in(reader).post(f"{where}{other.public_id}/", typed(None)).status_code == 403
        far = PartnershipFactory()
        theirs = Link.objects.create(project=far.project, a=far, b=PartnershipFactory(project=far.project), intensity=1)
        assert sign_in(coordinator).get(f"{where}{theirs.public_id}/").status_code == 404


class TestTable:
    def test_keeps_those_of_one_partner_and_tells_what_has_ended(self, project, ends, coordinator, sign_in, where):
        third = PartnershipFactory(project=project, partner__name="Le café d’en face")
        Link.objects.create(project=project, a=ends[0], b=ends[1], intensity=1, until=datetime.date(2026, 1, 1))
        Link.objects.create(project=project, a=ends[1], b=third, intensity=1)
        client = sign_in(coordinator)
        assert "terminé le" in client.get(where).content.decode()
        html = client.get(where, {"acteur": ends[0].public_id}).content.decode()
        assert "Le café d’en face" not in html
        assert client.get(where, {"acteur": "inconnu"}).status_code == 200

    def test_takes_as_many_queries_for_many_links_as_for_few(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)
        lead = project.partnerships.get(is_lead=True)
        pages = [where, f"{where}dessins/graphe/", f"{where}dessins/carte/", f"{where}avant-apres/"]

        def count():
            for _n in range(3):
                Link.objects.create(project=project, a=lead, b=PartnershipFactory(project=project), intensity=1)
            numbers = []
            for one in pages:
                with CaptureQueriesContext(connection) as queries:
                    client.get(one)
                numbers.append(len(queries))
            return numbers

        count()
        few = count()
        for _n in range(5):
            many = count()
        assert many == few
        assert max(few) <= 10


class TestDrawings:
    @pytest.fixture
    def tied(self, project, ends):
        ends[0].partner.short_name = "<b>Mairie</b>"
        ends[0].partner.save()
        return Link.objects.create(
            project=project, a=ends[0], b=ends[1], intensity=4, nature="cooperation", tension="Non"
        )

    @pytest.mark.parametrize("paint", [graph_svg, target_svg])
    def test_is_one_valid_picture_that_escapes_and_uses_attributes_alone(self, project, tied, paint):
        svg = paint(relations_drawing(project, timezone.localdate()))
        root = ET.fromstring(svg)
        assert root.get("role") == "img"
        assert "<b>Mairie" not in svg
        assert "style=" not in svg
        assert "class=" not in svg
        assert root.find(".//{http://www.w3.org/2000/svg}a") is None

    @pytest.mark.parametrize("paint", [graph_svg, target_svg])
    def test_on_a_page_each_actor_is_a_link_that_says_with_whom_it_is_tied(self, project, tied, ends, paint):
        root = ET.fromstring(paint(relations_drawing(project, timezone.localdate(), on_screen=True)))
        assert root.get("role") == "group"
        links = root.findall(".//{http://www.w3.org/2000/svg}a")
        assert len(links) == 3  # the carrying organisation too
        said = {link.get("href").split("/")[-2]: link.get("aria-label") for link in links}
        assert "en lien avec Caf (Collaboration, Coopération)" in said[ends[0].public_id]
        lead = project.partnerships.get(is_lead=True)
        assert "aucun lien noté" in said[lead.public_id]

    def test_the_four_strengths_differ_without_colour(self, project):
        lead = project.partnerships.get(is_lead=True)
        for strength in (1, 2, 3, 4):
            Link.objects.create(project=project, a=lead, b=PartnershipFactory(project=project), intensity=strength)
        svg = graph_svg(relations_drawing(project, timezone.localdate()))
        root = ET.fromstring(svg)
        strokes = {
            (path.get("stroke-width"), path.get("stroke-dasharray"))
            for path in root.iter("{http://www.w3.org/2000/svg}path")
            if path.get("stroke-width")
        }
        assert len(strokes) >= 4
        assert all(word in svg for word in ("réseautage", "coordination", "coopération", "collaboration"))

    def test_the_tables_say_the_same_without_what_is_private(self, project, tied):
        drawing = relations_drawing(project, timezone.localdate())
        assert link_rows(drawing) == [("Mairie", "Caf", "Collaboration", "Coopération", "", "", "")]
        assert [row[-1] for row in node_rows(drawing)] == [0, 1, 1]

    def test_those_who_left_show_only_when_somebody_is_tied_to_them(self, project, tied, ends):
        gone = PartnershipFactory(project=project, stage=Stage.ENDED)
        ends[1].stage = Stage.ENDED
        ends[1].save()
        names = {node.full_name for node in relations_drawing(project, timezone.localdate()).nodes}
        assert "Caf" in names
        assert gone.partner.name not in names

    def test_pages_and_files_open_and_the_unknown_is_not_found(self, project, tied, reader, stranger, sign_in, where):
        client = sign_in(reader)
        for drawing in ("carte", "graphe"):
            html = client.get(f"{where}dessins/{drawing}/").content.decode()
            assert 'role="group"' in html
            assert "Redessiner" not in html
            svg = client.get(f"{where}dessins/{drawing}/svg/")
            assert svg["Content-Type"] == "image/svg+xml"
            pdf = client.get(f"{where}dessins/{drawing}/pdf/")
            assert "Collaboration" in text_of_pdf(pdf.content)
        assert client.get(f"{where}dessins/autre/").status_code == 404
        assert sign_in(stranger).get(f"{where}dessins/carte/pdf/").status_code == 404

    def test_is_drawn_anew_and_put_back(self, project, tied, coordinator, reader, sign_in, where):
        client = sign_in(coordinator)
        layout = RelationsLayout.objects.create(project=project, graph={"aaa": [1, 1]}, target={"aaa": 12})
        assert client.post(f"{where}redessiner/", {"dessin": "carte"}).url == f"{where}dessins/carte/"
        layout.refresh_from_db()
        assert len(layout.graph) == 3
        assert "Revenir au dessin d’avant" in client.get(f"{where}dessins/carte/").content.decode()
        client.post(f"{where}redessiner/", {"retour": "1"})
        layout.refresh_from_db()
        assert (layout.graph, layout.target) == ({"aaa": [1, 1]}, {"aaa": 12})
        assert sign_in(reader).post(f"{where}redessiner/").status_code == 403

    def test_looking_at_a_drawing_places_nobody(self, project, tied, coordinator, sign_in, where):
        client = sign_in(coordinator)
        for drawing in ("carte", "graphe"):
            assert client.get(f"{where}dessins/{drawing}/").status_code == 200
        assert not RelationsLayout.objects.exists()


class TestChanges:
    def test_tells_what_came_and_what_ended_between_two_days(
        self, project, coordinator, sign_in, where, unrendered_documents
    ):
        lead = project.partnerships.get(is_lead=True)
        day = datetime.date
        links = {
            name: Link.objects.create(
                project=project, a=lead, b=PartnershipFactory(project=project, partner__name=name), intensity=2, **dates
            )
            for name, dates in {
                "Toujours": {},
                "Arrivé": {"since": day(2026, 5, 1)},
                "Parti": {"until": day(2026, 6, 1)},
                "Passé entre": {"since": day(2026, 4, 1), "until": day(2026, 5, 1)},
                "D’avant": {"until": day(2026, 1, 1)},
                "Plus tard": {"since": day(2027, 1, 1)},
            }.items()
        }
        found = {link.pk: change for link, change in changes_between(project, day(2026, 3, 1), day(2026, 9, 1))}
        assert {name: found.get(link.pk) for name, link in links.items()} == {
            "Toujours": "", "Arrivé": "arrived", "Parti": "ended", "Passé entre": "ended", "D’avant": None, "Plus tard": None,
        }  # fmt: skip
        client = sign_in(coordinator)
        days = {"avant": "2026-03-01", "apres": "2026-09-01"}
        html = client.get(f"{where}avant-apres/", days).content.decode()
        assert "1 lien arrivé, 2 terminés, 1 qui tient toujours" in html
        table = html.partition("<tbody>")[2].partition("</tbody>")[0]
        assert [row.partition("</tr>")[0].rpartition("<td>")[2][:-5] for row in table.split("<tr>")[1:]] == [
            "arrivé",
            "terminé",
            "terminé",
            "tient toujours",
        ]
        paper = client.get(f"{where}avant-apres/pdf/", days)
        told = json.loads(paper.content)
        assert "du 1er\u00a0mars\u00a02026 au 1er\u00a0septembre\u00a02026" in told["html"]
        assert "terminé" in told["html"]
        assert "<svg" in told["pictures"]["relations"]
        assert client.get(f"{where}avant-apres/pdf/", {"avant": "hier", "apres": ""}).status_code == 422
        assert client.get(f"{where}avant-apres/").status_code == 200
        refused = client.get(f"{where}avant-apres/", {"avant": "2026-03-01", "apres": "2026-02-01"})
        assert refused.status_code == 422
        assert client.get(f"{where}avant-apres/", {"avant": "hier", "apres": ""}).status_code == 422
