"""Who said it, where one hopes to meet, what each one thinks, who is there when, and when best to ask."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.board import board_svg, board_table
from partnerships.drawings import board_drawing
from partnerships.gaps import read_gaps
from partnerships.models import Partnership, PhasePresence, Placement, PlacementOpinion, Provenance, Voice
from partnerships.opinions import opinions_of, spreads
from projects.models import Milestone, Operation, Phase, PhaseMoment, operation, undo
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def url(project, name, *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


@pytest.fixture
def mairie(project):
    """A partner told of the project at the horizon that holds today."""
    project.horizons.filter(name="Court terme").update(
        start=TODAY - datetime.timedelta(30), end=TODAY + datetime.timedelta(30)
    )
    partnership = PartnershipFactory(project=project, partner__name="Mairie")
    PlacementFactory(
        partnership=partnership,
        horizon=project.horizons.get(name="Court terme"),
        level=project.levels.get(name="Information"),
    )
    return partnership


def opinion(partnership, level, voice=Voice.TEAM, **details):
    project = partnership.project
    return PlacementOpinion.objects.create(
        partnership=partnership,
        horizon=project.horizons.get(name="Court terme"),
        level=project.levels.get(name=level),
        voice=voice,
        **details,
    )


# --- Who said it ------------------------------------------------------------------------------------------------------


def test_each_provenance_has_its_mark_on_the_card_in_the_legend_and_on_the_drawing(
    project, mairie, coordinator, sign_in
):
    for n, provenance in enumerate((Provenance.DECLARED, Provenance.AGREED)):
        PlacementFactory(
            partnership=mairie,
            horizon=project.horizons.all()[n + 1],
            level=project.levels.first(),
            provenance=provenance,
        )
    client = sign_in(coordinator)
    html = client.get(url(project, "board")).content.decode()
    assert [html.count(mark) for mark in (" data-dit=d ", " data-dit=a ")] == [1, 1]
    wall = client.get(url(project, "board") + "?projection=1").content.decode()
    for word in ("supposé par nous", "déclaré par le partenaire", "convenu ensemble"):
        assert word in html
        assert word in wall
    ActivityFactory(project=project)
    beside = client.get(url(project, "raci_grid") + f"?cote={mairie.public_id}").content.decode()
    record = client.get(url(project, "partnership_record", mairie.public_id)).content.decode()
    for page in (beside, record):
        assert '<span class="dit" data-dit="declared">Déclaré</span>' in page
    assert '<span class="dit" data-dit="supposed">Supposé</span></span>' in record
    svg = board_svg(board_drawing(project, TODAY))
    for word in ("supposé par nous", "déclaré par le partenaire", "convenu ensemble", ">«</text>", ">=</text>"):
        assert word in svg


# --- The level hoped for ----------------------------------------------------------------------------------------------


def test_the_widest_gap_is_asked_first_as_a_question_that_leads_to_its_place(
    project, mairie, coordinator, sign_in, django_assert_max_num_queries
):
    caf = PartnershipFactory(project=project, partner__name="Caf")
    PlacementFactory(partnership=caf, horizon=project.horizons.first(), level=project.levels.get(name="Co-porteur"))
    hopes = ((mairie, "Co-porteur"), (caf, "Allié"), (PartnershipFactory(project=project), "Allié"))
    for partnership, level in hopes:
        partnership.hoped_level = project.levels.get(name=level)
        partnership.save()
    unplaced, far, near = read_gaps(project, TODAY)
    assert (far.partnership, near.partnership) == (mairie, caf)
    assert "n’est pas encore sur la frise" in unplaced.question
    client = sign_in(coordinator)
    with django_assert_max_num_queries(10):
        html = client.get(url(project, "gap_list")).content.decode()
    assert (
        "Mairie est aujourd’hui «\u00a0Information\u00a0». «\u00a0Co-porteur\u00a0» est espéré\u00a0: que faudrait-il"
        in html
    )
    assert "que pourrait-on lui retirer" in html
    assert f"?partenaire={mairie.public_id}#volet" in html
    assert client.get(url(project, "gap_pdf")).content.startswith(b"%PDF")
    caf.placements.update(level=project.levels.get(name="Allié"))
    assert caf not in [gap.partnership for gap in read_gaps(project, TODAY)]


def test_the_level_hoped_for_is_said_on_the_record_with_who_says_it_and_why(project, mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    page = url(project, "record_edit", mairie.public_id, "espere")
    sent = {
        "hoped_level": project.levels.get(name="Allié").pk,
        "hoped_provenance": "declared",
        "hoped_reason": "Dit en conseil",
        "seen_version": 1,
    }
    assert client.post(page, sent | {"hoped_level": ""}).status_code == 422
    assert client.post(page, sent).status_code == 302
    stale = client.post(page, sent | {"hoped_reason": "Autre raison"})
    assert stale.status_code == 409
    assert "Autre raison" in stale.content.decode()
    dialogue = url(project, "board_fact", mairie.public_id, "espere")
    for headers in ({}, {"Accept": "application/json"}):
        assert client.post(dialogue, sent, headers=headers).status_code == 409
    assert client.post(dialogue, sent | {"seen_version": 2}, headers={"Accept": "application/json"}).status_code == 200
    undo(Operation.objects.latest("pk"), by=coordinator)
    for address in (url(project, "board") + f"?partenaire={mairie.public_id}", mairie.get_absolute_url()):
        html = client.get(address).content.decode()
        for text in ("Niveau espéré", "Dit en conseil", 'data-dit="declared"'):
            assert text in html
    told = client.get(url(project, "change_list", mairie.public_id)).content.decode()
    assert "Espéré\u00a0: «\u00a0Allié\u00a0»" in told
    first = Operation.objects.filter(undoes=None, undone_at=None).latest("pk")
    undo(first, by=coordinator)
    assert Partnership.objects.get(pk=mairie.pk).hoped_level is None


def test_a_level_removed_takes_hopes_and_opinions_to_the_level_chosen(project, mairie, coordinator, sign_in):
    gone, target = project.levels.get(name="Allié"), project.levels.get(name="Co-porteur")
    mairie.hoped_level = gone
    mairie.save()
    said = opinion(mairie, "Allié")
    removal = url(project, "edge_remove", "niveaux", gone.public_id)
    assert sign_in(coordinator).post(removal, {"target": target.public_id}).status_code == 302
    mairie.refresh_from_db()
    said.refresh_from_db()
    assert mairie.hoped_level == said.level == target
    undo(Operation.objects.latest("pk"), by=coordinator)
    mairie.refresh_from_db()
    assert mairie.hoped_level == gone


# --- Opinions ---------------------------------------------------------------------------------------------------------


def test_the_spread_of_opinions_is_told_in_words_and_never_averaged(project, mairie):
    opinion(mairie, "Allié")
    opinion(mairie, "Allié", Voice.WORKSHOP)
    opinion(mairie, "Information", Voice.PARTNER)
    (spread,) = spreads(opinions_of(mairie), list(mairie.placements.all()))
    assert spread.words == "3 avis\u00a0: 2 «\u00a0Allié\u00a0», 1 «\u00a0Information\u00a0»"
    assert [(level.name, len(said), kept) for level, said, kept in spread.rows] == [
        ("Allié", 2, False),
        ("Information", 1, True),
    ]


def test_an_opinion_is_noted_from_the_frise_and_changed_on_the_record(project, mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    sent = {
        "whose": "workshop",
        "horizon": project.horizons.first().pk,
        "level": project.levels.get(name="Allié").pk,
        "source": "Atelier frise",
        "date": "2026-10-01",
    }
    page = url(project, "board_fact", mairie.public_id, "avis")
    assert client.post(page, sent | {"whose": "personne"}, headers={"Accept": "application/json"}).status_code == 422
    assert client.post(page, sent, headers={"Accept": "application/json"}).status_code == 200
    said = mairie.opinions.get()
    assert (said.voice, said.member, said.source) == (Voice.WORKSHOP, None, "Atelier frise")
    edit = url(project, "record_item_edit", mairie.public_id, "avis", said.public_id)
    assert "Atelier frise" in client.get(edit).content.decode()
    member = project.members.first()
    conflict = client.post(edit, sent | {"whose": member.public_id, "seen": "vu autrement"})
    assert conflict.status_code == 409


@pytest.mark.parametrize(("voice", "provenance"), [(Voice.PARTNER, "declared"), (Voice.TEAM, "supposed")])
def test_keeping_an_opinion_writes_the_place_and_who_said_it(
    project, mairie, coordinator, reader, sign_in, voice, provenance
):
    said = opinion(mairie, "Allié", voice, comment="Dit au téléphone")
    keep = url(project, "opinion_keep", mairie.public_id, said.public_id)
    assert sign_in(reader).post(keep).status_code == 403
    assert sign_in(coordinator).post(keep).status_code == 302
    placement = mairie.placements.get()
    assert (placement.level, placement.provenance, placement.reason) == (said.level, provenance, "Dit au téléphone")
    undo(Operation.objects.latest("pk"), by=coordinator)
    assert mairie.placements.get().level.name == "Information"
    Placement.objects.all().delete()
    sign_in(coordinator).post(keep)
    assert mairie.placements.get().level == said.level


# --- Phases -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def phases(project):
    return [
        Phase.objects.create(project=project, name=str(moment.label), moment=moment, position=n)
        for n, moment in enumerate(PhaseMoment)
    ]


def test_who_is_there_when_is_a_filter_a_word_on_the_card_and_a_word_on_paper(
    project, mairie, phases, coordinator, sign_in
):
    later = PhasePresence.objects.create(partnership=mairie, phase=phases[2])
    PhasePresence.objects.create(partnership=mairie, phase=phases[0])
    PhasePresence.objects.create(partnership=mairie, phase=Phase.objects.create(project=project, name="À part"))
    PlacementFactory(
        partnership=PartnershipFactory(project=project, partner__name="Café"),
        horizon=project.horizons.get(name="Court terme"),
        level=project.levels.get(name="Allié"),
    )
    client = sign_in(coordinator)
    shown = {
        value: [name for name in ("Mairie", "Café") if f">{name}</a></h3>" in page]
        for value in ("", "before", "during", "review", "inconnu")
        for page in [client.get(url(project, "board"), {"present": value}).content.decode()]
    }
    assert shown == {
        "": ["Mairie", "Café"], "before": ["Mairie"], "during": [], "review": ["Mairie"], "inconnu": ["Café"],
    }  # fmt: skip
    page = client.get(url(project, "board")).content.decode()
    assert page.count('<p class="fiche-phases">présent\u00a0: en amont, bilans</p>') == 1
    drawing = board_drawing(project, TODAY)
    assert {card.name: card.present for card in drawing.cards} == {"Mairie": "en amont, bilans", "Café": ""}
    assert "présent\u00a0: en amont, bilans" in board_table(drawing)
    later.delete()
    assert board_drawing(project, TODAY).cards[0].present == "en amont"


def test_the_boxes_of_the_matrix_are_written_together_and_guarded_by_what_was_seen(
    project, mairie, phases, coordinator, reader, sign_in
):
    client, page = sign_in(coordinator), url(project, "presence_list")
    boxes = [f"{mairie.public_id}-{phase.public_id}" for phase in phases]
    assert sign_in(reader).get(page).status_code == 200
    assert sign_in(reader).post(page).status_code == 403
    client.post(page, {"ligne": mairie.public_id, "present": boxes[:2]})
    assert [row.phase for row in mairie.phase_presences.all()] == phases[:2]
    html = client.get(page).content.decode()
    assert html.count(" checked") == 2
    assert f'name="vu" value="{boxes[0]}"' in html
    # Somebody else took the first one away meanwhile: the choice is kept, and nothing is written.
    PhasePresence.objects.filter(phase=phases[0]).delete()
    sent = {"ligne": mairie.public_id, "vu": boxes[:2], "present": boxes[2:]}
    refused = client.post(page, sent)
    assert refused.status_code == 409
    assert refused.content.decode().count(" checked") == 1
    assert "Remplacer" in refused.content.decode()
    assert [row.phase for row in mairie.phase_presences.all()] == [phases[1]]
    client.post(page, {"ligne": mairie.public_id, "vu": boxes[1], "present": boxes[2]})
    assert [row.phase for row in mairie.phase_presences.all()] == [phases[2]]
    undo(Operation.objects.latest("pk"), by=coordinator)
    assert [row.phase for row in mairie.phase_presences.all()] == [phases[1]]


def test_a_matrix_without_partners_leads_to_the_first_and_one_without_a_match_to_them_all(
    project, phases, coordinator, reader, sign_in
):
    client, page = sign_in(coordinator), url(project, "presence_list")
    assert url(project, "partnership_add") in client.get(page).content.decode()
    assert "Tout afficher" in client.get(page, {"q": "Mairie"}).content.decode()
    assert url(project, "partnership_add") not in sign_in(reader).get(page).content.decode()


def test_the_matrix_is_a_page_at_a_time_and_its_search_keeps_the_others_as_they_are(
    project, mairie, phases, coordinator, sign_in
):
    client, page = sign_in(coordinator), url(project, "presence_list")

    def queries(address):
        with CaptureQueriesContext(connection) as spent:
            html = client.get(address).content.decode()
        return len(spent), html

    few, _html = queries(page)
    PartnershipFactory.create_batch(45, project=project)
    many, html = queries(page)
    assert few == many <= 10
    assert "Page 1 sur 2" in html
    found = queries(f"{page}?q=mairie")[1]
    assert found.count('name="ligne"') == 1
    other = project.partnerships.exclude(pk=mairie.pk).filter(is_lead=False).first()
    PhasePresence.objects.create(partnership=other, phase=phases[0])
    client.post(f"{page}?q=mairie", {"ligne": mairie.public_id})
    assert other.phase_presences.exists()


# --- Dates ------------------------------------------------------------------------------------------------------------


def test_milestones_and_whom_to_ask_are_on_the_ruler_and_in_what_is_next(project, mairie, coordinator, sign_in):
    Milestone.objects.create(project=project, date=TODAY, title="Vote <b>du budget</b>")
    client = sign_in(coordinator)
    sent = {"ask_on": TODAY, "ask_moment": "before", "ask_reason": "Avant le vote", "seen_version": mairie.version}
    page = url(project, "record_edit", mairie.public_id, "moment")
    assert client.post(page, sent | {"ask_on": "", "ask_moment": ""}).status_code == 422
    assert client.post(page, sent).status_code == 302
    html = client.get(url(project, "board")).content.decode()
    assert (html.count('cy="16" r="4"><title>'), html.count('<use href="#r-appel" x=')) == (1, 1)
    assert "Vote &lt;b&gt;du budget&lt;/b&gt;</title>" in html
    assert "À solliciter\u00a0: Mairie</title>" in html
    wall = client.get(url(project, "board") + "?projection=1").content.decode()
    assert "Vote &lt;b&gt;" in wall
    assert "solliciter" not in wall
    moments = client.get(url(project, "moment_list")).content.decode()
    for text in ("Vote &lt;b&gt;du budget", "Avant le vote", "en amont", "Ajouter un jalon"):
        assert text in moments
    home = client.get(reverse("home:project_home", args=[project.slug])).content.decode()
    assert "Solliciter Mairie\u00a0: Avant le vote" in home
    client.post(reverse("home:task_done", args=[project.slug, "sollicitation", mairie.public_id]))
    mairie.refresh_from_db()
    assert (mairie.ask_on, mairie.ask_moment) == (None, "")
    undo(Operation.objects.latest("pk"), by=coordinator)
    mairie.refresh_from_db()
    assert mairie.ask_on == TODAY


def test_a_milestone_edited_from_the_frise_leads_back_to_it(project, coordinator, sign_in):
    with operation(by=coordinator, label="Jalon", project=project):
        row = Milestone.objects.create(project=project, date=TODAY, title="Vote")
    edit = reverse("projects:item_edit", args=[project.slug, "jalons", row.public_id])
    sent = {"date": TODAY, "title": "Vote du budget", "seen_version": 1}
    answer = sign_in(coordinator).post(f"{edit}?suite=moments", sent)
    assert answer["Location"] == url(project, "moment_list")
