"""One citizen's matter, from the first word to the closing."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from services import marking, sentences
from tickets.teachable import why_no_service_example

# What the bot reads of an office, with the table between numbers and services.
_READ = ("Channel_services", "ActExample", "AgencyText")


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = "Tiket"
    default_auto_field = "django.db.models.BigAutoField"
    # Of a number only what citizens are shown: its health and its pauses change with every fault.
    SHOWN = ("agency_id", "name", "display_phone_number", "is_active")

    def ready(self) -> None:
        """What the bot may learn for a service is known here, and asked where services are edited.

        The tables that its catalogue is read from are watched from their making on.
        """
        sentences.add_rule(why_no_service_example)
        post_migrate.connect(self._watch, sender=self)

    def _watch(self, *, using: str, **_: Any) -> None:
        watched = {self.get_model(name): () for name in _READ}
        marking.watch({**watched, self.get_model("Channel"): self.SHOWN}, using=using)
