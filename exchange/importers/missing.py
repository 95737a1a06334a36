"""What the project of a file answers to « Qui manque ? » and to the other questions."""

from datetime import datetime, time

from django.utils import timezone

from exchange.importers.store import texts
from partnerships.models import ActorAnswer, ActorFamily, ExpectedActor
from partnerships.questions import ask_everything
from projects.models import SetAside
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


def set_aside(store, content):
    """Keep the questions set aside, as they are asked of the project that was just made: call it last.

    One that nothing asks here keeps its reason too, and one that has no subject is known by its rule alone.
    """
    items = content["questions_de_cote"] or ()
    if not items:
        return
    everything = ask_everything(store.project)
    asked = [one.question for group in everything.groups for one in group.asked]
    by_words = {(question.code, question.text): question for question in asked}
    alone = {question.code: question for question in asked if not question.subject}
    rows, taken = [], set()
    for rank, item in enumerate(items):
        question = by_words.get((item["regle"], item["question"])) or alone.get(item["regle"])
        if question is not None and question.address in taken:
            question = None
        taken.add(question and question.address)
        holds = question is not None and question.text == item["question"] and not item["revenue"]
        rows.append(
            SetAside(
                project=store.project,
                code=item["regle"],
                subject=question.about if question else f"fichier {rank}",
                mark=question.mark if holds else "",
                question=item["question"],
                reason=item["raison"],
                by=store.by,
                at=_moment(item["date"]),
            )
        )
    store.save(SetAside, rows)


def _moment(day):
    """Return noon of the day: a file knows days, not hours. Now, without a day."""
    return timezone.make_aware(datetime.combine(day, time(12))) if day else timezone.now()
