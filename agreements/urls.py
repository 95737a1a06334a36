"""Addresses of agreements, other arrangements and fiches action."""

from django.urls import path

from agreements.views import agreement

app_name = "agreements"

urlpatterns = [
    path("projets/<slug:slug>/conventions/", agreement.agreement_list, name="agreement_list"),
    path("projets/<slug:slug>/conventions/<str:public_id>/", agreement.agreement_edit, name="agreement_edit"),
]
