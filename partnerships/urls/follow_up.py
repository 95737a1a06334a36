"""Plain pages of what is followed: journal, pas de côté, situations, relations, bilans, committees."""

from django.urls import path

from partnerships.views import follow_up

urlpatterns = [
    path("projets/<slug:slug>/suivi/", follow_up.follow_up, name="follow_up"),
    path("projets/<slug:slug>/journal/", follow_up.journal, name="journal"),
    path("projets/<slug:slug>/pas-de-cote/", follow_up.perspective_list, name="perspective_list"),
    path("projets/<slug:slug>/situations/", follow_up.situation_list, name="situation_list"),
    path("projets/<slug:slug>/relations/", follow_up.link_list, name="link_list"),
    path("projets/<slug:slug>/bilans/", follow_up.review_list, name="review_list"),
    path("projets/<slug:slug>/bilans/<int:pk>/", follow_up.review_detail, name="review_detail"),
    path("projets/<slug:slug>/instances/", follow_up.committee_list, name="committee_list"),
]
