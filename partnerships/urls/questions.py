"""What the project asks its team."""

from django.urls import path

from partnerships.views import questions

PAGE = "projets/<slug:slug>/questions/"

urlpatterns = [
    path(PAGE, questions.question_list, name="question_list"),
    path(f"{PAGE}<slug:address>/", questions.question_aside, name="question_aside"),
    path(f"{PAGE}<slug:address>/reposer/", questions.question_reopen, name="question_reopen"),
]
