"""Offices: the super admin opens them, the office's own admin edits the rest."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from services.access import Action
from services.admin_scope import ScopedAdmin, is_super
from services.models import Agency
from services.office_form import AgencyForm


@admin.register(Agency)
class AgencyAdmin(ScopedAdmin):
    form = AgencyForm
    agency_path = "pk"
    list_display = ["name", "code", "timezone", "auto_assign", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "short_name", "code"]
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        (None, {"fields": ["name", "short_name", "code", "slug", "timezone"]}),
        ("Kantor", {"fields": ["address", "point", "phone", "head_title"]}),
        (
            "Wilayah",
            {"fields": ["parent", "inhabitants", "inhabitants_year", "inhabitants_source"]},
        ),
        ("Survei", {"fields": ["survey_screens"]}),
        ("Pekerjaan", {"fields": ["auto_assign", "asks_source", "is_active", "is_example"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_super(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The code begins every register number, so it never changes. Under whom an office is, is not for its
        own admin to say.
        """
        fixed = ["is_example"] if obj is None else ["is_example", "code"]
        return fixed if is_super(request) else [*fixed, "is_active", "slug", "parent"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    action = Action.MANAGE_CATALOGUE
