"""Completing a record from the register: compared field by field, written as one gesture, guarded by the version."""

import re

import pytest
from django.urls import reverse

from partnerships.models import Partner, PartnerPlace
from projects.models import Operation, operation, undo
from tests.factories import PartnerFactory, PartnershipFactory, TerritoryFactory
from tests.official import official_places
from tests.register_server import RNA, SIREN

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(project):
    return PartnershipFactory(project=project, partner__name="Centre social Les quatre vents", partner__kind="other")


def page_url(partnership, end="registre/"):
    record = reverse("partnerships:partnership_record", args=["le-detour", partnership.public_id])
    return f"{record}{end}"


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def compared(client, partnership, siren=SIREN):
    return client.get(page_url(partnership), {"registre": "quatre vents", "siren": siren})


def sent_by(page, *chosen):
    """Return what the form of the page sends when these lines are ticked."""
    form = page[page.index('id="comparer"') :]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return dict(hidden) | {"prendre": list(chosen)}


def ticked(page):
    return re.findall(r'name="prendre" value="(\w+)" checked', page)


def test_the_record_leads_there_and_its_page_asks_nothing(register, centre, coordinator, reader, sign_in):
    assert page_url(centre) in text_of(sign_in(coordinator).get(page_url(centre, "")))
    assert page_url(centre) not in text_of(sign_in(reader).get(page_url(centre, "")))
    page = text_of(sign_in(coordinator).get(page_url(centre)))
    assert 'value="Centre social Les quatre vents"' in page
    assert "Seuls les mots cherchés partent" in page
    assert register.asked == []


def test_the_number_of_the_record_is_what_is_searched_first(register, centre, coordinator, sign_in):
    Partner.objects.filter(pk=centre.partner_id).update(siret="900 000 019 00019")
    assert 'value="900 000 019 00019"' in text_of(sign_in(coordinator).get(page_url(centre)))


def test_only_editors_of_the_project_come_here(register, centre, reader, stranger, sign_in, client):
    for method in ("get", "post"):
        assert getattr(client, method)(page_url(centre)).status_code == 302
        assert getattr(sign_in(stranger), method)(page_url(centre)).status_code == 404
        assert getattr(sign_in(reader), method)(page_url(centre)).status_code == 403
    assert sign_in(reader).delete(page_url(centre)).status_code == 405


def test_a_partner_of_another_project_is_not_there(register, coordinator, sign_in):
    elsewhere = PartnershipFactory()
    assert sign_in(coordinator).get(page_url(elsewhere)).status_code == 404
    assert sign_in(coordinator).post(page_url(elsewhere)).status_code == 404


def test_the_answer_leads_to_a_comparison(register, centre, coordinator, sign_in):
    register.says("quatre-vents.json")
    page = text_of(sign_in(coordinator).get(page_url(centre), {"registre": "quatre vents"}))
    assert f"?registre=quatre%20vents&amp;siren={SIREN}#comparer" in page
    # The record itself is no discovery.
    assert "Déjà dans votre annuaire" not in page


def test_what_would_change_stands_side_by_side(register, centre, coordinator, sign_in):
    official_places()
    Partner.objects.filter(pk=centre.partner_id).update(seat="Ancienne adresse", rna=RNA.lower())
    page = text_of(compared(sign_in(coordinator), centre))
    # The name and the RNA differ by their writing alone; what the record lacks is ticked, what it says is not.
    assert ticked(page) == ["kind", "territory", "legal_form", "siret"]
    assert 'name="prendre" value="seat">' in page
    assert "Ancienne adresse" in page
    assert "12 rue de la Poste, 63600 Ambert" in page
    assert "FR.commune.63003" in page


def test_what_the_team_decided_is_not_proposed(register, centre, coordinator, sign_in):
    official_places()
    place = TerritoryFactory(name="Cunlhat")
    Partner.objects.filter(pk=centre.partner_id).update(kind="federation", territory=place)
    page = text_of(compared(sign_in(coordinator), centre))
    assert not re.search(r'name="prendre" value="(kind|territory)"', page)


def test_the_lines_ticked_are_written_and_one_undo_takes_them_back(register, centre, coordinator, sign_in):
    official_places()
    client = sign_in(coordinator)
    page = text_of(compared(client, centre))
    before = Operation.objects.count()
    response = client.post(page_url(centre), sent_by(page, "siret", "rna", "territory", "kind"))
    assert (response.status_code, response.url) == (302, page_url(centre, "#carte-t"))
    partner = Partner.objects.get(pk=centre.partner_id)
    assert (partner.siret, partner.rna, partner.kind) == ("900 000 019 00019", RNA, "social_centre")
    assert partner.territory.name == "Ambert"
    assert (partner.seat, partner.legal_form, partner.name) == ("", "", "Centre social Les quatre vents")
    assert Operation.objects.count() == before + 1
    assert len(register.asked) == 1  # writing asks nothing more
    undo(Operation.objects.latest("pk"), by=coordinator)
    partner.refresh_from_db()
    assert (partner.siret, partner.rna, partner.kind, partner.territory) == ("", "", "other", None)


def test_other_places_of_action_stay_as_they_are(register, centre, coordinator, sign_in):
    places = official_places()
    PartnerPlace.objects.put(centre.partner, [places["63132"], places["63258"]])
    client = sign_in(coordinator)
    client.post(page_url(centre), sent_by(text_of(compared(client, centre)), "siret"))
    partner = Partner.objects.get(pk=centre.partner_id)
    assert partner.siret == "900 000 019 00019"
    assert {place.name for place in partner.other_places} == {"Cunlhat", "Olliergues"}


def test_nothing_ticked_is_told_and_the_values_stay(register, centre, coordinator, sign_in):
    client = sign_in(coordinator)
    response = client.post(page_url(centre), sent_by(text_of(compared(client, centre))))
    assert response.status_code == 422
    page = text_of(response)
    assert "Rien n’est choisi" in page
    assert RNA in page
    assert ticked(page) == []


def test_a_refused_value_is_told_on_its_line(register, centre, coordinator, sign_in, project):
    PartnerFactory(organisation=project.organisation, name="Autre nom")
    sent = {"name": "AUTRE NOM", "siret": "900000018", "rna": RNA, "seen_version": centre.partner.version}
    response = sign_in(coordinator).post(page_url(centre), sent | {"prendre": ["name", "siret", "rna"]})
    assert response.status_code == 422
    page = text_of(response)
    assert "Existe déjà : Autre nom." in page
    assert "clé" in page
    assert ticked(page) == ["name", "siret", "rna"]
    assert Partner.objects.get(pk=centre.partner_id).rna == ""


def test_a_field_that_is_not_the_registers_is_not_written(register, centre, coordinator, sign_in):
    sent = {"mission": "Autre", "short_name": "Autre", "rna": RNA, "seen_version": centre.partner.version}
    sign_in(coordinator).post(page_url(centre), sent | {"prendre": ["mission", "short_name", "rna"]})
    partner = Partner.objects.get(pk=centre.partner_id)
    assert (partner.mission, partner.short_name, partner.rna) == ("", "", RNA)


def test_a_record_changed_meanwhile_is_a_conflict_then_replaced_on_purpose(
    register, centre, coordinator, sign_in, project
):
    client = sign_in(coordinator)
    sent = sent_by(text_of(compared(client, centre)), "seat", "rna")
    partner = Partner.objects.get(pk=centre.partner_id)
    with operation(by=coordinator, label="Ailleurs", project=project):
        partner.claim(partner.version)
        partner.seat = "Écrit entre-temps"
        partner.save()
    response = client.post(page_url(centre), sent)
    assert response.status_code == 409
    page = text_of(response)
    assert "La fiche a changé pendant que vous lisiez" in page
    assert "Écrit entre-temps" in page
    assert "Remplacer" in page
    assert ticked(page) == ["seat", "rna"]
    assert Partner.objects.get(pk=partner.pk).seat == "Écrit entre-temps"
    assert client.post(page_url(centre), sent_by(page, "seat", "rna")).status_code == 302
    assert Partner.objects.get(pk=partner.pk).seat == "12 rue de la Poste, 63600 Ambert"


def test_another_siren_is_pointed_at(register, centre, coordinator, sign_in):
    Partner.objects.filter(pk=centre.partner_id).update(siret="900 000 027")
    assert "La fiche porte un autre SIREN" in text_of(compared(sign_in(coordinator), centre))


def test_a_record_that_says_it_all_says_so(register, centre, coordinator, sign_in):
    client = sign_in(coordinator)
    page = text_of(compared(client, centre))
    client.post(page_url(centre), sent_by(page, *re.findall(r'name="prendre" value="(\w+)"', page)))
    assert "La fiche dit déjà tout" in text_of(compared(client, centre))


def test_a_failure_leaves_the_page_usable(register, centre, coordinator, sign_in):
    register.sends(b"", status=500)
    response = sign_in(coordinator).get(page_url(centre), {"registre": "quatre vents"})
    assert response.status_code == 200
    assert "en panne" in text_of(response)
    assert 'value="quatre vents"' in text_of(response)


def test_a_search_that_cannot_be_asked_is_told(register, centre, coordinator, sign_in):
    page = text_of(sign_in(coordinator).get(page_url(centre), {"registre": "ab", "siren": SIREN}))
    assert "3 signes" in page
    assert register.asked == []


def test_at_most_ten_queries(register, centre, coordinator, sign_in, django_assert_max_num_queries):
    register.says("quatre-vents.json")
    client = sign_in(coordinator)
    client.get(page_url(centre))
    for query in ({"registre": "quatre vents"}, {"registre": "quatre vents", "siren": SIREN}):
        with django_assert_max_num_queries(10):
            client.get(page_url(centre), query)
