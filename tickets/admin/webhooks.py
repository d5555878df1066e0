"""Webhooks that could not be placed, under /kelola/."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from services.admin_scope import ReadOnlyAdmin, is_super
from tickets import wakeups
from tickets.models import WebhookEvent
from tickets.parking import parked_words


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnlyAdmin):
    """Webhooks that could not be placed. They may be of any office, so only the super admin looks."""

    list_display = ["received_at", "processed_at", "attempts", "reasons", "settled_at"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter)]
    fields = ["received_at", "processed_at", "attempts", "reasons", "settled_at"]
    actions = ["settle", "work_again"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEvent]:
        if not is_super(request):
            return WebhookEvent.objects.none()
        return WebhookEvent.objects.filter(is_parked=True).defer("body")

    def may(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_super(request)

    @admin.display(description="yang tidak dapat dibaca")
    def reasons(self, event: WebhookEvent) -> str:
        return "; ".join(map(parked_words, event.parked))

    @admin.action(description="Sudah dilihat", permissions=["view"])
    def settle(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        count = rows.filter(settled_at__isnull=True).update(settled_at=timezone.now())
        self.message_user(request, f"{count} kiriman ditandai sudah dilihat.", messages.SUCCESS)

    @admin.action(description="Kerjakan lagi", permissions=["view"])
    def work_again(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        """After the number was registered, say; what became a row already stays as it is."""
        fresh = {"processed_at": None, "next_attempt_at": None, "settled_at": None}
        readable = rows.filter(body__isnull=False)
        count = readable.update(is_parked=False, parked=[], attempts=0, **fresh)
        transaction.on_commit(partial(wakeups.wake, wakeups.RECEIVE), robust=True)
        self.message_user(request, f"{count} kiriman dikerjakan lagi.", messages.SUCCESS)
