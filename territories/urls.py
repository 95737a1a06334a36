"""Addresses of territories."""

from django.urls import path

from territories import views

app_name = "territories"

urlpatterns = [
    path("recherche/", views.territory_search, name="territory_search"),
    path("<str:key>/", views.territory_detail, name="territory_detail"),
    path("<str:key>/carte.pdf", views.territory_pdf, name="territory_pdf"),
]
