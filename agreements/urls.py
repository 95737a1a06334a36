"""Addresses of agreements, other arrangements and fiches action."""

from django.urls import path

from agreements.views import agreement, article, circuit, document, fact, sheet, signature, validation

app_name = "agreements"

AGREEMENTS = "projets/<slug:slug>/conventions/"
ONE = f"{AGREEMENTS}<str:public_id>/"
ARTICLE = f"{ONE}articles/<str:article_id>/"
CIRCUIT = "projets/<slug:slug>/circuit-de-validation/"
SIGNATURE = f"{ONE}signatures/<str:signature_id>/"

urlpatterns = [
    path(AGREEMENTS, agreement.agreement_list, name="agreement_list"),
    path(f"{AGREEMENTS}nouvelle/", agreement.agreement_create, name="agreement_create"),
    path(ONE, agreement.agreement_edit, name="agreement_edit"),
    path(f"{ONE}lire/", agreement.agreement_detail, name="agreement_detail"),
    path(f"{ONE}etat/", agreement.agreement_status, name="agreement_status"),
    path(f"{ONE}convention.pdf", document.agreement_pdf, name="agreement_pdf"),
    path(f"{ONE}projet.pdf", document.agreement_draft_pdf, name="agreement_draft_pdf"),
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
    path(f"{ONE}faits/<slug:group>/", fact.facts_edit, name="facts_edit"),
    path(f"{ONE}apports/", fact.means_edit, name="means_edit"),
    path(f"{ONE}parties/<str:party_id>/", fact.party_edit, name="party_edit"),
    path(f"{ONE}parties/<str:party_id>/engagements/", fact.commitments_edit, name="commitments_edit"),
    path(f"{ONE}annexes/<slug:name>/", fact.annex_switch, name="annex_switch"),
    path(f"{ONE}validation/", validation.validation_detail, name="validation_detail"),
    path(f"{ONE}validation/demander/", validation.validation_ask, name="validation_ask"),
    path(f"{ONE}validation/retirer/", validation.validation_withdraw, name="validation_withdraw"),
    path(f"{ONE}validation/noter/", validation.answer_note, name="answer_note"),
    path(f"{ONE}valider/", validation.text_validate, name="text_validate"),
    path(f"{ONE}valider/changement/", validation.change_ask, name="change_ask"),
    path(f"{ONE}signatures/", signature.signature_list, name="signature_list"),
    path(f"{ONE}signatures/preparer/", signature.signatures_ask, name="signatures_ask"),
    path(f"{ONE}signatures/ajouter/", signature.signatory_edit, name="signatory_add"),
    path(SIGNATURE, signature.signatory_edit, name="signatory_edit"),
    path(f"{SIGNATURE}retirer/", signature.signatory_remove, name="signatory_remove"),
    path(f"{SIGNATURE}attendre/", signature.signature_put_back, name="signature_put_back"),
    path(f"{SIGNATURE}relancer/", signature.signature_remind, name="signature_remind"),
    path(f"{SIGNATURE}copies/", signature.file_add, name="file_add"),
    path(f"{SIGNATURE}comment/<slug:way>/", signature.signature_tell, name="signature_tell"),
    path(f"{ONE}pieces/<str:file_id>/", signature.file_download, name="file_download"),
    path(f"{ONE}cacheter/", signature.agreement_seal, name="agreement_seal"),
    path(CIRCUIT, circuit.circuit, name="circuit"),
    path(f"{CIRCUIT}ajouter/", circuit.step_edit, name="step_add"),
    path(f"{CIRCUIT}reprendre/", circuit.circuit_take, name="circuit_take"),
    path(f"{CIRCUIT}donner/", circuit.circuit_give, name="circuit_give"),
    path(f"{CIRCUIT}<str:public_id>/", circuit.step_edit, name="step_edit"),
    path(f"{CIRCUIT}<str:public_id>/retirer/", circuit.step_remove, name="step_remove"),
    path(f"{CIRCUIT}<str:public_id>/<slug:direction>/", circuit.step_move, name="step_move"),
    path("projets/<slug:slug>/fiches-action/", sheet.sheet_list, name="sheet_list"),
    path("projets/<slug:slug>/fiches-action/<str:public_id>/", sheet.sheet_detail, name="sheet_detail"),
    path("projets/<slug:slug>/investissement/", sheet.investment_detail, name="investment_detail"),
]
