"""Addresses of whole-project files, in and out."""

from django.urls import path

from exchange import views

app_name = "exchange"

urlpatterns = [
    path("projets/importer/", views.project_import, name="project_import"),
    path("projets/<slug:slug>/fichier/", views.project_export, name="project_export"),
    path("projets/<slug:slug>/fichier/remarques/", views.import_report, name="import_report"),
    path("projets/<slug:slug>/fichier/<str:notation>/", views.project_download, name="project_download"),
]
