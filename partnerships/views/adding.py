"""The page « Ajouter un partenaire », drawn the same for a search, for a form that comes back and for the register."""

from django.shortcuts import render
from django.utils.http import urlencode

from partnerships.expected import asked_for
from partnerships.forms.directory import SHOWN, KnownForm, known_elsewhere

PAGE = "partnerships/partnership_add.html"


def add_page(
    request, project, *, form, place, lookup, from_board, known=None, text="", cell=None, part="", status=200, **more
):
    """Render the page, or for htmx one `part` of it (`#found`, `#new`).

    `text` searches the directory; `cell`: {"horizon", "level"} of the frise that asked; `more`: what the register adds.
    """
    found = list(known_elsewhere(project, text)[: SHOWN + 1])
    expected = asked_for(project, (request.POST if request.method == "POST" else request.GET).get("attendu", ""))
    # What the search and « Créer » carry along.
    kept = (cell or {}) | ({"depuis": "frise"} if from_board else {})
    kept |= {"attendu": expected.public_id} if expected else {}
    context = {
        "project": project,
        "form": form,
        "known": known or KnownForm(project=project),
        "place": place,
        "lookup": lookup,
        "from_board": from_board,
        "expected": expected,
        "kept": kept,
        "creating": urlencode(kept | {"q": text}),
        "q": text,
        "found": found[:SHOWN],
        "more": len(found) > SHOWN,
    }
    return render(request, PAGE + part, context | more, status=status)
