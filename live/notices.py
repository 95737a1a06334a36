"""What a writer says to the pages that are open: that projects changed, by their keys and nothing more.

PostgreSQL sends a notice at commit, to every process. On SQLite one process serves everything: its hub is woken after the
commit, and a commit of another process is seen by the hub itself.
"""

from django.db import connection, transaction
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Length

CHANNEL = "maillage_live"
ANY = "*"
# The hub of this process, when somebody listens (live.hub sets it).
hub = None


def next_revision(project):
    """Return the expression of the revision that follows, for the UPDATE of a project (its key), which thereby tells of it.

    On PostgreSQL the notice goes with the UPDATE, as the length of nothing: a gesture asks no query for it.
    """
    if connection.vendor != "postgresql":
        _wake_after_commit()
        return F("revision") + 1
    sent = Func(Value(CHANNEL), Value(f"r {project}"), function="pg_notify", output_field=TextField())
    return F("revision") + 1 + Length(Cast(sent, TextField()))


def any_changed():
    """Tell that perhaps any project has a new revision. Call it inside the transaction that writes them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, ANY])
    else:
        _wake_after_commit()


def _wake_after_commit():
    if hub is not None:
        transaction.on_commit(hub.wake)
