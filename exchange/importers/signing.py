"""The circuit of a project, the rounds and the signatures of its agreements."""

from agreements.fingerprint import fingerprint_of_data
from agreements.models import (
    ApproverKind,
    Decision,
    Signature,
    SignatureState,
    TextState,
    Validation,
    ValidationRound,
    ValidationStep,
)
from exchange.importers.store import texts


def add_circuit(store, content):
    """Create the steps of the project's circuit."""
    store.save(
        ValidationStep,
        (
            ValidationStep(project=store.project, position=position, **_approver(store, item))
            for position, item in enumerate(content["circuit_validation"] or ())
        ),
    )


def add_signing(store, pairs, parties):
    """Create the texts submitted, the rounds, their answers and the signatures of the agreements.

    `pairs`: [(agreement, its item)]; `parties`: {(agreement, identifier of the partner): its Party}.
    """
    for agreement, item in pairs:
        states = [_state(agreement, text) for text in item["textes_soumis"] or ()]
        for asked in item["validations"] or ():
            _add_round(store, agreement, asked, states)
    store.save(
        Signature,
        (
            Signature(
                agreement=agreement,
                party=parties[agreement, row["partie"]],
                rank=row["rang"] or 1,
                state=row["etat"] or SignatureState.PENDING,
                signed_on=row["signee_le"],
                asked_on=row["demandee_le"],
                reminded_on=row["relancee_le"],
                **texts(row, name="signataire", quality="qualite", email="courriel", reason="motif"),
            )
            for agreement, item in pairs
            for row in item["signatures"] or ()
        ),
    )


def _state(agreement, text):
    sections = [
        {
            "key": part["cle"],
            "number": part["numero"] or "",
            "title": part["titre"] or "",
            "paragraphs": list(part["alineas"] or ()),
        }
        for part in text["parties"]
    ]
    found = {"agreement": agreement, "fingerprint": fingerprint_of_data(sections)}
    return TextState.objects.get_or_create(**found, defaults={"sections": sections})[0]


def _add_round(store, agreement, item, states):
    text = states[item["texte"] - 1]
    (asked,) = store.save(
        ValidationRound,
        [
            ValidationRound(
                agreement=agreement,
                number=item["tour"],
                text=text,
                asked_on=item["demandee_le"],
                asked_by=store.by,
                note=item["mot"] or "",
                current=text.fingerprint,
            )
        ],
    )
    store.save(
        Validation,
        (
            Validation(
                round=asked,
                position=position,
                decision=step["decision"] or Decision.WAITING,
                asked_on=step["attend_depuis"],
                decided_on=step["le"],
                text=states[step["texte"] - 1] if step["texte"] else None,
                **_approver(store, step),
                **texts(step, reason="motif", article="article", reference="reference"),
            )
            for position, step in enumerate(item["etapes"])
        ),
    )


def _approver(store, item):
    kind = item["qui"] or ApproverKind.ROLE
    return {
        "name": item["nom"],
        "kind": kind,
        "role": item["role"] if kind == ApproverKind.ROLE else "",
        "member": store.members.get(item["personne"]) if kind == ApproverKind.MEMBER else None,
    }
