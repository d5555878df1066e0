"""The configuration pages under /kelola/: who comes in, and which apps they show."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from unfold.sites import UnfoldAdminSite

from services.access import Action, can
from services.models import Staff

OURS = {"services", "tickets", "surveys"}
MANAGING = (
    Action.MANAGE_CATALOGUE,
    Action.TEACH_BOT,
    Action.MANAGE_STAFF,
    Action.MANAGE_NUMBERS,
    Action.MANAGE_HOURS,
    Action.MANAGE_ROSTER,
)


# Pages that are no list of rows, by the name of their address.
TEACHING = (
    ("kelola-unmatched", "Kalimat yang belum dipahami"),
    ("kelola-try", "Coba kalimat"),
)


def _page(address: str, name: str) -> dict[str, Any]:
    shown = {"name": name, "object_name": address, "admin_url": reverse(address)}
    return shown | {"add_url": None, "view_only": True, "perms": {}}


class KelolaSite(UnfoldAdminSite):
    """Rights come from memberships; `is_staff` and `is_superuser` open nothing here."""

    site_title = site_header = "Si Whapik"
    index_title = "Kelola"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        staff = request.user
        return isinstance(staff, Staff) and any(can(staff, action) for action in MANAGING)

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Only our own apps: the accounts of allauth and Django's groups are not managed here."""
        several = isinstance(model_or_iterable, list | tuple)
        models = model_or_iterable if several else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OURS]
        if ours:
            super().register(ours, *args, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """With the pages on which the bot is taught, below the lists of their app."""
        found: list[Any] = super().get_app_list(request, app_label)
        staff = request.user
        may = isinstance(staff, Staff) and can(staff, Action.TEACH_BOT)
        for app in found if may else ():
            if app["app_label"] == "tickets":
                app["models"] += [_page(address, name) for address, name in TEACHING]
        return found

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """With the one exception from the Content-Security-Policy; error pages keep the strict one."""
        return csp_replace(settings.KELOLA_CSP_EXCEPTION)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, "/kelola/"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without Django's shortcut from any row's id to its page: it checks no rights, and
        tells the register number of another office's ticket."""
        nowhere = path("r/<path:rest>", self.admin_view(self.shortcut))
        return [nowhere, *super().get_urls()]

    def shortcut(self, request: HttpRequest, rest: str) -> HttpResponse:
        raise Http404

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Closed: no form uses it, and it would tell of rows that no list offers."""
        raise Http404

    def search(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Each list is searched by itself."""
        raise Http404

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The log-out page of the product, which asks first."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")
