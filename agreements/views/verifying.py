"""A file that somebody holds, recognised: by the team among its project, by anybody without account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.discreet import discreet
from accounts.limits import too_many
from agreements.forms.version import FileCheckForm
from agreements.recognising import recognise
from projects.access import visible_project

RATES = {"file": "20/10m/ip"}


@require_http_methods(["GET", "HEAD", "POST"])
def file_check(request, slug):
    """Say of a file that somebody holds which version of the project's it is, byte for byte, or that it is none."""
    project = visible_project(request, slug)
    return _answer(request, "agreements/file_check.html", {"project": project}, project.agreements.order_by())


@login_not_required
@discreet
@require_http_methods(["GET", "HEAD", "POST"])
def file_verify(request):
    """The same for whoever holds a file, without account. It says nothing that the file does not, but what replaced it."""
    if request.method == "POST" and too_many(request, "file", room="verify", rates=RATES):
        response = render(request, "link_slow.html", status=429)
        response["Retry-After"] = "600"
        return response
    return _answer(request, "agreements/file_verify.html", {}, None)


def _answer(request, template, context, agreements):
    if request.method != "POST":
        return render(request, template, context | {"form": FileCheckForm()})
    form = FileCheckForm(request.POST, request.FILES)
    context |= {"form": form}
    if not form.is_valid():
        return render(request, template, context, status=422)
    sha256 = form.sha256()
    found = recognise(sha256, agreements)
    context |= {"sha256": sha256, "file_name": form.cleaned_data["file"].name, "checked": True, "found": found}
    if found:
        context["banner"] = found.agreement.project.banner
    return render(request, template, context)
