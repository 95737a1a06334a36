"""The record of a partner: what it shows, and its edition block by block, line by line."""

import datetime
import re

import pytest
from django.urls import reverse

from agreements.models import Agreement, Arrangement, Party
from partnerships.models import (
    Analysis,
    Contact,
    Lever,
    Link,
    LogEntry,
    Obstacle,
    PartnerPlace,
    Partnership,
    PerspectiveShift,
    Promise,
    Response,
    SituationActor,
)
from partnerships.record import Record, delay
from projects.models import Committee, Operation, ProjectMember, Situation, Stage, operation, undo
from tests.factories import (
    ActivityFactory,
    PartnerFactory,
    PartnershipFactory,
    PlacementFactory,
    RaciFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DAY = datetime.date(2026, 3, 12)
BLOCKS = {
    "identite": {"name": "Mairie d’Évron", "kind": "municipality"},
    "etape": {"stage": "negotiation"},
    "lien": {"nature": "cooperation", "intensity": "3", "formalisation": "oral"},
    "echange": {"brings": "La salle\nUne clé", "expects": "Des nouvelles"},
    "analyse": {
        "trust": "2",
        "influence": "5",
        "commitment_now": "let_it_happen",
        "commitment_needed": "help_it_happen",
    },
}
LINES = {
    "personnes": {"name": "Odile Perrin", "function": "secrétaire", "phone": "05 00 00 00 12"},
    "freins": {"text": "Pas de budget avant mars", "category": "financial", "strength": "3", "status": "verified"},
    "leviers": {"text": "L’isolement est dans son programme", "status": "hypothesis"},
    "contacts": {"date": "2026-03-03", "kind": "call", "summary": "Le maire veut des chiffres."},
    "rappels": {"what": "Envoyer les chiffres", "due": "2026-03-19"},
}
MODELS = {"personnes": Contact, "freins": Obstacle, "leviers": Lever, "contacts": LogEntry, "rappels": Promise}


@pytest.fixture
def mairie(project):
    return PartnershipFactory(
        project=project,
        partner__name="Mairie d’Évron",
        partner__kind="municipality",
        partner__territory=TerritoryFactory(name="Évron", population=8640),
    )


@pytest.fixture
def other(project):
    return PartnershipFactory(project=project, partner__name="Caisse", partner__short_name="Caf")


def record_url(partnership):
    return reverse("partnerships:partnership_record", args=["le-detour", partnership.public_id])


def block_url(partnership, block):
    return f"{record_url(partnership)}modifier/{block}/"


def line_url(partnership, items, end="ajouter/"):
    return f"{record_url(partnership)}{items}/{end}"


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def version_of(partnership, block):
    partnership = Partnership.objects.select_related("partner").get(pk=partnership.pk)
    if block == "identite":
        return partnership.partner.version
    if block == "analyse":
        return Analysis.objects.filter(partnership=partnership).values_list("version", flat=True).first() or 1
    return partnership.version


# --- What it shows ---


def test_every_part_of_the_record_is_shown(mairie, other, project, reader, sign_in):
    member = ProjectMember.objects.create(project=project, name="Nadia Ferrand")
    mairie.brings, mairie.limits, mairie.stage, mairie.nature = (
        "La salle\nUne clé",
        "Aucun détachement",
        "idea",
        "network",
    )
    mairie.looked_after_by = member
    mairie.save()
    mairie.partner.mission, mairie.partner.siret, mairie.partner.overlooked = "Servir", "123", True
    mairie.partner.save()
    PlacementFactory(
        partnership=mairie, horizon=project.horizons.first(), level=project.levels.get(code="ally"), reason="La place"
    )
    frein = Obstacle.objects.create(partnership=mairie, text="Craint un doublon", category="competition", strength=2)
    Obstacle.objects.create(partnership=mairie, text="Pas de budget")
    Response.objects.create(obstacle=frein, text="Caler les jours", who_member=member)
    Lever.objects.create(partnership=mairie, text="C’est dans son programme", status="verified")
    PerspectiveShift.objects.create(partnership=mairie, portrait="Une petite équipe")
    RaciFactory(activity=ActivityFactory(project=project, name="Tenir la halte"), partnership=mairie, letters="RA")
    entry = LogEntry.objects.create(partnership=mairie, date=DAY, kind="visit", summary="La salle est libre")
    entry.presences.create(who_member=member)
    Promise.objects.create(partnership=mairie, what="Présenter au conseil", due=DAY)
    Contact.objects.create(partner=mairie.partner, name="Odile Perrin", email="odile@evron.example")
    Link.objects.create(project=project, a=other, b=mairie, intensity=3, tension="Qui paie ?")
    Analysis.objects.create(partnership=mairie, trust=2, influence=4, commitment_now="against")
    committee = Committee.objects.create(project=project, kind="steering", name="Comité de suivi")
    committee.seats.create(partnership=mairie)
    SituationActor.objects.create(
        situation=Situation.objects.create(project=project, name="Seule après une chute"),
        partnership=mairie,
        role="spots",
    )
    agreement = Agreement.objects.create(project=project, template="T1", title="Convention de la place")
    Party.objects.create(agreement=agreement, partnership=mairie)
    Arrangement.objects.create(partnership=mairie, formalisation="oral", purpose="La place le mardi", annual_value=720)
    text = text_of(sign_in(reader).get(record_url(mairie)))
    for expected in (
        "Mairie d’Évron", "8 640 habitants", "Allié, court terme", "Supposé", "La place", "souvent oublié",
        "Confiance en approche", "La salle", "Une clé", "Aucun détachement", "Nadia Ferrand",
        "Craint un doublon", "force 2 sur 3", "Concurrence", "Hypothèse", "Caler les jours",
        "C’est dans son programme", "Vérifié auprès de l’acteur", "Une petite équipe",
        "Tenir la halte", "La salle est libre", "Présenter au conseil", "Odile Perrin", "odile@evron.example",
        "Caf", "coopération", "Qui paie ?", "4 sur 5", "S’y oppose", "Comité de suivi", "Seule après une chute",
        "Convention de la place", "La place le mardi", "720 € par an", "Servir", "123",
    ):  # fmt: skip
        assert expected in text, expected
    assert "Modifier" not in text
    assert "Trouver une piste" not in text


def test_a_frein_without_parade_asks_for_a_way_out(mairie, coordinator, sign_in):
    frein = Obstacle.objects.create(partnership=mairie, text="Pas de budget")
    assert "Trouver une piste" in text_of(sign_in(coordinator).get(record_url(mairie)))
    Response.objects.create(obstacle=frein, text="Un mécène")
    assert "Trouver une piste" not in text_of(sign_in(coordinator).get(record_url(mairie)))


def test_the_path_tells_the_stage_and_one_asleep_has_left_it(mairie, reader, sign_in, project):
    mairie.stage = Stage.NEGOTIATION
    states = [step.state for step in Record(project, mairie, DAY).steps]
    assert states == ["faite", "faite", "faite", "encours", "", "", ""]
    mairie.stage = Stage.DORMANT
    asleep = Record(project, mairie, DAY)
    assert {step.state for step in asleep.steps} == {""}
    assert asleep.off_path == "En sommeil"


def test_a_stage_reached_here_tells_when(mairie, coordinator, project, sign_in):
    mairie.save()
    with operation(by=coordinator, label="Étape", project=project):
        mairie.stage = Stage.IDEA
        mairie.save()
    (step,) = [step for step in Record(project, mairie, DAY).steps if step.since]
    assert step.stage == Stage.IDEA


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "aujourd’hui"), (1, "demain"), (-1, "hier"), (7, "dans 7\u00a0jours"), (-3, "depuis 3\u00a0jours")],
)
def test_a_delay_is_told_in_words(days, words):
    assert delay(DAY + datetime.timedelta(days=days), DAY) == words


def test_only_the_latest_three_exchanges_are_on_the_record(mairie, reader, sign_in):
    for n in range(5):
        LogEntry.objects.create(partnership=mairie, date=DAY + datetime.timedelta(days=n), summary=f"Échange {n}")
    text = text_of(sign_in(reader).get(record_url(mairie)))
    assert "Échange 4" in text
    assert "Échange 1" not in text
    assert "Voir les 5 contacts" in text


def test_the_record_takes_the_same_queries_whatever_it_holds(
    mairie, project, coordinator, sign_in, django_assert_num_queries
):
    client = sign_in(coordinator)

    def fill(n):
        for _ in range(n):
            someone = PartnershipFactory(project=project)
            frein = Obstacle.objects.create(partnership=mairie, text="Frein")
            Response.objects.create(obstacle=frein, text="Piste", who_partnership=someone)
            entry = LogEntry.objects.create(partnership=mairie, date=DAY, summary="Vu")
            entry.presences.create(who_partnership=someone)
            Promise.objects.create(partnership=mairie, what="Rappeler", who_partnership=someone)
            Link.objects.create(project=project, a=mairie, b=someone, intensity=1)
            RaciFactory(activity=ActivityFactory(project=project), partnership=mairie)
            Contact.objects.create(partner=mairie.partner, name="Odile")
            PartnerPlace.objects.create(partner=mairie.partner, territory=TerritoryFactory())

    fill(3)
    with django_assert_num_queries(NUMBER_OF_QUERIES):
        client.get(record_url(mairie))
    fill(30)
    with django_assert_num_queries(NUMBER_OF_QUERIES):
        client.get(record_url(mairie))


# One for each kind of thing that the page shows, and none for a row of it.
NUMBER_OF_QUERIES = 29


def test_the_record_is_closed_to_others(mairie, stranger, sign_in, client, coordinator):
    assert client.get(record_url(mairie)).status_code == 302
    assert sign_in(stranger).get(record_url(mairie)).status_code == 404
    assert sign_in(coordinator).post(record_url(mairie)).status_code == 405
    assert sign_in(coordinator).get("/projets/le-detour/partenaires/inconnu/").status_code == 404


def test_a_partner_of_another_project_is_not_reached_through_this_one(project, coordinator, sign_in):
    elsewhere = PartnershipFactory()
    for address in (record_url(elsewhere), block_url(elsewhere, "lien"), line_url(elsewhere, "freins")):
        assert sign_in(coordinator).get(address).status_code == 404


# --- Blocks ---


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_is_written_and_one_gesture_takes_it_back(mairie, facilitator, sign_in, block):
    before = Partnership.objects.values().get(pk=mairie.pk)
    data = BLOCKS[block] | {"seen_version": version_of(mairie, block)}
    response = sign_in(facilitator).post(block_url(mairie, block), data)
    assert response.status_code == 302
    assert response["Location"] == f"{record_url(mairie)}#bloc-{block}"
    gesture = Operation.objects.latest("pk")
    assert gesture.project == mairie.project
    undo(gesture, by=facilitator)
    after = Partnership.objects.values().get(pk=mairie.pk)
    assert {**after, "version": 0} == {**before, "version": 0}


def test_what_a_block_writes_is_read_again(mairie, coordinator, sign_in):
    client = sign_in(coordinator)
    for block, data in BLOCKS.items():
        client.post(block_url(mairie, block), data | {"seen_version": version_of(mairie, block)})
    mairie = Partnership.objects.select_related("analysis").get(pk=mairie.pk)
    assert (mairie.stage, mairie.nature, mairie.intensity, mairie.formalisation) == (
        "negotiation",
        "cooperation",
        3,
        "oral",
    )
    assert mairie.brings.splitlines() == ["La salle", "Une clé"]
    assert (mairie.analysis.trust, mairie.analysis.influence) == (2, 5)


@pytest.mark.parametrize("block", BLOCKS)
def test_the_form_of_a_block_is_the_same_alone_and_in_the_page(mairie, coordinator, sign_in, block):
    client = sign_in(coordinator)
    whole, alone = client.get(block_url(mairie, block)), client.get(block_url(mairie, block), **HTMX)
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|\s+')
    assert strip.sub("", alone.content.decode()) in strip.sub("", whole.content.decode())
    assert "<html" not in alone.content.decode()


@pytest.mark.parametrize("block", ["etape", "lien", "echange"])
def test_after_a_write_htmx_gets_the_block_as_a_fresh_page_has_it(mairie, coordinator, sign_in, block):
    client = sign_in(coordinator)
    data = BLOCKS[block] | {"seen_version": version_of(mairie, block)}
    response = client.post(block_url(mairie, block), data, **HTMX)
    assert response.status_code == 200
    fragment, _notice, _rest = response.content.decode().partition('<div id="avis"')
    assert fragment.strip() in client.get(record_url(mairie)).content.decode()
    assert "Annuler" in response.content.decode()


@pytest.mark.parametrize("block", ["identite", "analyse"])
def test_a_block_that_shows_elsewhere_asks_for_the_whole_page(mairie, coordinator, sign_in, block):
    data = BLOCKS[block] | {"seen_version": version_of(mairie, block)}
    response = sign_in(coordinator).post(block_url(mairie, block), data, **HTMX)
    assert response["HX-Redirect"] == record_url(mairie)


@pytest.mark.parametrize("block", [*BLOCKS, "freins", "personnes", "relations", "suivi"])
def test_a_form_closes_on_the_block(mairie, coordinator, sign_in, block):
    response = sign_in(coordinator).get(f"{record_url(mairie)}?bloc={block}", **HTMX)
    assert f'id="bloc-{block}"' in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("block", BLOCKS)
def test_the_second_of_two_people_keeps_their_text_beside_the_current_value(
    mairie, coordinator, sign_in, block, headers
):
    client = sign_in(coordinator)
    seen = version_of(mairie, block)
    first = {
        "identite": {"name": "Mairie nouvelle", "kind": "municipality"},
        "etape": {"stage": "evaluation"},
        "lien": {"nature": "partnership", "formalisation": "cpo"},
        "echange": {"brings": "Autre chose"},
        "analyse": {"trust": "4"},
    }[block]
    if block == "analyse":
        # Both see that nobody has written a reading yet.
        Analysis.objects.create(partnership=mairie, trust=4)
    else:
        client.post(block_url(mairie, block), first | {"seen_version": seen})
    response = client.post(block_url(mairie, block), BLOCKS[block] | {"seen_version": seen}, **headers)
    if block == "analyse":
        assert response.status_code in {302, 200}
        response = client.post(block_url(mairie, block), {"trust": "0", "seen_version": seen}, **headers)
    assert response.status_code == 409
    text = text_of(response)
    assert "Remplacer" in text
    expected = {
        "identite": "Mairie nouvelle",
        "etape": "Évaluation",
        "lien": "Partenariat",
        "echange": "Autre chose",
        "analyse": "En approche",
    }[block]
    assert expected in text
    if block == "echange":
        assert "La salle\nUne clé" in text
        assert Partnership.objects.get(pk=mairie.pk).brings == "Autre chose"
    # On purpose, with the version that the form now carries.
    now = re.search(r'name="seen_version" value="(\d+)"', text)[1]
    replaced = client.post(block_url(mairie, block), BLOCKS[block] | {"seen_version": now})
    assert replaced.status_code == 302


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("block", "wrong"),
    [
        ("identite", {"name": "", "kind": "shop", "mission": "Texte gardé"}),
        ("etape", {"stage": "licorne"}),
        ("lien", {"nature": "licorne", "formalisation": "oral"}),
        ("lien", {"formalisation": "oral", "intensity": "9"}),
        ("echange", {"brings": "x" * 20001}),
        ("analyse", {"influence": "6"}),
        ("analyse", {"trust": "5"}),
    ],
)
def test_a_wrong_block_is_refused_and_nothing_written(mairie, coordinator, sign_in, block, wrong, headers):
    data = wrong | {"seen_version": version_of(mairie, block)}
    response = sign_in(coordinator).post(block_url(mairie, block), data, **headers)
    assert response.status_code == 422
    assert "erreur" in response.content.decode()
    assert "Texte gardé" in response.content.decode() or "mission" not in wrong
    assert not Operation.objects.exists()


def test_a_refused_value_shows_nowhere_else_in_the_page(mairie, coordinator, sign_in):
    data = {"name": "", "kind": "shop", "seen_version": mairie.partner.version}
    text = text_of(sign_in(coordinator).post(block_url(mairie, "identite"), data))
    assert "<h1>Mairie d’Évron</h1>" in text


def test_a_name_taken_by_another_partner_is_told(mairie, other, coordinator, sign_in):
    data = {"name": "CAISSE", "kind": "shop", "seen_version": mairie.partner.version}
    response = sign_in(coordinator).post(block_url(mairie, "identite"), data)
    assert response.status_code == 422
    assert "Existe déjà : Caisse" in text_of(response)


def test_only_people_of_the_team_look_after_a_partner(mairie, coordinator, sign_in, stranger):
    elsewhere = ProjectMember.objects.get(user=stranger)
    data = BLOCKS["lien"] | {"looked_after_by": elsewhere.pk, "seen_version": mairie.version}
    assert sign_in(coordinator).post(block_url(mairie, "lien"), data).status_code == 422


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("end", ["modifier/lien/", "freins/ajouter/"])
def test_only_editors_open_and_write_the_forms(mairie, reader, stranger, sign_in, client, method, end):
    address = f"{record_url(mairie)}{end}"
    assert getattr(client, method)(address).status_code == 302
    assert getattr(sign_in(stranger), method)(address).status_code == 404
    assert getattr(sign_in(reader), method)(address).status_code == 403
    assert sign_in(reader).put(address).status_code == 405


@pytest.mark.parametrize(
    "end", ["modifier/licorne/", "licornes/ajouter/", "pistes/ajouter/", "pistes/ajouter/?pour=999"]
)
def test_an_unknown_form_is_not_found(mairie, coordinator, sign_in, end):
    assert sign_in(coordinator).get(f"{record_url(mairie)}{end}").status_code == 404


# --- Lines ---


@pytest.mark.parametrize("items", LINES)
def test_a_line_is_added_changed_removed_and_each_gesture_taken_back(mairie, facilitator, sign_in, items):
    client, model, data = sign_in(facilitator), MODELS[items], LINES[items]
    assert client.post(line_url(mairie, items), data).status_code == 302
    row = model.objects.get()
    undo(Operation.objects.latest("pk"), by=facilitator)
    assert not model.objects.exists()
    client.post(line_url(mairie, items), data)
    row = model.objects.get()
    field = next(name for name in ("text", "summary", "what", "function") if hasattr(row, name))
    page = client.get(line_url(mairie, items, f"{row.public_id}/"), **HTMX)
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    changed = client.post(line_url(mairie, items, f"{row.public_id}/"), data | {field: "Changé", "seen": seen}, **HTMX)
    assert changed.status_code == 200
    assert getattr(model.objects.get(), field) == "Changé"
    assert client.post(line_url(mairie, items, f"{row.public_id}/retirer/")).status_code == 302
    assert not model.objects.exists()
    undo(Operation.objects.latest("pk"), by=facilitator)
    assert getattr(model.objects.get(), field) == "Changé"


@pytest.mark.parametrize("items", LINES)
def test_a_line_that_somebody_changed_first_is_not_overwritten(mairie, coordinator, sign_in, items):
    client, model, data = sign_in(coordinator), MODELS[items], LINES[items]
    client.post(line_url(mairie, items), data)
    row = model.objects.get()
    address = line_url(mairie, items, f"{row.public_id}/")
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())[1]
    field = next(name for name in ("text", "summary", "what", "function") if hasattr(row, name))
    client.post(address, data | {field: "Premier", "seen": seen})
    response = client.post(address, data | {field: "Second", "seen": seen})
    assert response.status_code == 409
    assert "Premier" in text_of(response)
    assert "Second" in text_of(response)
    assert getattr(model.objects.get(), field) == "Premier"
    again = re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]
    assert client.post(address, data | {field: "Second", "seen": again}).status_code == 302
    assert getattr(model.objects.get(), field) == "Second"


def test_a_line_removed_meanwhile_keeps_the_text_on_the_screen(mairie, coordinator, sign_in, monkeypatch):
    row = Obstacle.objects.create(partnership=mairie, text="Pas de budget")
    client = sign_in(coordinator)
    from partnerships.forms.record import ObstacleForm

    clean = ObstacleForm.is_valid

    def removed_while_writing(form):
        valid = clean(form)
        Obstacle.objects.filter(pk=row.pk).delete()
        return valid

    monkeypatch.setattr(ObstacleForm, "is_valid", removed_while_writing)
    response = client.post(
        line_url(mairie, "freins", f"{row.public_id}/"), LINES["freins"] | {"text": "Mon texte", "seen": "x"}
    )
    assert response.status_code == 409
    assert "a retiré cet élément" in text_of(response)
    assert "Mon texte" in text_of(response)


@pytest.mark.parametrize(
    ("items", "wrong"),
    [
        ("personnes", {}),
        ("personnes", {"email": "pas une adresse"}),
        ("freins", {"text": "", "status": "verified"}),
        ("freins", {"text": "x", "strength": "4", "status": "verified"}),
        ("leviers", {"text": "x", "status": "licorne"}),
        ("contacts", {"date": "2026-02-30", "kind": "call", "summary": "Vu"}),
        ("contacts", {"date": "2026-02-20", "kind": "call", "summary": ""}),
        ("contacts", {"date": "2026-02-20", "kind": "call", "summary": "Vu", "next_due": "2026-03-01"}),
        ("rappels", {"what": ""}),
        ("relations", {"intensity": "9"}),
    ],
)
def test_a_wrong_line_is_refused(mairie, coordinator, sign_in, items, wrong):
    response = sign_in(coordinator).post(line_url(mairie, items), wrong, **HTMX)
    assert response.status_code == 422
    assert "erreur" in response.content.decode()
    assert not Operation.objects.exists()


def test_a_parade_answers_its_frein(mairie, coordinator, project, sign_in):
    frein = Obstacle.objects.create(partnership=mairie, text="Pas de budget")
    member = project.members.first()
    address = f"{line_url(mairie, 'pistes')}?pour={frein.public_id}"
    sign_in(coordinator).post(address, {"text": "Un mécène", "due": "2026-06-01", "who": f"m{member.pk}"})
    response = Response.objects.get()
    assert (response.obstacle, response.who, response.due) == (frein, member.name, datetime.date(2026, 6, 1))


def test_a_parade_never_goes_to_the_frein_of_another_partner(mairie, other, coordinator, sign_in):
    frein = Obstacle.objects.create(partnership=other, text="Pas de budget")
    address = f"{line_url(mairie, 'pistes')}?pour={frein.public_id}"
    assert sign_in(coordinator).post(address, {"text": "Un mécène"}).status_code == 404


def test_a_line_of_another_partner_is_not_reached(mairie, other, coordinator, sign_in):
    frein = Obstacle.objects.create(partnership=other, text="Pas de budget")
    client = sign_in(coordinator)
    assert client.get(line_url(mairie, "freins", f"{frein.public_id}/")).status_code == 404
    assert client.post(line_url(mairie, "freins", f"{frein.public_id}/retirer/")).status_code == 404


def test_an_exchange_carries_who_was_there_and_what_was_promised(mairie, coordinator, project, sign_in):
    member = project.members.first()
    data = LINES["contacts"] | {
        "presences": [member.pk],
        "next_what": "Envoyer les chiffres",
        "next_who": "p",
        "next_due": "2026-03-19",
    }
    sign_in(coordinator).post(line_url(mairie, "contacts"), data)
    entry = LogEntry.objects.get()
    assert [row.who for row in entry.presences.all()] == [member.name]
    assert (entry.follow_up.what, entry.follow_up.who) == ("Envoyer les chiffres", "Mairie d’Évron")
    undo(Operation.objects.latest("pk"), by=coordinator)
    assert not LogEntry.objects.exists()
    assert not Promise.objects.exists()


def test_editing_an_exchange_keeps_who_the_form_cannot_name(mairie, other, coordinator, project, sign_in):
    entry = LogEntry.objects.create(partnership=mairie, date=DAY, summary="Vu")
    entry.presences.create(who_partnership=other)
    entry.presences.create(who_member=project.members.first())
    Promise.objects.create(partnership=mairie, entry=entry, what="Rappeler", who_name="Le bureau")
    client = sign_in(coordinator)
    page = client.get(line_url(mairie, "contacts", f"{entry.public_id}/")).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    data = {"date": "2026-03-12", "kind": "other", "summary": "Revu", "next_what": "Rappeler", "next_who": "garder"}
    assert client.post(line_url(mairie, "contacts", f"{entry.public_id}/"), data | {"seen": seen}).status_code == 302
    assert [row.who for row in entry.presences.all()] == ["Caf"]
    assert Promise.objects.get().who == "Le bureau"


def test_what_was_promised_stays_when_its_exchange_is_removed(mairie, coordinator, sign_in):
    entry = LogEntry.objects.create(partnership=mairie, date=DAY, summary="Vu")
    Promise.objects.create(partnership=mairie, entry=entry, what="Rappeler")
    sign_in(coordinator).post(line_url(mairie, "contacts", f"{entry.public_id}/retirer/"))
    assert Promise.objects.get().entry is None
    undo(Operation.objects.latest("pk"), by=coordinator)
    assert Promise.objects.get().entry == entry


def test_a_promise_kept_leaves_the_next_in_its_place(mairie, coordinator, reader, sign_in):
    first = Promise.objects.create(partnership=mairie, what="Présenter le diagnostic", due=DAY)
    Promise.objects.create(partnership=mairie, what="Envoyer l’affiche")
    address = reverse("home:task_done", args=[mairie.project.slug, "promesse", first.public_id])
    record = reverse("partnerships:partnership_record", args=[mairie.project.slug, mairie.public_id])
    client = sign_in(coordinator)
    page = client.get(record).content.decode()
    assert f'action="{address}"' in page
    assert f'name="next" value="{record}#bloc-suivi"' in page
    assert sign_in(reader).post(address).status_code == 403
    client = sign_in(coordinator)
    assert client.post(address, {"next": f"{record}#bloc-suivi"}).url == f"{record}#bloc-suivi"
    assert Promise.objects.get(pk=first.pk).done
    block = client.get(record).content.decode().partition('id="bloc-suivi"')[2]
    assert "Envoyer l’affiche" in block
    assert "Présenter le diagnostic" not in block
    undo(Operation.objects.latest("pk"), by=coordinator)
    assert not Promise.objects.get(pk=first.pk).done


def test_a_relation_is_noted_once_and_never_with_oneself(mairie, other, project, coordinator, sign_in):
    client = sign_in(coordinator)
    elsewhere = PartnershipFactory()
    for wrong in (mairie, elsewhere):
        data = {"other": wrong.public_id, "intensity": "2"}
        assert client.post(line_url(mairie, "relations"), data).status_code == 422
    data = {"other": other.public_id, "intensity": "2", "tension": "Qui paie ?"}
    assert client.post(line_url(mairie, "relations"), data).status_code == 302
    assert client.post(line_url(mairie, "relations"), data).status_code == 422
    assert client.post(line_url(other, "relations"), {"other": mairie.public_id, "intensity": "2"}).status_code == 422
    link = Link.objects.get()
    assert (link.a, link.b, link.project) == (mairie, other, project)
    page = client.get(line_url(other, "relations", f"{link.public_id}/")).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    client.post(line_url(other, "relations", f"{link.public_id}/"), {"intensity": "4", "seen": seen})
    assert Link.objects.get().intensity == 4


def test_a_contact_belongs_to_the_directory_and_shows_in_every_project(mairie, coordinator, sign_in):
    sign_in(coordinator).post(line_url(mairie, "personnes"), LINES["personnes"])
    assert Contact.objects.get().partner == mairie.partner
    assert Operation.objects.latest("pk").project == mairie.project


def test_a_partner_that_just_arrived_leaves_for_the_list_when_undone(project, coordinator, sign_in):
    partner = PartnerFactory(organisation=project.organisation)
    response = sign_in(coordinator).post(
        "/projets/le-detour/partenaires/ajouter/", {"partner": partner.public_id}, follow=True
    )
    assert 'name="next" value="/projets/le-detour/partenaires/"' in response.content.decode()
