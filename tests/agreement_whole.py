"""An agreement of each model as a team writes it to the end: every fact, every annex that the model may have."""

from decimal import Decimal

from agreements.amending import replace_article
from agreements.consolidating import ArticleInForce
from agreements.models import ActionSheet, Agreement, AgreementMean, Indicator, MoneyLine, SheetPartner, SheetStep
from agreements.models_text import MODELS
from documents.shapes import Items, Paragraph
from projects.models import operation
from tests.agreement_facts import read
from tests.agreement_texts import add_money, amend, make_text
from tests.factories import ActivityFactory, PlacementFactory, RaciFactory

WITH_MONEY = ("T2", "T3", "T5", "AV")
TITLE = {
    "projet": "Le Détour",
    "annee_debut": 2027,
    "annee_fin": 2029,
    "avenant.rang": 1,
    "convention.titre": "Convention des haltes",
}


def make_whole(project, by, code):
    """Return an agreement of the model `code`, complete, with its annexes."""
    agreement = make_text(
        project,
        by,
        code,
        parties=4 if code == "T4" else None,
        data_option="B",
        data_annex="Le fichier est tenu par la coordination.\nIl est relu chaque année.",
        nominative_sharing=True,
        secrecy_annex="Rien de nominatif ne se dit sans la personne.\nLe relevé reste anonyme.",
        residents_take_part=True,
        annex_image=code != "IM",
        annex_raci=True,
        annex_board=True,
        number="2026-07",
    )
    Agreement.objects.filter(pk=agreement.pk).update(title=MODELS[code].titled(**TITLE))
    agreement = add_money(agreement) if code in WITH_MONEY else agreement
    _add_means(agreement)
    agreement.sheets.add(_sheet(agreement))
    _fill_project(agreement)
    if code == "AV":
        agreement = amend(agreement)
        said = (
            Paragraph("Chaque Partie assure\u00a0:"),
            Items(("le minibus\u00a0;", "la remorque.")),
            Paragraph("Elle assure aussi\u00a0:"),
            Items(("le matériel prêté.",)),
        )
        with operation(by=by, label="Remplacer", project=project):
            replace_article(agreement, ArticleInForce((7, 0), 7, "Assurances", said))
    return read(agreement)


def _add_means(agreement):
    own = agreement.parties.last().partnership
    means = ({"what": "Une salle, tous les lundis matin", "value": Decimal(900)}, {"what": "Un vidéoprojecteur"})
    for position, fields in enumerate(means, 10):
        AgreementMean.objects.create(agreement=agreement, partnership=own, position=position, **fields)
    AgreementMean.objects.create(
        agreement=agreement,
        partnership=own,
        position=20,
        what="Une animatrice, un mardi sur deux",
        is_staff=True,
        person="Zoé Faure",
        qualification="animatrice socioculturelle",
        period="du 1er janvier 2027 au 31 décembre 2029, un mardi sur deux",
        cost_method="salaire et charges, au réel, chaque trimestre",
    )


def _sheet(agreement):
    pilot = agreement.parties.first().partnership
    sheet = ActionSheet.objects.create(
        project=agreement.project,
        title="Tenir les haltes du lundi",
        number=1,
        finding="Une personne sur trois ne peut pas venir seule.",
        goal="Que chacune puisse venir.",
        calendar="Le lundi, de 9 h à 12 h.",
        equipment="Six tables, un barnum.",
        fte=Decimal("0.5"),
        pilot=pilot,
    )
    SheetPartner.objects.create(
        sheet=sheet, partnership=agreement.parties.last().partnership, role="C", contribution="prête la salle"
    )
    SheetStep.objects.create(sheet=sheet, what="Préparer le calendrier", when="janvier 2027")
    Indicator.objects.create(sheet=sheet, name="Haltes tenues", unit="haltes", baseline=0, target=45)
    MoneyLine.objects.filter(agreement=agreement, section="income").update(source=pilot)
    return sheet


def _fill_project(agreement):
    """Give the project roles and places, so that the RACI and the frise have something to show."""
    project = agreement.project
    horizons, levels = list(project.horizons.all()), list(project.levels.all())
    activities = [ActivityFactory(project=project, name=name) for name in ("Tenir la halte", "Accueillir", "Évaluer")]
    for rank, party in enumerate(agreement.parties.all()):
        for activity in activities:
            RaciFactory(activity=activity, partnership=party.partnership, letters="RACI"[rank % 4])
        for horizon in horizons:
            PlacementFactory(partnership=party.partnership, horizon=horizon, level=levels[rank % len(levels)])
