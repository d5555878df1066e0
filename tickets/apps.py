"""One citizen's matter, from the first word to the closing."""

from django.apps import AppConfig

from services import sentences
from tickets.teachable import why_no_service_example


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = "Tiket"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What the bot may learn for a service is known here, and asked where services are edited."""
        sentences.add_rule(why_no_service_example)
