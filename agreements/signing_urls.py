"""Addresses of the circuit of validation, of what it is asked, of signatures, and of the files kept with an agreement."""

from django.urls import path

from agreements.views import circuit, piece, signature, validation

ONE = "projets/<slug:slug>/conventions/<str:public_id>/"
CIRCUIT = "projets/<slug:slug>/circuit-de-validation/"
SIGNATURE = f"{ONE}signatures/<str:signature_id>/"

VALIDATION_AND_SIGNATURES = [
    path(f"{ONE}validation/", validation.validation_detail, name="validation_detail"),
    path(f"{ONE}validation/demander/", validation.validation_ask, name="validation_ask"),
    path(f"{ONE}validation/retirer/", validation.validation_withdraw, name="validation_withdraw"),
    path(f"{ONE}validation/noter/", validation.decision_note, name="decision_note"),
    path(f"{ONE}valider/", validation.text_validate, name="text_validate"),
    path(f"{ONE}valider/changement/", validation.change_ask, name="change_ask"),
    path(f"{ONE}signatures/", signature.signature_list, name="signature_list"),
    path(f"{ONE}signatures/preparer/", signature.signatures_ask, name="signatures_ask"),
    path(f"{ONE}signatures/ajouter/", signature.signatory_edit, name="signatory_add"),
    path(SIGNATURE, signature.signatory_edit, name="signatory_edit"),
    path(f"{SIGNATURE}retirer/", signature.signatory_remove, name="signatory_remove"),
    path(f"{SIGNATURE}attendre/", signature.signature_put_back, name="signature_put_back"),
    path(f"{SIGNATURE}relancer/", signature.signature_remind, name="signature_remind"),
    path(f"{SIGNATURE}copies/", signature.piece_add, name="piece_add"),
    path(f"{SIGNATURE}comment/<slug:way>/", signature.signature_tell, name="signature_tell"),
    path(f"{ONE}pieces/", piece.piece_list, name="piece_list"),
    path(f"{ONE}pieces/ajouter/", piece.piece_bring, name="piece_bring"),
    path(f"{ONE}pieces/<str:file_id>/modifier/", piece.piece_edit, name="piece_edit"),
    path(f"{ONE}pieces/<str:file_id>/retirer/", piece.piece_remove, name="piece_remove"),
    path(f"{ONE}pieces/<str:file_id>/", signature.piece_download, name="piece_download"),
    path(f"{ONE}cacheter/", signature.agreement_seal, name="agreement_seal"),
    path(CIRCUIT, circuit.circuit, name="circuit"),
    path(f"{CIRCUIT}ajouter/", circuit.step_edit, name="step_add"),
    path(f"{CIRCUIT}reprendre/", circuit.circuit_take, name="circuit_take"),
    path(f"{CIRCUIT}donner/", circuit.circuit_give, name="circuit_give"),
    path(f"{CIRCUIT}<str:public_id>/", circuit.step_edit, name="step_edit"),
    path(f"{CIRCUIT}<str:public_id>/retirer/", circuit.step_remove, name="step_remove"),
    path(f"{CIRCUIT}<str:public_id>/<slug:direction>/", circuit.step_move, name="step_move"),
]
