"""A project file to a project: everything in one gesture, or nothing at all."""

import logging
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Role
from exchange import oracle
from exchange.checking import check
from exchange.errors import Problem, ProjectFileError
from exchange.importers import agreements, frame, life, missing, partners, signing, stages
from exchange.importers.store import Store
from exchange.reading import MAX_BYTES
from partnerships.models import ExpectedActor
from projects.models import Project, ProjectMember, operation

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ImportResult:
    """What an import made. `warnings` are Problems that a person should read; none of them stopped the import."""

    project: Project
    warnings: list[Problem]


def import_file(source, *, organisation, by=None, member=None, shift_dates=False):
    """Create a new project of `organisation` from a project file and return an ImportResult.

    `source`: the bytes, or a path. `by`: author of the gesture. `member`: a user who gets a place as coordinator.
    `shift_dates` moves every date value (never a text) by today − date_reference. The name of a path goes into the
    journal of changes.
    Raises ProjectFileError with every problem; then nothing has been written.
    """
    today = timezone.localdate() if shift_dates else None
    content, warnings = check(_bytes_of(source), organisation=organisation, today=today)
    label = f"Import du fichier {source.name}" if isinstance(source, Path) else "Import d’un fichier de projet"
    try:
        with transaction.atomic():
            return _write(content, warnings, organisation, by, member, label)
    except DatabaseError as error:
        # Two imports of the same name at the same moment, or a rule that only the database knows: what it says is in
        # English and of no use to a person, so it goes to the log.
        logger.warning("project file refused by the database: %s", error)
        message = "La base a refusé ce fichier et rien n’a été écrit. Recommencez dans un instant."
        raise ProjectFileError([Problem(0, "", message)]) from error


def _bytes_of(source):
    if not isinstance(source, Path):
        return source
    try:
        with source.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reasons = {FileNotFoundError: "il n’existe pas", IsADirectoryError: "c’est un dossier"}
        reason = reasons.get(type(error), "ce serveur n’a pas le droit de le lire")
        raise ProjectFileError([Problem(0, "", f"Le fichier ne s’ouvre pas\u00a0: {reason}.")]) from error


def _write(content, warnings, organisation, by, member, label):
    ExpectedActor.objects.provide(organisation)
    project = frame.new_project(content, organisation)
    # The operation needs the project's row; its history is written inside, so that it belongs to the gesture.
    Project.objects.bulk_create([project])
    with operation(by=by, label=label, project=project):
        Project.history.bulk_history_create([project], default_date=timezone.now())
        store = Store(organisation, project, by)
        frame.add_frame(store, content)
        frame.add_activities(store, content)
        partners.add_partnerships(store, content)
        partners.add_places(store, content)
        partners.add_raci_facts(store, content)
        partners.add_perspectives(store, content)
        partners.add_situation_actors(store, content)
        missing.add_answers(store, content)
        partners.add_journal(store, content)
        stages.add_stages(store, content)
        signing.add_circuit(store, content)
        agreements.add_agreements(store, content)
        life.add_reviews(store, content)
        life.add_committees(store, content)
        life.add_workshops(store, content)
        missing.set_aside(store, content)
        store.warnings += oracle.compare(project, content, store)
        if member is not None:
            ProjectMember.objects.create(
                project=project,
                user=member,
                name=str(member),
                role=Role.COORDINATOR,
                position=project.members.count(),
            )
    project.refresh_from_db()
    return ImportResult(project, sorted([*warnings, *store.warnings]))
