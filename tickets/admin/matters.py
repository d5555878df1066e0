"""Matters under /kelola/, only to be read: tickets, messages, history, who looked at what.

What happens to a ticket happens at the desk, so none of them can be saved here.
"""

import re
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from services.access import Action
from services.admin_scope import LongList, OwnAgencies, ReadOnlyAdmin, agencies_of
from services.masking import mask_contacts
from services.models import Membership, Staff
from tickets import identity
from tickets.error_words import error_words
from tickets.event_reasons import event_why
from tickets.kinds import KINDS
from tickets.models import AccessLog, Message, Ticket, TicketEvent

# An office's code and a hyphen.
_BEGINNING = re.compile(r"[A-Z][A-Z0-9]+-")


def _masked(words: str, ticket: Ticket) -> str:
    """Without numbers: people write NIK and telephones into reasons, and looks here are not logged;
    without a name that is kept.
    """
    return mask_contacts(identity.of(ticket, reader=None).text(words))


class _MaskedReason:
    @admin.display(description="alasan")
    def masked_reason(self, event: TicketEvent) -> str:
        return _masked(event.reason or event_why(event.data), event.ticket)


class EventInline(_MaskedReason, TabularInline):
    model = TicketEvent
    fields = readonly_fields = ["at", "verb", "actor", "masked_reason"]
    extra = 0
    can_delete = False
    verbose_name_plural = "riwayat"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[TicketEvent]:
        rows: QuerySet[TicketEvent] = super().get_queryset(request)
        return rows.select_related("actor", "ticket__citizen")


class _OfTickets(LongList, ReadOnlyAdmin):
    """What a person may read at the desk without a reason; the others open it there, with one."""

    action = Action.READ_TICKET

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()
        if not isinstance(request.user, Staff):
            return rows.none()
        return self.visible(rows, Ticket.objects.visible_to(request.user))

    def find(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The beginning of a register number is found by its index, a part of one is looked for."""
        number = search_term.strip().upper()
        if not _BEGINNING.match(number):
            return super().find(request, queryset, search_term)
        return queryset.filter(**{f"{self.search_fields[0]}__startswith": number}), False

    def visible(self, rows: QuerySet[Any], tickets: QuerySet[Ticket]) -> QuerySet[Any]:
        """The rows that belong to these tickets."""
        return rows.filter(ticket__in=tickets.values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows come from `get_queryset` only, which has asked already."""
        return self.may(request)


@admin.register(Ticket)
class TicketAdmin(_OfTickets):
    list_display = ["register_number", "agency", "service", "state", "assignee", "received_at"]
    list_filter = ["state", "kind", "source", ("agency", OwnAgencies)]
    list_select_related = ["agency", "service", "assignee"]
    search_fields = ["register_number"]
    inlines = [EventInline]
    fields = [
        ("register_number", "state", "outcome"),
        ("agency", "service", "kind", "source"),
        ("assignee", "resolved_by"),
        ("received_at", "first_response_due_at", "first_responded_at"),
        ("due_at", "resolved_at", "closed_at"),
    ]

    def visible(self, rows: QuerySet[Any], tickets: QuerySet[Ticket]) -> QuerySet[Any]:
        return tickets


@admin.register(Message)
class MessageAdmin(_OfTickets):
    """Where a message stands; what it says is read on the page of its ticket."""

    list_display = ["occurred_at", "ticket", "direction", "origin", "kind", "status", "problem"]
    list_filter = ["direction", "origin", "status"]
    list_select_related = ["ticket"]
    search_fields = ["ticket__register_number"]
    fields = [
        ("ticket", "channel"),
        ("direction", "origin", "kind", "author"),
        ("occurred_at", "received_at", "short_external_id"),
        ("status", "status_at", "attempts", "error_code", "problem"),
    ]

    @admin.display(description="jenis", ordering="type")
    def kind(self, message: Message) -> str:
        """WhatsApp adds types: one that is not known here keeps its own name."""
        return KINDS.get(message.type, message.type)

    @admin.display(description="galat", empty_value="-")
    def problem(self, message: Message) -> str:
        return error_words(message.error)

    @admin.display(description="ID di saluran")
    def short_external_id(self, message: Message) -> str:
        """Its beginning spells the citizen's telephone number in base64; its end tells it apart."""
        return f"…{message.external_id[-12:]}" if message.external_id else "-"


@admin.register(TicketEvent)
class TicketEventAdmin(_MaskedReason, _OfTickets):
    list_display = ["at", "ticket", "verb", "actor", "masked_reason"]
    list_filter = ["verb"]
    list_select_related = ["ticket__citizen", "actor"]
    search_fields = ["ticket__register_number"]
    fields = ["ticket", "verb", "at", "actor", "masked_reason"]


class _Colleagues(admin.RelatedFieldListFilter):
    """Names the people of the offices whose rows the person may see."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        here = Membership.objects.filter(agency__in=agencies_of(request, model_admin.action))
        mine = {"pk__in": here.values("staff")}
        return field.get_choices(include_blank=False, limit_choices_to=mine)


@admin.register(AccessLog)
class AccessLogAdmin(_OfTickets):
    """Who saw which file and number, and why a ticket was opened: a leak can be traced."""

    list_display = ["at", "staff", "action", "ticket", "file_name", "masked_reason"]
    list_filter = ["action", ("staff", _Colleagues)]
    list_select_related = ["staff", "ticket__citizen", "attachment"]
    search_fields = ["ticket__register_number", "staff__full_name"]
    fields = ["at", "staff", "action", "ticket", "file_name", "masked_reason"]

    @admin.display(description="berkas")
    def file_name(self, row: AccessLog) -> str:
        """As the citizen named it, if that does not tell whose identity is kept; people write
        numbers there too.
        """
        if row.attachment is None:
            return "-"
        given = "" if row.ticket.is_anonymous else mask_contacts(row.attachment.filename)
        return given or f"berkas {row.attachment_id}"

    @admin.display(description="alasan")
    def masked_reason(self, row: AccessLog) -> str:
        return _masked(row.reason, row.ticket) or "-"
