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
from tickets.admin_forms import AgencyTextForm
from tickets.inbound.trying import sample_of
from tickets.models import AgencyText
from tickets.own_texts import TEXTS, Key


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

    @admin.display(description="teks", ordering="key")
    def named(self, row: AgencyText) -> str:
        return TEXTS[Key(row.key)].label if row.key in {*Key} else row.key

    @admin.display(description="yang dibaca warga")
    def preview(self, row: AgencyText) -> str | SafeString:
        """The reply in which citizens read it, as it is stored now."""
        if row._state.adding:
            return "Simpan dan lanjutkan mengubah untuk melihatnya di layar telepon."
        if row.key == Key.PRIVACY_PAGE:
            url = reverse("public-privacy", args=[row.agency.slug])
            return format_html('<a href="{}">Buka halaman data pribadi</a>', url)
        return render_to_string("kelola/_phone.html", {"bubbles": [sample_of(row)]})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["agency", "key_named", "preview"] if obj else ["preview"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["agency", "key_named" if obj else "key", "text", "preview"]

    @admin.display(description="teks")
    def key_named(self, row: AgencyText) -> str:
        return self.named(row)
