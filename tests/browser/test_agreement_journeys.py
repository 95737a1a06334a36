"""Five agreements from the wizard to the signature, by the persons who make them, each in a browser of their own.

A refusal, a text changed while the partner reads it, paper, several signatories, an amendment, a silent renewal: each is in one
of the five. What the screens say is what the persons read; nothing is written otherwise than through them.
"""

import datetime
import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from agreements.models import ActionSheet
from documents import engine
from partnerships.models import Partner, PartnerKind
from tests.browser.agreement_steps import LIST, Desk, answer, is_signed, put, send_back, stands_at, validate
from tests.browser.agreement_words import (
    AMENDMENT,
    BELGIAN,
    FRAMEWORK,
    HALL,
    LEAD,
    SIMPLE,
    SUBSIDY,
    describe,
    known,
)
from tests.browser.conftest import PHONE
from tests.scan_samples import pdf
from tests.validation_facts import circuit

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = 3
# The board of the centre has no account: it meets, and the coordination notes what it decided.
BOARD = "Conseil d’administration"


@pytest.fixture(autouse=True)
def _no_tries_left_over():
    cache.clear()


@pytest.fixture(autouse=True)
def _paper(monkeypatch, settings, tmp_path):
    """Draw every document as the same three pages: what they say is tested elsewhere, how many they are is told here."""
    settings.DOCUMENT_CACHE_DIR = tmp_path / "documents"
    drawn = pdf(PAGES)
    monkeypatch.setattr(engine._renderer, "render", lambda request: drawn)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Return a function that turns the calendar to another day. It starts on 16 November 2026."""
    shown, of_a_moment = [datetime.date(2026, 11, 16)], timezone.localdate
    monkeypatch.setattr(
        timezone,
        "localdate",
        lambda value=None, timezone=None: of_a_moment(value, timezone) if value else shown[0],
    )

    def turn(*day):
        shown[0] = datetime.date(*day)

    return turn


@pytest.fixture
def project(project):
    describe(project)
    return project


@pytest.fixture
def desk(coordinator, signed_in_page):
    return Desk(signed_in_page(coordinator))


def test_a_simple_partnership_sent_back_by_the_direction_then_signed_on_paper(
    project, desk, director, reader, signed_in_page, open_page
):
    circuit(project, Role.DIRECTOR)
    known(project, "Mobil’Monts", "Thibault Mazuel", brings="Des bénévoles pour conduire")
    page = desk.page
    page.goto(LIST)
    page.get_by_role("link", name="Écrire une convention").click()
    desk.write(
        "Mobil’Monts",
        model="Partenariat simple",
        reason="Aucun argent ne circule entre vous",
        start="2027-01-01",
        end="2029-12-31",
    )
    plan = page.get_by_role("navigation", name="Plan de la convention")
    plan.get_by_role("switch", name="Inclure l’article Fiches action").click()
    desk.says("Article « Fiches action » retiré")
    desk.complete(SIMPLE)

    desk.ask_validation("Relire l’objectif sur les courses.")
    expect(page.get_by_role("heading", name="Attend Direction")).to_be_visible()
    phone = signed_in_page(director, viewport=PHONE)
    send_back(phone, article="2. Objectifs communs", reason="Le marché du jeudi doit y être.")
    desk.see("validation/")
    expect(page.get_by_role("main")).to_contain_text("Le marché du jeudi doit y être.")
    desk.note("faits/pourquoi/", {"Objectifs communs": "Permettre à chacune de venir au marché du jeudi."})
    desk.ask_validation()
    phone.goto("/")
    phone.get_by_role("link", name="Lire et répondre").click()
    expect(phone.get_by_role("region", name="Ce qui change")).to_contain_text("au marché du jeudi")
    validate(phone)

    links = desk.send("Texte validé par la direction")
    answer(open_page(), links["Thibault Mazuel"], "Nous acceptons ce texte")
    page.goto("/projets/le-detour/")
    page.get_by_role("link", name="Texte accepté").click()
    expect(page.get_by_role("main")).to_contain_text("Toutes les autres parties acceptent la version 1.")
    desk.press("Dire prête à signer")
    stands_at(page, "Prête à signer")

    other = signed_in_page(reader)
    other.goto(desk.base)
    stands_at(other, "Prête à signer")
    expect(other.get_by_role("link", name="Modifier")).to_have_count(0)
    assert other.goto(f"{desk.base}versions/envoyer/").status == 403
    expect(other.get_by_role("heading", name="Votre rôle ne permet pas ce geste")).to_be_visible()

    desk.note_signature("Marc Teyssonneau", "2026-11-10", scan=pdf(1))
    desk.says(f"Nombre de pages : 1 dans la copie, {PAGES} dans le PDF envoyé.")
    page.get_by_role("link", name="Ajouter une copie de Marc Teyssonneau").click()
    files = {"name": "complet.pdf", "mimeType": "application/pdf", "buffer": pdf(PAGES)}
    page.get_by_label("Copie numérisée").set_input_files(files)
    desk.press("Enregistrer")
    desk.says("Pièce ajoutée")
    expect(page.get_by_role("heading", name="1 signature sur 2")).to_be_visible()
    desk.note_signature("Jeanne Coudert", "2026-11-14", scan=pdf(PAGES))
    expect(page.get_by_role("heading", name="2 signatures sur 2")).to_be_visible()
    other.goto(desk.base)
    is_signed(other, "14 novembre 2026")


def test_a_subsidy_reworded_by_the_commune_while_it_reads(project, desk, director, signed_in_page, open_page):
    circuit(project, Role.DIRECTOR, BOARD)
    commune = known(
        project,
        "Commune d’Olliergues",
        "Hélène Marchais",
        kind=PartnerKind.MUNICIPALITY,
        legal_form="collectivité territoriale",
    )
    page = desk.page
    desk.write(
        commune.partner.name,
        answers=["Oui, un organisme public subventionne l’un de nous"],
        amounts=[
            ("Subvention, en euros par an", "28000"),
            ("Valeur de ce qui est prêté ou donné en nature, en euros par an", "1800"),
        ],
        model="Convention pluriannuelle avec subvention publique",
        reason="Argent et nature dépassent 23 000 € par an (29 800 €)",
        start="2027-01-01",
        end="2029-12-31",
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Le Détour (2027-2029)")
    desk.complete(SUBSIDY)

    phone = signed_in_page(director, viewport=PHONE)
    desk.ask_validation()
    validate(phone)
    _note_board(desk, "Procès-verbal du 12 novembre 2026")
    old = desk.send("Premier jet")["Hélène Marchais"]
    mayor = open_page()
    mayor.goto(old)
    part = mayor.locator(".accord-partie").filter(has=mayor.get_by_role("heading", name="Information"))
    part.get_by_text("Proposer une autre rédaction").click()
    text = part.get_by_label("Votre rédaction")
    text.fill(text.input_value().replace("signale sans délai", "signale dans le mois"))
    put(part, "Pourquoi", "Notre comptable passe une fois par mois.")
    part.get_by_role("button", name="Envoyer la rédaction").click()
    expect(mayor.get_by_role("status")).to_contain_text("Votre rédaction est partie.")

    desk.see()
    page.get_by_role("link", name="Retours à lire (1)").click()
    page.get_by_role("link", name="Décider de la rédaction de").click()
    desk.press("Reprendre sa rédaction")
    desk.says("L’article est récrit.")
    mayor.goto(old)
    expect(mayor.get_by_role("heading", name="Ce texte a changé depuis")).to_be_visible()
    expect(mayor.get_by_role("main")).to_contain_text("demandez un nouveau lien à")

    expect(page.get_by_role("main")).to_contain_text("ses liens ne s’ouvrent plus. C’est à vous d’écrire.")
    phone.goto("/")
    expect(phone.get_by_role("main")).to_contain_text("Le texte a changé depuis votre validation")
    validate(phone)
    _note_board(desk, "Courriel du bureau, 15 novembre 2026")
    new = desk.send("Délai d’information")["Hélène Marchais"]
    answer(mayor, new, "Nous acceptons ce texte")
    expect(mayor.get_by_role("main")).to_contain_text("Votre rédaction de « 10. Information » : reprise")
    desk.say_ready()
    desk.note_signature("Sylvie Roche", "2026-11-09", refused="La signature doit suivre le jour où la délibération")
    desk.note_signature("Sylvie Roche", "2026-11-13")
    desk.note_signature("Marc Teyssonneau", "2026-11-16", way="électronique", scan=pdf(PAGES))
    is_signed(page, "16 novembre 2026")


def test_a_hall_lent_year_after_year_tells_when_it_can_still_be_ended(
    project, desk, director, signed_in_page, open_page, today
):
    circuit(project, Role.DIRECTOR)
    lender = known(project, "Foyer rural de Cunlhat", "Odile Vialatte", brings="La salle, le lundi et le jeudi")
    page = desk.page
    desk.write(
        lender.partner.name,
        answers=["Oui, des locaux ou du matériel d’un organisme privé"],
        model="Mise à disposition de locaux et de matériel",
        reason="Prêter sans faire payer est un prêt à usage",
        start="2027-01-01",
        end="2027-12-31",
    )
    desk.complete(HALL)
    desk.rewrite(
        "Durée et caractère précaire",
        before="Elle ne se renouvelle pas tacitement",
        after="Elle se renouvelle tacitement, par périodes d’un an, sauf dénonciation dans le préavis de l’article Résiliation",
    )
    desk.ask_validation()
    validate(signed_in_page(director, viewport=PHONE))
    links = desk.send("Salle du lundi et du jeudi")
    answer(open_page(), links["Odile Vialatte"], "Nous acceptons ce texte")
    desk.say_ready()
    page.get_by_text("Noter la signature", exact=True).first.click()
    put(page, "Signée le", "2026-11-16")
    page.get_by_role("button", name="Noter la signature").click()
    is_signed(page, "16 novembre 2026")

    desk.see("echeances/")
    page.get_by_label("Reconduction tacite, par périodes").check()
    put(page, "Période de reconduction (mois)", "12")
    desk.press("Enregistrer")
    dates = page.get_by_role("region", name="Ce que disent les dates")
    end, last_day = (dates.locator(f"dt:has-text('{words}') + dd") for words in ("Fin", "Dernier jour pour dénoncer"))
    expect(last_day).to_have_text("30 septembre 2027")
    today(2027, 11, 2)
    desk.see("echeances/")
    expect(last_day).to_have_text(
        "30 septembre 2028, pour la fin du 31 décembre 2028 : pour la période en cours, c’est passé"
    )
    today(2028, 3, 1)
    desk.see("echeances/")
    expect(end).to_have_text("31 décembre 2028, après 1 reconduction")
    expect(last_day).to_have_text("30 septembre 2028")
    page.goto("/conventions/calendrier/")
    expect(page.get_by_role("main")).to_contain_text("Reconduction tacite, si personne ne dit rien")


def test_a_framework_between_three_is_discussed_with_two_and_signed_in_order(
    project, desk, director, signed_in_page, open_page
):
    circuit(project, Role.DIRECTOR)
    drivers = known(project, "Mobil’Monts", "Thibault Mazuel", brings="Des bénévoles pour conduire")
    centre = known(
        project,
        "CCAS d’Ambert",
        "Rémi Chassaing",
        kind=PartnerKind.SOCIAL_CENTRE_PUBLIC,
        legal_form="établissement public administratif",
    )
    ActionSheet.objects.create(
        project=project, number=1, title="Les trajets du jeudi", calendar="Le jeudi", pilot=drivers
    )
    page = desk.page
    desk.write(
        "Mobil’Monts",
        centre.partner.name,
        model="Convention-cadre multipartenariale",
        reason="Vous êtes 3 à signer",
        start="2027-01-01",
        end="2029-12-31",
    )
    desk.complete(FRAMEWORK)
    desk.ask_validation()
    phone = signed_in_page(director, viewport=PHONE)
    validate(phone)
    links = desk.send("Texte à trois")
    driver = open_page()
    answer(
        driver, links["Thibault Mazuel"], "Nous demandons un changement", "Nos bénévoles ne votent pas : écrivez-le."
    )
    desk.see("retours/")
    expect(page.get_by_role("main")).to_contain_text("CCAS d’Ambert relit la version 1")
    expect(page.get_by_role("listitem").filter(has_text="Mobil’Monts demande un changement")).to_contain_text(
        "Nos bénévoles ne votent pas : écrivez-le."
    )
    desk.rewrite(
        "Comité de pilotage",
        before="Chaque co-porteuse y dispose d’une voix.",
        after="Chaque co-porteuse y dispose d’une voix ; les bénévoles ne votent pas.",
    )
    validate(phone)
    links = desk.send("Qui vote")
    answer(driver, links["Thibault Mazuel"], "Nous acceptons ce texte")
    desk.see("retours/")
    put(page, "Quelle partie", centre.partner.name)
    put(page, "Ce qu’elle a dit", "accepte ce texte")
    put(page, "Par quel moyen", "en réunion")
    put(page, "Quel jour", "2026-11-16")
    desk.press("Noter la réponse")
    expect(page.get_by_role("main")).to_contain_text("Toutes les autres parties acceptent la version 2.")
    desk.say_ready()

    desk.see("signatures/")
    page.get_by_role("link", name="Modifier Paul Ferrand").click()
    put(page, "Rang", "2")
    desk.press("Enregistrer")
    desk.note_signature("Paul Ferrand", "2026-11-16", refused="Marc Teyssonneau et Jeanne Coudert signent avant.")
    for name in ("Jeanne Coudert", "Marc Teyssonneau", "Paul Ferrand"):
        desk.note_signature(name, "2026-11-16")
    is_signed(page, "16 novembre 2026")


def test_a_belgian_commune_signs_by_two_hands_then_amends(project, desk, director, signed_in_page, open_page):
    circuit(project, Role.DIRECTOR)
    Partner.objects.filter(name=LEAD).update(
        kind=PartnerKind.ASSOCIATION, legal_form="ASBL", siret="", bce="0417.497.106", seat="Rue Haute 8, 6810 Chiny"
    )
    belgian = {"legal_form": "commune", "siret": "", "bce": "0207.369.855", "seat": "Rue du Faing 10, 6810 Jamoigne"}
    known(project, "Commune de Chiny", "Luc Martin", kind=PartnerKind.MUNICIPALITY, **belgian)
    page = desk.page
    desk.write(
        "Commune de Chiny",
        answers=["Oui, un organisme public subventionne l’un de nous"],
        amounts=[("Subvention, en euros par an", "12000")],
        model="Belgique, commune ou CPAS et ASBL",
        reason="la loi belge s’applique",
        start="2027-01-01",
        end="2027-12-31",
    )
    desk.complete(BELGIAN)
    phone = signed_in_page(director, viewport=PHONE)
    _agree(desk, phone, open_page, "Texte du conseil communal")
    desk.see("signatures/")
    for name in ("Marie Lambert", "Luc Martin", "Marc Teyssonneau"):
        stands_at(page, "Prête à signer")
        desk.note_signature(name, "2026-11-16")
    is_signed(page, "16 novembre 2026")

    signed = desk.base
    desk.see("lire/")
    desk.press("Écrire un avenant")
    desk.says("L’avenant est ouvert. Choisissez les articles qu’il remplace.")
    desk.base = re.search(r"/projets/.*/conventions/[^/]+/", page.url)[0]
    page.get_by_role("button", name=re.compile("Comité d’accompagnement$")).click()
    desk.rewrite("", before="deux fois par an", after="quatre fois par an")
    desk.complete(AMENDMENT)
    _agree(desk, phone, open_page, "Avenant pour les ateliers")
    for name in ("Marie Lambert", "Luc Martin", "Marc Teyssonneau"):
        desk.note_signature(name, "2026-11-16")
    is_signed(page, "16 novembre 2026")
    page.goto(f"{signed}en-vigueur/")
    expect(page.get_by_role("main")).to_contain_text("modifiée par l’avenant du 16 novembre 2026")
    expect(page.get_by_role("main")).to_contain_text("quatre fois par an")


def _note_board(desk, reference):
    """Note that the board said yes to the text."""
    desk.see("validation/")
    desk.page.get_by_role("link", name="Noter la décision").click()
    put(desk.page, "Référence", reference)
    desk.press("Noter la décision")
    expect(desk.page.get_by_role("heading", name="Le circuit a validé ce texte")).to_be_visible()


def _agree(desk, phone, open_page, title):
    """Take a text that lacks nothing to « prête à signer »: validated by the direction, sent, accepted."""
    desk.ask_validation()
    validate(phone)
    links = desk.send(title)
    answer(open_page(), links["Luc Martin"], "Nous acceptons ce texte")
    desk.say_ready()
