"""A marker in every private text of a project, and every address that gives a file or a page to somebody outside the team.

Both lists are found, not written: a new field is private until `OPEN` says otherwise, a new address is searched until
`TEAM` says for whom it is.
"""

import io
import zipfile

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone
from zeal import zeal_ignore

from accounts.models import Role
from accounts.tokens import digest
from agreements.models import (
    Agreement,
    AgreementEvent,
    AgreementLink,
    AgreementStatus,
    CheckOverride,
    SheetObstacle,
    VersionFile,
)
from agreements.wording import convention_document
from documents.convention import convention_pdf
from partnerships.models import FactKind, Mandate, PartnerImport, RaciAssignment, RaciFact, RoundPoint, StageEntry
from projects.models.project import validate_text_list
from tests.agreement_facts import make_agreement, read
from tests.agreement_sent import give_link
from tests.test_roles_matrix import (
    ACCESS,
    ACCORD_TOKEN,
    PUBLIC,
    address_of,
    addresses,
    session_of,
    world,  # noqa: F401 (a fixture)
)

pytestmark = pytest.mark.once
SHEET_TOKEN = "jeton-de-la-fiche-navette"
ROOMS = ("projects", "partnerships", "agreements", "workshops", "privacy")

# Texts that documents, personal links or exports for partners may carry. Everything else is the team's (rule of the house 3).
OPEN = {
    "projects.Project": {
        "name", "subtitle", "framework", "finding", "purpose", "objectives", "exclusions", "banner", "language", "vocabulary",
    },
    "projects.Audience": {"name"},
    "projects.Milestone": {"title"},
    "projects.Phase": {"name"},
    "projects.Activity": {"name"},
    "projects.Horizon": {"name", "subtitle", "intention"},
    "projects.InvolvementLevel": {"name", "definition", "color"},
    "projects.ProjectMember": {"name", "function"},
    "projects.Committee": {"name", "frequency"},
    "partnerships.Partner": {"name", "short_name", "legal_form", "seat", "siret", "rna", "bce", "mission"},
    "partnerships.Contact": {"name", "function", "email", "phone", "other_phone", "channel"},
    "partnerships.Partnership": {"brings", "expects"},
    "agreements.ActionSheet": {
        "title", "axis", "finding", "source", "goal", "objectives", "description", "calendar", "residents_place", "equipment",
    },
    "agreements.SheetPartner": {"contribution"},
    "agreements.Indicator": {"name", "unit", "period", "source", "frequency"},
    "agreements.SheetStep": {"what", "when", "who_name"},
    "agreements.SheetMoneyLine": {"label"},
    "agreements.SheetValidation": {"by_name"},
    "agreements.Agreement": {
        "number", "title", "finding", "origin", "objectives", "indicators", "governance_body", "governance_frequency",
        "duration", "notice", "formal_notice_delay", "jurisdiction", "place", "deliberation_body", "deliberation_number",
        "public_policy", "iban", "charged_to", "accountant", "public_notice", "court_town", "framework", "budget_article",
        "proof_deadline", "premises", "premises_use", "time_slots", "equipment", "fee_terms", "insurer", "policy", "keys",
        "premises_state", "charter", "quorum", "majority", "data_purpose", "data_kinds", "data_persons",
        "data_retention", "data_contact", "picture_uses", "picture_duration", "picture_territory",
    },
    "agreements.Arrangement": {"purpose"},
    "agreements.Article": {"title", "body"},
    "agreements.MoneyLine": {"label"},
    "agreements.OwnAnnex": {"title", "body", "alt"},
    "agreements.Investment": {"purpose"},
    "agreements.InvestmentLine": {"label"},
    "agreements.Party": {
        "name", "short_name", "who_name", "legal_form", "seat", "siret", "rna", "bce", "signatory", "quality",
        "other_signatories", "authorisation", "mission", "deliberation_body", "deliberation_number",
    },
    # What an organisation writes to be put in agreements.
    "agreements.AgreementTemplate": {"name", "purpose"},
    "agreements.AgreementTemplateVersion": {"title", "visas", "party", "party_last"},
    "agreements.PartyCommitment": {"text"},
    "agreements.AgreementMean": {"what", "person", "qualification", "period", "cost_method"},
    # What was sent to a partner, and what it sent back, with what the team answered it.
    "agreements.AgreementVersion": {"title", "text"},
    "agreements.AgreementLink": {"name", "email"},
    "agreements.PartyAnswer": {"who", "words"},
    "agreements.PartnerRemark": {"title", "body", "answer"},
    "agreements.WordingProposal": {"title", "seen", "proposed", "reason", "word"},
    "agreements.PartyCorrection": {"seen", "proposed"},
    # What a person wrote to the team is given back to that person alone.
    "privacy.Proposal": {"who", "message"},
    "privacy.ProposedChange": {"seen", "proposed", "comment"},
    "privacy.DataPolicy": {
        "address", "representative", "contact_name", "contact_email", "officer", "recipients", "security", "transfers",
    },
}  # fmt: skip

# Files that do not leave the team, and why they may hold what it thinks.
TEAM = {
    "exchange:partner_team_download": "the team's own copy of the directory, named so, for roles that edit",
    "exchange:raci_team_download": "the team's own copy of the table with its notes, named so, for roles that edit",
    "partnerships:gap_pdf": "the questions of the team on the levels hoped for, said so at its foot",
    "exchange:project_download": "the whole project, to carry to another server, for those who run it",
}

# What says where a row stands or how it is found, and was typed by nobody.
PLUMBING = {
    "public_id",
    "key",
    "slug",
    "name_norm",
    "token_hash",
    "sha256",
    "fingerprint",
    "place",
    "stamp",
    "file_name",
    "code",
    "field",
    "subject",
    "mark",
    "media_type",
}


def private_texts():
    """Return {marker: (model, field)} for every text that somebody of the team types and that may not leave."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if hasattr(model, "history_object"):
                continue
            for field in model._meta.concrete_fields:
                typed = isinstance(field, models.CharField | models.TextField) and not field.choices
                listed = isinstance(field, models.JSONField) and validate_text_list in field.validators
                if not (typed or listed) or field.name in PLUMBING | OPEN.get(model._meta.label, set()):
                    continue
                found[f"Zq{len(found):03d}zq"] = (model, field)
    return found


def text_of(response):
    """Return everything that can be read in an answer: of a workbook its parts, whatever else as it is.

    A PDF is what the renderer would be given (unrendered_documents): nothing else gets into its file.
    """
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert not content.startswith(b"%PDF")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    # A picture that the team adds is drawn anew: what it was called or carried beside its pixels stays out.
    return content.decode(errors="replace" if content.startswith((b"\x89PNG", b"\xff\xd8")) else "strict")


def paths_of(name, parameters, project):
    """Return the paths of an address: one for each format that it gives, those of an agreement for a signed one too."""
    path = address_of(name, parameters, project)
    if name.startswith("agreements:agreement_") and "public_id" in parameters:
        draft = project.agreements.get(title="Brouillon")
        signed = project.agreements.filter(status=AgreementStatus.SIGNED).latest("pk")
        return [path, path.replace(draft.public_id, signed.public_id)]
    if name == "agreements:accord":
        return [path, path.replace(ACCORD_TOKEN, SHEET_TOKEN)]
    if "notation" not in parameters:
        return [path]
    return [path.replace("/csv/", f"/{notation}/") for notation in ("csv", "xlsx", "ods")]


def outputs(project, reader, manager):
    """Yield (name, text) of every page for people without an account, and of every file that may be handed over."""
    inside, leads, outside = session_of(reader), session_of(manager), {}
    for name, parameters in addresses().items():
        level = ACCESS[name][0]
        if level == "no" or name in TEAM:
            continue
        for path in paths_of(name, parameters, project):
            for session in (outside,) if level == PUBLIC else (inside, leads):
                client = Client()
                client.cookies.load(session)
                with zeal_ignore():  # each answer is a page of its own
                    response = client.get(path)
                handed_over = not response["Content-Type"].startswith("text/html")
                if response.status_code == 200 and (level == PUBLIC or handed_over):
                    yield name, text_of(response)
                    break


@pytest.fixture
def marked(world, unrendered_documents):  # noqa: F811
    """The world of the roles matrix with a marker in every private text; what has no row there gets one."""
    project, people, _stranger = world
    director = people[Role.DIRECTOR]
    agreement = make_agreement(project, director)
    Agreement.objects.filter(pk=agreement.pk).update(status=AgreementStatus.SIGNED)
    AgreementEvent.objects.create(agreement=agreement, kind="suspend", on=timezone.localdate())
    CheckOverride.objects.create(agreement=agreement, check_number=1, reason="-", by=director)
    partnership = project.partnerships.first()
    StageEntry.objects.create(partnership=partnership, stage="idea")
    Mandate.objects.create(partnership=partnership)
    RoundPoint.objects.create(partnership=partnership, stage="idea", text="-")
    SheetObstacle.objects.create(sheet=project.sheets.first(), text="-")
    PartnerImport.objects.create(project=project, author=director, expires_at=timezone.now())
    cell = RaciAssignment.objects.filter(partnership__project=project, letters="A").first()
    RaciFact.objects.create(activity=cell.activity, partnership=cell.partnership, kind=FactKind.NOTE)
    RaciFact.objects.create(activity=cell.activity, partnership=cell.partnership, kind=FactKind.ANSWER)
    places = private_texts()
    for marker, (model, field) in places.items():
        model._base_manager.update(**{field.name: [marker] if isinstance(field, models.JSONField) else marker})
    # What was sent is drawn again with the markers in place: as it is, they would have come too late.
    sent = read(project.agreements.get(title="Brouillon"))
    document = convention_document(sent, day=timezone.localdate(), draft=True)
    VersionFile.objects.update(content=convention_pdf(document))
    link, _token = give_link(sent, director)
    AgreementLink.objects.filter(pk=link.pk).update(token_hash=digest(SHEET_TOKEN))
    return project, people, places


def test_no_private_text_is_in_a_page_for_partners_or_in_a_file(marked):
    project, people, places = marked
    found = {}
    for name, text in outputs(project, people[Role.READER], people[Role.COORDINATOR]):
        leaked = {f"{model.__name__}.{field.name}" for marker, (model, field) in places.items() if marker in text}
        found[name] = found.get(name, set()) | leaked
    assert {name: fields for name, fields in found.items() if fields} == {}
    # The search goes everywhere it should: each kind of file, and the pages of a personal link.
    assert {
        "partnerships:board_cards",
        "partnerships:board_pdf",
        "partnerships:board_svg",
        "partnerships:board_compare_pdf",
        "partnerships:raci_pdf",
        "partnerships:relations_pdf",
        "partnerships:relations_svg",
        "agreements:agreement_pdf",
        "agreements:agreement_draft_pdf",
        "agreements:version_pdf",
        "agreements:accord",
        "agreements:accord_pdf",
        "agreements:agreement_calendar_ics",
        "agreements:agreement_calendar_all_ics",
        "agreements:agreement_docx",
        "agreements:agreement_odt",
        "agreements:sheet_pdf",
        "exchange:partner_download",
        "privacy:own_record",
        "privacy:person_json",
        "privacy:person_pdf",
    } <= set(found)


def test_the_markers_are_there_to_be_found(marked):
    """The control: every private text has a row that carries its marker, and the file of the team holds them."""
    project, people, places = marked
    empty = {f"{model.__name__}.{field.name}" for model, field in places.values() if not model._base_manager.exists()}
    client = Client()
    client.cookies.load(session_of(people[Role.COORDINATOR]))
    text = text_of(client.get(f"/projets/{project.slug}/fichier/yaml/"))
    told = {model.__name__ for marker, (model, field) in places.items() if marker in text}
    assert empty == set()
    assert {"Obstacle", "Lever", "Response", "LogEntry", "Link", "PerspectiveShift", "Placement"} <= told
