"""Addresses of territories."""

from django.urls import path

from territories import views

app_name = "territories"

urlpatterns = [
    path("recherche/", views.territory_search, name="territory_search"),
]
