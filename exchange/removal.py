"""A whole project out for good: what an import or a year of work wrote, from what protects to what is protected."""

from agreements import forgetting
from agreements.models import ActionSheet, Agreement, Investment
from partnerships.models import Partnership, Placement, PlacementOpinion
from privacy.erasing import forget_projects
from projects.models import Project, operation
from projects.models.undo import tracked_models


def remove_projects(*, organisation, projects, by, label):
    """Delete the projects of an organisation with everything of theirs, and return the Operation that says who did it.

    The directory stays: partners, contacts, accounts and places belong to the organisation. The copies that the history
    makes of each deleted row go too: what a team removes for good is nowhere kept but in its file and its backups.
    """
    keys = [project.pk for project in projects]
    with operation(by=by, label=label, organisation=organisation) as gesture:
        # Taken first, like every gesture on a project does: one that is under way ends before.
        list(Project.objects.select_for_update().filter(pk__in=keys).values_list("pk"))
        forget_projects(keys)
        forgetting.forget_projects(keys)
        for model in (ActionSheet, Agreement, Investment):
            model.objects.filter(project__in=keys).delete()
        PlacementOpinion.objects.filter(partnership__project__in=keys).delete()
        Placement.objects.filter(partnership__project__in=keys).delete()
        Partnership.objects.filter(project__in=keys).update(hoped_level=None)
        Project.objects.filter(pk__in=keys).delete()
        for model in tracked_models():
            model.history.filter(operation=gesture).delete()
            for field in getattr(model.history.model, "_history_m2m_fields", ()):
                # What hung on a copy of the history does not go with it by itself.
                copies = getattr(model.history.model, field.name).model._default_manager
                copies.exclude(history_id__in=model.history.order_by().values("history_id")).delete()
    return gesture
