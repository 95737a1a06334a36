"""Directory of the project's partners, and the record of one."""

from django.urls import path

from partnerships.views import (
    changes,
    directory,
    directory_settings,
    merging,
    opinions,
    record,
    record_items,
    register,
    standing,
)

PARTNERS = "projets/<slug:slug>/partenaires/"
ONE = f"{PARTNERS}<str:public_id>/"

urlpatterns = [
    path("annuaire/<slug:slug>/reglages/", directory_settings.directory_settings, name="directory_settings"),
    path(
        "annuaire/<slug:slug>/fiches/<str:public_id>/",
        directory_settings.directory_record,
        name="directory_record",
    ),
    path(PARTNERS, directory.partnership_list, name="partnership_list"),
    path(f"{PARTNERS}ajouter/", directory.partnership_add, name="partnership_add"),
    path(f"{PARTNERS}doublons/", merging.twin_list, name="twin_list"),
    path(f"{PARTNERS}ajouter/registre/", register.register_search, name="register_search"),
    path(ONE, record.partnership_record, name="partnership_record"),
    path(f"{ONE}retirer/", directory.partnership_remove, name="partnership_remove"),
    path(f"{ONE}archiver/", standing.partner_archive, name="partner_archive"),
    path(f"{ONE}reprendre/", standing.partner_resume, name="partner_resume"),
    path(f"{ONE}supprimer/", standing.partner_discard, name="partner_discard"),
    path(f"{ONE}verifiee/", standing.partner_checked, name="partner_checked"),
    path(f"{ONE}fusionner/", merging.merge_choose, name="merge_choose"),
    path(f"{ONE}fusionner/<str:other>/", merging.merge_show, name="merge_show"),
    path(f"{ONE}changements/", changes.change_list, name="change_list"),
    path(f"{ONE}registre/", register.record_register, name="record_register"),
    path(f"{ONE}modifier/<slug:block>/", record.record_edit, name="record_edit"),
    path(f"{ONE}avis/<str:line>/retenir/", opinions.opinion_keep, name="opinion_keep"),
    path(f"{ONE}personnes/<str:line>/ordre/", record_items.record_person_move, name="record_person_move"),
    path(f"{ONE}<slug:items>/ajouter/", record_items.record_item_add, name="record_item_add"),
    path(f"{ONE}<slug:items>/<str:line>/", record_items.record_item_edit, name="record_item_edit"),
    path(f"{ONE}<slug:items>/<str:line>/retirer/", record_items.record_item_remove, name="record_item_remove"),
]
