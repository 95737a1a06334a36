"""« Qui manque ? » in a project, and the organisation's list of expected actors."""

from django.urls import path

from partnerships.views import expected, missing

MISSING = "projets/<slug:slug>/qui-manque/"
LIST = "annuaire/<slug:slug>/acteurs-attendus/"

urlpatterns = [
    path(MISSING, missing.missing_list, name="missing_list"),
    path(f"{MISSING}<str:public_id>/", missing.missing_answer, name="missing_answer"),
    path(f"{MISSING}<str:public_id>/reposer/", missing.missing_reopen, name="missing_reopen"),
    path(LIST, expected.expected_list, name="expected_list"),
    path(f"{LIST}ajouter/", expected.expected_edit, name="expected_add"),
    path(f"{LIST}liste-de-depart/", expected.expected_start, name="expected_start"),
    path(f"{LIST}<str:public_id>/", expected.expected_edit, name="expected_edit"),
    path(f"{LIST}<str:public_id>/ordre/", expected.expected_move, name="expected_move"),
    path(f"{LIST}<str:public_id>/retirer/", expected.expected_retire, name="expected_retire"),
]
