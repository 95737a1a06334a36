"""The end of a project in Maillage: said plainly, exported first, and never by mistake."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchange.removal import remove_projects
from home.forms import ProjectRemovalForm
from home.removal import parts_of, signed_agreements
from partnerships.models import Partner
from projects.access import managed_project


@require_http_methods(["GET", "HEAD", "POST"])
def project_remove(request, slug):
    """Delete a project once its name has been typed. Nothing undoes it: the page offers its file first."""
    project = managed_project(request, slug)
    form = ProjectRemovalForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        label = _("Supprimer le projet «\u00a0%(name)s\u00a0»") % {"name": project.name}
        remove_projects(organisation=project.organisation, projects=[project], by=request.user, label=label)
        messages.success(request, _("Le projet «\u00a0%(name)s\u00a0» est supprimé.") % {"name": project.name})
        return redirect("home:project_list")
    context = {
        "project": project,
        "form": form,
        "parts": parts_of(project),
        "signed": signed_agreements(project),
        "partner_count": Partner.objects.filter(organisation=project.organisation).count(),
    }
    return render(request, "home/project_remove.html", context, status=422 if form.errors else 200)
