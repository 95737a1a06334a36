"""Where a person arrives: the list of projects, a new one, the home of one."""

from django.urls import path

from home.views import creation, project, removal, waiting

app_name = "home"

urlpatterns = [
    path("", project.project_list, name="project_list"),
    path("a-valider/", waiting.waiting_list, name="waiting_list"),
    path("projets/nouveau/", creation.project_create, name="project_create"),
    path("projets/<slug:slug>/", project.project_home, name="project_home"),
    path("projets/<slug:slug>/a-faire/", project.task_list, name="task_list"),
    path("projets/<slug:slug>/reglages/supprimer/", removal.project_remove, name="project_remove"),
    path("projets/<slug:slug>/a-faire/<str:kind>/<str:public_id>/", project.task_done, name="task_done"),
]
