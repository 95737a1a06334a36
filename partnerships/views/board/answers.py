"""What the gestures on a card answer to a script: the partner's cards drawn again, what was said, how to undo it."""

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from partnerships.board import read_board
from partnerships.board_cards import Pen


def wants_json(request):
    """Return whether a script asks, rather than a plain form."""
    return request.headers.get("Accept", "") == "application/json"


def cards_answer(partnership, said, gesture, *, horizons=None, levels=None, asks_why=False):
    """Return the partner's cards, each with its cell: the whole board never travels for one gesture.

    `asks_why`: with the page where the gesture is completed with its reason.
    """
    project = partnership.project
    board = read_board(project, horizons=horizons, levels=levels, partners=[partnership.pk])
    pen = Pen(can_edit=True)
    cards = board.cards_of(partnership.public_id)
    answer = {
        "partner": partnership.public_id,
        "cards": [
            {"id": f"c-{card.placement}", "cell": f"case-{card.horizon}-{card.level}", "html": pen.card(card)}
            for card in cards
        ],
        "tray": render_to_string("partnerships/board.html#chip", {"card": board.tray[0], "project": project})
        if board.tray
        else "",
        "said": said,
        "undo": reverse("projects:operation_undo", args=[project.slug, gesture.public_id]),
    }
    if asks_why:
        answer["why"] = why_page(partnership, gesture)
    return JsonResponse(answer)


def why_page(partnership, gesture):
    """Return the address where whoever made a gesture on a card says why."""
    return reverse(
        "partnerships:board_reason", args=[partnership.project.slug, partnership.public_id, gesture.public_id]
    )


def asking_why(partnership, told, gesture):
    """Return what a plain form is told, with the way to say why."""
    return format_html('{}. <a href="{}">{}</a>', told.rstrip("."), why_page(partnership, gesture), _("Dire pourquoi"))
