"""The RACI grid."""

from django.urls import path

from partnerships.views import raci

urlpatterns = [
    path("projets/<slug:slug>/raci/", raci.raci_grid, name="raci_grid"),
]
