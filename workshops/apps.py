from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Ateliers"

    def ready(self):
        from partnerships.merging.rules import MOVE, gathered_by

        gathered_by({"workshops.Workshop.who_partnership": MOVE})
