"""Every screen of the demonstration: axe-core finds nothing, nothing overflows, no error in the browser."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Role
from accounts.tokens import digest
from agreements.amending import start_amendment
from agreements.drafting import start_agreement, write_articles
from agreements.keeping import keep_file
from agreements.models import (
    AgreementLink,
    AgreementStatus,
    AgreementTemplate,
    AgreementTemplateVersion,
    Arrangement,
    OwnAnnex,
    PartyCorrection,
)
from agreements.models_text import MODELS
from agreements.own_models.articles import stored
from agreements.wording import convention_document
from documents.docx import convention_docx
from exchange.importing import import_file
from partnerships.questions import ask_everything
from projects.models import SetAside, operation
from projects.starting_points import STARTING_POINTS, lay_out
from territories.models import Territory, TerritoryOutline
from tests.agreement_facts import make_agreement, make_complete, read
from tests.agreement_sent import give_link, reword, send, send_with_replies
from tests.browser.conftest import DESKTOP, PHONE, STANDARD
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    ProjectFactory,
    ProjectMemberFactory,
    UserFactory,
)
from tests.official import official_places
from tests.validation_facts import circuit, make_ready, submit

pytestmark = pytest.mark.django_db(transaction=True)
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"
# The rules of axe-core that look at where things stand; what a page says, and its colours, are the same on a phone.
OF_THE_SIZE = ["target-size", "scrollable-region-focusable"]


@pytest.fixture
def demonstration(db, settings):
    settings.COMPANY_REGISTER = True
    official_places()
    organisation = OrganisationFactory()
    project = import_file(DEMO.read_bytes(), organisation=organisation).project
    # The second one has a record that looks like one of the first.
    import_file(DEMO.with_name("demo-voisins.yaml"), organisation=organisation)
    user = UserFactory(email="coordination@exemple.example", name="Yanis Combe")
    MembershipFactory(organisation=organisation, user=user, role=Role.COORDINATOR)
    ProjectMemberFactory(project=project, user=user, role=Role.COORDINATOR)
    partnership = project.partnerships.filter(is_lead=False, obstacles__isnull=False, party_to=None).first()
    agreement = make_agreement(project, user, partnership)
    send_with_replies(agreement, user, "jeton")
    sheet, _token = give_link(agreement, user)
    AgreementLink.objects.filter(pk=sheet.pk).update(token_hash=digest("navette"))
    PartyCorrection.objects.create(link=sheet, field="seat", seen="", proposed="1, place de la Mairie")
    reword(agreement, "duree", "Elle dure un an.")
    send(agreement, user, title="Une durée")
    reword(agreement, "duree", "Elle dure deux ans.")
    reading, _token = give_link(agreement, user, version=send(agreement, user, title="Deux ans"))
    AgreementLink.objects.filter(pk=reading.pk).update(token_hash=digest("relecture"))
    return project, user


def screens(project):
    """Return the addresses to look at: every page that a person reads, once."""
    partner = project.partnerships.get(partner__short_name="Chez Lison").public_id
    debated = project.partnerships.get(key="p23").public_id
    situation = project.situations.first().public_id
    expected = project.organisation.expected_actors.get(key="facteur").public_id
    own = Territory.objects.create(organisation=project.organisation, kind="quartier", name="Le Bourg")
    square = [[[3.5, 45.5], [3.6, 45.5], [3.6, 45.6], [3.5, 45.5]]]
    TerritoryOutline.objects.create(territory=own, polygons=[square], points_read=4)
    written = _written(project, project.partnerships.get(public_id=partner))
    draft, party = written.public_id, written.parties.last().public_id
    inside = (
        "",
        "a-faire/",
        "reglages/",
        "reglages/territoires/",
        "reglages/nos-territoires/",
        "reglages/nos-territoires/ajouter/",
        f"reglages/nos-territoires/{own.public_id}/",
        f"reglages/nos-territoires/{own.public_id}/contour/",
        "reglages/jalons/ajouter/",
        "reglages/equipe/ajouter/",
        "reglages/supprimer/",
        "historique/",
        "frise/",
        f"frise/?partenaire={partner}",
        "frise/?projection=1",
        "frise/papier/",
        "frise/papier/?kind=shop",
        "frise/saisie/",
        "frise/?au=2020-01-01",
        f"frise/?au={timezone.localdate() - timedelta(days=1):%Y-%m-%d}",
        "frise/comparer/",
        f"partenaires/{partner}/changements/",
        f"frise/?partenaire={debated}",
        f"frise/fiches/{debated}/avis/",
        f"partenaires/{debated}/",
        *(f"partenaires/{debated}/modifier/{block}/" for block in ("espere", "moment")),
        f"partenaires/{debated}/avis/ajouter/",
        "ecarts/",
        "presences/",
        "moments/",
        "partenaires/ajouter/?depuis=frise&q=caf",
        "couverture/",
        "couverture/?horizon=tous",
        "frise/bords/",
        "frise/bords/horizons/ajouter/",
        f"frise/bords/niveaux/{project.levels.first().public_id}/retirer/",
        f"frise/fiches/{partner}/",
        f"frise/fiches/{partner}/freins/",
        f"frise/fiches/{partner}/leviers/",
        f"frise/fiches/{partner}/pourquoi/{_moved(project, partner)}/",
        "raci/",
        "raci/ecran/",
        "raci/ecran/?salle=sombre&texte=grand",
        "frise/?projection=1&salle=sombre",
        "raci/activites/",
        "raci/activites/ajouter/",
        "raci/phases/ajouter/",
        "raci/coller/",
        "raci/colonnes/",
        "raci/?propositions=1",
        "raci/lettres/",
        "raci/importer/",
        "raci/remplir/",
        "raci/?cote=frise",
        f"raci/?cote={partner}",
        "raci/tableur/",
        "raci/propositions/",
        "raci/avis/",
        "raci/charge/",
        "raci/reponses/",
        "raci/notes/",
        f"raci/fiches/{partner}/",
        f"raci/notes/{project.activities.first().public_id}/{partner}/",
        f"raci/activite/{project.activities.first().public_id}/",
        "partenaires/",
        "partenaires/?stage=idea",
        "partenaires/?q=introuvable",
        "partenaires/ajouter/",
        "partenaires/importer/",
        "partenaires/exporter/",
        "partenaires/ajouter/?q=introuvable",
        f"partenaires/{partner}/",
        *(f"partenaires/{partner}/modifier/{block}/" for block in ("identite", "etape", "lien", "echange", "analyse")),
        *(
            f"partenaires/{partner}/{items}/ajouter/"
            for items in ("contacts", "personnes", "freins", "rappels", "relations")
        ),
        f"partenaires/{partner}/retirer/",
        f"partenaires/{partner}/archiver/",
        "partenaires/?forgotten=archives",
        "partenaires/?forgotten=a_verifier",
        "partenaires/doublons/",
        f"partenaires/{partner}/fusionner/",
        f"partenaires/{partner}/fusionner/?q=a",
        f"partenaires/{partner}/fusionner/{project.partnerships.filter(is_lead=False).last().partner.public_id}/",
        f"partenaires/{partner}/registre/",
        "suivi/",
        "journal/",
        "pas-de-cote/",
        "situations/",
        "situations/?par=partenaire",
        f"partenaires/{partner}/chemin/",
        *(f"partenaires/{partner}/chemin/{items}/ajouter/" for items in ("mandats", "points")),
        "fiches-action/nouvelle/",
        "conventions/calendrier/",
        "accords/noter/",
        *(f"accords/{_spoken(project)}/{path}" for path in ("", "modifier/")),
        f"conventions/{project.agreements.first().public_id}/echeances/",
        f"conventions/{project.agreements.first().public_id}/echeances/evenement/{_event(project).public_id}/piece/",
        *(f"fiches-action/{project.sheets.first().public_id}/{part}" for part in ("supprimer/", "modifier/pourquoi/")),
        *(
            f"fiches-action/{project.sheets.first().public_id}/modifier/{part}/"
            for part in ("partenaires", "indicateurs")
        ),
        "situations/ajouter/",
        *(f"situations/{situation}/{end}/" for end in ("oriente", "personne", "modifier", "retirer")),
        "qui-manque/",
        f"qui-manque/{expected}/",
        f"partenaires/ajouter/?attendu={expected}",
        "questions/",
        f"questions/{_question(project).address}/",
        "relations/",
        "relations/ajouter/",
        f"relations/{project.links.first().public_id}/",
        "relations/dessins/carte/",
        "relations/dessins/graphe/",
        "relations/avant-apres/",
        *(f"lecture/{view}/" for view in ("influence", "engagement", "allies")),
        f"lecture/influence/{partner}/",
        "bilans/",
        f"bilans/{project.reviews.last().public_id}/",
        "instances/",
        "ateliers/",
        "conventions/",
        "conventions/nouvelle/",
        *(f"conventions/nouvelle/?avec={partner}&etape={step}&modele=T1" for step in ("questions", "modele", "titre")),
        "conventions/donnees-essentielles/",
        f"conventions/{draft}/donnees-essentielles/",
        f"conventions/{draft}/reprendre-docx/",
        f"conventions/{draft}/parties/",
        f"conventions/{draft}/parties/{party}/deliberation/",
        "conventions/verifier/",
        *_sent(project),
        *(f"conventions/{agreement.public_id}/lire/" for agreement in project.agreements.all()),
        *_asked(project),
        *_texts(project),
        "fiches-action/",
        f"fiches-action/{project.sheets.first().public_id}/",
        "investissement/",
        "fichier/",
    )
    account = (
        "/accord/navette/",
        "/accord/relecture/",
        "/compte/mot-de-passe/",
        "/hors-ligne/",
        "/territoires/recherche/?q=cunlhat",
    )
    places = ("/territoires/FR.departement.63/", "/territoires/FR.commune.63132/", f"/territoires/{own.key}/")
    listed = f"/annuaire/{project.organisation.slug}/acteurs-attendus/"
    lists = (listed, f"{listed}ajouter/", f"{listed}{expected}/")
    models = f"/organisations/{project.organisation.slug}/modeles-de-convention/"
    ours = f"{models}{_own_model(project).public_id}/"
    drafts = (f"{ours}brouillon/{path}" for path in ("nom/", "presentation/", "articles/objet/", "articles/ajouter/"))
    return [
        "/",
        "/a-valider/",
        "/projets/nouveau/",
        "/projets/importer/",
        *account,
        *places,
        *lists,
        models,
        f"{models}integres/T1/",
        ours,
        f"{ours}versions/1/comparer/1/",
        *drafts,
        f"/annuaire/{project.organisation.slug}/reglages/",
        *(f"/projets/{project.slug}/{path}" for path in inside),
    ]


def _moved(project, partner):
    """Return the address of a gesture that moved a card of the partner, of which nobody has said why."""
    user = project.members.get(user__isnull=False).user
    placement = project.partnerships.get(public_id=partner).placements.first()
    with operation(by=user, label="Chez Lison passe à «\u00a0Allié\u00a0»", project=project) as gesture:
        level = project.levels.exclude(pk=placement.level_id).first()
        placement.move_to(horizon=placement.horizon, level=level, version=placement.version, by=user)
    return gesture.public_id


def _spoken(project):
    """Return the address of an oral agreement of the demonstration."""
    return Arrangement.objects.filter(partnership__project=project, formalisation="oral").first().public_id


def _event(project):
    """Return what happened to a signed agreement, with its letter: its page lists it."""
    agreement = project.agreements.first()
    event = agreement.events.create(kind="suspend", on="2026-11-02", reason="Travaux dans la salle")
    keep_file(agreement, b"0", event=event, kind="event", name="lettre.pdf", media_type="application/pdf", by=None)
    return event


def _asked(project):
    """Return the screens of a text that waits for the coordination, then of one that waits for its signatures."""
    user = project.members.get(user__isnull=False).user
    # Both were written before this page needs them: the circuit asks nothing of what is ready already.
    ready = make_ready(project, user)
    circuit(project, Role.COORDINATOR, "Conseil d’administration")
    waiting = f"conventions/{submit(make_complete(project, user), user, note='Relire l’objet').public_id}/"
    signature = ready.signatures.first()
    sign, pieces = f"conventions/{ready.public_id}/signatures/", f"conventions/{ready.public_id}/pieces/"
    with operation(by=user, label="Pièce", project=project):
        told = {"kind": "insurance", "title": "Attestation 2026", "party": ready.parties.first()}
        kept = keep_file(ready, b"0", name="attestation.pdf", media_type="application/pdf", pages=1, by=user, **told)
    yield from (pieces, f"{pieces}ajouter/", f"{pieces}{kept.public_id}/modifier/")
    yield from ("circuit-de-validation/", "circuit-de-validation/ajouter/")
    yield from (f"{waiting}validation/", f"{waiting}valider/", f"{waiting}valider/changement/")
    yield from (sign, f"{sign}ajouter/", f"{sign}{signature.public_id}/")
    yield from (f"{sign}{signature.public_id}/relancer/", f"{sign}{signature.public_id}/comment/papier/")


def _texts(project):
    """Return the pages of the money and the amendments of agreements, with a text to edit on each."""
    signed = project.agreements.filter(status=AgreementStatus.SIGNED).first()
    subsidised = project.agreements.get(template="T2")
    by = project.members.exclude(user=None).first().user
    with operation(by=by, label="Textes", project=project):
        write_articles(subsidised)
        amendment = start_amendment(signed, by=by, day=timezone.localdate())
        # A picture that a project file told of: its form asks for it.
        plan = OwnAnnex.objects.create(agreement=subsidised, title="Plan", is_picture=True, alt="Deux salles au nord")
        text = convention_document(read(subsidised), day=timezone.localdate(), draft=True)
        told = {"kind": "returned", "dated_on": timezone.localdate(), "party": subsidised.parties.last(), "by": by}
        returned = keep_file(subsidised, convention_docx(text), name="recu.docx", media_type="-", **told)
    reword(subsidised, "duree", "La convention dure un an.")
    here = f"conventions/{subsidised.public_id}"
    return [
        *(f"{here}/{page}/" for page in ("budget", "personnel", "faits/subvention", "faits/images", "manque")),
        *(f"{here}/annexes/{page}/" for page in ("ajouter/texte", "ajouter/image", f"ajoutees/{plan.public_id}")),
        f"{here}/reprendre-docx/{returned.public_id}/",
        f"{here}/versions/",
        f"conventions/{signed.public_id}/en-vigueur/",
        f"conventions/{amendment.public_id}/avenant/articles/",
        f"conventions/{amendment.public_id}/avenant/articles/ajouter/",
        f"conventions/{amendment.public_id}/avenant/articles/supprimer/?numero=3",
    ]


def _written(project, partnership):
    """Return a draft of an agreement with this partner."""
    user = project.members.exclude(user=None).first().user
    with operation(by=user, label="Écrire", project=project):
        return start_agreement(
            project=project, partnership=partnership, title="Brouillon", by=user, day=timezone.localdate()
        )


def _own_model(project):
    """Return a model of the organisation with a draft open."""
    model = MODELS["T1"]
    template = AgreementTemplate.objects.create(organisation=project.organisation, base="T1", name="Le nôtre")
    AgreementTemplateVersion.objects.create(
        template=template, number=1, title=model.title, party=model.party, articles=stored(model)
    )
    return template


SENT = (
    "articles/{article}/",
    "versions/",
    "versions/envoyer/",
    "versions/2/",
    "versions/1/comparer/2/",
    "versions/1/comparer/texte/?vue=ligne",
    "retours/",
    "retours/liens/ajouter/?fiche=1",
    "retours/remarques/{remark}/",
    "retours/redactions/{wording}/",
    "parties/{party}/corrections/",
)


def _sent(project):
    """Return the addresses of the agreement that was sent, with what came back."""
    agreement = project.agreements.get(versions__title="Une durée")
    link = agreement.links.get(version__number=1)
    remark, wording = link.remarks.get(), link.wordings.get()
    known = {"article": wording.article, "remark": remark, "wording": wording, "party": link.party}
    known = {name: row.public_id for name, row in known.items()}
    return [f"conventions/{agreement.public_id}/{path.format(**known)}" for path in SENT]


def _question(project):
    """Return a question that the project asks, of which another has been set aside: the page shows both."""
    first, second = [one.question for group in ask_everything(project).groups for one in group.asked][:2]
    SetAside.objects.create(
        project=project, code=first.code, subject=first.about, mark=first.mark, question=first.text, reason="Plus tard"
    )
    return second


@pytest.fixture
def wrong_with(signed_in_page, axe):
    """Return a function that looks at pages, each on a screen, then as a phone shows it, and returns what is wrong."""

    def look(page, path):
        answer = page.goto(path)
        if answer.status != 200:
            return [f"{path}: {answer.status}"]
        wrong = faults(page, path, STANDARD)
        if "Données fictives" not in page.content() and "/projets/la-buissonniere/" in path:
            wrong.append(f"{path}: does not say that the data is made up")
        return wrong

    def faults(page, path, rules):
        wrong = []
        try:
            axe(page, rules=rules)
        except AssertionError as found:
            wrong.append(str(found))
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"{path}: wider than the window")
        return wrong

    def visit(user, paths):
        page = signed_in_page(user, viewport=DESKTOP)
        touch = page.context.new_cdp_session(page)
        wrong = []
        for path in paths:
            wrong += look(page, path)
            # The same page in the hand: asking for it again would take as long as looking at it.
            page.set_viewport_size(PHONE)
            touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
            wrong += [f"390x844, {fault}" for fault in faults(page, path, OF_THE_SIZE)]
            touch.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
            page.set_viewport_size(DESKTOP)
        return wrong

    return visit


@pytest.mark.parametrize("part", range(2))
def test_axe_finds_nothing_and_nothing_overflows(demonstration, wrong_with, part):
    project, user = demonstration
    wrong = wrong_with(user, screens(project)[part::2])  # each part in a process of its own
    assert not wrong, "\n".join(wrong)


def test_a_project_that_holds_nothing_yet_is_as_clean(demonstration, wrong_with):
    demonstrated, user = demonstration
    project = ProjectFactory(organisation=demonstrated.organisation, name="Un projet au nom interminable, " * 4)
    ProjectMemberFactory(project=project, user=user, role=Role.COORDINATOR)
    with operation(by=user, label="Créer", project=project):
        lay_out(project, STARTING_POINTS[0])
    PartnershipFactory(project=project, lead=True)
    paths = (
        "",
        "a-faire/",
        "partenaires/",
        "couverture/",
        "journal/",
        "conventions/",
        "conventions/nouvelle/",
        "suivi/",
        "situations/",
        "qui-manque/",
        "questions/",
        "relations/",
        "relations/dessins/carte/",
        "relations/dessins/graphe/",
        "relations/avant-apres/",
        "lecture/allies/",
        "bilans/",
    )
    wrong = wrong_with(user, [f"/projets/{project.slug}/{path}" for path in paths])
    assert not wrong, "\n".join(wrong)


def test_a_phone_shows_the_partners_on_its_first_screen(demonstration, signed_in_page):
    project, user = demonstration
    page = signed_in_page(user, viewport={"width": 390, "height": 844})
    page.goto(f"/projets/{project.slug}/partenaires/")
    assert page.locator(".annuaire tbody tr").first.bounding_box()["y"] < 500
    page.get_by_text("Filtrer", exact=True).click()
    page.get_by_label("Nature du lien").select_option("network")
    page.get_by_label("Chercher", exact=True).press("Enter")
    page.get_by_role("link", name="Tout afficher").wait_for()
    assert page.get_by_label("Nature du lien").is_visible()


def test_the_keyboard_starts_from_what_is_to_be_mended(demonstration, signed_in_page):
    project, user = demonstration
    page = signed_in_page(user)
    page.goto(f"/projets/{project.slug}/reglages/supprimer/")
    page.get_by_label("Nom du projet").fill("Un autre")
    page.keyboard.press("Enter")
    page.get_by_text("Ce n’est pas le nom de ce projet").wait_for()
    assert page.evaluate("document.activeElement.name") == "name"


def test_the_pages_that_stand_in_the_way_pass_axe_too(demonstration, signed_in_page, open_page, axe, page_errors):
    _project, user = demonstration
    page = signed_in_page(user)
    page.goto("/projets/ailleurs/")
    axe(page)
    page.goto("/session-expiree/")
    axe(page)
    for path in ("/compte/connexion/", "/compte/mot-de-passe/oublie/", "/compte/inscription/", "/verifier/"):
        anonymous = open_page()
        anonymous.goto(path)
        axe(anonymous)
    assert page_errors == []
