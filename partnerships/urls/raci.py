"""The RACI grid, its rows, its activities and phases."""

from django.urls import path

from partnerships.views.raci import (
    activities,
    cell,
    confirmation,
    duties,
    fill,
    grid,
    notes,
    projection,
    proposals,
    role_sheet,
    variant,
)

raci = "projets/<slug:slug>/raci/"

urlpatterns = [
    path(raci, grid.raci_grid, name="raci_grid"),
    path(f"{raci}colonnes/", grid.raci_columns, name="raci_columns"),
    path(f"{raci}lettres/", variant.raci_variant, name="raci_variant"),
    path(f"{raci}propositions/", proposals.raci_proposals, name="raci_proposals"),
    path(f"{raci}avis/", duties.raci_duties, name="raci_duties"),
    path(f"{raci}avis/<str:public_id>/rouvrir/", duties.raci_duty_reopen, name="raci_duty_reopen"),
    path(f"{raci}avis/<str:public_id>/<str:partner>/<str:letters>/", duties.raci_duty, name="raci_duty"),
    path(f"{raci}charge/", duties.raci_load, name="raci_load"),
    path(f"{raci}fiches/pdf/", role_sheet.raci_sheets_pdf, name="raci_sheets_pdf"),
    path(f"{raci}fiches/<str:public_id>/", role_sheet.raci_sheet, name="raci_sheet"),
    path(f"{raci}fiches/<str:public_id>/pdf/", role_sheet.raci_sheet_pdf, name="raci_sheet_pdf"),
    path(f"{raci}reponses/", confirmation.raci_answers, name="raci_answers"),
    path(f"{raci}reponses/<str:public_id>/<str:partner>/", confirmation.raci_answer, name="raci_answer"),
    path(f"{raci}notes/", notes.raci_notes, name="raci_notes"),
    path(f"{raci}notes/<str:public_id>/<str:partner>/", notes.raci_note, name="raci_note"),
    path(f"{raci}ecran/", projection.raci_projection, name="raci_projection"),
    path(f"{raci}pdf/", grid.raci_pdf, name="raci_pdf"),
    path(f"{raci}colonnes/<str:public_id>/deplacer/", activities.column_move, name="raci_column_move"),
    path(f"{raci}remplir/", fill.raci_fill, name="raci_fill"),
    path(f"{raci}case/", cell.raci_cell, name="raci_cell"),
    path(f"{raci}annuler/", cell.raci_undo, name="raci_undo"),
    path(f"{raci}coller/", cell.raci_paste, name="raci_paste"),
    path(f"{raci}activite/<str:public_id>/", cell.raci_row, name="raci_row"),
    path(f"{raci}activites/", activities.activity_list, name="raci_activities"),
    path(f"{raci}activites/ajouter/", activities.activity_create, name="raci_activity_create"),
    path(f"{raci}activites/<str:public_id>/modifier/", activities.activity_edit, name="raci_activity_edit"),
    path(f"{raci}activites/<str:public_id>/deplacer/", activities.activity_move, name="raci_activity_move"),
    path(f"{raci}activites/<str:public_id>/retirer/", activities.activity_remove, name="raci_activity_remove"),
    path(f"{raci}phases/ajouter/", activities.phase_create, name="raci_phase_create"),
    path(f"{raci}phases/<str:public_id>/modifier/", activities.phase_edit, name="raci_phase_edit"),
    path(f"{raci}phases/<str:public_id>/deplacer/", activities.phase_move, name="raci_phase_move"),
    path(f"{raci}phases/<str:public_id>/retirer/", activities.phase_remove, name="raci_phase_remove"),
]
