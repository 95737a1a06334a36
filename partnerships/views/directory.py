"""The directory of the project's partners, and the record of one."""

from django.http import HttpResponse


def partnership_list(request, slug):
    return HttpResponse(status=501)


def partnership_record(request, slug, public_id):
    return HttpResponse(status=501)
