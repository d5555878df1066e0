"""Numbers and words of an office under /kelola/; matters themselves only to be read.

What happens to a ticket happens at the desk, so tickets, messages and events cannot be saved here.
"""

import re
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from unfold.admin import TabularInline

from services.access import Action
from services.admin_scope import (
    LongList,
    OwnAgencies,
    ReadOnlyAdmin,
    ScopedAdmin,
    ScopedStack,
    agencies_of,
    is_super,
    own,
)
from services.masking import mask_contacts
from services.models import Membership, Staff
from tickets import bell, delivery
from tickets.admin_forms import ChannelForm, QuickReplyForm
from tickets.kinds import KINDS
from tickets.models import (
    AccessLog,
    AccountNotice,
    Channel,
    Message,
    MessageTemplate,
    QuickReply,
    Ticket,
    TicketEvent,
    WebhookEvent,
)
from tickets.whatsapp.news_words import notice_words

# An office's code and a hyphen.
_BEGINNING = re.compile(r"[A-Z][A-Z0-9]+-")


class TemplateInline(ScopedStack):
    action = Action.MANAGE_NUMBERS
    model = MessageTemplate
    fields = [
        ("name", "language"),
        "purpose",
        "body",
        ("parameter_count", "has_url_suffix"),
        "status",
    ]


def _news_of(channel: Channel) -> list[tuple[str, str]]:
    notices = AccountNotice.objects.filter(channel=channel)[:20] if channel.pk else []
    return [
        (
            f"{localtime(notice.began_at):%d-%m-%Y %H.%M}",
            notice_words(notice.kind, code=notice.code, details=notice.details, until="")[0]
            + (" (berakhir)" if notice.ended_at else ""),
        )
        for notice in notices
    ]


@admin.register(Channel)
class ChannelAdmin(ScopedAdmin):
    action = Action.MANAGE_NUMBERS
    form = ChannelForm
    inlines = [TemplateInline]
    actions = ["settle_notices"]
    list_display = ["name", "display_phone_number", "agency", "health", "is_simulated", "is_active"]
    list_filter = [own("agency"), "health", "is_active"]
    list_select_related = ["agency"]
    search_fields = ["name", "display_phone_number", "phone_number_id"]
    readonly_fields = ["health", "health_note", "health_since", "news"]
    fieldsets = [
        (None, {"fields": ["agency", "name", "display_phone_number", "services"]}),
        ("WhatsApp", {"fields": ["phone_number_id", "waba_id", "new_token", "is_simulated"]}),
        ("Keadaan", {"fields": ["is_active", "health", "health_note", "health_since", "news"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Conversations hang on the number: it stays with its office and its id."""
        fixed = ["agency", "phone_number_id"] if obj else []
        return [*self.readonly_fields, *fixed]

    @admin.display(description="kabar dari WhatsApp")
    def news(self, channel: Channel) -> str:
        """What WhatsApp has said of the number, newest first."""
        return format_html_join("", "<p>{}: {}</p>", _news_of(channel)) or "-"

    @admin.action(description="Kabar WhatsApp sudah ditangani", permissions=["change"])
    def settle_notices(self, request: HttpRequest, rows: QuerySet[Channel]) -> None:
        """For what WhatsApp never takes back by itself; what it says again comes back."""
        now, keys = timezone.now(), list(rows.values_list("pk", flat=True))
        notices = AccountNotice.objects.in_force(now).filter(channel__in=keys)
        count = notices.update(ended_at=now, told_at=now)
        reported = MessageTemplate.objects.reported().filter(channel__in=keys)
        count += reported.filter(status=MessageTemplate.Status.APPROVED).update(reported_event="")
        for key in keys:
            delivery.settle_health(key, now=now)
        self.message_user(request, f"{count} kabar ditandai sudah ditangani.", messages.SUCCESS)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A status that an admin sets by hand is the admin's word, no longer WhatsApp's."""
        for one in formset.forms:
            if isinstance(one.instance, MessageTemplate) and "status" in one.changed_data:
                one.instance.reported_event = ""
        super().save_formset(request, form, formset, change)
        delivery.settle_health(form.instance.pk, now=timezone.now())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "new_token" in form.changed_data:
            delivery.release(obj.pk)
        if Channel.objects.real().filter(pk=obj.pk).exists():
            ended = Staff.objects.filter(is_example=True, is_active=True).update(is_active=False)
            if ended:
                words = f"{ended} akun contoh dinonaktifkan, karena nomor sungguhan sudah dipakai."
                self.message_user(request, words, messages.WARNING)


@admin.register(QuickReply)
class QuickReplyAdmin(ScopedAdmin):
    form = QuickReplyForm
    may_delete = True
    list_display = ["shortcut", "title", "agency", "service"]
    list_filter = [own("agency")]
    list_select_related = ["agency", "service"]
    search_fields = ["shortcut", "title", "text"]


class _MaskedReason:
    """People write NIK and telephone numbers into reasons; nobody's look here is logged."""

    @admin.display(description="alasan")
    def masked_reason(self, event: TicketEvent) -> str:
        return mask_contacts(event.reason)


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
        return rows.select_related("actor")


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

    list_display = ["occurred_at", "ticket", "direction", "origin", "kind", "status", "error_text"]
    list_filter = ["direction", "origin", "status"]
    list_select_related = ["ticket"]
    search_fields = ["ticket__register_number"]
    fields = [
        ("ticket", "channel"),
        ("direction", "origin", "kind", "author"),
        ("occurred_at", "received_at", "short_wamid"),
        ("status", "status_at", "attempts", "error_code", "error_text"),
    ]

    @admin.display(description="jenis", ordering="type")
    def kind(self, message: Message) -> str:
        """WhatsApp adds types: one that is not known here keeps its own name."""
        return KINDS.get(message.type, message.type)

    @admin.display(description="wamid")
    def short_wamid(self, message: Message) -> str:
        """Its beginning spells the citizen's telephone number in base64; its end tells it apart."""
        return f"…{message.wamid[-12:]}" if message.wamid else "-"


@admin.register(TicketEvent)
class TicketEventAdmin(_MaskedReason, _OfTickets):
    list_display = ["at", "ticket", "verb", "actor", "masked_reason"]
    list_filter = ["verb"]
    list_select_related = ["ticket", "actor"]
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
    list_select_related = ["staff", "ticket", "attachment"]
    search_fields = ["ticket__register_number", "staff__full_name"]
    fields = ["at", "staff", "action", "ticket", "file_name", "masked_reason"]

    @admin.display(description="berkas")
    def file_name(self, row: AccessLog) -> str:
        """As the citizen named it; people write numbers there too."""
        if row.attachment is None:
            return "-"
        return mask_contacts(row.attachment.filename) or f"berkas {row.attachment_id}"

    @admin.display(description="alasan")
    def masked_reason(self, row: AccessLog) -> str:
        return mask_contacts(row.reason) or "-"


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnlyAdmin):
    """What WhatsApp sent and nobody could place. It may be anybody's, so the super admin looks."""

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
        return "; ".join(f"{item.get('path')}: {item.get('reason')}" for item in event.parked)

    @admin.action(description="Sudah dilihat", permissions=["view"])
    def settle(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        count = rows.filter(settled_at__isnull=True).update(settled_at=timezone.now())
        self.message_user(request, f"{count} kiriman ditandai sudah dilihat.", messages.SUCCESS)

    @admin.action(description="Kerjakan lagi", permissions=["view"])
    def work_again(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        """After the number was registered, say; what became a row already stays as it is."""
        fresh = {"processed_at": None, "next_attempt_at": None, "settled_at": None}
        kept = rows.filter(body__isnull=False)
        count = kept.update(is_parked=False, parked=[], attempts=0, **fresh)
        transaction.on_commit(partial(bell.kick, bell.RECEIVE), robust=True)
        self.message_user(request, f"{count} kiriman dikerjakan lagi.", messages.SUCCESS)
