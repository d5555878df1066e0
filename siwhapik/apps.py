"""The roof as an app, so that its commands and checks are found."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiwhapikConfig(AppConfig):
    name = "siwhapik"
    label = "siwhapik"
    verbose_name = "Si Whapik"

    def ready(self) -> None:
        """Register our checks: only now are the models that they ask there."""
        import_module("siwhapik.checks")


class KelolaConfig(AdminConfig):
    """The configuration pages, with rights from memberships."""

    default_site = "siwhapik.admin_site.KelolaSite"
