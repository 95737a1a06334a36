"""Addresses of projects: list, creation, home, settings, journal of changes."""

from django.urls import path

from projects.views import history, project

app_name = "projects"

urlpatterns = [
    path("", project.project_list, name="project_list"),
    path("projets/nouveau/", project.project_create, name="project_create"),
    path("projets/<slug:slug>/", project.project_home, name="project_home"),
    path("projets/<slug:slug>/reglages/", project.project_edit, name="project_edit"),
    path("projets/<slug:slug>/historique/", history.operation_list, name="operation_list"),
    path("projets/<slug:slug>/historique/<str:public_id>/annuler/", history.operation_undo, name="operation_undo"),
]
