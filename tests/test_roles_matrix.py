"""Every address × every identity × GET and POST: who is sent away, who is refused, who comes in.

A new address that nobody has classified here turns the suite red.
"""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from zeal import zeal_ignore

from accounts.models import Role
from accounts.tokens import digest
from agreements.drafting import start_agreement
from agreements.models import (
    AgreementFile,
    AgreementTemplate,
    AgreementTemplateVersion,
    Arrangement,
    ArticleComment,
    OwnAnnex,
    Signature,
    StoredContent,
    TextState,
    Validation,
    ValidationRound,
)
from agreements.models_text import MODELS
from agreements.own_models.articles import stored
from exchange.importing import import_file
from partnerships.models import Contact, Partner, RaciAssignment, RoundPoint
from partnerships.questions import ask_everything
from privacy.models import PartnerLink
from projects.models import SetAside, operation
from territories.models import Territory
from tests.agreement_sent import send_with_replies
from tests.factories import MembershipFactory, OrganisationFactory, ProjectFactory, ProjectMemberFactory, UserFactory
from tests.official import official_places
from tests.personal_data import make_link
from tests.scan_samples import png
from tests.validation_facts import circuit

DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"

# What an address asks of a person. READ: a place in the project. EDIT: a role that places partners and fills the RACI.
# MANAGE: a role that runs the project. RUNS: such a role in an organisation. NO: the method does not exist there.
PUBLIC, SIGNED_IN, RUNS, READ, EDIT, MANAGE, NO = "public", "signed in", "runs", "read", "edit", "manage", "no"

# By name, what GET asks and what POST asks.
ACCESS = {
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_inactive": (PUBLIC, NO),
    "account_login": (PUBLIC, PUBLIC),
    "account_logout": (PUBLIC, PUBLIC),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "account_reset_password": (PUBLIC, PUBLIC),
    "account_reset_password_done": (PUBLIC, NO),
    "account_reset_password_from_key": (PUBLIC, PUBLIC),
    "account_reset_password_from_key_done": (PUBLIC, NO),
    "account_set_password": (SIGNED_IN, SIGNED_IN),
    "account_signup": (PUBLIC, PUBLIC),
    "agreements:accord": (PUBLIC, PUBLIC),
    "agreements:accord_pdf": (PUBLIC, NO),
    "agreements:agreement_calendar": (READ, NO),
    "agreements:agreement_calendar_all": (SIGNED_IN, NO),
    "agreements:agreement_calendar_all_ics": (SIGNED_IN, NO),
    "agreements:agreement_calendar_ics": (READ, NO),
    "agreements:agreement_create": (MANAGE, MANAGE),
    "agreements:agreement_detail": (READ, NO),
    "agreements:agreement_docx": (READ, NO),
    "agreements:agreement_draft_pdf": (READ, NO),
    "agreements:agreement_edit": (READ, NO),
    "agreements:agreement_in_force": (READ, NO),
    "agreements:agreement_in_force_docx": (READ, NO),
    "agreements:agreement_in_force_odt": (READ, NO),
    "agreements:agreement_in_force_pdf": (READ, NO),
    "agreements:agreement_list": (READ, NO),
    "agreements:agreement_odt": (READ, NO),
    "agreements:agreement_pdf": (READ, NO),
    "agreements:agreement_register": (SIGNED_IN, NO),
    "agreements:agreement_status": (NO, MANAGE),
    "agreements:amendment_add": (MANAGE, MANAGE),
    "agreements:amendment_articles": (MANAGE, MANAGE),
    "agreements:amendment_delete": (MANAGE, MANAGE),
    "agreements:amendment_start": (NO, MANAGE),
    "agreements:agreement_terms": (READ, MANAGE),
    "agreements:agreement_next": (NO, MANAGE),
    "agreements:agreement_turn": (NO, MANAGE),
    "agreements:event_piece_add": (MANAGE, MANAGE),
    "agreements:annex_switch": (NO, MANAGE),
    "agreements:agreement_seal": (NO, MANAGE),
    "agreements:answer_note": (NO, MANAGE),
    "agreements:arrangement_close": (NO, EDIT),
    "agreements:arrangement_create": (EDIT, EDIT),
    "agreements:arrangement_detail": (READ, NO),
    "agreements:arrangement_edit": (EDIT, EDIT),
    "agreements:arrangement_remove": (NO, EDIT),
    "agreements:arrangement_reopen": (NO, EDIT),
    "agreements:article_add": (MANAGE, MANAGE),
    "agreements:article_edit": (MANAGE, MANAGE),
    "agreements:article_move": (NO, MANAGE),
    "agreements:article_remove": (NO, MANAGE),
    "agreements:article_restore": (NO, MANAGE),
    "agreements:article_start": (NO, MANAGE),
    "agreements:article_switch": (NO, MANAGE),
    # Who answers is the step's own, whatever the role (test_validation.py).
    "agreements:change_ask": (READ, READ),
    "agreements:circuit": (MANAGE, NO),
    "agreements:circuit_give": (NO, MANAGE),
    "agreements:circuit_take": (NO, MANAGE),
    "agreements:budget_edit": (MANAGE, MANAGE),
    "agreements:commitments_edit": (MANAGE, MANAGE),
    "agreements:essential_data": (READ, NO),
    "agreements:essential_data_csv": (READ, NO),
    "agreements:essential_list": (READ, NO),
    "agreements:essential_list_csv": (READ, NO),
    "agreements:built_in_detail": (READ, NO),
    "agreements:decision_edit": (MANAGE, MANAGE),
    "agreements:draft_article": (MANAGE, MANAGE),
    "agreements:draft_article_add": (MANAGE, MANAGE),
    "agreements:draft_article_move": (NO, MANAGE),
    "agreements:draft_article_remove": (NO, MANAGE),
    "agreements:draft_drop": (NO, MANAGE),
    "agreements:draft_name": (MANAGE, MANAGE),
    "agreements:draft_open": (NO, MANAGE),
    "agreements:draft_presentation": (MANAGE, MANAGE),
    "agreements:draft_publish": (NO, MANAGE),
    "agreements:facts_edit": (MANAGE, MANAGE),
    "agreements:decision_note": (MANAGE, MANAGE),
    "agreements:comment_add": (NO, MANAGE),
    "agreements:comment_resolve": (NO, MANAGE),
    "agreements:file_check": (READ, READ),
    "agreements:file_verify": (PUBLIC, PUBLIC),
    "agreements:investment_detail": (READ, NO),
    "agreements:link_add": (MANAGE, MANAGE),
    "agreements:link_revoke": (NO, MANAGE),
    "agreements:means_edit": (MANAGE, MANAGE),
    "agreements:missing_list": (MANAGE, NO),
    "agreements:model_archive": (NO, MANAGE),
    "agreements:model_compare": (READ, NO),
    "agreements:model_copy": (NO, MANAGE),
    "agreements:model_detail": (READ, NO),
    "agreements:model_list": (READ, NO),
    "agreements:model_undo": (NO, MANAGE),
    "agreements:model_version": (READ, NO),
    "agreements:override_add": (NO, MANAGE),
    "agreements:override_remove": (NO, MANAGE),
    "agreements:own_annex_add": (MANAGE, MANAGE),
    "agreements:own_annex_edit": (MANAGE, MANAGE),
    "agreements:own_annex_move": (NO, MANAGE),
    "agreements:own_annex_picture": (READ, NO),
    "agreements:own_annex_remove": (NO, MANAGE),
    "agreements:party_edit": (MANAGE, MANAGE),
    "agreements:piece_add": (MANAGE, MANAGE),
    "agreements:piece_bring": (MANAGE, MANAGE),
    "agreements:piece_download": (READ, NO),
    "agreements:piece_edit": (MANAGE, MANAGE),
    "agreements:piece_list": (READ, NO),
    "agreements:piece_remove": (NO, MANAGE),
    "agreements:sheet_detail": (READ, NO),
    "agreements:sheet_list": (READ, NO),
    "agreements:signatory_add": (MANAGE, MANAGE),
    "agreements:signatory_edit": (MANAGE, MANAGE),
    "agreements:signatory_remove": (NO, MANAGE),
    "agreements:signature_list": (READ, NO),
    "agreements:signature_put_back": (NO, MANAGE),
    "agreements:signature_remind": (MANAGE, MANAGE),
    "agreements:signature_tell": (MANAGE, MANAGE),
    "agreements:signatures_ask": (NO, MANAGE),
    "agreements:step_add": (MANAGE, MANAGE),
    "agreements:step_edit": (MANAGE, MANAGE),
    "agreements:step_move": (NO, MANAGE),
    "agreements:step_remove": (NO, MANAGE),
    "agreements:text_validate": (READ, READ),
    "agreements:validation_ask": (NO, MANAGE),
    "agreements:validation_detail": (READ, NO),
    "agreements:validation_withdraw": (NO, MANAGE),
    "agreements:party_settle": (MANAGE, MANAGE),
    "agreements:remark_answer": (MANAGE, MANAGE),
    "agreements:reply_list": (READ, NO),
    "agreements:staff_edit": (MANAGE, MANAGE),
    "agreements:version_compare": (READ, NO),
    "agreements:version_detail": (READ, NO),
    "agreements:version_list": (READ, NO),
    "agreements:version_pdf": (READ, NO),
    "agreements:version_send": (MANAGE, MANAGE),
    "agreements:wording_settle": (MANAGE, MANAGE),
    "agreements:party_list": (MANAGE, MANAGE),
    "agreements:party_move": (NO, MANAGE),
    "agreements:party_remove": (NO, MANAGE),
    "agreements:sheet_annex": (NO, MANAGE),
    "agreements:sheet_archive": (NO, MANAGE),
    "agreements:sheet_copy": (NO, MANAGE),
    "agreements:sheet_create": (MANAGE, MANAGE),
    "agreements:sheet_edit": (MANAGE, MANAGE),
    "agreements:text_return": (MANAGE, MANAGE),
    "agreements:text_compare": (MANAGE, MANAGE),
    "agreements:sheet_move": (NO, MANAGE),
    "agreements:sheet_pdf": (READ, NO),
    "agreements:sheet_remove": (MANAGE, MANAGE),
    "agreements:sheet_unvalidate": (NO, MANAGE),
    "agreements:sheet_validate": (NO, MANAGE),
    "exchange:import_report": (MANAGE, NO),
    "exchange:partner_download": (READ, NO),
    "exchange:partner_export": (READ, NO),
    "exchange:partner_team_download": (EDIT, NO),
    "exchange:project_download": (MANAGE, NO),
    "exchange:project_export": (MANAGE, NO),
    "exchange:project_import": (RUNS, RUNS),
    "exchange:raci_download": (READ, NO),
    "exchange:raci_import": (EDIT, EDIT),
    "exchange:raci_tables": (READ, NO),
    "exchange:raci_team_download": (EDIT, NO),
    "exchange:register_download": (SIGNED_IN, NO),
    "exchange:spreadsheet_columns": (EDIT, EDIT),
    "exchange:spreadsheet_confirm": (EDIT, EDIT),
    "exchange:spreadsheet_discard": (NO, EDIT),
    "exchange:spreadsheet_example": (EDIT, EDIT),
    "exchange:spreadsheet_import": (EDIT, EDIT),
    "exchange:spreadsheet_progress": (EDIT, NO),
    "exchange:spreadsheet_resume": (NO, EDIT),
    "exchange:spreadsheet_rows": (EDIT, EDIT),
    "exchange:spreadsheet_template": (EDIT, NO),
    "home:project_create": (RUNS, RUNS),
    "home:project_home": (READ, NO),
    "home:project_list": (SIGNED_IN, NO),
    "home:project_remove": (MANAGE, MANAGE),
    "home:task_done": (NO, EDIT),
    "home:task_list": (READ, NO),
    "home:waiting_list": (SIGNED_IN, NO),
    "offline": (PUBLIC, NO),
    "partnerships:board": (READ, NO),
    "partnerships:board_cards": (READ, NO),
    "partnerships:board_compare": (READ, NO),
    "partnerships:board_compare_pdf": (READ, NO),
    "partnerships:board_density": (NO, READ),
    "partnerships:board_entry": (EDIT, EDIT),
    "partnerships:board_fact": (EDIT, EDIT),
    "partnerships:board_move": (EDIT, EDIT),
    "partnerships:board_paper": (READ, NO),
    # Whoever made the gesture says why, and nobody else finds it (test_board_reason.py).
    "partnerships:board_reason": (EDIT, EDIT),
    "partnerships:board_pdf": (READ, NO),
    "partnerships:board_svg": (READ, NO),
    "partnerships:change_list": (READ, NO),
    "partnerships:committee_list": (READ, NO),
    "partnerships:coverage": (READ, NO),
    "partnerships:directory_record": (NO, MANAGE),
    "partnerships:directory_settings": (MANAGE, MANAGE),
    "partnerships:edge_add": (MANAGE, MANAGE),
    "partnerships:edge_edit": (MANAGE, MANAGE),
    "partnerships:edge_list": (MANAGE, NO),
    "partnerships:edge_move": (NO, MANAGE),
    "partnerships:edge_remove": (MANAGE, MANAGE),
    "partnerships:expected_add": (MANAGE, MANAGE),
    "partnerships:expected_edit": (MANAGE, MANAGE),
    "partnerships:expected_list": (READ, NO),
    "partnerships:expected_move": (NO, MANAGE),
    "partnerships:expected_retire": (NO, MANAGE),
    "partnerships:expected_start": (NO, MANAGE),
    "partnerships:follow_up": (READ, NO),
    "partnerships:gap_list": (READ, NO),
    "partnerships:gap_pdf": (READ, NO),
    "partnerships:journal": (READ, NO),
    "partnerships:link_add": (EDIT, EDIT),
    "partnerships:link_edit": (EDIT, EDIT),
    "partnerships:link_list": (READ, NO),
    "partnerships:link_remove": (NO, EDIT),
    "partnerships:missing_answer": (EDIT, EDIT),
    "partnerships:missing_list": (READ, NO),
    "partnerships:missing_reopen": (NO, EDIT),
    "partnerships:moment_list": (READ, NO),
    "partnerships:live_news": (READ, NO),
    "partnerships:live_ticket": (READ, NO),
    "partnerships:merge_choose": (EDIT, NO),
    "partnerships:merge_show": (EDIT, EDIT),
    "partnerships:opinion_keep": (NO, EDIT),
    "partnerships:partner_archive": (EDIT, EDIT),
    "partnerships:partner_checked": (NO, EDIT),
    "partnerships:partner_discard": (NO, EDIT),
    "partnerships:partner_resume": (NO, EDIT),
    "partnerships:partnership_add": (EDIT, EDIT),
    "partnerships:partnership_list": (READ, NO),
    "partnerships:partnership_record": (READ, NO),
    "partnerships:partnership_remove": (EDIT, EDIT),
    "partnerships:perspective_list": (READ, NO),
    "partnerships:question_aside": (EDIT, EDIT),
    "partnerships:question_list": (READ, NO),
    "partnerships:question_reopen": (NO, EDIT),
    "partnerships:presence_list": (READ, EDIT),
    "partnerships:raci_activities": (READ, NO),
    "partnerships:raci_activity_create": (EDIT, EDIT),
    "partnerships:raci_activity_edit": (EDIT, EDIT),
    "partnerships:raci_activity_move": (NO, EDIT),
    "partnerships:raci_activity_remove": (EDIT, EDIT),
    "partnerships:raci_cell": (NO, EDIT),
    "partnerships:raci_column_move": (NO, EDIT),
    "partnerships:raci_fill": (EDIT, EDIT),
    "partnerships:raci_columns": (READ, NO),
    "partnerships:raci_grid": (READ, NO),
    "partnerships:raci_paste": (EDIT, EDIT),
    "partnerships:raci_pdf": (READ, NO),
    "partnerships:raci_phase_create": (EDIT, EDIT),
    "partnerships:raci_phase_edit": (EDIT, EDIT),
    "partnerships:raci_phase_move": (NO, EDIT),
    "partnerships:raci_phase_remove": (EDIT, EDIT),
    "partnerships:raci_variant": (MANAGE, MANAGE),
    "partnerships:raci_projection": (READ, NO),
    "partnerships:raci_proposals": (READ, EDIT),
    "partnerships:raci_duties": (READ, NO),
    "partnerships:raci_duty": (EDIT, EDIT),
    "partnerships:raci_duty_reopen": (NO, EDIT),
    "partnerships:raci_load": (READ, NO),
    "partnerships:raci_sheet": (READ, NO),
    "partnerships:raci_sheets_pdf": (READ, NO),
    "partnerships:raci_sheet_pdf": (READ, NO),
    "partnerships:raci_answers": (READ, NO),
    "partnerships:raci_answer": (EDIT, EDIT),
    "partnerships:raci_note": (READ, EDIT),
    "partnerships:raci_notes": (READ, NO),
    "partnerships:raci_row": (EDIT, EDIT),
    "partnerships:raci_undo": (NO, EDIT),
    "partnerships:reading": (READ, NO),
    "partnerships:reading_edit": (EDIT, EDIT),
    "partnerships:record_edit": (EDIT, EDIT),
    "partnerships:record_item_add": (EDIT, EDIT),
    "partnerships:record_item_edit": (EDIT, EDIT),
    "partnerships:record_item_remove": (NO, EDIT),
    "partnerships:record_person_move": (NO, EDIT),
    "partnerships:record_register": (EDIT, EDIT),
    "partnerships:register_search": (EDIT, EDIT),
    "partnerships:relations_changes": (READ, NO),
    "partnerships:relations_changes_pdf": (READ, NO),
    "partnerships:relations_drawing": (READ, NO),
    "partnerships:relations_pdf": (READ, NO),
    "partnerships:relations_redraw": (NO, EDIT),
    "partnerships:relations_svg": (READ, NO),
    "partnerships:review_detail": (READ, NO),
    "partnerships:review_list": (READ, NO),
    "partnerships:situation_cell": (EDIT, EDIT),
    "partnerships:situation_create": (EDIT, EDIT),
    "partnerships:situation_edit": (EDIT, EDIT),
    "partnerships:situation_gap": (EDIT, EDIT),
    "partnerships:situation_list": (READ, NO),
    "partnerships:situation_move": (NO, EDIT),
    "partnerships:situation_remove": (EDIT, EDIT),
    "partnerships:stage_item_add": (EDIT, EDIT),
    "partnerships:stage_item_edit": (EDIT, EDIT),
    "partnerships:stage_item_remove": (NO, EDIT),
    "partnerships:stage_path": (READ, EDIT),
    "partnerships:twin_list": (EDIT, NO),
    "privacy:link_create": (MANAGE, MANAGE),
    "privacy:link_revoke": (NO, MANAGE),
    "privacy:organisation_list": (SIGNED_IN, NO),
    "privacy:own_record": (PUBLIC, PUBLIC),
    "privacy:own_record_sent": (PUBLIC, NO),
    "privacy:person_detail": (MANAGE, NO),
    "privacy:person_erase": (MANAGE, MANAGE),
    "privacy:person_json": (MANAGE, NO),
    "privacy:person_list": (MANAGE, NO),
    "privacy:person_pdf": (MANAGE, NO),
    "privacy:policy_edit": (MANAGE, MANAGE),
    "privacy:proposal_settle": (EDIT, EDIT),
    "privacy:register": (MANAGE, NO),
    "privacy:register_pdf": (MANAGE, NO),
    "projects:item_add": (MANAGE, MANAGE),
    "projects:item_edit": (MANAGE, MANAGE),
    "projects:item_remove": (NO, MANAGE),
    "projects:operation_list": (READ, NO),
    "projects:operation_undo": (NO, EDIT),
    "projects:own_place_add": (MANAGE, MANAGE),
    "projects:own_place_archive": (NO, MANAGE),
    "projects:own_place_contour": (MANAGE, MANAGE),
    "projects:own_place_edit": (MANAGE, MANAGE),
    "projects:own_place_list": (READ, NO),
    "projects:places_edit": (MANAGE, MANAGE),
    "projects:project_edit": (MANAGE, MANAGE),
    "session_expired": (PUBLIC, NO),
    "territories:territory_detail": (SIGNED_IN, NO),
    "territories:territory_pdf": (SIGNED_IN, NO),
    "territories:territory_search": (SIGNED_IN, NO),
    "workshops:workshop_list": (READ, NO),
}

# Without the rest of their form these find nothing to act on, and say so to those who may act.
FIND_NOTHING = {
    # This server has no certificate.
    "agreements:agreement_seal",
    # Only an amendment has articles of another agreement; only a signed text has one in force.
    "agreements:agreement_in_force",
    "agreements:agreement_in_force_docx",
    "agreements:agreement_in_force_odt",
    "agreements:agreement_in_force_pdf",
    "agreements:amendment_add",
    "agreements:amendment_articles",
    "agreements:amendment_delete",
    "agreements:article_remove",
    # The gestures on the models of an organisation are its own: that of the matrix was made in a project.
    "agreements:model_undo",
    "agreements:override_remove",
    "agreements:sheet_unvalidate",
    "exchange:import_report",
    # The gesture of the matrix put no card anywhere.
    "partnerships:board_reason",
    # A file on its way in is seen by its author alone (test_spreadsheet_screens.py).
    "exchange:spreadsheet_columns",
    "exchange:spreadsheet_confirm",
    "exchange:spreadsheet_discard",
    "exchange:spreadsheet_progress",
    "exchange:spreadsheet_resume",
    "exchange:spreadsheet_rows",
    "partnerships:expected_move",
    "partnerships:raci_activity_move",
    "partnerships:raci_phase_move",
    "partnerships:raci_answer",
    "partnerships:raci_column_move",
    "partnerships:raci_duty_reopen",
    "partnerships:raci_undo",
    "partnerships:situation_move",
}

ROLES = {
    READ: set(Role),
    EDIT: set(Role.editors()),
    MANAGE: set(Role.managers()),
    RUNS: set(Role.managers()),
    SIGNED_IN: set(Role),
    PUBLIC: set(Role),
}

# Which object of the project an address speaks of, by the longest start of its name.
OBJECTS = {
    "home:task": lambda project: {"kind": "promesse", "public_id": _promise(project).public_id},
    "projects:item": lambda project: {"list_name": "jalons", "public_id": project.milestones.first().public_id},
    "projects:own_place": lambda project: {"public_id": _own_place(project).public_id},
    # After the import, « Geste à annuler »: by its rank, for another test writes over every label.
    "projects:operation": lambda project: {"public_id": project.operations.order_by("pk")[1].public_id},
    "account_reset_password_from_key": lambda project: {"uidb36": "1", "key": "cle-perimee"},
    "exchange:": lambda project: {"notation": "yaml"},
    "exchange:partner_": lambda project: {"notation": "csv"},
    "exchange:raci_": lambda project: {"notation": "csv"},
    "exchange:register_": lambda project: {"notation": "csv"},
    "exchange:spreadsheet_": lambda project: {"public_id": "abcdefghij"},
    # The data of an organisation hangs on its own address; what a partner proposes, on the partner's.
    "privacy:": lambda project: {
        "slug": project.organisation.slug,
        "public_id": _link(project).contact.public_id,
    },
    "privacy:link": lambda project: {
        "public_id": _link(project).partnership.public_id,
        "link_id": _link(project).public_id,
    },
    "privacy:proposal": lambda project: {
        "public_id": _link(project).partnership.public_id,
        "proposal_id": _link(project).proposals.get().public_id,
    },
    "privacy:own": lambda project: {"token": TOKEN},
    "partnerships:": lambda project: {"public_id": _partner(project).public_id},
    "partnerships:board_fact": lambda project: {"public_id": _partner(project).public_id, "items": "freins"},
    "partnerships:board_reason": lambda project: {
        "public_id": _partner(project).public_id,
        "gesture": project.operations.order_by("pk")[1].public_id,
    },
    "partnerships:record": lambda project: {"public_id": _partner(project).public_id, "block": "lien"},
    "partnerships:record_item": lambda project: {
        "public_id": _partner(project).public_id,
        "items": "freins",
        "line": _partner(project).obstacles.first().public_id,
    },
    "partnerships:merge": lambda project: {
        "public_id": _partner(project).public_id,
        "other": project.partnerships.filter(is_lead=False).last().partner.public_id,
    },
    "partnerships:record_person": lambda project: {
        "public_id": _link(project).partnership.public_id,
        "line": _link(project).contact.public_id,
    },
    "partnerships:directory_": lambda project: {
        "slug": project.organisation.slug,
        "public_id": _idle(project).public_id,
    },
    "partnerships:promise": lambda project: {
        "public_id": _promise(project).partnership.public_id,
        "line": _promise(project).public_id,
    },
    "partnerships:opinion": lambda project: {
        "public_id": project.partnerships.get(key="p23").public_id,
        "line": project.partnerships.get(key="p23").opinions.first().public_id,
    },
    "partnerships:edge": lambda project: {"edge": "horizons", "public_id": project.horizons.first().public_id},
    "partnerships:raci": lambda project: {"public_id": project.activities.first().public_id},
    "partnerships:raci_column": lambda project: {"public_id": _partner(project).public_id},
    "partnerships:raci_sheet": lambda project: {"public_id": _partner(project).public_id},
    "partnerships:raci_duty": lambda project: _cell(project, "C"),
    "partnerships:raci_answer": lambda project: _cell(project, "A"),
    "partnerships:raci_note": lambda project: _cell(project, "C"),
    "partnerships:raci_phase": lambda project: {"public_id": project.phases.first().public_id},
    # The list of expected actors hangs on its organisation.
    "partnerships:expected": lambda project: {
        "slug": project.organisation.slug,
        "public_id": project.organisation.expected_actors.first().public_id,
    },
    "partnerships:missing": lambda project: {"public_id": project.organisation.expected_actors.first().public_id},
    "partnerships:link": lambda project: {"public_id": project.links.first().public_id},
    "partnerships:reading": lambda project: {"view": "allies", "public_id": _partner(project).public_id},
    "partnerships:relations": lambda project: {"drawing": "graphe"},
    "partnerships:question": lambda project: {"address": project.set_asides.get().address},
    "partnerships:situation": lambda project: {"public_id": project.situations.first().public_id, "path": "oriente"},
    "partnerships:stage": lambda project: {
        "public_id": _partner(project).public_id,
        "items": "points",
        "line": _point(project).public_id,
    },
    "partnerships:review": lambda project: {"public_id": project.reviews.first().public_id},
    "agreements:": lambda project: {
        "public_id": _draft(project).public_id,
        "article_id": _draft(project).articles.filter(optional=True).first().public_id,
        "party_id": _draft(project).parties.first().public_id,
        "group": "dates",
        "name": "raci",
        "sort": "texte",
        "annex_id": _draft(project).own_annexes.get().public_id,
        "number": 2,
        "direction": "monter",
    },
    "agreements:arrangement": lambda project: {"public_id": _oral(project).public_id},
    "agreements:arrangement_reopen": lambda project: {"public_id": _oral(project, closed=True).public_id},
    "agreements:version": lambda project: {"public_id": _draft(project).public_id, "number": 1, "other": "texte"},
    "agreements:accord": lambda project: {"token": ACCORD_TOKEN},
    **{
        f"agreements:{name}": lambda project: {"public_id": _draft(project).public_id, **_sent_back(project)}
        for name in ("link_revoke", "remark_answer", "wording_settle", "comment_resolve")
    },
    # The models of text hang on their organisation.
    "agreements:built_in": lambda project: {"slug": project.organisation.slug, "code": "T1"},
    "agreements:model_": lambda project: (
        _own_model(project) | {"code": "T1", "number": 1, "other": 1, "operation_id": "abcdefghij"}
    ),
    "agreements:draft_": lambda project: _own_model(project) | {"key": "objet", "direction": "monter"},
    "territories:": lambda project: {"key": "FR.commune.63132"},
    "agreements:sheet": lambda project: {
        "public_id": project.sheets.first().public_id,
        "part": "pourquoi",
        "direction": "descendre",
        "validation_id": "abcdefghij",
    },
    "agreements:event": lambda project: {
        "public_id": _draft(project).public_id,
        "event_id": _draft(project).events.get().public_id,
    },
    "agreements:signat": lambda project: {
        "public_id": _to_sign(project).public_id,
        "signature_id": _to_sign(project).signatures.filter(state="pending").first().public_id,
        "way": "papier",
    },
    "agreements:piece": lambda project: {
        "public_id": _to_sign(project).public_id,
        "signature_id": _to_sign(project).signatures.get(state="paper").public_id,
        "file_id": _to_sign(project).files.get(kind="paper").public_id,
    },
    **{
        f"agreements:{name}": lambda project: {
            "public_id": _to_sign(project).public_id,
            "file_id": _to_sign(project).files.get(kind="quote").public_id,
        }
        for name in ("piece_edit", "piece_remove")
    },
    "agreements:text_compare": lambda project: {
        "public_id": _draft(project).public_id,
        "file_id": _draft(project).files.get(kind="returned").public_id,
    },
    "agreements:step": lambda project: {
        "public_id": project.validation_steps.get().public_id,
        "direction": "monter",
    },
}


def _promise(project):
    return project.partnerships.filter(promises__done=False).first().promises.filter(done=False).first()


def _cell(project, letters):
    """Return the address of a cell of the RACI that holds these letters, for an activity that is not over."""
    cells = RaciAssignment.objects.filter(partnership__project=project, letters=letters)
    cell = cells.exclude(activity__status__in=("done", "dropped")).first()
    return {"public_id": cell.activity.public_id, "partner": cell.partnership.public_id, "letters": letters}


def _own_model(project):
    """Return the address of a model of the organisation that has a draft, made the first time."""
    organisation = project.organisation
    template, made = AgreementTemplate.objects.get_or_create(organisation=organisation, base="T1", name="Le nôtre")
    if made:
        model = MODELS["T1"]
        AgreementTemplateVersion.objects.create(
            template=template, number=1, title=model.title, party=model.party, articles=stored(model)
        )
    return {"slug": organisation.slug, "public_id": template.public_id}


def _idle(project):
    """Return a record of the organisation that no project uses, made the first time."""
    return Partner.objects.get_or_create(organisation=project.organisation, name="Un café sans projet")[0]


def _own_place(project):
    """Return a quartier of the organisation, made the first time."""
    return Territory.objects.get_or_create(organisation=project.organisation, kind="quartier", name="Le Bourg")[0]


def _partner(project):
    """Return a partner that no agreement holds and that has freins."""
    return project.partnerships.filter(is_lead=False, obstacles__isnull=False, party_to=None).first()


def _point(project):
    """Return the written point of the partner, made the first time."""
    return RoundPoint.objects.get_or_create(partnership=_partner(project), stage="negotiation", text="Deux jours")[0]


def _oral(project, *, closed=False):
    """Return an oral agreement with the partner, which goes on or has ended, made the first time."""
    day = datetime.date(2026, 11, 22) if closed else None
    known = {"partnership": _partner(project), "formalisation": "oral", "purpose": "Le prêt", "closed_on": day}
    return Arrangement.objects.get_or_create(**known)[0]


TOKEN = "jeton-de-la-matrice"
ACCORD_TOKEN = "jeton-de-la-convention"


def _link(project):
    return PartnerLink.objects.get(partnership__project=project)


def _draft(project):
    return project.agreements.get(title="Brouillon")


def _sent_back(project):
    """Return the addresses of what came back on the draft of the matrix."""
    link = _draft(project).links.exclude(version=None).get()
    return {
        "link_id": link.public_id,
        "remark_id": link.remarks.get().public_id,
        "wording_id": link.wordings.get().public_id,
        "comment_id": ArticleComment.objects.get(article__agreement=_draft(project)).public_id,
    }


def addresses():
    """Return {name: its parameters} for every address."""

    def walk(patterns, prefix, parameters):
        for pattern in patterns:
            names = parameters | set(pattern.pattern.converters)
            if isinstance(pattern, URLResolver):
                space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, space, names)
            elif isinstance(pattern, URLPattern):
                yield f"{prefix}{pattern.name}", names | set(pattern.pattern.regex.groupindex)

    return dict(walk(get_resolver().url_patterns, "", set()))


def address_of(name, parameters, project):
    """Return the path of the address for the project of the demonstration."""
    start = max((start for start in OBJECTS if name.startswith(start)), key=len, default=None)
    known = {"slug": project.slug} | (OBJECTS[start](project) if start else {})
    return reverse(name, kwargs={parameter: known[parameter] for parameter in parameters})


def _to_sign(project):
    """Return an agreement ready to sign: one of three has signed, on paper, and its scan is kept."""
    return project.agreements.get(template="T1", status="ready", title="À signer")


def _make_to_sign(project, by):
    day = datetime.date(2026, 11, 22)
    agreement = start_agreement(project=project, partnership=_partner(project), title="À signer", by=by, day=day)
    agreement.status = "ready"
    agreement.save()
    lead, other = agreement.parties.all()
    for party, name in ((lead, "Ada"), (lead, "Zoé")):
        Signature.objects.create(agreement=agreement, party=party, name=name)
    signed = Signature.objects.create(agreement=agreement, party=other, name="Léo", state="paper", signed_on=day)
    stored = StoredContent.objects.create(agreement=agreement, sha256="0", media_type="image/png", size=1, content=b"0")
    AgreementFile.objects.create(
        agreement=agreement, signature=signed, kind="paper", name="copie.png", stored=stored, added_on=day
    )
    AgreementFile.objects.create(agreement=agreement, kind="quote", name="devis.png", stored=stored, added_on=day)
    circuit(project, "Bureau")
    text = TextState.objects.create(agreement=agreement, fingerprint="0")
    asked = ValidationRound.objects.create(
        agreement=agreement, number=1, text=text, asked_on=day, note="-", current="0"
    )
    Validation.objects.create(round=asked, name="Bureau", kind="body", reason="-", article="-", reference="-")


@pytest.fixture
def world(db):
    """The demonstration, a person of each role in it, and a stranger who runs a project elsewhere."""
    official_places()
    organisation = OrganisationFactory()
    project = import_file(DEMO.read_bytes(), organisation=organisation).project
    people = {}
    for role in Role:
        people[role] = UserFactory(email=f"{role}@exemple.example")
        MembershipFactory(organisation=organisation, user=people[role], role=role)
        ProjectMemberFactory(project=project, user=people[role], role=role)
    stranger = UserFactory(email="ailleurs@exemple.example")
    elsewhere = ProjectFactory()
    MembershipFactory(organisation=elsewhere.organisation, user=stranger, role=Role.COORDINATOR)
    ProjectMemberFactory(project=elsewhere, user=stranger, role=Role.COORDINATOR)
    coordinator = people[Role.COORDINATOR]
    with operation(by=coordinator, label="Geste à annuler", project=project):
        # What an editor writes: the others are in test_undo_rights.py.
        project.partnerships.first().save()
    day = datetime.date(2026, 11, 22)
    agreement = start_agreement(
        project=project, partnership=_partner(project), title="Brouillon", by=coordinator, day=day
    )
    content = png()
    stored = StoredContent.objects.create(
        agreement=agreement, sha256="0", media_type="image/png", size=len(content), content=content
    )
    plan = {"width": 60, "height": 80, "picture": stored}
    OwnAnnex.objects.create(agreement=agreement, title="Plan", is_picture=True, alt="La salle", **plan)
    AgreementFile.objects.create(agreement=agreement, kind="returned", name="r.docx", stored=stored, added_on=day)
    send_with_replies(agreement, coordinator, ACCORD_TOKEN)
    agreement.events.create(kind="suspend", on=day)
    _make_to_sign(project, coordinator)
    question = ask_everything(project).groups[0].asked[0].question
    SetAside.objects.create(
        project=project, code=question.code, subject=question.about, mark=question.mark, question="-", reason="-"
    )
    partnership = Contact.objects.filter(partner__partnerships__project=project).first().partner.partnerships.get()
    link, _token = make_link(partnership, coordinator, asks_roles=True, asks_places=True)
    PartnerLink.objects.filter(pk=link.pk).update(token_hash=digest(TOKEN))
    link.receive([], "Tout est juste")
    return project, people, stranger


def test_every_address_is_classified():
    assert set(addresses()) == set(ACCESS)


def session_of(user):
    """Return the cookies of somebody who has signed in, none of somebody who has not."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {name: morsel.value for name, morsel in client.cookies.items()}


def status(session, method, path):
    """Return the answer's status and where it leads; nothing that the request wrote stays, in the session neither."""
    client = Client()
    client.cookies.load(session)
    # Each request is a page of its own: the watch on repeated queries has no meaning across them.
    with zeal_ignore(), transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    return response.status_code, response.get("Location", "")


def expected_of(level, identity, in_project):
    """Return the statuses allowed for an identity ("anonymous", "stranger" or a Role) at that level."""
    came_in = {200, 204, 302, 304, 400, 409, 422}
    if level == PUBLIC:
        return came_in | {401}
    if identity == "anonymous":
        return {302}
    if identity == "stranger":
        return {404} if in_project else came_in
    return came_in if identity in ROLES[level] else {403}


@pytest.mark.once
@pytest.mark.usefixtures("unrendered_documents", "undrawn_pages")
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_sees_what_their_role_allows_and_nothing_else(world, method, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.COMPANY_REGISTER = True  # asked nothing here: no words are sent
    settings.LIVE = True
    project, people, stranger = world
    identities = {"anonymous": None, "stranger": stranger} | people
    sessions = {identity: session_of(user) for identity, user in identities.items()}
    sign_in = reverse("account_login")
    wrong = []
    for name, parameters in addresses().items():
        level = ACCESS[name][0 if method == "get" else 1]
        path = address_of(name, parameters, project)
        for identity, session in sessions.items():
            code, location = status(session, method, path)
            if level == NO:
                # A method that does not exist may say so before it asks who you are, never after having done something.
                fine = code == 405 or (code, identity) == (302, "anonymous") or code in {403, 404}
            else:
                fine = code in expected_of(level, identity, "slug" in parameters)
                if identity == "anonymous" and level != PUBLIC:
                    fine = fine and location.startswith(sign_in)
            if code in {403, 404} and name in FIND_NOTHING and level != NO and identity in ROLES[level]:
                fine = True
            if not fine:
                wrong.append(f"{identity} {method.upper()} {name}: {code} {location}")
    assert not wrong, "\n".join(wrong)
