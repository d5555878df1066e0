"""The project package as an app, so that Django finds its commands and checks."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiwhapikConfig(AppConfig):
    name = "siwhapik"
    label = "siwhapik"
    verbose_name = "Si Whapik"

    def ready(self) -> None:
        """Register our checks: the models that they read are loaded only now."""
        import_module("siwhapik.checks")


class KelolaConfig(AdminConfig):
    """The configuration pages, with rights from memberships."""

    default_site = "siwhapik.admin_site.KelolaSite"
