"""The main job, end to end, on the demonstration: find a partner, move it, fix the RACI, write and download a convention.

Once with a script, by keyboard; once without any script.
"""

import io
import re
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.models import Role
from agreements.models import Agreement, AgreementStatus
from exchange.importing import import_file
from partnerships.models import RaciAssignment
from tests.factories import MembershipFactory, OrganisationFactory, ProjectMemberFactory, UserFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db(transaction=True)
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"
PASSWORD = "une phrase assez longue"
PARTNER = "Café-épicerie Chez Lison"
CARD = "Chez Lison"
ACTIVITY = "Calendrier des haltes"


@pytest.fixture
def project(db):
    """The demonstration, with a coordinator who has a password; one activity has lost its A."""
    official_places()
    organisation = OrganisationFactory()
    project = import_file(DEMO.read_bytes(), organisation=organisation).project
    user = UserFactory(email="coordination@exemple.example", name="Yanis Combe")
    user.set_password(PASSWORD)
    user.save()
    MembershipFactory(organisation=organisation, user=user, role=Role.COORDINATOR)
    ProjectMemberFactory(project=project, user=user, role=Role.COORDINATOR)
    RaciAssignment.objects.filter(activity__name=ACTIVITY, activity__project=project, letters="A").delete()
    return project


def sign_in(page):
    page.goto("/")
    page.get_by_label("Adresse e-mail").fill("coordination@exemple.example")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("link", name="La Buissonnière").click()
    expect(page.get_by_role("heading", name=re.compile("^La Buissonnière"))).to_be_visible()


def find_partner(page):
    page.get_by_role("link", name="Partenaires", exact=True).click()
    page.get_by_label(re.compile("^Chercher")).first.fill("lison")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 partenaire répond à ces critères")).to_be_visible()
    page.get_by_role("link", name=re.compile(PARTNER)).first.click()
    expect(page.get_by_role("heading", name=PARTNER, level=1)).to_be_visible()


def cell_of(page, project, horizon, level):
    column, lane = project.horizons.get(name=horizon), project.levels.get(name=level)
    return page.locator(f"#case-{column.public_id}-{lane.public_id}")


def move_by_keyboard(page, project):
    page.get_by_role("link", name="Frise", exact=True).click()
    information = cell_of(page, project, "Court terme", "Information")
    folded = information.locator("summary")
    if folded.count() and not information.get_by_role("link", name=CARD, exact=True).is_visible():
        folded.click()
    information.get_by_role("link", name=CARD, exact=True).focus()
    page.keyboard.press("d")
    page.get_by_role("dialog").get_by_role("radio", name="Allié, Court terme").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Chez Lison passe à «\u00a0Allié\u00a0», court terme")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("complementary", name=CARD)
    expect(sheet).to_contain_text("Allié, court terme")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("status").first).to_contain_text("annulé")
    expect(information.get_by_role("link", name=CARD, exact=True)).to_be_focused()


def move_by_form(page, project):
    partnership = project.partnerships.get(partner__name=PARTNER)
    page.get_by_role("link", name="Voir sur la frise").first.click()
    page.get_by_role("complementary", name=CARD).get_by_role("link", name="Déplacer").click()
    page.get_by_role("radio", name="Allié, Court terme").check(force=True)
    page.get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("status").first).to_contain_text("Chez Lison passe à")
    expect(page.get_by_role("complementary", name=CARD)).to_contain_text("Allié, court terme")
    page.get_by_role("status").first.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status").first).to_contain_text("annulé")
    assert partnership.placements.get(horizon__name="Court terme").level.name == "Information"


def fix_raci(page, project, javascript):
    page.get_by_role("link", name="RACI", exact=True).click()
    row = page.locator(".raci tbody tr").filter(has_text=ACTIVITY)
    expect(row).to_contain_text("Aucun A")
    if javascript:
        row.locator("td").first.click()
        page.keyboard.press("a")
        expect(page.locator(".raci-lu")).to_contain_text("répond de l’action")
        expect(page.locator("[data-raci]")).not_to_have_attribute("data-envoi", "")
    else:
        row.get_by_role("link").first.click()
        page.get_by_label("Le Fil des Monts").select_option("A")
        page.get_by_role("button", name="Enregistrer").click()
        page.goto(f"/projets/{project.slug}/raci/")
    expect(row).not_to_contain_text("Aucun A")
    assert RaciAssignment.objects.get(activity__name=ACTIVITY, partnership__is_lead=True).letters == "A"


def write_convention(page, project):
    page.get_by_role("link", name="Conventions", exact=True).click()
    page.get_by_role("link", name=re.compile("modèle|Créer|Nouvelle")).first.click()
    page.get_by_label(PARTNER).check()
    for _step in ("qui", "questions", "modele"):
        page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Écrire le brouillon").click()
    expect(page.get_by_role("heading", name="Préambule").first).to_be_visible()
    agreement = project.agreements.get(status=AgreementStatus.DRAFT)
    base = f"/projets/{project.slug}/conventions/{agreement.public_id}/"
    for party, facts in zip(
        agreement.parties.all(),
        (
            {
                "Siège": "12, chemin des Tisserands, 63600 Ambert",
                "Signataire": "Marc Teyssonneau",
                "Qualité": "coprésident",
            },
            {"Siège": "Place de la fontaine", "Signataire": "Lison Faugère", "Qualité": "gérante"},
        ),
        strict=True,
    ):
        page.goto(f"{base}parties/{party.public_id}/")
        for label, value in facts.items():
            page.get_by_label(label, exact=False).first.fill(value)
        page.get_by_role("button", name="Enregistrer").first.click()
    page.goto(f"{base}faits/signature/")
    page.get_by_label("originaux").fill("2")
    page.get_by_role("button", name="Enregistrer").first.click()
    page.goto(f"{base}manque/")
    return agreement, base


def text_of(page, path):
    """Return the text of a PDF that the signed-in page downloads."""
    answer = page.request.get(path, timeout=60_000)  # the first document also starts the engine
    assert answer.status == 200, answer.text()[:2000]
    assert answer.headers["content-type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.body()))
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_signing_in_to_the_convention_in_pdf(project, open_page, javascript):
    page = open_page(javascript=javascript)
    sign_in(page)
    find_partner(page)
    if javascript:
        move_by_keyboard(page, project)
    else:
        move_by_form(page, project)
    fix_raci(page, project, javascript)
    agreement, base = write_convention(page, project)
    # The same file without a script: its draft is drawn once.
    for name in ("projet.pdf", "convention.pdf") if javascript else ("convention.pdf",):
        text = text_of(page, f"{base}{name}")
        assert PARTNER in text
        assert "Centre social rural Le Fil des Monts" in text
        assert "12, chemin des Tisserands" in text
        for article in agreement.articles.filter(included=True):
            assert re.sub(r"\s+", " ", article.title.split("{")[0].strip()) in text, article.title
        assert "Données fictives" in text
        assert ACTIVITY in text
        assert "Co-porteur" in text
        assert "Saint-Germain" in text
        assert "Un café gratuit sur la place" not in text
    assert Agreement.objects.filter(project=project, status=AgreementStatus.DRAFT).count() == 1
