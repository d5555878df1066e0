"""The ground: what an office offers, by whom, and when."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "Layanan dan instansi"
    default_auto_field = "django.db.models.BigAutoField"
