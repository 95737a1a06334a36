"""The frise, the coverage that it gives to the places, and what it is in time: gaps, phases, moments."""

from django.urls import path

from partnerships.views import coverage, gaps, moments, presences
from partnerships.views.board import edges, entry, facts, move, paper, past, reason, screen

urlpatterns = [
    path("projets/<slug:slug>/couverture/", coverage.coverage, name="coverage"),
    path("projets/<slug:slug>/ecarts/", gaps.gap_list, name="gap_list"),
    path("projets/<slug:slug>/ecarts/pdf/", gaps.gap_pdf, name="gap_pdf"),
    path("projets/<slug:slug>/presences/", presences.presence_list, name="presence_list"),
    path("projets/<slug:slug>/moments/", moments.moment_list, name="moment_list"),
    path("projets/<slug:slug>/frise/", screen.board, name="board"),
    path("projets/<slug:slug>/frise/papier/", paper.board_paper, name="board_paper"),
    path("projets/<slug:slug>/frise/pdf/", paper.board_pdf, name="board_pdf"),
    path("projets/<slug:slug>/frise/svg/", paper.board_svg, name="board_svg"),
    path("projets/<slug:slug>/frise/cartes/", paper.board_cards, name="board_cards"),
    path("projets/<slug:slug>/frise/saisie/", entry.board_entry, name="board_entry"),
    path("projets/<slug:slug>/frise/comparer/", past.board_compare, name="board_compare"),
    path("projets/<slug:slug>/frise/comparer/pdf/", past.board_compare_pdf, name="board_compare_pdf"),
    path("projets/<slug:slug>/frise/densite/", screen.board_density, name="board_density"),
    path("projets/<slug:slug>/frise/fiches/<str:public_id>/", move.board_move, name="board_move"),
    path(
        "projets/<slug:slug>/frise/fiches/<str:public_id>/pourquoi/<str:gesture>/",
        reason.board_reason,
        name="board_reason",
    ),
    path("projets/<slug:slug>/frise/fiches/<str:public_id>/<slug:items>/", facts.board_fact, name="board_fact"),
    path("projets/<slug:slug>/frise/bords/", edges.edge_list, name="edge_list"),
    path("projets/<slug:slug>/frise/bords/<str:edge>/ajouter/", edges.edge_edit, name="edge_add"),
    path("projets/<slug:slug>/frise/bords/<str:edge>/<str:public_id>/", edges.edge_edit, name="edge_edit"),
    path("projets/<slug:slug>/frise/bords/<str:edge>/<str:public_id>/ordre/", edges.edge_move, name="edge_move"),
    path("projets/<slug:slug>/frise/bords/<str:edge>/<str:public_id>/retirer/", edges.edge_remove, name="edge_remove"),
]
