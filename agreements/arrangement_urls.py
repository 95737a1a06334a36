"""Addresses of lighter arrangements."""

from django.urls import path

from agreements.views import arrangement

ARRANGEMENTS = "projets/<slug:slug>/accords/"
ONE = f"{ARRANGEMENTS}<str:public_id>/"

LIGHTER_ARRANGEMENTS = [
    path(f"{ARRANGEMENTS}noter/", arrangement.arrangement_create, name="arrangement_create"),
    path(ONE, arrangement.arrangement_detail, name="arrangement_detail"),
    path(f"{ONE}modifier/", arrangement.arrangement_edit, name="arrangement_edit"),
    path(f"{ONE}terminer/", arrangement.arrangement_close, name="arrangement_close"),
    path(f"{ONE}reprendre/", arrangement.arrangement_reopen, name="arrangement_reopen"),
    path(f"{ONE}supprimer/", arrangement.arrangement_remove, name="arrangement_remove"),
]
