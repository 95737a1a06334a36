"""Addresses of partners in a project: directory and record, frise, RACI, and the plain pages of what is followed."""

from partnerships.urls import board, directory, follow_up, live, missing, questions, raci, relations, situations, stages

app_name = "partnerships"

urlpatterns = [
    *stages.urlpatterns,
    *directory.urlpatterns,
    *board.urlpatterns,
    *raci.urlpatterns,
    *live.urlpatterns,
    *follow_up.urlpatterns,
    *situations.urlpatterns,
    *missing.urlpatterns,
    *questions.urlpatterns,
    *relations.urlpatterns,
]
