"""The frise."""

from django.urls import path

from partnerships.views import board

urlpatterns = [
    path("projets/<slug:slug>/frise/", board.board, name="board"),
]
