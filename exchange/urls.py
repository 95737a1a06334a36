"""Addresses of whole-project files and of spreadsheets of partners, in and out."""

from django.urls import path

from exchange import views
from exchange.raci import views as raci
from exchange.spreadsheets import agreements as agreement_tables
from exchange.spreadsheets import export_views
from exchange.spreadsheets import views as spreadsheets

app_name = "exchange"

PARTNERS = "projets/<slug:slug>/partenaires/"
ONE = f"{PARTNERS}importer/<str:public_id>/"

RACI = "projets/<slug:slug>/raci/"

urlpatterns = [
    path(f"{RACI}importer/", raci.raci_import, name="raci_import"),
    path(f"{RACI}tableur/", raci.raci_tables, name="raci_tables"),
    path(f"{RACI}tableur/a-transmettre/<str:notation>/", raci.raci_download, name="raci_download"),
    path(f"{RACI}tableur/equipe/<str:notation>/", raci.raci_team_download, name="raci_team_download"),
    path("conventions/registre/<str:notation>/", agreement_tables.register_download, name="register_download"),
    path("projets/importer/", views.project_import, name="project_import"),
    path("projets/<slug:slug>/fichier/", views.project_export, name="project_export"),
    path("projets/<slug:slug>/fichier/remarques/", views.import_report, name="import_report"),
    path("projets/<slug:slug>/fichier/<str:notation>/", views.project_download, name="project_download"),
    path(f"{PARTNERS}importer/", spreadsheets.spreadsheet_import, name="spreadsheet_import"),
    path(f"{PARTNERS}importer/exemple/", spreadsheets.spreadsheet_example, name="spreadsheet_example"),
    path(f"{PARTNERS}importer/modele/", spreadsheets.spreadsheet_template, name="spreadsheet_template"),
    path(f"{ONE}colonnes/", spreadsheets.spreadsheet_columns, name="spreadsheet_columns"),
    path(f"{ONE}lignes/", spreadsheets.spreadsheet_rows, name="spreadsheet_rows"),
    path(f"{ONE}confirmer/", spreadsheets.spreadsheet_confirm, name="spreadsheet_confirm"),
    path(f"{ONE}avancement/", spreadsheets.spreadsheet_progress, name="spreadsheet_progress"),
    path(f"{ONE}reprendre/", spreadsheets.spreadsheet_resume, name="spreadsheet_resume"),
    path(f"{ONE}jeter/", spreadsheets.spreadsheet_discard, name="spreadsheet_discard"),
    path(f"{PARTNERS}exporter/", export_views.partner_export, name="partner_export"),
    path(f"{PARTNERS}exporter/a-transmettre/<str:notation>/", export_views.partner_download, name="partner_download"),
    path(
        f"{PARTNERS}exporter/equipe/<str:notation>/", export_views.partner_team_download, name="partner_team_download"
    ),
]
