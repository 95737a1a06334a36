"""A new project, ready to work on: horizons, levels, phases, carrying organisation and first member."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation, Role
from agreements.circuits import take_circuit
from home.forms import ProjectCreationForm
from partnerships.models import ExpectedActor, Partnership
from projects.models import Project, ProjectMember, operation
from projects.slugs import free_slug
from projects.starting_points import STARTING_POINTS, lay_out, starting_point


@require_http_methods(["GET", "HEAD", "POST"])
def project_create(request):
    """Create a project in an organisation where the person runs projects; 403 for anybody else."""
    if not Organisation.objects.managed_by(request.user).exists():
        raise PermissionDenied
    form = ProjectCreationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        project = create_project(form, by=request.user)
        messages.success(
            request, _("Le projet est prêt. Posez un premier partenaire\u00a0: celui qui dira oui le plus vite.")
        )
        return redirect("partnerships:board", project.slug)
    context = {"form": form, "starting_points": STARTING_POINTS}
    return render(request, "home/project_create.html", context, status=422 if form.errors else 200)


def create_project(form, *, by):
    """Save the project of a valid ProjectCreationForm with its frame, lead and first member; return it."""
    with transaction.atomic():
        project = form.save(commit=False)
        project.slug = free_slug(project.name)
        ExpectedActor.objects.provide(project.organisation)
        # The operation needs the project's row; its history is written inside, so that it belongs to the gesture.
        Project.objects.bulk_create([project])
        with operation(by=by, label=_("Créer le projet"), project=project):
            Project.history.bulk_history_create([project], default_date=timezone.now())
            lay_out(project, starting_point(form.cleaned_data["starting_point"]))
            lead = form.lead()
            if lead.pk is None:
                lead.save()
            Partnership.objects.create(project=project, partner=lead, is_lead=True)
            ProjectMember.objects.create(project=project, user=by, name=str(by), role=Role.COORDINATOR)
            take_circuit(project)
    return project
