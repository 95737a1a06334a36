"""A file that somebody holds, recognised: by the team among its project, by anybody without account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.csrf import csrf_without_referrer
from accounts.discreet import discreet
from accounts.limits import too_many
from agreements.forms.version import MAX_BYTES, FileCheckForm
from agreements.recognising import recognise
from projects.access import visible_project

RATES = {"file": "20/10m/ip"}
# The marks around the file.
MAX_REQUEST = MAX_BYTES + 100_000


# Django reads the whole body to look for the CSRF token: the size, and the number of tries of a stranger, are judged
# before. A body that passes goes through the CSRF check like any other.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def file_check(request, slug):
    """Say of a file that somebody holds which version of the project's it is, byte for byte, or that it is none."""
    project = visible_project(request, slug)
    template, context = "agreements/file_check.html", {"project": project}
    return _refused(request, template, context) or _check(request, template, context, project.agreements.order_by())


@csrf_exempt
@login_not_required
@discreet
@require_http_methods(["GET", "HEAD", "POST"])
def file_verify(request):
    """The same for whoever holds a file, without account. It says nothing that the file does not, but what replaced it."""
    if request.method == "POST" and too_many(request, "file", room="verify", rates=RATES):
        response = render(request, "link_slow.html", status=429)
        response["Retry-After"] = "600"
        return response
    template = "agreements/file_verify.html"
    return _refused(request, template, {}) or _verify(request, template)


@csrf_protect
def _check(request, template, context, agreements):
    return _answer(request, template, context, agreements)


@csrf_without_referrer
def _verify(request, template):
    return _answer(request, template, {}, None)


def _refused(request, template, context):
    """Answer 413 to a body announced as too large, without reading it; None otherwise."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) <= MAX_REQUEST:
        return None
    return render(request, template, context | {"form": FileCheckForm(), "is_too_large": True}, status=413)


def _answer(request, template, context, agreements):
    if request.method != "POST":
        return render(request, template, context | {"form": FileCheckForm()})
    form = FileCheckForm(request.POST, request.FILES)
    context |= {"form": form}
    if not form.is_valid():
        return render(request, template, context, status=422)
    sha256 = form.sha256()
    found = recognise(sha256, agreements)
    context |= {"sha256": sha256, "file_name": form.file_name, "checked": True, "found": found}
    if found:
        context["banner"] = found.agreement.project.banner
    return render(request, template, context)
