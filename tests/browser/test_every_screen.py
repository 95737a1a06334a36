"""Every screen of the demonstration: axe-core finds nothing, nothing overflows, no error in the browser."""

from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Role
from exchange.importing import import_file
from tests.factories import MembershipFactory, OrganisationFactory, ProjectMemberFactory, UserFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db(transaction=True)
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"


@pytest.fixture
def demonstration(db):
    official_places()
    organisation = OrganisationFactory()
    project = import_file(DEMO.read_bytes(), organisation=organisation).project
    user = UserFactory(email="coordination@exemple.example", name="Yanis Combe")
    MembershipFactory(organisation=organisation, user=user, role=Role.COORDINATOR)
    ProjectMemberFactory(project=project, user=user, role=Role.COORDINATOR)
    return project, user


def screens(project):
    """Return the addresses to look at: every page that a person reads, once."""
    partner = project.partnerships.get(partner__short_name="Chez Lison").public_id
    inside = (
        "",
        "a-faire/",
        "reglages/",
        "reglages/territoires/",
        "reglages/jalons/ajouter/",
        "reglages/equipe/ajouter/",
        "historique/",
        "frise/",
        f"frise/?partenaire={partner}",
        "frise/?projection=1",
        "frise/ajouter/",
        "frise/bords/",
        "frise/bords/horizons/ajouter/",
        f"frise/bords/niveaux/{project.levels.first().public_id}/retirer/",
        f"frise/fiches/{partner}/",
        "raci/",
        "raci/activites/",
        f"raci/activite/{project.activities.first().public_id}/",
        "partenaires/",
        "partenaires/ajouter/",
        "partenaires/importer/",
        "partenaires/exporter/",
        f"partenaires/{partner}/",
        f"partenaires/{partner}/modifier/lien/",
        f"partenaires/{partner}/contacts/ajouter/",
        f"partenaires/{partner}/retirer/",
        "suivi/",
        "journal/",
        "pas-de-cote/",
        "situations/",
        "relations/",
        "bilans/",
        f"bilans/{project.reviews.last().public_id}/",
        "instances/",
        "ateliers/",
        "conventions/",
        *(f"conventions/{agreement.public_id}/lire/" for agreement in project.agreements.all()),
        "fiches-action/",
        f"fiches-action/{project.sheets.first().public_id}/",
        "investissement/",
        "fichier/",
    )
    account = ("/compte/mot-de-passe/", "/hors-ligne/", "/territoires/recherche/?q=cunlhat")
    return [
        "/",
        "/projets/nouveau/",
        "/projets/importer/",
        *account,
        *(f"/projets/{project.slug}/{path}" for path in inside),
    ]


def test_axe_finds_nothing_and_nothing_overflows(demonstration, signed_in_page, axe, viewport):
    project, user = demonstration
    page = signed_in_page(user, viewport=viewport)
    wrong = []
    for path in screens(project):
        answer = page.goto(path)
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status}")
            continue
        try:
            axe(page)
        except AssertionError as found:
            wrong.append(str(found))
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"{path}: wider than the window")
        if "Données fictives" not in page.content() and "/projets/la-buissonniere/" in path:
            wrong.append(f"{path}: does not say that the data is made up")
    assert not wrong, "\n".join(wrong)


def test_the_pages_that_stand_in_the_way_pass_axe_too(demonstration, signed_in_page, open_page, axe, page_errors):
    _project, user = demonstration
    page = signed_in_page(user)
    page.goto("/projets/ailleurs/")
    axe(page)
    page.goto("/session-expiree/")
    axe(page)
    for path in ("/compte/connexion/", "/compte/mot-de-passe/oublie/", "/compte/inscription/"):
        anonymous = open_page()
        anonymous.goto(path)
        axe(anonymous)
    assert page_errors == []
