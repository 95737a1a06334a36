"""Thirty cards typed one a line: what each line is taken for, what is written, and never without having been seen."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.entry.lines import find_edge, read_lines
from partnerships.entry.plan import Doing, Plan
from partnerships.models import Partner, Placement
from projects.models import Operation, StaleVersion, operation, undo
from tests.factories import PartnerFactory, PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mairie(project):
    """A town hall informed at short term, beside the café of a village and a school of the directory."""
    PartnershipFactory(project=project, partner__name="Café Chez Lison", partner__short_name="Chez Lison")
    PartnerFactory(organisation=project.organisation, name="École du Bourg")
    return PlacementFactory(
        partnership=PartnershipFactory(project=project, partner__name="Mairie de Vertolaye"),
        horizon=project.horizons.get(name="Court terme"),
        level=project.levels.get(name="Information"),
    )


def url(project):
    return reverse("partnerships:board_entry", args=[project.slug])


def places(project):
    rows = Placement.objects.filter(partnership__project=project)
    return sorted(
        (row.partnership.partner.name, row.horizon.name, row.level.name, row.provenance)
        for row in rows.select_related("partnership__partner", "horizon", "level")
    )


def doings(project, text, **chosen):
    return [(entry.doing.value, entry.trouble) for entry in Plan(project, text, **chosen).entries]


def as_shown(html):
    """Return the fields that the page would send back, its selects included."""
    fields = dict(re.findall(r'name="(vu|tape)" value="(\w+)"', html))
    for name, options in re.findall(r'<select name="((?:choix|type)-[^"]*)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1]
    return fields


def see(client, project, text, **more):
    """Ask for the preview; return the answer and the fields with which to confirm it."""
    fields = {"text": text, "provenance": "supposed"} | more
    answer = client.post(url(project), fields)
    return answer, fields | as_shown(answer.content.decode()) | {"confirmer": "1"}


# --- Reading ------------------------------------------------------------------------------------------------------


def test_a_line_has_parts_whatever_separates_them():
    text = "Mairie > court > allié\n\n  - Caf → moyen → info\nMSA;long;allié\r\nARS\tlong\tinfo\nCCAS -> court => co"
    assert [(line.number, line.parts) for line in read_lines(text)] == [
        (1, ["Mairie", "court", "allié"]),
        (3, ["Caf", "moyen", "info"]),
        (4, ["MSA", "long", "allié"]),
        (5, ["ARS", "long", "info"]),
        (6, ["CCAS", "court", "co"]),
    ]


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("court terme", ["Court terme"]),
        ("COURT", ["Court terme"]),
        ("2", ["Moyen terme"]),
        ("L.T.", ["Long terme"]),
        ("mt", ["Moyen terme"]),
        ("terme", ["Court terme", "Moyen terme", "Long terme"]),
        ("4", []),
        ("demain", []),
        ("?", []),
    ],
)
def test_a_horizon_is_found_by_name_rank_letters_or_beginning(project, word, names):
    assert [row.name for row in find_edge(word, list(project.horizons.all()))] == names


@pytest.mark.parametrize(
    ("word", "name"), [("coporteur", "Co-porteur"), ("ALLIE", "Allié"), ("i", "Information"), ("porteur", "Co-porteur")]
)
def test_a_level_is_found_without_accent_nor_hyphen(project, word, name):
    assert [row.name for row in find_edge(word, list(project.levels.all()))] == [name]


# --- What each line does ------------------------------------------------------------------------------------------


def test_a_card_is_placed_moved_or_there_already(project, mairie):
    text = "chez lison > moyen > allié\nMAIRIE DE VERTOLAYE > co-porteur > court\nMairie de Vertolaye > long > info"
    assert doings(project, text) == [("place", ""), ("move", ""), ("place", "")]
    assert doings(project, "Mairie de Vertolaye > court > info") == [("same", "")]
    entry = Plan(project, "École du Bourg > court > info").entries[0]
    assert entry.joins


def test_a_line_that_says_too_little_or_too_much_is_told_why(project, mairie):
    text = (
        "Chez Lison > court\n> court > allié\nChez Lison > terme > allié\nChez Lison > court > patron\nChez Lison > > 1"
    )
    told = (
        "trois parties",
        "manque le nom",
        "Court terme, Moyen terme, Long terme",
        "Essayez Co-porteur",
        "un horizon",
    )
    for (doing, trouble), words in zip(doings(project, text), told, strict=True):
        assert doing == Doing.STOP
        assert words in trouble


def test_a_frise_without_horizon_says_so(project, mairie):
    Placement.objects.all().delete()
    project.horizons.all().delete()
    assert doings(project, "Chez Lison > court > info") == [("stop", "La frise n’a encore aucun horizon.")]


def test_a_line_said_twice_is_told_and_two_levels_at_one_horizon_stop(project, mairie):
    text = "Chez Lison > court > allié\nCafé chez Lison > court > allié\nChez Lison > 1 > information"
    assert [doing for doing, _trouble in doings(project, text)] == ["place", "repeat", "stop"]
    assert "ligne 1" in doings(project, text)[2][1]


def test_the_carrying_organisation_has_no_card_and_an_archived_record_is_asked_about(project, mairie, coordinator):
    old = PartnershipFactory(project=project, partner__name="Ancien bailleur", partner__archived_at=timezone.now())
    assert "structure porteuse" in doings(project, "Le Fil > court > allié")[0][1]
    text = "Ancien bailleur > court > allié"
    assert doings(project, text) == [("ask", "")]
    choices = {"ancien bailleur": old.partner.public_id}
    assert doings(project, text, choices=choices) == [("place", "")]
    assert doings(project, text, choices={"ancien bailleur": "non"}) == [("aside", "")]
    with operation(by=coordinator, label="Saisir", project=project):
        Plan(project, f"{text}\nAncien bailleur > long > info", choices=choices).write(
            by=coordinator, provenance="declared"
        )
    old.partner.refresh_from_db()
    assert not old.partner.is_archived
    assert [place for place in places(project) if place[0] == "Ancien bailleur"] == [
        ("Ancien bailleur", "Court terme", "Allié", "declared"),
        ("Ancien bailleur", "Long terme", "Information", "declared"),
    ]


def test_a_name_that_several_bear_or_resemble_is_never_decided(project, mairie):
    assert doings(project, "Mairie > court > allié")[0][0] == "move"  # one alone begins so: proposed, and shown
    PartnershipFactory(project=project, partner__name="Mairie de Cunlhat")
    assert doings(project, "Mairie > court > allié") == [("ask", "")]
    plan = Plan(project, "Marie de Vertolaye > court > allié\nMarie de Vertolaye > long > allié")
    first, second = plan.entries
    assert [words for _value, words in first.options] == [
        "C’est Mairie de Vertolaye",
        "Créer «\u00a0Marie de Vertolaye\u00a0»",
        "Laisser de côté",
    ]
    assert (first.doing, second.doing, second.asked_at) == ("ask", "ask", 1)
    choices = {first.key: mairie.partnership.partner.public_id}
    assert [entry.doing for entry in Plan(project, plan_text(plan), choices=choices).entries] == ["move", "place"]


def plan_text(plan):
    return "\n".join(entry.text for entry in plan.entries)


# --- The page -----------------------------------------------------------------------------------------------------


def test_what_was_seen_is_written_as_one_gesture_and_taken_back_as_one(project, mairie, facilitator, sign_in):
    client, before = sign_in(facilitator), places(project)
    text = "Mairie de Vertolaye > court > allié\nChez Lison ; 2 ; 1\nÉcole du Bourg → long → info\nFoyer rural > court > info"
    preview, fields = see(client, project, text, provenance="agreed")
    html = preview.content.decode()
    assert preview.status_code == 200
    assert "était «&nbsp;Information&nbsp;»" in html
    assert "vient de votre annuaire" in html
    assert "nouveau dans l’annuaire" in html
    assert places(project) == before
    done = client.post(url(project), fields | {"type-foyer rural": "association"}, follow=True)
    # The kind of actor was chosen since: what it gives is shown once more.
    assert "relisez ce que donnent vos lignes" in done.content.decode()
    fields |= as_shown(done.content.decode())
    done = client.post(url(project), fields, follow=True)
    told = done.content.decode()
    assert "3 fiches placées, 1 déplacée, 1 partenaire créé." in told
    assert "/annuler/" in told
    assert places(project) == [
        ("Café Chez Lison", "Moyen terme", "Co-porteur", "agreed"),
        ("Foyer rural", "Court terme", "Information", "agreed"),
        ("Mairie de Vertolaye", "Court terme", "Allié", "agreed"),
        ("École du Bourg", "Long terme", "Information", "agreed"),
    ]
    assert Partner.objects.get(name="Foyer rural").kind == "association"
    gesture = Operation.objects.get()
    assert gesture.label == "Saisir 4 fiches"
    undo(gesture, by=facilitator)
    assert places(project) == before
    assert not Partner.objects.filter(name="Foyer rural").exists()
    assert project.partnerships.count() == 3


def test_a_new_partner_is_written_as_it_was_proposed(project, coordinator, sign_in):
    client = sign_in(coordinator)
    _preview, fields = see(client, project, "Foyer rural > court > info")
    assert client.post(url(project), fields).status_code == 302
    assert Partner.objects.get(name="Foyer rural").kind == "other"


def test_nothing_is_written_that_nobody_has_seen(project, mairie, coordinator, sign_in):
    client, before = sign_in(coordinator), places(project)
    blind = client.post(url(project), {"text": "Chez Lison > 1 > 1", "provenance": "supposed", "confirmer": "1"})
    assert blind.status_code == 200
    assert "relisez ce que donnent vos lignes" in blind.content.decode()
    _preview, fields = see(client, project, "Mairie de Vertolaye > court > allié")
    Placement.objects.get(pk=mairie.pk).delete()
    stale = client.post(url(project), fields)
    assert stale.status_code == 409
    html = stale.content.decode()
    assert "La frise a changé entre-temps" in html
    assert "Mairie de Vertolaye &gt; court &gt; allié" in html
    assert places(project) == []
    assert client.post(url(project), fields | as_shown(html)).status_code == 302
    assert places(project)[0][:3] == (*before[0][:2], "Allié")


def test_who_is_quicker_in_that_very_moment_wins_and_nothing_is_half_written(
    project, mairie, coordinator, sign_in, monkeypatch
):
    client, before = sign_in(coordinator), places(project)
    text = "Foyer rural > court > info\nMairie de Vertolaye > court > allié"
    _preview, fields = see(client, project, text)
    monkeypatch.setattr(Placement, "claim", _lost)
    late = client.post(url(project), fields)
    assert late.status_code == 409
    assert "Foyer rural &gt; court &gt; info" in late.content.decode()
    assert places(project) == before
    assert not Partner.objects.filter(name="Foyer rural").exists()
    assert not Operation.objects.exists()


def _lost(placement, version):
    raise StaleVersion(placement)


def test_a_line_to_mend_holds_everything_and_the_text_is_kept(project, mairie, coordinator, sign_in):
    client, before = sign_in(coordinator), places(project)
    preview, fields = see(client, project, "Chez Lison > court > allié\nMairie de Vertolaye > jamais > allié")
    assert preview.status_code == 200
    held = client.post(url(project), fields)
    assert held.status_code == 422
    html = held.content.decode()
    assert "Rien n’a été écrit." in html
    assert "Une ligne est à revoir" in html
    assert 'name="confirmer"' not in html
    assert "Mairie de Vertolaye &gt; jamais &gt; allié" in html
    _preview, fields = see(client, project, "Mairie de Vertolaye > court > info")
    assert "ne changent rien" in client.post(url(project), fields).content.decode()
    assert places(project) == before


def test_more_than_thirty_lines_are_counted_and_none_is_asked_for(project, coordinator, sign_in):
    client = sign_in(coordinator)
    text = "\n".join(f"Partenaire {n} > court > allié" for n in range(34))
    for headers in (HTMX, {}):
        answer = client.post(url(project), {"text": text, "provenance": "supposed"}, headers=headers)
        assert answer.status_code == 422
        assert "34 lignes\u00a0: 30 au plus à la fois. Gardez-en 4 pour la suite." in answer.content.decode()
    assert "Partenaire 33 &gt; court" in answer.content.decode()
    empty = client.post(url(project), {"text": " \n", "provenance": "supposed"})
    assert (empty.status_code, "au moins une ligne" in empty.content.decode()) == (422, True)


def test_what_is_typed_cannot_become_markup(project, coordinator, sign_in):
    text = '<script>x</script>" onload="y > court > allié'
    html = sign_in(coordinator).post(url(project), {"text": text, "provenance": "supposed"}).content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x&lt;/script" in html


def test_the_preview_is_the_same_alone_and_in_its_page(project, mairie, coordinator, sign_in):
    client, fields = sign_in(coordinator), {"text": "Chez Lison > court > allié", "provenance": "supposed"}
    alone = client.post(url(project), fields, headers=HTMX).content.decode()
    assert alone.strip().startswith("<section")
    assert alone.strip() in client.post(url(project), fields).content.decode()


def test_who_comes_in(project, client, reader, stranger, coordinator, sign_in):
    assert client.get(url(project)).status_code == 302
    for method in ("get", "post"):
        assert getattr(sign_in(stranger), method)(url(project)).status_code == 404
        assert getattr(sign_in(reader), method)(url(project)).status_code == 403
    assert sign_in(coordinator).get(url(project)).status_code == 200
    assert sign_in(coordinator).put(url(project)).status_code == 405


def test_the_queries_of_the_preview_do_not_grow_with_the_lines(project, mairie, coordinator, sign_in):
    client = sign_in(coordinator)

    def queries(text):
        with CaptureQueriesContext(connection) as asked:
            client.post(url(project), {"text": text, "provenance": "supposed"}, headers=HTMX)
        return len(asked)

    few = queries("Chez Lison > 1 > 1\nInconnu > 1 > 1")
    many = ["Mairie de Vertolaye > 1 > 1", *(f"Inconnu numéro {n} > 1 > 1" for n in range(14))]
    for n in range(14):
        placement = PlacementFactory(
            partnership=PartnershipFactory(project=project, partner__name=f"Commune de Saint-{n}"),
            horizon=mairie.horizon,
            level=mairie.level,
        )
        many.append(f"{placement.partnership.partner.name} > 1 > 1")
    assert queries("\n".join(many)) == few <= 11
