"""Numbers of an office with their templates, and its quick replies, under /kelola/."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.timezone import localtime

from services.access import Action
from services.admin_scope import ScopedAdmin, ScopedStack, own
from services.models import Agency, Staff
from tickets import delivery
from tickets.admin_forms import ChannelForm, QuickReplyForm
from tickets.error_words import error_words
from tickets.models import AccountNotice, Channel, Label, MessageTemplate, QuickReply
from tickets.transports.registry import transport_of


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
    transport = transport_of(channel.kind)
    notices = AccountNotice.objects.filter(channel=channel)[:20] if channel.pk else []
    return [
        (
            f"{localtime(notice.began_at):%d-%m-%Y %H.%M}",
            transport.account_notice_words(
                notice.kind, code=notice.code, details=notice.details, until=""
            )[0]
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
    readonly_fields = ["health", "problem", "health_since", "news"]
    fieldsets = [
        (None, {"fields": ["agency", "name", "display_phone_number", "services"]}),
        (
            "WhatsApp",
            {"fields": ["phone_number_id", "waba_id", "new_token", "is_simulated", "marks_read"]},
        ),
        ("Keadaan", {"fields": ["is_active", "health", "problem", "health_since", "news"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Conversations hang on the number: it stays with its office and its id."""
        fixed = ["agency", "phone_number_id"] if obj else []
        return [*self.readonly_fields, *fixed]

    @admin.display(description="penjelasan keadaan")
    def problem(self, channel: Channel) -> str:
        return error_words(channel.health_error) or "-"

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
        Agency.objects.filter(channels__in=keys).say_anew()
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
        Agency.objects.filter(pk=obj.agency_id).say_anew()
        if Channel.objects.real().filter(pk=obj.pk).exists():
            ended = Staff.objects.filter(is_example=True, is_active=True).update(is_active=False)
            if ended:
                words = f"{ended} akun contoh dinonaktifkan, karena nomor sungguhan sudah dipakai."
                self.message_user(request, words, messages.WARNING)


@admin.register(Label)
class LabelAdmin(ScopedAdmin):
    action = Action.MANAGE_CATALOGUE
    may_delete = True
    fields = ["agency", "name", "tone"]
    list_display = ["name", "tone", "agency"]
    list_filter = [own("agency")]
    list_select_related = ["agency"]
    search_fields = ["name"]

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one, so that each is taken off its tickets."""
        for one in queryset:
            one.delete()


@admin.register(QuickReply)
class QuickReplyAdmin(ScopedAdmin):
    """The office's; what officers keep for themselves is theirs (views/own_replies.py)."""

    form = QuickReplyForm
    may_delete = True
    fields = ["agency", "service", "folder", "shortcut", "title", "text"]
    list_display = ["shortcut", "title", "folder", "agency", "service"]
    list_filter = [own("agency")]
    list_select_related = ["agency", "service"]
    search_fields = ["shortcut", "title", "text"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(owner__isnull=True)
