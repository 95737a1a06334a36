"""Plain pages of what is followed: journal, pas de côté, bilans, committees."""

from django.urls import path

from partnerships.views.follow_up import journal, pages, reviews

PROJECT = "projets/<slug:slug>/"

urlpatterns = [
    path(f"{PROJECT}suivi/", pages.follow_up, name="follow_up"),
    path(f"{PROJECT}journal/", journal.journal, name="journal"),
    path(f"{PROJECT}pas-de-cote/", pages.perspective_list, name="perspective_list"),
    path(f"{PROJECT}bilans/", reviews.review_list, name="review_list"),
    path(f"{PROJECT}bilans/<str:public_id>/", reviews.review_detail, name="review_detail"),
    path(f"{PROJECT}instances/", pages.committee_list, name="committee_list"),
]
