"""Where a fact of an agreement is mended: the address behind each dotted line and each check.

A place is a short text: a group of facts (`dates`), or a group and a row (`partie:k3j…`, `article:x8…`).
"""

from django.urls import reverse

FACT_GROUPS = (
    *("pourquoi", "publics", "subvention", "lieu", "instance", "dates", "donnees", "images", "deliberation"),
    *("signature", "annexes"),
)


def place_url(agreement, place):
    """Return the address of the form that mends the place. Needs agreement.project. Raises ValueError if unknown."""
    base = [agreement.project.slug, agreement.public_id]
    group, _colon, row = place.partition(":")
    if group in FACT_GROUPS and not row:
        return reverse("agreements:facts_edit", args=[*base, group])
    if group == "apports":
        return reverse("agreements:means_edit", args=base)
    if group == "budget":
        return reverse("agreements:budget_edit", args=base)
    if group == "personnel":
        return reverse("agreements:staff_edit", args=base)
    if group == "partie":
        return reverse("agreements:party_edit", args=[*base, row])
    if group == "parties":
        return reverse("agreements:party_list", args=base)
    if group == "deliberation":
        return reverse("agreements:decision_edit", args=[*base, row])
    if group == "engagements":
        return reverse("agreements:commitments_edit", args=[*base, row])
    if group == "assurance":
        return f"{reverse('agreements:piece_bring', args=base)}?nature=insurance&partie={row}"
    if group == "annexe":
        return reverse("agreements:own_annex_edit", args=[*base, row])
    if group == "article":
        return reverse("agreements:article_edit", args=[*base, row])
    if group == "article-nouveau":
        return reverse("agreements:article_add", args=base)
    if group == "projet":
        return reverse("projects:project_edit", args=base[:1])
    raise ValueError(place)
