"""Addresses of workshops."""

from django.urls import path

from workshops import views

app_name = "workshops"

urlpatterns = [
    path("projets/<slug:slug>/ateliers/", views.workshop_list, name="workshop_list"),
]
