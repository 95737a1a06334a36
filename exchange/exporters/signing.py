"""The circuit of a project, the rounds and the signatures of its agreements."""

from agreements.models import ApproverKind, Decision, Signature, SignatureState, TextState, Validation, ValidationRound
from exchange import codes
from exchange.exporters.names import by, cleaned, group


def circuit(names):
    """Return `circuit_validation`."""
    return [group(**_approver(names, step)) for step in names.project.validation_steps.all()]


class Signing:
    """What the agreements of a project were asked and answered. Four queries whatever their number."""

    def __init__(self, names):
        scope = {"agreement__project": names.project}
        self.names = names
        self.texts = by(TextState.objects.filter(**scope).order_by("pk"), "agreement_id")
        self.rounds = by(ValidationRound.objects.filter(**scope), "agreement_id")
        self.steps = by(Validation.objects.filter(round__agreement__project=names.project), "round_id")
        self.signatures = by(Signature.objects.filter(**scope), "agreement_id")

    def of(self, agreement, parties):
        """Return the keys of one agreement and of its parties."""
        known = {party.pk: self.names.partners[party.partnership_id] for party in parties}
        texts = self.texts.get(agreement.pk, [])
        rank = {text.pk: number for number, text in enumerate(texts, start=1)}
        return group(
            textes_soumis=[{"parties": [_section(section) for section in text.sections]} for text in texts],
            validations=[
                group(
                    tour=asked.number,
                    texte=rank[asked.text_id],
                    demandee_le=asked.asked_on,
                    mot=asked.note,
                    etapes=[self._answer(step, rank) for step in self.steps.get(asked.pk, [])],
                )
                for asked in self.rounds.get(agreement.pk, [])
            ],
            signatures=[self._signature(row, known) for row in self.signatures.get(agreement.pk, [])],
        )

    def _answer(self, step, rank):
        waits = step.decision == Decision.WAITING
        return group(
            **_approver(self.names, step),
            decision=None if waits else codes.DECISIONS.word(step.decision),
            attend_depuis=step.asked_on,
            le=step.decided_on,
            texte=rank.get(step.text_id),
            motif=step.reason,
            article=step.article,
            reference=step.reference,
        )

    @staticmethod
    def _signature(row, parties):
        waits = row.state == SignatureState.PENDING
        return group(
            partie=parties[row.party_id],
            signataire=row.name,
            qualite=row.quality,
            rang=None if row.rank == 1 else row.rank,
            courriel=row.email,
            etat=None if waits else codes.SIGNATURE_STATES.word(row.state),
            motif=row.reason,
            signee_le=row.signed_on,
            demandee_le=row.asked_on,
            relancee_le=row.reminded_on,
        )


def _approver(names, step):
    is_role = step.kind == ApproverKind.ROLE
    return {
        "nom": step.name,
        "qui": None if is_role else codes.APPROVERS.word(step.kind),
        "role": codes.ROLES.word(step.role) if is_role else None,
        "personne": names.team.get(step.member_id),
    }


def _section(section):
    return group(
        cle=section["key"],
        numero=section["number"],
        titre=section["title"],
        alineas=cleaned(section["paragraphs"]),
    )
