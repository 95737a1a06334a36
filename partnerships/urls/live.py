"""What keeps the open pages of a project true."""

from django.urls import path

from partnerships.views.live import tickets

urlpatterns = [
    path("projets/<slug:slug>/direct/", tickets.live_ticket, name="live_ticket"),
    path("projets/<slug:slug>/direct/nouvelles/", tickets.live_news, name="live_news"),
]
