"""temporary"""

from django.http import HttpResponse
from django.urls import path


def v(request, slug=None):
    return HttpResponse("x")


urlpatterns = [path("projets/<slug:slug>/suivi/", v, name="follow_up")]
