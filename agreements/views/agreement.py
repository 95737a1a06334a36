"""Agreements."""

from django.http import HttpResponse


def agreement_list(request, slug):
    return HttpResponse(status=501)


def agreement_edit(request, slug, public_id):
    return HttpResponse(status=501)
