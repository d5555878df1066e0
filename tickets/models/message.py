"""Everything said, in either direction; the outbox is these rows too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.functional import cached_property

from services import rows
from services.crypto import EncryptedTextField
from tickets.content import Content, File, has_words
from tickets.models import search_entries as entries
from tickets.models.channel import Channel
from tickets.models.conversation import Conversation
from tickets.models.message_queryset import ARRIVES, MessageQuerySet
from tickets.models.said import comes_in, said_by
from tickets.received import Received
from tickets.transports.protocol import WINDOW_CLOSED
from tickets.transports.registry import content_in, received_in, token_of


class Message(models.Model):
    """One message of a channel, by (channel, external_id); or one note or entry of ours, without id."""

    class Direction(models.TextChoices):
        IN = "in", "Masuk"
        OUT = "out", "Keluar"
        NOTE = "note", "Catatan internal"

    class Origin(models.TextChoices):
        CITIZEN = "citizen", "Pemohon"
        OFFICER = "officer", "Petugas"
        APP = "app", "Aplikasi WhatsApp Business"
        BOT = "bot", "Jawaban otomatis"
        SURVEY = "survey", "Undangan survei"
        SYSTEM = "system", "Sistem"

    class Status(models.TextChoices):
        RECEIVED = "received", "Diterima"
        QUEUED = "queued", "Menunggu dikirim"
        SENDING = "sending", "Sedang dikirim"
        UNKNOWN = "unknown", "Belum pasti"
        ACCEPTED = "accepted", "Diterima WhatsApp"
        SENT = "sent", "Terkirim"
        DELIVERED = "delivered", "Sampai"
        READ = "read", "Dibaca"
        PLAYED = "played", "Didengar"
        FAILED = "failed", "Gagal kirim"
        RECALLED = "recalled", "Tidak jadi dikirim"

    # WhatsApp has said that it is on its way, or there.
    ARRIVING = (Status.SENT, Status.DELIVERED, Status.READ, Status.PLAYED)

    # It has not left, or WhatsApp has refused it.
    NOT_GONE = (Status.QUEUED, Status.SENDING, Status.FAILED, Status.RECALLED)

    # Written by a person of the office.
    ANSWERING = (Origin.OFFICER, Origin.APP)

    channel = models.ForeignKey(
        Channel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="nomor kantor",
    )
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    ticket = models.ForeignKey(
        "tickets.Ticket",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="tiket",
    )
    direction = models.CharField("arah", max_length=4, choices=Direction.choices)
    origin = models.CharField("asal", max_length=8, choices=Origin.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="penulis",
    )
    external_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001  # NULL is outside the unique index
    # What is the same in every id that the channel gives this message; "" where it cannot be read.
    external_token = models.CharField(max_length=64, blank=True, default="", editable=False)
    type = models.CharField("jenis", max_length=40)
    text = models.TextField(blank=True)
    # Inbound: `Received.payload`. Outbound: `Content.payload`. Older rows: WhatsApp's own JSON.
    payload = models.JSONField(default=dict)
    # A payload that no staff page may show (a survey link); wiped once it was sent.
    sealed_payload = EncryptedTextField(blank=True, default="")
    # WhatsApp's time, never later than the arrival; for our own rows the time of writing.
    occurred_at = models.DateTimeField("waktu")
    received_at = models.DateTimeField("diterima")
    worked_at = models.DateTimeField(null=True, blank=True)
    # Redelivered long after it was written: shown, but answers nothing and opens no window.
    is_stale = models.BooleanField(default=False)

    quoted_external_id = models.CharField(max_length=255, blank=True)
    quoted = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    reaction = models.CharField(max_length=40, blank=True)  # of the other side, on this message
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    edited_text = models.TextField(blank=True)

    status = models.CharField(max_length=10, choices=Status.choices)
    status_at = models.DateTimeField("waktu status", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error_code = models.IntegerField("kode galat", null=True, blank=True)
    error = models.JSONField("galat", default=dict, blank=True)  # as tickets.faults has it
    retry_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="retried_by"
    )
    # From the form that made the row: a double click or a repeated POST finds it again.
    form_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # NULL is outside the unique index

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"],
                condition=Q(external_id__isnull=False),
                name="message_once",
            ),
            models.UniqueConstraint(
                fields=["author", "form_key"],
                condition=Q(form_key__isnull=False),
                name="message_once_per_form",
            ),
        ]
        indexes = [
            # ticket page
            models.Index(fields=["ticket", "occurred_at", "id"], name="message_thread"),
            # converse
            models.Index(
                F("conversation"),
                F("occurred_at"),
                F("id"),
                condition=Q(worked_at__isnull=True) & ARRIVES,
                name="message_unworked",
            ),
            # delivery
            models.Index(
                F("status"),
                F("next_attempt_at"),
                F("id"),
                condition=Q(status__in=["queued", "sending"]),
                name="message_to_send",
            ),
            # the "belum pasti" and "gagal kirim" lists
            models.Index(
                F("status"),
                F("id"),
                condition=Q(status__in=["unknown", "failed"]),
                name="message_troubled",
            ),
            # answers that do not count as a first response
            models.Index(
                F("status_at"),
                condition=Q(status="failed", origin__in=("officer", "app")),
                name="message_refused_answer",
            ),
            # the reports of work and of files: what citizens and officers wrote in some days
            models.Index(
                F("occurred_at"),
                condition=Q(direction="in") | Q(author__isnull=False),
                name="message_of_people",
            ),
            # a quoted message, a reaction, an edit, a status: by what their ids share
            models.Index(fields=["conversation", "external_token"], name="message_by_token"),
            # those that came before what they are about
            models.Index(
                F("conversation"),
                condition=Q(quoted__isnull=True) & ~Q(quoted_external_id=""),
                name="message_about_unknown",
            ),
        ]

    def __str__(self) -> str:
        return f"pesan {self.pk}"

    def save(self, **options: Any) -> None:
        """Write it, and what it is found by."""
        is_new, fields = self._state.adding, options.get("update_fields")
        if is_new:  # who gives the id later writes `registry.named`
            self.external_token = token_of(self.external_id)
        if self.ticket_id is None or not (fields is None or entries.OF_MESSAGE & {*fields}):
            super().save(**options)
            return
        with transaction.atomic(savepoint=False):
            super().save(**options)
            entries.message_said([self], is_new=is_new)

    def insert(self) -> None:
        """Write a new one, and what it is found by, where that is done in each turn of the bot."""
        self.external_token = token_of(self.external_id)
        with transaction.atomic(savepoint=False):
            rows.insert(self)
            entries.message_said([self], is_new=True)

    @property
    def comes_in(self) -> bool:
        return comes_in(self)

    @property
    def kind(self) -> str:
        """What it is, for `kind_words`: its type, but a survey's letter is known by its origin."""
        return self.origin if self.origin == self.Origin.SURVEY else self.type

    @property
    def said_by(self) -> dt.datetime:
        return said_by(self)

    @property
    def says_something(self) -> bool:
        """Words or a file of the citizen's; without, it opens, asks, counts and starts nothing."""
        if self.type == "edit" and self.quoted_id is None:  # its original never reached us
            return has_words(self.text) or isinstance(self.received.content, File)
        return self.received.says_something

    @cached_property
    def received(self) -> Received:
        """What a message that came in holds beside its words."""
        return received_in(self.type, self.payload, text=self.text, code=self.error_code)

    @property
    def holds(self) -> Content | None:
        """What it holds beside its words: as it came in, or as it goes out."""
        return self.received.content if self.comes_in else content_in(self.payload)

    @property
    def is_kept_back(self) -> bool:
        """Refused because the window had closed before it was sent; `HELD_BACK` of the rows."""
        return self.status == Message.Status.FAILED and self.error_code == WINDOW_CLOSED

    def beside(self) -> MessageQuerySet:
        """What else was said in its conversation."""
        there = Message.objects.filter(channel=self.channel_id, conversation=self.conversation_id)
        return there.exclude(pk=self.pk)
