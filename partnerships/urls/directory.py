"""Directory of the project's partners, and the record of one."""

from django.urls import path

from partnerships.views import directory, record, record_items, register

PARTNERS = "projets/<slug:slug>/partenaires/"
ONE = f"{PARTNERS}<str:public_id>/"

urlpatterns = [
    path(PARTNERS, directory.partnership_list, name="partnership_list"),
    path(f"{PARTNERS}ajouter/", directory.partnership_add, name="partnership_add"),
    path(f"{PARTNERS}ajouter/registre/", register.register_search, name="register_search"),
    path(ONE, record.partnership_record, name="partnership_record"),
    path(f"{ONE}retirer/", directory.partnership_remove, name="partnership_remove"),
    path(f"{ONE}registre/", register.record_register, name="record_register"),
    path(f"{ONE}modifier/<slug:block>/", record.record_edit, name="record_edit"),
    path(f"{ONE}<slug:items>/ajouter/", record_items.record_item_add, name="record_item_add"),
    path(f"{ONE}<slug:items>/<str:line>/", record_items.record_item_edit, name="record_item_edit"),
    path(f"{ONE}<slug:items>/<str:line>/retirer/", record_items.record_item_remove, name="record_item_remove"),
]
