"""The life of each partnership: stages entered, mandates, written points."""

from exchange.importers.store import texts
from partnerships.models import Mandate, RoundPoint, StageEntry


def add_stages(store, content):
    """Create what the partners of the file bring of their path."""
    partners = [(store.partnerships[item["id"]], item) for item in content["partenaires"]]
    store.save(
        StageEntry,
        (
            StageEntry(partnership=row, stage=entry["etape"], on=entry["depuis_le"], **texts(entry, note="note"))
            for row, item in partners
            for entry in item["passages"] or ()
        ),
    )
    store.save(
        Mandate,
        (
            Mandate(
                partnership=row,
                given_on=mandate["donne_le"],
                until=mandate["jusqu_au"],
                **store.who(mandate["qui"]),
                **texts(mandate, given_by="donne_par", room="marge", questions="questions"),
            )
            for row, item in partners
            for mandate in item["mandats"] or ()
        ),
    )
    store.save(
        RoundPoint,
        (
            RoundPoint(
                partnership=row,
                stage=point["etape"],
                on=point["date"],
                text=point["texte"],
                validated_on=point["valide_le"],
                **texts(point, validated_by="valide_par"),
            )
            for row, item in partners
            for point in item["points"] or ()
        ),
    )
