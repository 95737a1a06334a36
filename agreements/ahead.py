"""The PDF made before somebody asks for it: after a change, in the background, the last state only.

A change asks for one task, run a moment later; while it waits, further changes ask for nothing, and what it draws is the
text as it finds it. The file goes where the download looks first (documents.cache): the click costs no rendering.
"""

import datetime
from functools import wraps

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus, task

from agreements.checks import blocking, findings
from agreements.freezing import version_given
from agreements.models import Agreement
from agreements.wording import convention_document, has_text
from documents.errors import RenderFailed
from projects.models import Project

# People write an article in several goes: a second of calm costs less than a document for each.
CALM = datetime.timedelta(seconds=2)
# What a form says in `geste` when it is sent to be seen on the page: nothing is written.
PREVIEW = "apercu"


@task()
def prepare_documents(public_id):
    """Draw the PDF of the agreement as it is now: the draft, and the clean one when no check forbids it.

    Nothing of what is handed out as it was frozen: the draft of a text that is ready to sign, nothing once it is signed.
    """
    from documents.cache import cached
    from documents.convention import convention_pdf

    agreement = Agreement.objects.with_facts().filter(public_id=public_id).first()
    if agreement is None or not has_text(agreement):
        return
    agreement.project = Project.objects.with_marks_aside().select_related("organisation").get(pk=agreement.project_id)
    wanted = [True] if agreement.is_open else []
    if version_given(agreement) is None and not (agreement.is_open and blocking(findings(agreement))):
        wanted.append(False)
    try:
        for draft in wanted:
            cached(convention_document(agreement, day=timezone.localdate(), draft=draft), convention_pdf)
    except RenderFailed:
        return  # already logged; whoever clicks is told why


def ask(public_id):
    """Ask for the documents of the agreement, unless a task that has not begun will make them."""
    if not settings.DOCUMENTS_AHEAD:
        return
    backend = prepare_documents.get_backend()
    if not backend.supports_defer:  # no queue: at once
        prepare_documents.enqueue(public_id)
    elif not _waits(public_id):
        prepare_documents.using(run_after=timezone.now() + CALM).enqueue(public_id)


def _waits(public_id):
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(task_path=prepare_documents.module_path, status=TaskResultStatus.READY)
    return waiting.filter(args_kwargs__args=[public_id]).exists()


def prepared_after(view):
    """Return the view of one agreement; a change that it made has the documents drawn again."""

    @wraps(view)
    def changing(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code < 400 and request.POST.get("geste") != PREVIEW:
            ask(kwargs["public_id"])
        return response

    return changing
