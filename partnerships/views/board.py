"""The frise."""

from django.http import HttpResponse


def board(request, slug):
    return HttpResponse(status=501)
