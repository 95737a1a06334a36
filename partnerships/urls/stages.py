"""The path of a partnership: what its stage asks, mandates, written points."""

from django.urls import path

from partnerships.views import stages

PATH = "projets/<slug:slug>/partenaires/<str:public_id>/chemin/"

urlpatterns = [
    path(PATH, stages.stage_path, name="stage_path"),
    path(f"{PATH}<slug:items>/ajouter/", stages.stage_item_add, name="stage_item_add"),
    path(f"{PATH}<slug:items>/<str:line>/", stages.stage_item_edit, name="stage_item_edit"),
    path(f"{PATH}<slug:items>/<str:line>/retirer/", stages.stage_item_remove, name="stage_item_remove"),
]
