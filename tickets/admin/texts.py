"""An office's own texts under /kelola/, each with what the phone shows of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from services.access import Action
from services.admin_scope import ScopedAdmin, own
from tickets.admin_forms import PREVIEW, AgencyTextForm
from tickets.inbound.trying import sample_of
from tickets.models import AgencyText
from tickets.own_texts import Key


@admin.register(AgencyText)
class AgencyTextAdmin(ScopedAdmin):
    action = Action.MANAGE_CATALOGUE
    form = AgencyTextForm
    may_delete = True
    list_display = ["named", "agency"]
    list_filter = [own("agency")]
    list_select_related = ["agency"]
    fields = ["agency", "key", "text", "preview"]
    readonly_fields = ["preview"]

    class Media:
        css = {"all": ["css/kelola.css"]}

    @admin.display(description="teks", ordering="key")
    def named(self, row: AgencyText) -> str:
        return str(row)

    @admin.display(description="yang dibaca warga")
    def preview(self, row: AgencyText) -> str | SafeString:
        """The reply in which citizens read it: as it stands in the form, before it is stored."""
        if row.key == Key.PRIVACY_PAGE:
            if row._state.adding:
                return "Terlihat di halaman data pribadi setelah disimpan."
            url = reverse("public-privacy", args=[row.agency.slug])
            return format_html('<a href="{}">Buka halaman data pribadi</a>', url)
        known = row.agency_id is not None and bool(row.key and row.text)
        bubbles = [sample_of(row)] if known else []
        return render_to_string("kelola/_sample.html", {"bubbles": bubbles, "asked": PREVIEW})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["agency", "key_named", "preview"] if obj else ["preview"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["agency", "key_named" if obj else "key", "text", "preview"]

    @admin.display(description="teks")
    def key_named(self, row: AgencyText) -> str:
        return self.named(row)
