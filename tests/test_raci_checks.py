"""Errors and warnings of the RACI: each rule alone, then the demonstration against its oracle."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings

from exchange.importing import import_file
from partnerships.models import PartnerKind, Placement
from partnerships.raci.checks import raci_signals
from projects.models import InvolvementCode
from tests.factories import ActivityFactory, OrganisationFactory, PartnershipFactory, RaciFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"


def codes(project, level=None):
    return [signal.code for signal in raci_signals(project) if level in (None, signal.level)]


def fill(project, name, **letters):
    """Add an activity where each keyword is a partner's short name and its value the letters."""
    activity = ActivityFactory(project=project, name=name)
    for short_name, value in letters.items():
        partnership = project.partnerships.filter(partner__short_name=short_name).first()
        if partnership is None:
            kind = PartnerKind.RESIDENT_RELAY if short_name.startswith("Habitants") else PartnerKind.ASSOCIATION
            partnership = PartnershipFactory(project=project, partner__short_name=short_name, partner__kind=kind)
        RaciFactory(activity=activity, partnership=partnership, letters=value)
    return activity


def place(partnership, code, horizon=0):
    project = partnership.project
    return Placement.objects.create(
        partnership=partnership, horizon=project.horizons.all()[horizon], level=project.levels.get(code=code)
    )


@pytest.mark.parametrize(
    ("letters", "errors"),
    [
        ({"a": "A", "b": "R"}, []),
        ({"a": "RA"}, []),
        ({"a": "R"}, ["aucun_a"]),
        ({"a": "A"}, ["aucun_r"]),
        ({}, ["aucun_a", "aucun_r"]),
        ({"a": "RA", "b": "A"}, ["plusieurs_a"]),
        ({"a": "A", "b": "(A)", "c": "R"}, []),
        ({"a": "(A)", "b": "R"}, ["aucun_a"]),
        ({"a": "C", "b": "I"}, ["aucun_a", "aucun_r"]),
    ],
)
def test_a_row_needs_exactly_one_a_and_at_least_one_r(project, letters, errors):
    fill(project, "Halte", **letters)
    assert codes(project, "error") == errors


@pytest.mark.parametrize(("doers", "warned"), [(3, False), (4, True)])
def test_more_than_three_r_on_a_row_is_a_question(project, doers, warned):
    fill(project, "Halte", a="A", **{f"p{n}": "R" for n in range(doers)})
    assert ("trop_de_realisateurs" in codes(project)) is warned


@pytest.mark.parametrize(("consulted", "warned"), [(5, False), (6, True)])
def test_more_than_five_c_on_a_row_is_a_question(project, consulted, warned):
    fill(project, "Halte", a="RA", **{f"p{n}": "C" for n in range(consulted)})
    assert ("trop_de_consultes" in codes(project)) is warned


@pytest.mark.parametrize(
    ("letters", "detail"),
    [
        ({}, "aucun habitant relais en R, A ou C"),
        ({"Habitants": "I"}, "habitants relais seulement informés"),
        ({"Habitants": "C"}, None),
        ({"Habitants": "(A)"}, None),
    ],
)
def test_residents_who_are_only_told_are_missing(project, letters, detail):
    fill(project, "Halte", a="RA", **letters)
    found = [signal.detail for signal in raci_signals(project) if signal.code == "habitants_absents"]
    assert found == ([detail] if detail else [])


def test_a_group_of_residents_counts_as_residents(project):
    activity = fill(project, "Halte", a="RA")
    group = PartnershipFactory(project=project, partner__kind=PartnerKind.RESIDENT_GROUP)
    RaciFactory(activity=activity, partnership=group, letters="C")
    assert "habitants_absents" not in codes(project)


@pytest.mark.parametrize(("answered", "warned"), [(2, False), (3, True)])
def test_answering_for_more_than_forty_percent_of_rows_is_a_question(project, answered, warned):
    for n in range(5):
        fill(project, f"Activité {n}", **{"big" if n < answered else f"p{n}": "RA"})
    found = [signal for signal in raci_signals(project) if signal.code == "porteur_surcharge"]
    assert bool(found) is warned
    if warned:
        assert found[0].detail == "répond de 3 activités sur 5 (60\u00a0%)"
        assert found[0].partnership.label == "big"


@pytest.mark.parametrize(("done", "warned"), [(3, False), (4, True)])
def test_doing_more_than_sixty_percent_of_rows_is_a_question(project, done, warned):
    for n in range(5):
        fill(project, f"Activité {n}", **{f"p{n}": "A", "big": "R" if n < done else "C"})
    assert ("realisateur_surcharge" in codes(project)) is warned


def test_a_co_lead_that_only_watches_is_told_once_per_horizon(project):
    fill(project, "Halte", a="RA", msa="C")
    msa = project.partnerships.get(partner__short_name="msa")
    place(msa, InvolvementCode.CO_LEAD, horizon=0)
    place(msa, InvolvementCode.CO_LEAD, horizon=2)
    place(msa, InvolvementCode.ALLY, horizon=1)
    found = [signal for signal in raci_signals(project) if signal.code == "co_porteur_sans_role"]
    assert [signal.detail for signal in found] == [
        "co-porteur au court terme, jamais R ni A",
        "co-porteur au long terme, jamais R ni A",
    ]


@pytest.mark.parametrize("letters", ["R", "A", "RA", "(A)"])
def test_a_co_lead_with_a_role_is_no_question(project, letters):
    fill(project, "Halte", msa=letters)
    place(project.partnerships.get(partner__short_name="msa"), InvolvementCode.CO_LEAD)
    assert "co_porteur_sans_role" not in codes(project)


def test_placed_on_the_frise_and_nowhere_in_the_table(project):
    fill(project, "Halte", a="RA")
    absent = PartnershipFactory(project=project)
    place(absent, InvolvementCode.INFORMED)
    PartnershipFactory(project=project)  # neither placed nor in the table: nothing to say
    found = [signal.partnership.pk for signal in raci_signals(project) if signal.code == "absent_du_raci"]
    assert found == [absent.pk]


def test_the_checks_read_the_database_in_five_queries_at_any_size(project, django_assert_num_queries):
    fill(project, "Halte", a="RA")
    with django_assert_num_queries(5):
        raci_signals(project)
    for n in range(8):
        fill(project, f"Activité {n}", **{f"p{k}": "R" for k in range(6)})
    with django_assert_num_queries(5):
        raci_signals(project)


def test_the_demonstration_gives_exactly_the_signals_of_its_oracle():
    data = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    official_places()
    project = import_file(DEMO, organisation=OrganisationFactory()).project
    horizons = {item["nom"]: item["id"] for item in data["listes"]["horizons"]}
    keys = dict(project.activities.values_list("pk", "key"))
    partners = dict(project.partnerships.values_list("pk", "key"))
    found = {"error": set(), "warning": set()}
    for signal in raci_signals(project):
        found[signal.level].add(
            (
                signal.code,
                keys[signal.activity.pk] if signal.activity else None,
                partners[signal.partnership.pk] if signal.partnership else None,
                horizons[signal.horizon.horizon] if signal.horizon else None,
                signal.detail.replace("\u00a0", " "),
            )
        )
    expected = data["raci_signaux_attendus"]
    assert found["error"] == {(item["code"], item["activite"]) for item in expected["erreurs"]}
    assert found["warning"] == {
        (item["code"], item.get("activite"), item.get("acteur"), item.get("horizon"), item["detail"])
        for item in expected["alertes"]
    }
