"""The RACI grid."""

from django.http import HttpResponse


def raci_grid(request, slug):
    return HttpResponse(status=501)
