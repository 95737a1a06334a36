"""The places that an organisation draws for itself: who may, what they are made of, where they serve."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import Partner
from territories.filters import TerritoryFilter
from territories.models import Territory, TerritoryOutline
from territories.own import OwnPlaceForm
from tests.factories import OrganisationFactory, PartnerFactory, TerritoryFactory
from tests.official import official_places

SQUARE = {"type": "Polygon", "coordinates": [[[3.5, 45.5], [3.6, 45.5], [3.6, 45.6], [3.5, 45.6], [3.5, 45.5]]]}


@pytest.fixture
def places(db):
    return official_places()


@pytest.fixture
def quartier(project):
    return TerritoryFactory(organisation=project.organisation, kind="quartier", code="", name="Le Bourg")


def url(name, project, *args):
    return reverse(f"projects:own_place_{name}", args=[project.slug, *args])


def sent(**values):
    return {"name": "La tournée du jeudi", "kind": "tournee", **values}


def names(queryset):
    return sorted(one.name for one in queryset)


def test_a_tournee_is_made_of_communes(project, coordinator, sign_in, places):
    keys = [places["63132"].key, places["63258"].key]
    data = sent(**{"parts-choisi": keys, "zonings": ["frr", "frr_plus"], "population": "2037"})
    response = sign_in(coordinator).post(url("add", project), data)
    assert response.status_code == 302
    tour = Territory.objects.get(organisation=project.organisation)
    assert names(tour.parts.all()) == ["Cunlhat", "Olliergues"]
    assert (tour.epci, tour.departement, tour.commune) == (places["200070761"], places["63"], None)
    assert tour.zoning_labels == ["FRR", "FRR+"]
    assert names(Territory.objects.within(tour)) == ["Cunlhat", "La tournée du jeudi", "Olliergues"]
    page = sign_in(coordinator).get(url("list", project)).content.decode()
    assert "La tournée du jeudi" in page
    assert "2 communes" in page


def test_a_quartier_lies_in_its_commune_and_does_not_contain_it(project, coordinator, sign_in, places):
    data = sent(name="Le Bourg", kind="quartier", parts="Cunlhat")
    sign_in(coordinator).post(url("add", project), data)
    bourg = Territory.objects.get(organisation=project.organisation)
    assert bourg.commune == places["63132"]
    assert names(Territory.objects.within(bourg)) == ["Le Bourg"]
    assert names(Territory.objects.within(places["63132"])) == ["Cunlhat", "Le Bourg"]
    assert bourg in Territory.objects.within(places["200070761"])


def test_what_communes_do_not_share_is_left_empty(project, coordinator, sign_in, places):
    far = TerritoryFactory(name="Lyon", code="69123")
    keys = [places["63132"].key, far.key]
    sign_in(coordinator).post(url("add", project), sent(**{"parts-choisi": keys}))
    assert Territory.objects.get(organisation=project.organisation).departement is None


def test_an_own_place_filters_partners_by_its_communes(project, coordinator, sign_in, places):
    sign_in(coordinator).post(url("add", project), sent(**{"parts-choisi": [places["63132"].key]}))
    tour = Territory.objects.get(organisation=project.organisation)
    here, away = PartnerFactory(territory=places["63132"]), PartnerFactory(territory=places["63003"])
    kept = TerritoryFilter(field_name="territory").filter(Partner.objects.filter(pk__in=[here.pk, away.pk]), tour)
    assert list(kept) == [here]


def test_the_place_is_proposed_in_forms_until_it_is_archived(project, coordinator, sign_in, quartier):
    client = sign_in(coordinator)
    search = reverse("territories:territory_search") + "?q=bourg"
    assert "Le Bourg" in client.get(search).content.decode()
    partner = PartnerFactory(organisation=project.organisation, territory=quartier)
    client.post(url("archive", project, quartier.public_id))
    quartier.refresh_from_db()
    assert quartier.label_full == "Le Bourg (quartier, archivé)"
    assert "(quartier" not in client.get(search).content.decode()
    assert Partner.objects.get(pk=partner.pk).territory == quartier
    client.post(url("archive", project, quartier.public_id), {"rendre": "1"})
    assert "Le Bourg" in client.get(search).content.decode()


def test_a_change_makes_the_pages_of_the_organisation_s_projects_new(project, coordinator, sign_in, quartier):
    before = project.revision
    sign_in(coordinator).post(url("archive", project, quartier.public_id))
    project.refresh_from_db()
    assert project.revision == before + 1


@pytest.mark.parametrize("name", ["edit", "contour"])
def test_somebody_who_only_reads_sees_the_list_and_changes_nothing(
    project, reader, facilitator, sign_in, quartier, name
):
    for person in (reader, facilitator):
        client = sign_in(person)
        assert client.get(url("list", project)).status_code == 200
        assert "Modifier" not in client.get(url("list", project)).content.decode()
        assert client.get(url(name, project, quartier.public_id)).status_code == 403
        assert client.post(url("archive", project, quartier.public_id)).status_code == 403


def test_places_of_another_organisation_do_not_exist(project, coordinator, stranger, sign_in, quartier):
    theirs = TerritoryFactory(organisation=OrganisationFactory(), kind="quartier", code="", name="Chez eux")
    client = sign_in(coordinator)
    for name in ("edit", "contour"):
        assert client.get(url(name, project, theirs.public_id)).status_code == 404
    assert client.post(url("archive", project, theirs.public_id)).status_code == 404
    assert client.get(reverse("territories:territory_detail", args=[theirs.key])).status_code == 404
    assert "Chez eux" not in client.get(url("list", project)).content.decode()
    assert sign_in(stranger).get(url("list", project)).status_code == 404
    assert sign_in(stranger).get(reverse("territories:territory_detail", args=[quartier.key])).status_code == 404


def test_an_official_place_is_not_edited(project, coordinator, sign_in, places):
    assert sign_in(coordinator).get(url("edit", project, "abcdefghjk")).status_code == 404


def test_wrong_methods_are_refused(project, coordinator, sign_in, quartier):
    client = sign_in(coordinator)
    assert client.get(url("archive", project, quartier.public_id)).status_code == 405
    assert client.post(url("list", project)).status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "---"},
        {"name": "le BOURG", "kind": "quartier"},
        {"kind": "commune"},
        {"zonings": "inconnu"},
        {"parts": "Nulle-Part-sur-Rien"},
        {"population": "-3"},
    ],
)
def test_what_makes_no_sense_is_refused_and_typed_text_stays(project, coordinator, sign_in, quartier, places, wrong):
    response = sign_in(coordinator).post(
        url("add", project), sent(code="6302", **wrong) if "code" not in wrong else wrong
    )
    assert response.status_code == 422
    assert "6302" in response.content.decode()
    assert Territory.objects.filter(organisation=project.organisation).count() == 1


def test_a_place_is_no_part_of_itself(project, coordinator, sign_in, quartier):
    data = sent(name="Le Bourg", kind="quartier", seen_version=1, **{"parts-choisi": [quartier.key]})
    assert sign_in(coordinator).post(url("edit", project, quartier.public_id), data).status_code == 422


def test_two_countries_make_two_places(project, coordinator, sign_in, places):
    liege = TerritoryFactory(name="Liège", code="62063", country="BE")
    data = sent(**{"parts-choisi": [places["63132"].key, liege.key]})
    assert sign_in(coordinator).post(url("add", project), data).status_code == 422
    sign_in(coordinator).post(url("add", project), sent(**{"parts-choisi": [liege.key]}))
    assert Territory.objects.get(organisation=project.organisation).country == "BE"


def test_of_two_people_the_second_is_told(project, coordinator, sign_in, quartier):
    client, address = sign_in(coordinator), url("edit", project, quartier.public_id)
    assert client.post(address, sent(name="Le Haut bourg", kind="quartier", seen_version=1)).status_code == 302
    late = client.post(address, sent(name="Le Bas bourg", kind="quartier", seen_version=1))
    assert late.status_code == 409
    page = late.content.decode()
    assert "Le Haut bourg" in page
    assert "Le Bas bourg" in page
    assert 'name="seen_version" value="2"' in page
    assert client.post(address, sent(name="Le Bas bourg", kind="quartier", seen_version=2)).status_code == 302
    assert Territory.objects.get(pk=quartier.pk).name == "Le Bas bourg"


def test_an_own_place_of_an_official_kind_cannot_exist(project):
    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryFactory(organisation=project.organisation, kind="commune")
    assert not {"commune", "epci", "departement", "region", "ept", "province"} & {
        kind for kind, _label in OwnPlaceForm.base_fields["kind"].choices
    }


def test_as_many_queries_for_one_place_as_for_thirty(project, coordinator, sign_in, quartier, places):
    client = sign_in(coordinator)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("list", project)).status_code == 200
        counts.append(len(captured))
        for rank in range(29 if number == 0 else 0):
            one = TerritoryFactory(
                organisation=project.organisation,
                kind="bassin",
                code="",
                name=f"Bassin {rank}",
                departement=places["63"],
            )
            one.parts.set([places["63132"]])
            TerritoryOutline.objects.create(territory=one, polygons=[], points_read=0)
    assert counts[1] <= counts[0] <= 8


def upload(content, name="contour.geojson"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else json.dumps(content).encode())


def test_a_contour_is_drawn_with_its_measures_and_removed(project, coordinator, sign_in, quartier):
    client, address = sign_in(coordinator), url("contour", project, quartier.public_id)
    feature = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"a": 1}, "geometry": SQUARE}],
    }
    assert client.get(address).status_code == 200
    response = client.post(address, {"file": upload(feature), "source": "Plan de la mairie"})
    assert response["Location"] == reverse("territories:territory_detail", args=[quartier.key])
    page = client.get(response["Location"]).content.decode()
    assert "<svg" in page
    assert "Plan de la mairie" in page
    assert "86,6\u00a0km²" in page
    assert "11,1\u00a0km" in page
    assert "style=" not in page.split("<svg")[1].split("</svg>")[0]
    client.post(address, {"retirer": "1"})
    assert not TerritoryOutline.objects.exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 2_000_000, b"\x89PNG\r\n", b" " * 5_000_001])
def test_a_refused_contour_writes_nothing_and_says_why(project, coordinator, sign_in, quartier, content):
    response = sign_in(coordinator).post(url("contour", project, quartier.public_id), {"file": upload(content)})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode() or "aria-invalid" in response.content.decode()
    assert not TerritoryOutline.objects.exists()


def test_a_contour_needs_a_file(project, coordinator, sign_in, quartier):
    assert sign_in(coordinator).post(url("contour", project, quartier.public_id), {"source": "x"}).status_code == 422
