"""One citizen's matter, from the first word to the closing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from services.access import Action, agencies_where
from services.compiled import compiled
from services.models import Agency, Role, Service, ServiceStandard
from services.models.service import Group, Kind
from services.name_fields import ShownNameField
from tickets.models.channel import Channel, services_of_numbers
from tickets.models.citizen import Citizen
from tickets.models.conversation import Conversation

if TYPE_CHECKING:
    from services.models import Membership, Staff

OPEN_STATES = ("intake", "new", "in_progress", "waiting_citizen", "waiting_other")


# A clock that stands still is late for nothing but a look at what the citizen sent meanwhile.
_COUNTS = Q(paused_since__isnull=True) | Q(look_due_at__isnull=False)


def is_late(now: dt.datetime) -> Q:
    """Of the open tickets: past the time that the queue sorts by."""
    return _COUNTS & Q(sort_due_at__lt=now)


def is_due_within(now: dt.datetime, span: dt.timedelta) -> Q:
    """Of the open tickets: due from now on and before the span is over."""
    return _COUNTS & Q(sort_due_at__gte=now, sort_due_at__lt=now + span)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, staff: Staff) -> TicketQuerySet:
        """The tickets whose content this person may read without giving a reason.

        Operators: their services at their agencies, matters without a service yet that came to a
        number they work (ADR 0024), and what is assigned to them. Supervisors: their agencies. Agency admins: the same but for services
        with specific data (health, children). Everybody else sees figures only.
        """
        return self.filter(_readable_by(staff))

    def openable_by(self, staff: Staff) -> TicketQuerySet:
        """As visible_to, and what may be opened so that it is logged: with a reason, or by the head
        of the office who was reminded of it."""
        rights = _readable_by(staff)
        for membership in staff.memberships_now():
            if membership.role == Role.SUPER_ADMIN and membership.agency_id is None:
                return self.all()
            if membership.role in (Role.SUPER_ADMIN, Role.AGENCY_ADMIN):
                rights |= Q(agency_id=membership.agency_id)
            elif membership.role == Role.OFFICIAL and membership.agency_id is not None:
                rights |= Q(agency_id=membership.agency_id) & _told_to(staff)
        return self.filter(rights)

    def figures_for(self, staff: Staff) -> TicketQuerySet:
        """The tickets that may be counted for this person, never read."""
        agencies = agencies_where(staff, Action.SEE_FIGURES)
        return self.filter(agency__in=agencies.values("pk"))

    def open(self) -> TicketQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def unanswered(self) -> TicketQuerySet:
        """Nobody has answered the citizen, whatever the state; the bot asks about what is in intake."""
        return self.filter(unanswered_since__isnull=False).exclude(state="intake")

    def unassigned(self) -> TicketQuerySet:
        return self.filter(assignee__isnull=True)

    def overdue(self, now: dt.datetime) -> TicketQuerySet:
        return self.open().filter(is_late(now))

    def due_within(self, now: dt.datetime, span: dt.timedelta) -> TicketQuerySet:
        return self.open().filter(is_due_within(now, span))

    def for_queue(self) -> TicketQuerySet:
        """What a queue row shows, in one query; most urgent first."""
        return self.select_related("citizen", "service", "assignee", "agency").order_by(
            "sort_due_at", "pk"
        )


def _readable_by(staff: Staff) -> Q:
    rights = Q(pk__in=[])
    for membership in staff.memberships_now():
        at = Q(agency_id=membership.agency_id)
        if membership.role == Role.SUPERVISOR:
            rights |= at
        elif membership.role == Role.AGENCY_ADMIN:
            rights |= at & (Q(service__isnull=True) | Q(service__is_sensitive=False))
        elif membership.role == Role.OPERATOR:
            given = membership.service_ids
            unknown = Q(service__isnull=True) & _came_to_a_number_of(membership)
            rights |= at & (unknown | Q(service_id__in=given) | Q(assignee=staff))
    return rights


def _told_to(staff: Staff) -> Q:
    """What this person was reminded of."""
    notifications = Ticket._meta.get_field("notifications").related_model
    told = notifications._default_manager.filter(
        ticket=OuterRef("pk"), staff=staff.pk, is_skipped=False
    )
    return Q(Exists(told))


def _came_to_a_number_of(membership: Membership) -> Q:
    """To a number of the operator's services, to one of no service in particular, or to none."""
    line = services_of_numbers().filter(
        channel=OuterRef("channel"), service__agency=membership.agency_id
    )
    mine = Q(~Exists(line))
    if given := membership.service_ids:
        mine |= Q(Exists(line.filter(service__in=given)))
    return mine


class Ticket(models.Model):
    """Registered from the first message, so that the clock and the register are honest."""

    class State(models.TextChoices):
        INTAKE = "intake", "Baru ditanya"
        NEW = "new", "Baru"
        IN_PROGRESS = "in_progress", "Dikerjakan"
        WAITING_CITIZEN = "waiting_citizen", "Menunggu pemohon"
        WAITING_OTHER = "waiting_other", "Menunggu pihak lain"
        RESOLVED = "resolved", "Selesai"
        CLOSED = "closed", "Ditutup"

    class Outcome(models.TextChoices):
        FULFILLED = "fulfilled", "Dipenuhi"
        ANSWERED = "answered", "Dijawab"
        FORWARDED = "forwarded", "Diteruskan ke pihak berwenang"
        REJECTED = "rejected", "Ditolak"
        WITHDRAWN = "withdrawn", "Dicabut pemohon"
        DUPLICATE = "duplicate", "Ganda"
        NO_REQUEST = "no_request", "Bukan permohonan"

    # Nobody was served, so nobody is asked how well.
    UNASKED_OUTCOMES = (Outcome.DUPLICATE, Outcome.NO_REQUEST)

    class Source(models.TextChoices):
        WHATSAPP = "whatsapp", "WhatsApp"
        WALK_IN = "walk_in", "Datang langsung"
        PHONE = "phone", "Telepon"
        WEB = "web", "Web"
        PROXY = "proxy", "Lewat perantara"

    register_number = models.CharField("nomor register", max_length=32, unique=True)
    tracking_code = models.CharField("kode lacak", max_length=16, unique=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="tickets", verbose_name="instansi"
    )
    # Where the register number was given; differs from agency after a transfer.
    origin_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, related_name="tickets", verbose_name="pemohon"
    )
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name="layanan",
    )
    standard = models.ForeignKey(
        ServiceStandard, models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    kind = models.CharField("jenis", max_length=20, choices=Kind.choices, default=Kind.INFORMATION)
    group = models.CharField(
        "kelompok", max_length=20, choices=Group.choices, default=Group.INFORMATION
    )
    source = models.CharField("sumber", max_length=10, choices=Source.choices)
    subject = models.CharField("perihal", max_length=200, blank=True)
    # Who brought it, where that is not the applicant (family, RT/RW).
    proxy_name = ShownNameField("penyampai", max_length=200, blank=True)
    location = models.JSONField(
        null=True, blank=True
    )  # {"latitude", "longitude", "name", "address"}

    state = models.CharField("status", max_length=16, choices=State.choices)
    outcome = models.CharField("hasil", max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField("keterangan hasil", blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_tickets",
        verbose_name="petugas",
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    # Counts every write to the row: what a form was made from, compared when it comes back.
    version = models.PositiveIntegerField(default=1)

    received_at = models.DateTimeField("diterima")
    queued_at = models.DateTimeField(null=True, blank=True)
    completed_files_at = models.DateTimeField("berkas lengkap", null=True, blank=True)
    first_response_due_at = models.DateTimeField("batas respons pertama")
    first_responded_at = models.DateTimeField("respons pertama", null=True, blank=True)
    due_at = models.DateTimeField("tenggat")
    paused_since = models.DateTimeField(null=True, blank=True)
    # From when the time until due_at is used up: its start, moved by its pauses; NULL: not begun.
    due_from = models.DateTimeField(null=True, blank=True)
    # By when somebody looks at what the citizen sent while the clock stands still; NULL: nothing.
    look_due_at = models.DateTimeField("batas melihat kiriman baru", null=True, blank=True)
    # What the queue sorts by: the earliest due time that is still to be met (desk.clock.set_order).
    sort_due_at = models.DateTimeField()
    # When the next reminder step is to be looked at; NULL: none.
    next_reminder_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField("selesai", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="diselesaikan oleh",
    )
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    # The first words or file that nobody of the office has answered; written by desk.owing alone.
    unanswered_since = models.DateTimeField("belum dibalas sejak", null=True, blank=True)
    # When the office answered last, or said that no reply is needed.
    answered_at = models.DateTimeField("terakhir dibalas", null=True, blank=True)

    # Copies for the queue row, kept by whoever writes a message.
    last_message_at = models.DateTimeField(null=True, blank=True)
    last_message_text = models.CharField(max_length=160, blank=True)
    last_message_direction = models.CharField(max_length=4, blank=True)
    unread_count = models.PositiveIntegerField(default=0)
    message_count = models.PositiveIntegerField(default=0)
    window_expires_at = models.DateTimeField(null=True, blank=True)
    has_trouble = models.BooleanField(default=False)  # a send failed or is "belum pasti"

    objects = TicketQuerySet.as_manager()
    _line: tuple[tuple[int | None, int], frozenset[int]] | None = None

    class Meta:
        verbose_name = "tiket"
        verbose_name_plural = "tiket"
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(state="intake"),
                name="one_intake_per_conversation",
            )
        ]
        indexes = [
            # queue page and its counts
            models.Index(
                F("agency"),
                F("sort_due_at"),
                F("id"),
                condition=Q(state__in=OPEN_STATES),
                name="ticket_queue",
            ),
            # what failed to be sent or is "belum pasti", whatever became of the ticket
            models.Index(
                F("agency"), F("id"), condition=Q(has_trouble=True), name="ticket_troubled"
            ),
            # who has had no reply yet, whatever became of the ticket
            models.Index(
                F("agency"),
                F("unanswered_since"),
                F("id"),
                condition=Q(unanswered_since__isnull=False),
                name="ticket_unanswered",
            ),
            # "mine"
            models.Index(
                F("assignee"),
                F("sort_due_at"),
                F("id"),
                condition=Q(state__in=OPEN_STATES),
                name="ticket_mine",
            ),
            # routing, "cek", earlier tickets
            models.Index(fields=["conversation", "-id"], name="ticket_of_conversation"),
            models.Index(fields=["citizen", "-id"], name="ticket_of_citizen"),
            # lists of done work, dashboard
            models.Index(fields=["agency", "state", "-id"], name="ticket_by_state"),
            models.Index(fields=["agency", "received_at"], name="ticket_received"),
            models.Index(fields=["agency", "resolved_at"], name="ticket_resolved"),
            models.Index(fields=["agency", "due_at"], name="ticket_due"),
            # reminders' sweep
            models.Index(
                F("next_reminder_at"),
                condition=Q(next_reminder_at__isnull=False),
                name="ticket_to_remind",
            ),
            # the sweep that closes what was resolved a week ago
            models.Index(F("resolved_at"), condition=Q(state="resolved"), name="ticket_to_close"),
        ]

    def __str__(self) -> str:
        return self.register_number

    def get_absolute_url(self) -> str:
        return f"/tiket/{self.register_number}/"

    @property
    def line_services(self) -> frozenset[int]:
        """The services of its office whose citizens write to its number; none: it is everybody's.

        Read once for an object; asked of matters without a service only.
        """
        key = (self.channel_id, self.agency_id)
        if self._line is None or self._line[0] != key:
            found: list[int] = []
            if self.channel_id is not None:
                found = compiled(None, _line_of, channel=self.channel_id, agency=self.agency_id)
            self._line = (key, frozenset(found))
        return self._line[1]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN_STATES


def _line_of(channel: int, agency: int) -> models.QuerySet[Any, int]:
    line = services_of_numbers().filter(channel=channel, service__agency=agency)
    return line.values_list("service_id", flat=True)
