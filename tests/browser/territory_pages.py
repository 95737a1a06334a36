"""One page for the browser tests of places: a form with a field for one place and a field for several."""

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from config.urls import handler403, handler404, handler500, urlpatterns
from territories.forms import TerritoriesField, TerritoryField

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

PAGE = """{% extends "page.html" %}{% block title %}Lieux{% endblock %}{% block heading %}Lieux{% endblock %}
{% block page %}<form class="formulaire" method="post">{% csrf_token %}{{ form }}
<button class="bouton" type="submit">Enregistrer</button></form>
<p data-testid="saved">{{ saved }}</p>{% endblock %}"""


class PlacesForm(forms.Form):
    one = TerritoryField(required=False, label="Territoire d’action")
    several = TerritoriesField(required=False, label="Territoires visés")


def places(request):
    form = PlacesForm(request.POST or None)
    saved = ""
    if form.is_valid():
        chosen = [form.cleaned_data["one"], *form.cleaned_data["several"]]
        saved = " + ".join(place.label_full for place in chosen if place)
    template = engines["django"].from_string(PAGE)
    html = template.render({"form": form, "saved": saved}, request)
    return HttpResponse(html, status=422 if form.is_bound and not form.is_valid() else 200)


urlpatterns = [*urlpatterns, path("lieux/", places)]
