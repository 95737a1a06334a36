"""Every address of Maillage. Paths are in French, names in English."""

from django.urls import include, path

from config import views

urlpatterns = [
    # First, so that /projets/importer/ is not taken for the address of a project.
    path("", include("exchange.urls")),
    path("", include("home.urls")),
    path("", include("projects.urls")),
    path("", include("privacy.urls")),
    path("", include("partnerships.urls")),
    path("", include("agreements.urls")),
    path("", include("workshops.urls")),
    path("territoires/", include("territories.urls")),
    path("compte/", include("accounts.urls")),
    path("session-expiree/", views.session_expired, name="session_expired"),
    path("hors-ligne/", views.offline, name="offline"),
]

handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
