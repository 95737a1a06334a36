from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partenariats"

    def ready(self):
        # What each of these declares is asked from then on (partnerships.rules).
        from partnerships.rules import actors, frise, holes, raci, relations  # noqa: F401
