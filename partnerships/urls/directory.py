"""Directory of the project's partners, and the record of one."""

from django.urls import path

from partnerships.views import directory

urlpatterns = [
    path("projets/<slug:slug>/partenaires/", directory.partnership_list, name="partnership_list"),
    path("projets/<slug:slug>/partenaires/<str:public_id>/", directory.partnership_record, name="partnership_record"),
]
