"""Offices, their services, their staff and their opening times."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from services import marking

# What the bot reads of an office, and when it is open.
_WATCHED = (
    *("Agency", "Service", "ServiceStandard", "Requirement", "Step", "ServiceExample", "Article"),
    *("OfficeHours", "Holiday"),
)


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "Layanan dan instansi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the tables watched from their making on."""
        post_migrate.connect(self._watch, sender=self)

    def _watch(self, *, using: str, **_: Any) -> None:
        marking.watch({self.get_model(name): () for name in _WATCHED}, using=using)
