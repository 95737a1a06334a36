from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Conventions"

    def ready(self):
        from agreements.gathering import declare

        declare()
