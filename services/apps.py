"""Offices, their services, their staff and their opening times."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "Layanan dan instansi"
    default_auto_field = "django.db.models.BigAutoField"
