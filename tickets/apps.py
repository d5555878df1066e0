"""One citizen's matter, from the first word to the closing."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = "Tiket"
    default_auto_field = "django.db.models.BigAutoField"
