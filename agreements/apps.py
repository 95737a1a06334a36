from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Conventions"

    def ready(self):
        from agreements import asking  # noqa: F401 (its rules are asked from then on)
        from agreements.closed import refuse_closed
        from agreements.gathering import declare
        from agreements.running import declare_run_only
        from agreements.validating import SOURCES, watch
        from projects.models import guard_undo
        from projects.models.history import at_the_end

        declare()
        guard_undo(refuse_closed)
        declare_run_only()
        at_the_end(watch, SOURCES)
