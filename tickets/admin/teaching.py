"""Sentences of acts under /kelola/: asking for the hours, cancelling, and so on, by office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from services.access import Action
from services.admin_scope import ScopedAdmin, own
from tickets.act_words import act_words
from tickets.admin_forms import ActExampleForm
from tickets.models import ActExample


@admin.register(ActExample)
class ActExampleAdmin(ScopedAdmin):
    action = Action.TEACH_BOT
    form = ActExampleForm
    may_delete = True
    list_display = ["text", "act_named", "agency"]
    list_filter = [own("agency")]
    list_select_related = ["agency"]
    search_fields = ["text"]
    fields = ["agency", "act", "text"]

    @admin.display(description="maksud", ordering="act")
    def act_named(self, example: ActExample) -> str:
        return act_words(example.act)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["agency"] if obj else []
