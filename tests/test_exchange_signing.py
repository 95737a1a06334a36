"""What a project file says of the circuit, of the rounds and of the signatures must hold together."""

import pytest

from exchange.errors import ProjectFileError
from tests.factories import OrganisationFactory
from tests.test_exchange_details import complete, load, organisation  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_each_fault_is_told_and_nothing_is_written(organisation):  # noqa: F811 (the fixture)
    content = complete()
    content["circuit_validation"][0] = {"nom": "Sans rôle"}
    agreement = content["conventions"][0]
    agreement["validations"][0]["texte"] = 9
    first, second, _third = agreement["validations"][0]["etapes"]
    del first["texte"]
    del second["motif"]
    agreement["validations"].append({**agreement["validations"][0], "texte": 1})
    agreement["signatures"][0]["partie"] = "p29"
    agreement["signatures"][1]["signee_le"] = "2026-11-10"
    with pytest.raises(ProjectFileError) as refused:
        load(content, OrganisationFactory())
    told = {problem.message for problem in refused.value.problems}
    for message in (
        "Dites le rôle qui valide, ou qui\u00a0: personne, instance.",
        "Il n’y a que 2 textes soumis.",
        "Une validation porte sur un texte.",
        "Un changement demandé a un motif.",
        "Une signature donnée a une date, et elle seule.",
    ):
        assert message in told
    assert any("Ce tour est déjà écrit" in message for message in told)
    assert any("n’est pas partie à cette convention" in message for message in told)
