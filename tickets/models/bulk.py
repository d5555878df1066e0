"""One deed for many tickets: the job that a person started, and each ticket's part of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from services.models import Staff
from tickets.models.ticket import Ticket


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    def of(self, staff: Staff) -> BulkJobQuerySet:
        """What this person started, the newest first."""
        return self.filter(started_by=staff).order_by("-pk")

    def with_counts(self) -> BulkJobQuerySet:
        """With how many tickets each has, and how many of them wait or were done."""
        state = BulkItem.State
        return self.annotate(
            item_count=Count("items"),
            waiting_count=Count("items", filter=Q(items__state=state.WAITING)),
            done_count=Count("items", filter=Q(items__state=state.DONE)),
        )


class BulkJob(models.Model):
    """What is to be done to each of its tickets, by whose rights; `given` is what the form gave."""

    class Deed(models.TextChoices):
        TAKE = "take", "Ambil"
        ASSIGN = "assign", "Tugaskan"
        HAND_OVER = "hand_over", "Serahkan"
        REPLY = "reply", "Balas"
        RESOLVE = "resolve", "Selesaikan"
        SERVICE = "service", "Atur layanan"
        WAIT = "wait", "Tunggu"
        LABEL = "label", "Label"
        MACRO = "macro", "Makro"
        MERGE = "merge", "Gabungkan"
        END_LED = "end_led", "Selesaikan pengikut"
        UNDO = "undo", "Batalkan"

    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    given = models.JSONField(default=dict, blank=True)
    form_key = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    # When the tickets were shown to the person: what came later was not read.
    seen_at = models.DateTimeField()
    undoes = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="undone_by"
    )

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        verbose_name = "pekerjaan bersama"
        verbose_name_plural = "pekerjaan bersama"
        constraints = [
            models.UniqueConstraint(fields=["started_by", "form_key"], name="bulk_job_once")
        ]
        indexes = [models.Index(F("created_at"), name="bulk_job_to_forget")]

    def __str__(self) -> str:
        return f"pekerjaan {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/tiket/bersama/{self.pk}/"


class BulkItemQuerySet(models.QuerySet["BulkItem"]):
    def due(self, now: dt.datetime) -> BulkItemQuerySet:
        """Those that wait for their turn; a long job does not hold up a short one."""
        waiting = self.filter(state=BulkItem.State.WAITING, due_at__lte=now)
        return waiting.order_by("position", "pk")


class BulkItem(models.Model):
    """One ticket of a job; settled in the transaction of the verb, so it is worked exactly once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu giliran"
        DONE = "done", "Selesai"
        REFUSED = "refused", "Tidak dikerjakan"
        FAILED = "failed", "Gagal"
        STOPPED = "stopped", "Dihentikan"

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="items")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    # Who held it when the job was started; NULL: nobody.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # The verb's own refusal, or what is still awaited, as the person was told it; "" otherwise.
    why = models.TextField(blank=True)
    # What an undo goes back to: {"assignee": id or null, "service": id or null}.
    before = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True, blank=True)

    objects = BulkItemQuerySet.as_manager()

    class Meta:
        verbose_name = "tiket pekerjaan bersama"
        verbose_name_plural = "tiket pekerjaan bersama"
        constraints = [models.UniqueConstraint(fields=["job", "ticket"], name="bulk_item_once")]
        indexes = [
            # what the worker takes next
            models.Index(
                F("position"), F("id"), condition=Q(state="waiting"), name="bulk_item_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.ticket_id}"

    @property
    def key(self) -> str:
        """Tells a second try from a second deed: the form key of what the item does."""
        return f"bulk-item-{self.pk}"
