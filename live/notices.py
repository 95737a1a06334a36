"""What a writer says to the pages that are open: that projects changed, by their keys and nothing more."""

from django.db import connection, transaction

CHANNEL = "maillage_live"
ANY = "*"
# The hub of this process, when somebody listens (live.hub sets it).
hub = None


def changed(projects=None):
    """Tell that projects (keys; None: perhaps any) have a new revision. Call it inside the transaction that writes it.

    PostgreSQL sends the notice at commit, to every process. On SQLite one process serves everything: its hub is woken
    after the commit, and a commit of another process is seen by the hub itself.
    """
    if connection.vendor == "postgresql":
        payload = ANY if projects is None else f"r {' '.join(map(str, projects))}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
    elif hub is not None:
        transaction.on_commit(hub.wake)
