"""The team of a project."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from projects.models.history import Addressable, tracked
from projects.models.project import Project


class ProjectMember(Addressable):
    """A person of the team. `user` is NULL until an invitation gives the person an account."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="project_places"
    )
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("nom"), max_length=200)
    function = models.CharField(_("fonction"), max_length=200, blank=True)
    role = models.CharField(_("droits"), max_length=20, choices=Role.choices, default=Role.READER)

    history = tracked()

    class Meta:
        verbose_name = _("membre de l’équipe")
        verbose_name_plural = _("équipe")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("user", "project"))]
        constraints = [
            models.UniqueConstraint(fields=("project", "user"), name="member_once_per_project"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="member_role_known"),
        ]

    def __str__(self):
        return self.name
