"""temporary"""

from django.http import HttpResponse
from django.urls import path

app_name = "exchange"


def v(request, slug=None):
    return HttpResponse("x")


urlpatterns = [
    path("projets/importer/", v, name="project_import"),
    path("projets/<slug:slug>/fichier/", v, name="project_export"),
]
