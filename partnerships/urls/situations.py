"""The matrix situations × actors."""

from django.urls import path

from partnerships.views import situation_rows, situations

PAGE = "projets/<slug:slug>/situations/"
ONE = f"{PAGE}<str:public_id>/"

urlpatterns = [
    path(PAGE, situations.situation_list, name="situation_list"),
    path(f"{PAGE}ajouter/", situation_rows.situation_edit, name="situation_create"),
    path(f"{ONE}modifier/", situation_rows.situation_edit, name="situation_edit"),
    path(f"{ONE}deplacer/", situation_rows.situation_move, name="situation_move"),
    path(f"{ONE}retirer/", situation_rows.situation_remove, name="situation_remove"),
    path(f"{ONE}personne/", situations.situation_gap, name="situation_gap"),
    path(f"{ONE}<slug:path>/", situations.situation_cell, name="situation_cell"),
]
