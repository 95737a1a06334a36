"""The filters that every template may use."""

import pytest
from django.template import engines


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "fiche"), (1, "fiche"), (1.5, "fiche"), (2, "fiches"), ("2", "fiches"), ([], "fiche"), (["a", "b"], "fiches")],
)
def test_what_is_counted_is_plural_from_two_on(value, said):
    assert engines["django"].from_string("fiche{{ value|pluralize }}").render({"value": value}) == said


def test_the_two_endings_may_be_given_and_what_is_no_number_has_none():
    page = engines["django"].from_string('revien{{ value|pluralize:"t,nent" }}')
    assert [page.render({"value": value}) for value in (0, 1, 2, "deux", None)] == [
        *("revient", "revient", "reviennent", "revien", "revient"),
    ]
