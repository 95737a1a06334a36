"""Addresses of agreements, other arrangements and fiches action."""

from django.urls import path

from agreements import ahead
from agreements.arrangement_urls import LIGHTER_ARRANGEMENTS
from agreements.signing_urls import VALIDATION_AND_SIGNATURES
from agreements.views import (
    accord,
    agreement,
    amendment,
    article,
    budget,
    comment,
    creation,
    document,
    essential,
    fact,
    life,
    own_annex,
    own_draft,
    own_model,
    own_sheet,
    party,
    reply,
    sending,
    sheet,
    sheet_edit,
    sheet_gestures,
    succession,
    taking_back,
    verifying,
    version,
)

app_name = "agreements"

AGREEMENTS = "projets/<slug:slug>/conventions/"
ONE = f"{AGREEMENTS}<str:public_id>/"
VERSION = f"{ONE}versions/<int:number>/"
REPLIES = f"{ONE}retours/"
ARTICLE = f"{ONE}articles/<str:article_id>/"
OWN_ANNEX = f"{ONE}annexes/ajoutees/<str:annex_id>/"
SHEETS = "projets/<slug:slug>/fiches-action/"
SHEET = f"{SHEETS}<str:public_id>/"

MODELS = "organisations/<slug:slug>/modeles-de-convention/"
MODEL = f"{MODELS}<str:public_id>/"
DRAFT = f"{MODEL}brouillon/"

urlpatterns = [
    path(AGREEMENTS, agreement.agreement_list, name="agreement_list"),
    path(f"{AGREEMENTS}donnees-essentielles/", essential.essential_list, name="essential_list"),
    path(f"{AGREEMENTS}donnees-essentielles.csv", essential.essential_list_csv, name="essential_list_csv"),
    path(f"{AGREEMENTS}verifier/", verifying.file_check, name="file_check"),
    path("verifier/", verifying.file_verify, name="file_verify"),
    path(f"{AGREEMENTS}nouvelle/", creation.agreement_create, name="agreement_create"),
    path(f"{AGREEMENTS}calendrier/", life.agreement_calendar, name="agreement_calendar"),
    path(f"{AGREEMENTS}calendrier.ics", life.agreement_calendar_ics, name="agreement_calendar_ics"),
    path("conventions/", life.agreement_register, name="agreement_register"),
    path("conventions/calendrier/", life.agreement_calendar_all, name="agreement_calendar_all"),
    path("conventions/calendrier.ics", life.agreement_calendar_all_ics, name="agreement_calendar_all_ics"),
    path(ONE, agreement.agreement_edit, name="agreement_edit"),
    path(f"{ONE}echeances/", life.agreement_terms, name="agreement_terms"),
    path(f"{ONE}echeances/suivante/", succession.agreement_next, name="agreement_next"),
    path(f"{ONE}echeances/evenement/", life.agreement_turn, name="agreement_turn"),
    path(f"{ONE}echeances/evenement/<str:event_id>/piece/", life.event_piece_add, name="event_piece_add"),
    path(f"{ONE}lire/", agreement.agreement_detail, name="agreement_detail"),
    path(f"{ONE}etat/", agreement.agreement_status, name="agreement_status"),
    path(f"{ONE}convention.pdf", document.agreement_pdf, name="agreement_pdf"),
    path(f"{ONE}projet.pdf", document.agreement_draft_pdf, name="agreement_draft_pdf"),
    path(f"{ONE}convention.docx", document.agreement_docx, name="agreement_docx"),
    path(f"{ONE}convention.odt", document.agreement_odt, name="agreement_odt"),
    path(f"{ONE}donnees-essentielles/", essential.essential_data, name="essential_data"),
    path(f"{ONE}donnees-essentielles.csv", essential.essential_data_csv, name="essential_data_csv"),
    path(f"{ONE}reprendre-docx/", taking_back.text_return, name="text_return"),
    path(f"{ONE}reprendre-docx/<str:file_id>/", taking_back.text_compare, name="text_compare"),
    path(f"{ONE}avenant/", amendment.amendment_start, name="amendment_start"),
    path(f"{ONE}avenant/articles/", amendment.amendment_articles, name="amendment_articles"),
    path(f"{ONE}avenant/articles/ajouter/", amendment.amendment_add, name="amendment_add"),
    path(f"{ONE}avenant/articles/supprimer/", amendment.amendment_delete, name="amendment_delete"),
    path(f"{ONE}en-vigueur/", amendment.agreement_in_force, name="agreement_in_force"),
    *(
        path(
            f"{ONE}en-vigueur/texte-consolide.{extension}",
            amendment.agreement_in_force_file,
            {"extension": extension},
            name=f"agreement_in_force_{extension}",
        )
        for extension in ("pdf", "docx", "odt")
    ),
    path(f"{ONE}versions/", version.version_list, name="version_list"),
    path(f"{ONE}versions/envoyer/", sending.version_send, name="version_send"),
    path(VERSION, version.version_detail, name="version_detail"),
    path(f"{VERSION}convention.pdf", version.version_pdf, name="version_pdf"),
    path(f"{VERSION}comparer/<str:other>/", version.version_compare, name="version_compare"),
    path(REPLIES, reply.reply_list, name="reply_list"),
    path(f"{REPLIES}ailleurs/", reply.answer_note, name="answer_note"),
    path(f"{REPLIES}liens/ajouter/", sending.link_add, name="link_add"),
    path(f"{REPLIES}liens/<str:link_id>/fermer/", sending.link_revoke, name="link_revoke"),
    path(f"{REPLIES}remarques/<str:remark_id>/", reply.remark_answer, name="remark_answer"),
    path(f"{REPLIES}redactions/<str:wording_id>/", reply.wording_settle, name="wording_settle"),
    path(f"{ONE}manque/", agreement.missing_list, name="missing_list"),
    path(f"{ONE}manque/<int:number>/passer-outre/", agreement.override_add, name="override_add"),
    path(f"{ONE}manque/<int:number>/reprendre/", agreement.override_remove, name="override_remove"),
    path(f"{ONE}articles/modele/", agreement.article_start, name="article_start"),
    path(f"{ONE}articles/ajouter/", article.article_add, name="article_add"),
    path(ARTICLE, article.article_edit, name="article_edit"),
    path(f"{ARTICLE}inclure/", article.article_switch, name="article_switch"),
    path(f"{ARTICLE}deplacer/<str:direction>/", article.article_move, name="article_move"),
    path(f"{ARTICLE}modele/", article.article_restore, name="article_restore"),
    path(f"{ARTICLE}supprimer/", article.article_remove, name="article_remove"),
    path(f"{ARTICLE}commentaires/", comment.comment_add, name="comment_add"),
    path(f"{ONE}commentaires/<str:comment_id>/regler/", comment.comment_resolve, name="comment_resolve"),
    path(f"{ONE}faits/<slug:group>/", fact.facts_edit, name="facts_edit"),
    path(f"{ONE}apports/", fact.means_edit, name="means_edit"),
    path(f"{ONE}budget/", budget.budget_edit, name="budget_edit"),
    path(f"{ONE}personnel/", budget.staff_edit, name="staff_edit"),
    path(f"{ONE}parties/", party.party_list, name="party_list"),
    path(f"{ONE}parties/<str:party_id>/", fact.party_edit, name="party_edit"),
    path(f"{ONE}parties/<str:party_id>/engagements/", fact.commitments_edit, name="commitments_edit"),
    path(f"{ONE}parties/<str:party_id>/corrections/", own_sheet.party_settle, name="party_settle"),
    # The page of a partner, without account. privacy.logs takes tokens out of what is logged, by this path.
    path("accord/<str:token>/", accord.accord, name="accord"),
    path("accord/<str:token>/convention.pdf", accord.accord_pdf, name="accord_pdf"),
    path(f"{ONE}parties/<str:party_id>/deliberation/", party.decision_edit, name="decision_edit"),
    path(f"{ONE}parties/<str:party_id>/deplacer/<str:direction>/", party.party_move, name="party_move"),
    path(f"{ONE}parties/<str:party_id>/retirer/", party.party_remove, name="party_remove"),
    path(f"{ONE}annexes/ajouter/<slug:sort>/", own_annex.own_annex_add, name="own_annex_add"),
    path(OWN_ANNEX, own_annex.own_annex_edit, name="own_annex_edit"),
    path(f"{OWN_ANNEX}deplacer/<str:direction>/", own_annex.own_annex_move, name="own_annex_move"),
    path(f"{OWN_ANNEX}retirer/", own_annex.own_annex_remove, name="own_annex_remove"),
    path(f"{OWN_ANNEX}image/", own_annex.own_annex_picture, name="own_annex_picture"),
    path(f"{ONE}annexes/<slug:name>/", fact.annex_switch, name="annex_switch"),
    path(MODELS, own_model.model_list, name="model_list"),
    path(f"{MODELS}integres/<slug:code>/", own_model.built_in_detail, name="built_in_detail"),
    path(f"{MODELS}integres/<slug:code>/copier/", own_model.model_copy, name="model_copy"),
    path(f"{MODELS}annuler/<str:operation_id>/", own_model.model_undo, name="model_undo"),
    path(MODEL, own_model.model_detail, name="model_detail"),
    path(f"{MODEL}archiver/", own_model.model_archive, name="model_archive"),
    path(f"{MODEL}versions/<int:number>/", own_model.model_detail, name="model_version"),
    path(f"{MODEL}versions/<int:number>/comparer/<int:other>/", own_model.model_compare, name="model_compare"),
    path(DRAFT, own_model.draft_open, name="draft_open"),
    path(f"{DRAFT}nom/", own_draft.draft_name, name="draft_name"),
    path(f"{DRAFT}presentation/", own_draft.draft_presentation, name="draft_presentation"),
    path(f"{DRAFT}publier/", own_model.draft_publish, name="draft_publish"),
    path(f"{DRAFT}abandonner/", own_model.draft_drop, name="draft_drop"),
    path(f"{DRAFT}articles/ajouter/", own_draft.draft_article_add, name="draft_article_add"),
    path(f"{DRAFT}articles/<slug:key>/", own_draft.draft_article, name="draft_article"),
    path(
        f"{DRAFT}articles/<slug:key>/deplacer/<str:direction>/",
        own_draft.draft_article_move,
        name="draft_article_move",
    ),
    path(f"{DRAFT}articles/<slug:key>/supprimer/", own_draft.draft_article_remove, name="draft_article_remove"),
    path(SHEETS, sheet.sheet_list, name="sheet_list"),
    path(f"{SHEETS}nouvelle/", sheet_edit.sheet_create, name="sheet_create"),
    path(SHEET, sheet.sheet_detail, name="sheet_detail"),
    path(f"{SHEET}fiche.pdf", sheet.sheet_pdf, name="sheet_pdf"),
    path(f"{SHEET}modifier/<slug:part>/", sheet_edit.sheet_edit, name="sheet_edit"),
    path(f"{SHEET}deplacer/<slug:direction>/", sheet_gestures.sheet_move, name="sheet_move"),
    path(f"{SHEET}dupliquer/", sheet_gestures.sheet_copy, name="sheet_copy"),
    path(f"{SHEET}archiver/", sheet_gestures.sheet_archive, name="sheet_archive"),
    path(f"{SHEET}supprimer/", sheet_gestures.sheet_remove, name="sheet_remove"),
    path(f"{SHEET}valider/", sheet_gestures.sheet_validate, name="sheet_validate"),
    path(f"{SHEET}valider/<str:validation_id>/retirer/", sheet_gestures.sheet_unvalidate, name="sheet_unvalidate"),
    path(f"{SHEET}conventions/", sheet_gestures.sheet_annex, name="sheet_annex"),
    path("projets/<slug:slug>/investissement/", sheet.investment_detail, name="investment_detail"),
    *LIGHTER_ARRANGEMENTS,
    *VALIDATION_AND_SIGNATURES,
]

# Whatever changes an agreement: its PDF is made again before somebody asks for it.
for route in urlpatterns:
    if str(route.pattern).startswith(ONE):
        route.callback = ahead.prepared_after(route.callback)
