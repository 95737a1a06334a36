"""The directory of the project's partners: finding them, bringing one in, taking one out."""

import datetime
import re

import pytest
from django.urls import reverse

from agreements.models import Agreement, Party
from partnerships.models import Contact, LogEntry, Partner, PartnerKind, Partnership, Placement, RaciAssignment
from projects.models import Operation, Stage, undo
from tests.factories import (
    ActivityFactory,
    HorizonFactory,
    PartnerFactory,
    PartnershipFactory,
    PlacementFactory,
    RaciFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/projets/le-detour/partenaires/"
ADD = f"{LIST}ajouter/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def three(project):
    """A café at Évron that is often overlooked, a school placed as an ally, a landlord nobody wrote anything about."""
    evron = TerritoryFactory(name="Évron")
    cafe = PartnershipFactory(
        project=project,
        partner__name="Café de la Gare",
        partner__kind=PartnerKind.SHOP,
        partner__territory=evron,
        partner__overlooked=True,
        nature="network",
        formalisation="oral",
        stage=Stage.IDEA,
    )
    school = PartnershipFactory(project=project, partner__name="École Jules-Ferry", partner__kind=PartnerKind.SCHOOL)
    PlacementFactory(partnership=school, horizon=project.horizons.first(), level=project.levels.get(code="ally"))
    PartnershipFactory(project=project, partner__name="Office Habitat", partner__kind=PartnerKind.LANDLORD)
    LogEntry.objects.create(partnership=cafe, date=datetime.date(2026, 3, 3), summary="Un café.")
    Contact.objects.create(partner=cafe.partner, name="Lison")
    return cafe, school


def names(response):
    return [row.partner__name for row in response.context["page"]]


# --- The list ---


@pytest.mark.parametrize(("query", "opening"), [("", ">"), ("q=cafe", ">"), ("stage=idea", " open>")])
def test_the_criteria_are_folded_unless_one_is_at_work(three, reader, sign_in, query, opening):
    page = sign_in(reader).get(f"{LIST}?{query}").content.decode()
    assert f'<details class="annuaire-plus"{opening}' in page


def test_the_list_shows_every_partner_by_name_whatever_the_accents(three, reader, sign_in):
    response = sign_in(reader).get(LIST)
    assert names(response) == ["Café de la Gare", "Centre social Le Fil", "École Jules-Ferry", "Office Habitat"]
    for text in ("Allié", "Évron", "Lison", "3 mars 2026", "souvent oublié"):
        assert text in response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CAFE", ["Café de la Gare"]),
        ("q=gare+cafe", ["Café de la Gare"]),
        ("q=evron", ["Café de la Gare"]),
        ("q=zzz", []),
        ("kind=school", ["École Jules-Ferry"]),
        ("nature=network", ["Café de la Gare"]),
        ("formalisation=oral", ["Café de la Gare"]),
        ("stage=idea", ["Café de la Gare"]),
        ("forgotten=oublies", ["Café de la Gare"]),
        ("forgotten=a_placer&kind=landlord", ["Office Habitat"]),
        ("kind=school&q=cafe", []),
    ],
)
def test_filters_narrow_the_list(three, reader, sign_in, query, found):
    assert names(sign_in(reader).get(f"{LIST}?{query}")) == found


def test_level_and_horizon_must_hold_for_one_placement(three, project, reader, sign_in):
    _cafe, school = three
    ally, informed = project.levels.get(code="ally"), project.levels.get(code="informed")
    first, second = project.horizons.all()[:2]
    PlacementFactory(partnership=school, horizon=second, level=informed)
    client = sign_in(reader)
    assert names(client.get(f"{LIST}?level={ally.public_id}&horizon={first.public_id}")) == ["École Jules-Ferry"]
    assert names(client.get(f"{LIST}?level={ally.public_id}&horizon={second.public_id}")) == []


def test_territories_to_choose_are_those_in_use(three, reader, sign_in):
    TerritoryFactory(name="Ailleurs")
    response = sign_in(reader).get(LIST)
    choices = dict(response.context["filters"].form.fields["territory"].choices)
    assert "Évron" in choices.values()
    assert "Ailleurs" not in choices.values()
    (key,) = [key for key, name in choices.items() if name == "Évron"]
    assert names(sign_in(reader).get(f"{LIST}?territory={key}")) == ["Café de la Gare"]


def test_an_unknown_criterion_shows_everybody(three, reader, sign_in):
    assert len(names(sign_in(reader).get(f"{LIST}?kind=licorne"))) == 4


def test_htmx_gets_the_results_alone_and_the_address_that_rebuilds_them(three, reader, sign_in):
    client = sign_in(reader)
    response = client.get(f"{LIST}?q=cafe&kind=&level=", **HTMX)
    text = response.content.decode()
    assert "<html" not in text
    assert response["HX-Push-Url"] == f"{LIST}?q=cafe"
    whole = client.get(f"{LIST}?q=cafe").content.decode()
    assert text[text.index('<table class="tableau') : text.index("</table>")] in whole
    assert "1 partenaire répond à ces critères" in text


def test_fifty_partners_a_page(project, reader, sign_in):
    for n in range(55):
        PartnershipFactory(project=project, partner__name=f"Association {n:02}")
    client = sign_in(reader)
    assert len(names(client.get(LIST))) == 50
    assert len(names(client.get(f"{LIST}?page=2"))) == 6
    assert "?kind=association&amp;page=2" in client.get(f"{LIST}?kind=association").content.decode()


@pytest.mark.parametrize("query", ["", "?q=asso&kind=association"])
def test_the_list_takes_at_most_ten_queries_at_any_size(
    project, coordinator, sign_in, query, django_assert_max_num_queries
):
    client = sign_in(coordinator)

    def fill(n):
        for _ in range(n):
            partnership = PartnershipFactory(project=project, partner__territory=TerritoryFactory())
            partnership.partner.name = f"Asso {partnership.pk}"
            partnership.partner.save()
            PlacementFactory(partnership=partnership, horizon=project.horizons.first(), level=project.levels.first())
            LogEntry.objects.create(partnership=partnership, date=datetime.date(2026, 1, 1), summary="Vu.")
            Contact.objects.create(partner=partnership.partner, name="Quelqu’un")

    fill(3)
    with django_assert_max_num_queries(10) as few:
        client.get(f"{LIST}{query}")
    fill(30)
    with django_assert_max_num_queries(10) as many:
        client.get(f"{LIST}{query}")
    assert len(few) == len(many)


def test_names_are_escaped(project, reader, sign_in):
    PartnershipFactory(project=project, partner__name="<script>alert(1)</script>")
    text = sign_in(reader).get(LIST).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_an_empty_project_asks_whom_to_start_with(project, coordinator, reader, sign_in):
    assert "Avec qui commencer" in sign_in(coordinator).get(LIST).content.decode()
    assert ADD not in sign_in(reader).get(LIST).content.decode()


def test_the_list_is_closed_to_others(project, stranger, sign_in, client):
    assert client.get(LIST).status_code == 302
    assert sign_in(stranger).get(LIST).status_code == 404
    assert sign_in(stranger).post(LIST).status_code == 405


# --- Bringing one in ---

NEW = {
    "name": "Pharmacie du Pont",
    "kind": "pharmacy",
    "overlooked": "on",
    "brings": "Un comptoir\nDes affiches",
    "contact-name": "Inès",
    "contact-phone": "05 00 00 00 01",
}


def test_a_new_partner_comes_with_its_contact_and_one_gesture_takes_it_all_back(project, facilitator, sign_in):
    response = sign_in(facilitator).post(ADD, NEW)
    partnership = Partnership.objects.get(partner__name="Pharmacie du Pont")
    assert response["Location"].startswith(
        reverse("partnerships:partnership_record", args=["le-detour", partnership.public_id])
    )
    assert partnership.partner.organisation == project.organisation
    assert partnership.partner.contacts.get().phone == "05 00 00 00 01"
    assert partnership.brings == "Un comptoir\nDes affiches"
    undo(Operation.objects.latest("pk"), by=facilitator)
    assert not Partner.objects.filter(name="Pharmacie du Pont").exists()


@pytest.mark.parametrize("name", ["cafe de la gare", "CAFÉ DE LA GARE", "Café-de-la-Gare"])
def test_the_same_name_is_told_and_the_record_offered(three, coordinator, sign_in, name):
    response = sign_in(coordinator).post(ADD, NEW | {"name": name})
    assert response.status_code == 422
    text = response.content.decode()
    assert "Existe déjà : Café de la Gare" in text.replace("\u00a0", " ")
    assert f"{LIST}{three[0].public_id}/" in text
    assert "Des affiches" in text


def test_a_namesake_out_of_the_project_is_offered_to_be_added(project, coordinator, sign_in):
    known = PartnerFactory(organisation=project.organisation, name="Mission locale")
    response = sign_in(coordinator).post(ADD, NEW | {"name": "mission locale"})
    assert response.status_code == 422
    assert f'value="{known.public_id}"' in response.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"kind": "licorne"}, {"contact-email": "pas une adresse"}, {"territory": "Nulle-Part-sur-Rien"}],
)
def test_a_wrong_new_partner_is_refused_and_its_text_kept(project, coordinator, sign_in, wrong):
    response = sign_in(coordinator).post(ADD, NEW | wrong)
    assert response.status_code == 422
    assert "Des affiches" in response.content.decode()
    assert project.partnerships.count() == 1


def test_a_partner_of_the_directory_joins_and_others_stay_out(project, coordinator, sign_in):
    known = PartnerFactory(organisation=project.organisation, name="Mission locale")
    elsewhere = PartnerFactory(name="Mission lointaine")
    client = sign_in(coordinator)
    found = client.get(f"{ADD}?q=mission").context["found"]
    assert found == [known]
    assert client.post(ADD, {"partner": elsewhere.public_id}).status_code == 422
    assert client.post(ADD, {"partner": known.public_id}).status_code == 302
    assert project.partnerships.filter(partner=known).exists()
    assert client.get(f"{ADD}?q=mission").context["found"] == []
    assert client.post(ADD, {"partner": known.public_id}).status_code == 422


def test_only_editors_bring_a_partner_in(project, reader, stranger, sign_in, client):
    assert client.get(ADD).status_code == 302
    assert sign_in(stranger).post(ADD, NEW).status_code == 404
    assert sign_in(reader).get(ADD).status_code == 403
    assert sign_in(reader).post(ADD, NEW).status_code == 403
    assert sign_in(reader).delete(ADD).status_code == 405


# --- Taking one out ---


def cell_of(project):
    return {"horizon": project.horizons.last().public_id, "level": project.levels.first().public_id}


def test_from_a_cell_of_the_frise_a_new_partner_goes_straight_into_it(project, facilitator, sign_in):
    client = sign_in(facilitator)
    asked = client.get(ADD, cell_of(project) | {"depuis": "frise"}).content.decode()
    for value in cell_of(project).values():
        assert f'value="{value}" selected' in asked
    fields = {"name": "Les Passeurs", "kind": "association", "depuis": "frise"} | cell_of(project)
    answer = client.post(ADD, fields)
    placement = Placement.objects.get()
    assert answer.url == f"/projets/le-detour/frise/?partenaire={placement.partnership.public_id}"
    assert (placement.horizon, placement.level, placement.placed_by) == (
        project.horizons.last(),
        project.levels.first(),
        facilitator,
    )
    undo(Operation.objects.latest("pk"), by=facilitator)
    assert not Partner.objects.filter(name="Les Passeurs").exists()


def test_a_known_partner_goes_into_the_cell_too(project, coordinator, sign_in):
    known = PartnerFactory(organisation=project.organisation, name="Déjà connu")
    sign_in(coordinator).post(ADD, {"partner": known.public_id, "name": ""} | cell_of(project))
    assert Placement.objects.get().partnership.partner == known


@pytest.mark.parametrize("missing", ["horizon", "level"])
def test_half_a_place_is_refused(project, coordinator, sign_in, missing):
    known = PartnerFactory(organisation=project.organisation)
    client = sign_in(coordinator)
    assert client.post(ADD, {"partner": known.public_id} | cell_of(project) | {missing: ""}).status_code == 422
    elsewhere = cell_of(project) | {"horizon": HorizonFactory().public_id}
    assert client.post(ADD, {"partner": known.public_id} | elsewhere).status_code == 422
    assert not project.partnerships.filter(partner=known).exists()


def test_names_found_come_alone_for_htmx_and_the_whole_page_without(project, coordinator, sign_in):
    PartnerFactory(organisation=project.organisation, name="Café Chez Lucette")
    PartnerFactory(organisation=project.organisation, name="Pharmacie de la Halle")
    client = sign_in(coordinator)
    query = {"q": "LUCETTE"} | cell_of(project) | {"depuis": "frise"}
    fragment = client.get(ADD, query, **HTMX).content.decode()
    whole = client.get(ADD, query).content.decode()
    assert "<html" not in fragment
    assert "<html" in whole
    for html in (fragment, whole):
        assert "Café Chez Lucette" in html
        assert "Pharmacie de la Halle" not in html
        # Who is not found can be created with the name typed, in the same cell.
        assert "#nouveau-t" in html
        assert f"level={cell_of(project)['level']}" in html
    assert 'name="name" value="LUCETTE"' in whole


def test_enter_in_a_field_never_adds_a_known_partner(project, coordinator, sign_in):
    PartnerFactory(organisation=project.organisation, name="Déjà connu")
    html = sign_in(coordinator).get(ADD).content.decode()
    buttons = [tag for tag in re.findall(r"<button[^>]*>", html) if 'form="ajout"' in tag]
    assert "name=" not in buttons[0]
    assert 'name="partner"' in buttons[1]


def removal(partnership):
    return f"{LIST}{partnership.public_id}/retirer/"


def test_a_removal_tells_what_goes_and_undo_brings_all_back(three, coordinator, sign_in):
    _cafe, school = three
    RaciFactory(activity=ActivityFactory(project=school.project), partnership=school)
    LogEntry.objects.create(partnership=school, date=datetime.date(2026, 2, 1), summary="Vu.").presences.create(
        who_name="La directrice"
    )
    client = sign_in(coordinator)
    response = client.get(removal(school))
    assert dict(response.context["goes"]) == {"placements": 1, "rôles RACI": 1, "journal des contacts": 1}
    assert Partnership.objects.filter(pk=school.pk).exists()
    assert client.post(removal(school)).status_code == 302
    assert not Partnership.objects.filter(pk=school.pk).exists()
    assert Partner.objects.filter(pk=school.partner_id).exists()
    undo(Operation.objects.latest("pk"), by=coordinator)
    assert Placement.objects.filter(partnership=school).exists()
    assert RaciAssignment.objects.filter(partnership=school).exists()
    assert LogEntry.objects.get(partnership=school).presences.get().who == "La directrice"


def test_everything_that_names_a_partner_has_a_french_name():
    from partnerships.removal import NAMES, _relations

    models = {relation.related_model._meta.auto_created or relation.related_model for relation in _relations()}
    shown = [model for model in models if not model._meta.model_name.startswith("historical")]
    assert len(shown) > 20
    nameless = [model for model in shown if "verbose_name_plural" not in model._meta.original_attrs]
    assert {model._meta.label for model in nameless} <= set(NAMES)


def test_an_agreement_holds_its_partner(three, project, coordinator, sign_in):
    _cafe, school = three
    Party.objects.create(
        agreement=Agreement.objects.create(project=project, template="T1", title="Accord"), partnership=school
    )
    client = sign_in(coordinator)
    assert "doit rester" in client.get(removal(school)).content.decode()
    assert client.post(removal(school)).status_code == 409
    assert Partnership.objects.filter(pk=school.pk).exists()


def test_what_somebody_else_wrote_about_a_partner_holds_it(three, project, coordinator, sign_in):
    cafe, school = three
    cafe.promises.create(what="Appeler", who_partnership=school)
    assert sign_in(coordinator).post(removal(school)).status_code == 409


def test_the_carrying_organisation_stays(project, coordinator, sign_in):
    lead = project.partnerships.get(is_lead=True)
    assert sign_in(coordinator).post(removal(lead)).status_code == 409


def test_only_editors_take_a_partner_out(three, reader, stranger, sign_in, client):
    address = removal(three[0])
    assert client.post(address).status_code == 302
    assert sign_in(stranger).post(address).status_code == 404
    assert sign_in(reader).post(address).status_code == 403
    assert Partnership.objects.filter(pk=three[0].pk).exists()


def test_several_partners_are_typed_one_after_the_other(project, coordinator, sign_in):
    client = sign_in(coordinator)
    typed = {"name": "Pharmacie du Pont", "kind": "pharmacy", "again": "1"}
    answer = client.post(ADD, typed)
    assert answer.url == ADD
    assert "Pharmacie du Pont fait partie du projet" in client.get(ADD).content.decode()
