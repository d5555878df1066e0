"""One citizen's matter, from the first word to the closing."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from services.models import Agency, Service, ServiceStandard
from services.models.service import Group, Kind
from tickets import states
from tickets.models import search_entries as entries
from tickets.models.channel import Channel, services_of_numbers
from tickets.models.citizen import Citizen
from tickets.models.conversation import Conversation
from tickets.models.ticket_checks import BY_HELD, Checked
from tickets.models.ticket_counter import INDEXES, AtCounter
from tickets.models.ticket_led import BY_LEADER, Led
from tickets.models.ticket_moments import MOMENT_INDEXES
from tickets.models.ticket_people import BehindMatter
from tickets.models.ticket_queryset import TicketQuerySet
from tickets.models.ticket_waits import BY_END, Labelled, Waits


class Ticket(Labelled, Waits, AtCounter, BehindMatter, Checked, Led):
    """Opened with the first message; registered as soon as there is a matter, and due from receipt."""

    State: TypeAlias = states.State

    class Outcome(models.TextChoices):
        FULFILLED = "fulfilled", "Dipenuhi"
        ANSWERED = "answered", "Dijawab"
        FORWARDED = "forwarded", "Diteruskan ke pihak berwenang"
        REJECTED = "rejected", "Ditolak"
        WITHDRAWN = "withdrawn", "Dicabut pemohon"
        DUPLICATE = "duplicate", "Ganda"
        NO_REQUEST = "no_request", "Bukan permohonan"

    # The citizen asked for nothing that the office could do: there is no result to tell of.
    UNASKED_OUTCOMES = (Outcome.DUPLICATE, Outcome.NO_REQUEST)
    # Nothing that was written before asks for a reply any more; there is no survey either.
    SETTLING_OUTCOMES = (*UNASKED_OUTCOMES, Outcome.WITHDRAWN)

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
    location = models.JSONField(
        null=True, blank=True
    )  # {"latitude", "longitude", "name", "address"}

    state = models.CharField("status", max_length=16, choices=states.CHOICES)
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
    # Who asked to take it over, and until when the request stands (desk.taking_over).
    asked_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    asked_over_until = models.DateTimeField(null=True, blank=True)
    # Whose it was when it went back to the queue because that officer is away or has left, until
    # somebody gets it (desk.taking_back).
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    # An emergency: before every due time in the queue.
    is_urgent = models.BooleanField("darurat", default=False)
    # The citizen asked that their name be kept: who may see it is in tickets.identity.
    is_anonymous = models.BooleanField("identitas dirahasiakan", default=False)
    # A complaint about the office's own people: those above them are told.
    is_about_staff = models.BooleanField("tentang petugas", default=False, db_default=False)
    # Counts every write to the row: what a form was made from, compared when it comes back.
    version = models.PositiveIntegerField(default=1)

    received_at = models.DateTimeField("diterima")
    # When it got its register number; NULL: no matter yet, so no reminder, no figure and no survey.
    registered_at = models.DateTimeField("didaftarkan", null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    completed_files_at = models.DateTimeField("berkas lengkap", null=True, blank=True)
    first_response_due_at = models.DateTimeField("batas respons pertama")
    first_responded_at = models.DateTimeField("respons pertama", null=True, blank=True)
    due_at = models.DateTimeField("tenggat")
    paused_since = models.DateTimeField(null=True, blank=True)
    # From when the time until due_at is used up: its start, moved by its pauses; NULL: not begun.
    due_from = models.DateTimeField(null=True, blank=True)
    # By when an officer looks at what the citizen sent while the clock is paused; NULL: nothing.
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

    # The first text or file that the office has not answered; only desk.owing writes it.
    unanswered_since = models.DateTimeField("belum dibalas sejak", null=True, blank=True)
    # When the office answered last, or said that no reply is needed.
    answered_at = models.DateTimeField("terakhir dibalas", null=True, blank=True)

    # Copies for the queue row; those of the last message are made by tickets.last_message.
    last_message_at = models.DateTimeField(null=True, blank=True)
    last_message_text = models.CharField(max_length=160, blank=True)
    # What it was where it had no words (`Message.kind`), else "".
    last_message_kind = models.CharField(max_length=40, blank=True, default="")
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
                F("is_urgent").desc(),
                F("sort_due_at"),
                F("id"),
                condition=Q(state__in=states.OPEN),
                name="ticket_queue",
            ),
            # what failed to be sent or is "belum pasti", in any state of the ticket
            models.Index(
                F("agency"), F("id"), condition=Q(has_trouble=True), name="ticket_troubled"
            ),
            # who has had no reply yet, in any state of the ticket
            models.Index(
                F("agency"),
                F("is_urgent").desc(),
                F("unanswered_since"),
                F("id"),
                condition=Q(unanswered_since__isnull=False),
                name="ticket_unanswered",
            ),
            # "mine"
            models.Index(
                F("assignee"),
                F("is_urgent").desc(),
                F("sort_due_at"),
                F("id"),
                condition=Q(state__in=states.OPEN),
                name="ticket_mine",
            ),
            # "Perlu dialihkan"
            models.Index(
                F("agency"),
                F("id"),
                condition=Q(left_by__isnull=False, state__in=states.OPEN),
                name="ticket_left",
            ),
            # what the head is asked to keep, and what is said of the office's own people
            models.Index(
                F("agency"),
                F("id").desc(),
                condition=Q(is_anonymous=True),
                name="ticket_anonymous",
            ),
            models.Index(
                F("agency"),
                F("id").desc(),
                condition=Q(is_about_staff=True),
                name="ticket_about_staff",
            ),
            # routing, "cek", earlier tickets
            models.Index(fields=["conversation", "-id"], name="ticket_of_conversation"),
            models.Index(fields=["citizen", "-id"], name="ticket_of_citizen"),
            # lists of done work, dashboard
            models.Index(fields=["agency", "state", "-id"], name="ticket_by_state"),
            models.Index(fields=["agency", "received_at"], name="ticket_received"),
            models.Index(fields=["agency", "due_at"], name="ticket_due"),
            # reminders' sweep
            models.Index(
                F("next_reminder_at"),
                condition=Q(next_reminder_at__isnull=False),
                name="ticket_to_remind",
            ),
            BY_END,
            BY_HELD,
            BY_LEADER,
            *MOMENT_INDEXES,
            *INDEXES,
        ]

    def __str__(self) -> str:
        return self.register_number

    def save(self, **options: Any) -> None:
        """Write it, and what it is found by."""
        is_new, fields = self._state.adding, options.get("update_fields")
        if not (fields is None or entries.OF_TICKET & {*fields}):
            super().save(**options)
            return
        with transaction.atomic(savepoint=False):
            super().save(**options)
            if is_new:
                entries.tickets_opened([self])
            else:
                entries.tickets_changed(Ticket.objects.filter(pk=self.pk), moved=True)

    def get_absolute_url(self) -> str:
        return f"/tiket/{self.register_number}/"

    @property
    def line_services(self) -> frozenset[int]:
        """The services of its office whose citizens write to its number; none: it is everybody's.

        Read once for an object; asked of matters without a service only.
        """
        key = (self.channel_id, self.agency_id)
        if self._line is None or self._line[0] != key:
            line = services_of_numbers().filter(service__agency=self.agency_id)
            if self.channel_id is None:
                line = line.none()
            found = line.filter(channel=self.channel_id).values_list("service_id", flat=True)
            self._line = (key, frozenset(found))
        return self._line[1]

    @property
    def is_open(self) -> bool:
        """Whether the office or the citizen still has to do something."""
        return self.state in states.OPEN
