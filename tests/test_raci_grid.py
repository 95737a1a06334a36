"""The RACI screen: what it shows, to whom, in how many queries and bytes, and when it answers 304."""

import random
import re
import zlib

import pytest
from django.urls import reverse

from partnerships.models import PartnerKind, RaciAssignment
from partnerships.raci import grid as drawing
from partnerships.recent import Recent
from projects.models import InvolvementCode, Phase, operation
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, RaciFactory

pytestmark = pytest.mark.django_db
LETTERS = ["RA", "R", "R", "C", "C", "C", "I", "I", "I", "I", "I", "R"]


def url(project, name="raci_grid", *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


def table(project, rows, columns):
    """Fill the project with `rows` activities and `columns` more partners, twelve letters a row."""
    rng = random.Random(7)
    partnerships = [
        PartnershipFactory(
            project=project, partner__short_name=f"Part. {n}", partner__kind=rng.choice(PartnerKind.values)
        )
        for n in range(columns)
    ]
    cells = []
    for n in range(rows):
        activity = ActivityFactory(project=project, name=f"Tenir la halte numéro {n}")
        held = zip(rng.sample(partnerships, min(12, columns)), LETTERS, strict=False)
        cells += [RaciAssignment(activity=activity, partnership=who, letters=letters) for who, letters in held]
    RaciAssignment.objects.bulk_create(cells)


def test_the_grid_groups_rows_by_phase_and_puts_the_carrier_first(project, coordinator, sign_in):
    during = Phase.objects.create(project=project, name="Pendant", position=1)
    before = Phase.objects.create(project=project, name="En amont", position=0)
    hold = ActivityFactory(project=project, phase=during, name="Tenir la halte")
    share = ActivityFactory(project=project, phase=before, name="Partager le diagnostic")
    loose = ActivityFactory(project=project, name="Écrire le bilan")
    msa = PartnershipFactory(project=project, position=0, partner__short_name="MSA")
    RaciFactory(activity=hold, partnership=msa, letters="RA")
    html = sign_in(coordinator).get(url(project)).content.decode()
    order = [
        html.index(text) for text in ("En amont", share.name, "Pendant</span>", hold.name, "Sans phase", loose.name)
    ]
    assert order == sorted(order)
    assert html.index(">Le Fil</a>") < html.index(">MSA</a>")
    assert "<td class=RA>RA" in html
    assert f"id=a-{hold.public_id}>" in html
    assert f"id=c-{msa.public_id}>" in html


def test_two_a_on_a_row_are_told_by_the_row_alone(project, coordinator, sign_in):
    activity = ActivityFactory(project=project)
    for letters in ("A", "RA"):
        RaciFactory(activity=activity, partnership=PartnershipFactory(project=project), letters=letters)
    html = sign_in(coordinator).get(url(project)).content.decode()
    assert f"<tr id=a-{activity.public_id} data-alerte=deux>" in html
    assert "<td class=A>A" in html
    assert "<td class=RA>RA" in html


def test_without_any_phase_no_heading_is_invented(project, coordinator, sign_in):
    ActivityFactory(project=project)
    assert "Sans phase" not in sign_in(coordinator).get(url(project)).content.decode()


def test_columns_are_who_has_a_letter_or_a_place_and_all_on_demand(project, coordinator, sign_in):
    activity = ActivityFactory(project=project)
    lettered = RaciFactory(activity=activity, partnership=PartnershipFactory(project=project)).partnership
    placed = PlacementFactory(
        partnership=PartnershipFactory(project=project), horizon=project.horizons.first(), level=project.levels.first()
    ).partnership
    idle = PartnershipFactory(project=project)
    client = sign_in(coordinator)

    def columns(query=""):
        html = client.get(url(project) + query).content.decode()
        return set(re.findall(r"id=c-(\w+)", html))

    lead = project.partnerships.get(is_lead=True)
    usual = {lead.public_id, lettered.public_id, placed.public_id}
    assert columns() == usual
    assert columns("?tous=1") == usual | {idle.public_id}
    assert columns(f"?o={idle.public_id}") == {idle.public_id}
    assert columns("?o=nobody") == usual


def test_rows_say_what_they_leave_open_and_the_strip_asks_about_organisations(project, coordinator, sign_in):
    activity = ActivityFactory(project=project)
    RaciFactory(activity=activity, partnership=project.partnerships.get(is_lead=True), letters="A")
    watcher = PartnershipFactory(project=project, partner__short_name="MSA")
    PlacementFactory(
        partnership=watcher,
        horizon=project.horizons.first(),
        level=project.levels.get(code=InvolvementCode.CO_LEAD),
    )
    html = sign_in(coordinator).get(url(project)).content.decode()
    assert f"<tr id=a-{activity.public_id} data-alerte=sans>" in html
    assert "Aucun R" in html
    assert "Sans habitant" in html
    assert f'href="#c-{watcher.public_id}"' in html
    assert "co-porteur au court terme, jamais R ni A. Quel rôle lui proposer\u00a0?" in html


def test_five_a_get_the_band_and_the_figure(project, coordinator, sign_in):
    lead = project.partnerships.get(is_lead=True)
    for _ in range(5):
        RaciFactory(activity=ActivityFactory(project=project), partnership=lead, letters="A")
    html = sign_in(coordinator).get(url(project)).content.decode()
    assert "<td data-charge=forte>" in html
    assert "<i class=n5>5 A</i>" in html


def test_names_are_escaped_everywhere(project, coordinator, sign_in):
    bad = "<script>alert(1)</script>\"'&"
    phase = Phase.objects.create(project=project, name=bad)
    activity = ActivityFactory(project=project, name=bad, phase=phase)
    partnership = PartnershipFactory(project=project, partner__name=bad, partner__short_name=bad[:60])
    PlacementFactory(
        partnership=partnership,
        horizon=project.horizons.first(),
        level=project.levels.get(code=InvolvementCode.CO_LEAD),
    )
    project.horizons.filter(position=0).update(name="<b>Terme</b>")
    client = sign_in(coordinator)
    pages = [
        client.get(url(project)),
        client.get(url(project, "raci_row", activity.public_id)),
        client.get(url(project, "raci_activities")),
        client.post(
            url(project, "raci_paste"),
            {"activity": activity.public_id, "partnership": partnership.public_id, "text": "R\t<b>x</b>"},
        ),
        client.post(
            url(project, "raci_cell"),
            {"activity": activity.public_id, "partnership": partnership.public_id, "letters": "C", "seen": ""},
        ),
    ]
    for page in pages:
        assert page.status_code == 200
        html = page.json()["questions"] if "json" in page["Content-Type"] else page.content.decode()
        assert "<script>alert" not in html
        assert "<b>" not in html


def test_a_reader_sees_the_grid_without_the_means_to_change_it(project, reader, sign_in):
    activity = ActivityFactory(project=project)
    html = sign_in(reader).get(url(project)).content.decode()
    assert 'aria-readonly="true"' in html
    assert "data-editable" not in html
    assert f"activite/{activity.public_id}" not in html
    assert "Ajouter une activité" not in html


def test_an_empty_project_says_where_the_table_comes_from(project, coordinator, sign_in):
    html = sign_in(coordinator).get(url(project)).content.decode()
    assert "Personne ici." in html
    assert "Reprendre la frise" in html
    assert reverse("partnerships:board", args=[project.slug]) in html


def test_placed_partners_without_activity_are_asked_for_one(project, coordinator, sign_in):
    PlacementFactory(
        partnership=PartnershipFactory(project=project), horizon=project.horizons.first(), level=project.levels.first()
    )
    html = sign_in(coordinator).get(url(project)).content.decode()
    assert "Aucune activité." in html
    assert "Ajouter une activité" in html


@pytest.mark.parametrize("name", ["raci_grid", "raci_columns", "raci_activities", "raci_pdf"])
def test_a_signed_out_person_is_sent_to_sign_in_and_a_stranger_sees_nothing(project, stranger, client, sign_in, name):
    assert client.get(url(project, name)).status_code == 302
    assert sign_in(stranger).get(url(project, name)).status_code == 404


@pytest.mark.parametrize("name", ["raci_grid", "raci_columns", "raci_activities", "raci_pdf"])
def test_pages_that_read_refuse_a_post(project, coordinator, sign_in, name):
    assert sign_in(coordinator).post(url(project, name)).status_code == 405


def test_the_page_costs_the_same_queries_at_any_size(project, coordinator, sign_in, django_assert_max_num_queries):
    client = sign_in(coordinator)
    for rows, columns in ((2, 3), (20, 30)):
        table(project, rows, columns)
        drawing.recent_parts.clear()
        with django_assert_max_num_queries(10) as queries:
            assert client.get(url(project)).status_code == 200
        assert len(queries) == 9


def test_sixty_by_forty_stays_light(project, coordinator, sign_in):
    table(project, 60, 40)
    body = sign_in(coordinator).get(url(project)).content
    assert len(body) <= 60_000
    assert len(zlib.compress(body, 6)) <= 6_000
    cells = body.count(b"<td")
    assert cells >= 2400


def test_reload_is_304_until_somebody_changes_the_project(project, coordinator, sign_in):
    client = sign_in(coordinator)
    activity = ActivityFactory(project=project)
    first = client.get(url(project))
    again = client.get(url(project), headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    with operation(by=coordinator, label="Renommer", project=project):
        activity.name = "Autre nom"
        activity.save()
    third = client.get(url(project), headers={"if-none-match": first["ETag"]})
    assert third.status_code == 200
    assert "Autre nom" in third.content.decode()


def test_a_partner_renamed_from_another_project_shows_at_once(project, coordinator, sign_in):
    client = sign_in(coordinator)
    ActivityFactory(project=project)
    first = client.get(url(project))
    partner = project.partnerships.get(is_lead=True).partner
    with operation(by=coordinator, label="Renommer", organisation=project.organisation):
        partner.claim(partner.version)
        partner.short_name = "Nouveau nom"
        partner.save()
    after = client.get(url(project), headers={"if-none-match": first["ETag"]})
    assert after.status_code == 200
    assert "Nouveau nom" in after.content.decode()


def test_the_kept_copy_of_one_role_is_never_served_to_another(project, coordinator, reader, sign_in):
    ActivityFactory(project=project)
    for_editor = sign_in(coordinator).get(url(project))
    for_reader = sign_in(reader).get(url(project), headers={"if-none-match": for_editor["ETag"]})
    assert for_reader.status_code == 200
    assert "data-editable" in for_editor.content.decode()
    assert "data-editable" not in for_reader.content.decode()


def test_a_page_with_a_notice_is_not_kept(project, coordinator, sign_in):
    client = sign_in(coordinator)
    activity = ActivityFactory(project=project)
    lead = project.partnerships.get(is_lead=True).public_id
    etag = client.get(url(project))["ETag"]
    client.post(url(project, "raci_row", activity.public_id), {f"role-{lead}": "A", f"vu-{lead}": ""})
    told = client.get(url(project), headers={"if-none-match": etag})
    assert "1 rôle changé" in told.content.decode()
    assert "ETag" not in told
    assert "no-store" in told["Cache-Control"]


def test_the_oldest_parts_leave_first():
    kept = Recent(size=2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)
