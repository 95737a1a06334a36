"""What must agree in a circuit, in the rounds and in the signatures of an agreement."""

from agreements.models import ApproverKind, Decision, SignatureState
from exchange.fields import quoted


def circuit(content, checker):
    """Check the circuit of the project."""
    for step in content["circuit_validation"] or ():
        _approver(step, checker)


def agreement(item, parties, checker):
    """Check the rounds and the signatures of an agreement; `parties`: identifiers of the partners that are party to it."""
    count = len(item["textes_soumis"] or ())
    for asked in item["validations"] or ():
        _text(asked, count, checker)
        for step in asked["etapes"] or ():
            _approver(step, checker)
            _text(step, count, checker)
            if step["decision"] == Decision.CHANGE and not step["motif"]:
                _tell(step, "motif", "Un changement demandé a un motif.", checker)
            if step["decision"] == Decision.VALIDATED and not step["texte"]:
                _tell(step, "texte", "Une validation porte sur un texte.", checker)
    for row in item["signatures"] or ():
        if row["partie"] and row["partie"] not in parties:
            _tell(row, "partie", f"{quoted(row['partie'])} n’est pas partie à cette convention.", checker)
        is_signed = row["etat"] in (SignatureState.PAPER, SignatureState.ELECTRONIC)
        if is_signed != bool(row["signee_le"]):
            _tell(row, "signee_le", "Une signature donnée a une date, et elle seule.", checker)


def _approver(step, checker):
    if (step["qui"] or ApproverKind.ROLE) == ApproverKind.ROLE and not step["role"]:
        _tell(step, "role", "Dites le rôle qui valide, ou qui\u00a0: personne, instance.", checker)


def _text(item, count, checker):
    if item["texte"] and item["texte"] > count:
        _tell(item, "texte", f"Il n’y a que {count} textes soumis.", checker)


def _tell(item, key, message, checker):
    checker.report(item.line_of(key), item.path_of(key), message)
