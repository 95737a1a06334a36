"""Directory of the project's partners, and the record of one."""

from django.urls import path

from partnerships.views import directory, record_edit

_RECORD = "projets/<slug:slug>/partenaires/<str:public_id>/"

urlpatterns = [
    path("projets/<slug:slug>/partenaires/", directory.partnership_list, name="partnership_list"),
    path(_RECORD, directory.partnership_record, name="partnership_record"),
    path(f"{_RECORD}retirer/", directory.partnership_remove, name="partnership_remove"),
    path(f"{_RECORD}modifier/<str:block>/", record_edit.block_edit, name="block_edit"),
    path(f"{_RECORD}promesses/<int:pk>/fait/", record_edit.promise_done, name="promise_done"),
    path(f"{_RECORD}<str:list_name>/ajouter/", record_edit.row_edit, name="row_add"),
    path(f"{_RECORD}<str:list_name>/<int:pk>/", record_edit.row_edit, name="row_edit"),
    path(f"{_RECORD}<str:list_name>/<int:pk>/retirer/", record_edit.row_remove, name="row_remove"),
]
