"""What the project of a file answers to « Qui manque ? »."""

from datetime import datetime, time

from django.utils import timezone

from exchange.importers.store import texts
from partnerships.models import ActorAnswer, ActorFamily, ExpectedActor
from territories.names import normalise


def add_answers(store, content):
    """Create the answers; an actor that the organisation's list does not have is added to it, others are kept as they are."""
    items = content["qui_manque"] or ()
    if not items:
        return
    known = {normalise(actor.label): actor for actor in ExpectedActor.objects.filter(organisation=store.organisation)}
    last = max((actor.position for actor in known.values()), default=-1)
    unknown = [item for item in items if normalise(item["acteur"]) not in known]
    added = store.save(
        ExpectedActor,
        (
            ExpectedActor(
                organisation=store.organisation,
                position=position,
                label=item["acteur"],
                question=item["question"] or f"{item['acteur']}\u00a0?",
                family=item["famille"] or ActorFamily.ASSOCIATIONS,
                kinds=item["types"] or [],
                words=item["mots"] or [],
                overlooked=item["oublie"] or False,
            )
            for position, item in enumerate(unknown, start=last + 1)
        ),
    )
    known |= {normalise(actor.label): actor for actor in added}
    store.save(
        ActorAnswer,
        (
            ActorAnswer(
                project=store.project,
                actor=known[normalise(item["acteur"])],
                partnership=store.partnerships.get(item["partenaire"]),
                by=store.by,
                at=_moment(item["date"]),
                **texts(item, reason="sans_objet"),
            )
            for item in items
        ),
    )


def _moment(day):
    """Return noon of the day: a file knows days, not hours. Now, without a day."""
    return timezone.make_aware(datetime.combine(day, time(12))) if day else timezone.now()
