"""Addresses of a project's own things: settings, journal of changes."""

from django.urls import path

from projects.views import history, own_places, settings

app_name = "projects"

urlpatterns = [
    path("projets/<slug:slug>/reglages/", settings.project_edit, name="project_edit"),
    path("projets/<slug:slug>/reglages/territoires/", settings.places_edit, name="places_edit"),
    path("projets/<slug:slug>/reglages/nos-territoires/", own_places.own_place_list, name="own_place_list"),
    path("projets/<slug:slug>/reglages/nos-territoires/ajouter/", own_places.own_place_edit, name="own_place_add"),
    path(
        "projets/<slug:slug>/reglages/nos-territoires/<str:public_id>/",
        own_places.own_place_edit,
        name="own_place_edit",
    ),
    path(
        "projets/<slug:slug>/reglages/nos-territoires/<str:public_id>/archiver/",
        own_places.own_place_archive,
        name="own_place_archive",
    ),
    path(
        "projets/<slug:slug>/reglages/nos-territoires/<str:public_id>/contour/",
        own_places.own_place_contour,
        name="own_place_contour",
    ),
    path("projets/<slug:slug>/reglages/<str:list_name>/ajouter/", settings.item_edit, name="item_add"),
    path("projets/<slug:slug>/reglages/<str:list_name>/<str:public_id>/", settings.item_edit, name="item_edit"),
    path(
        "projets/<slug:slug>/reglages/<str:list_name>/<str:public_id>/retirer/",
        settings.item_remove,
        name="item_remove",
    ),
    path("projets/<slug:slug>/historique/", history.operation_list, name="operation_list"),
    path("projets/<slug:slug>/historique/<str:public_id>/annuler/", history.operation_undo, name="operation_undo"),
]
