"""What an operator wrote to a citizen, while it waits for a second pair of eyes (docs/decisions/0070)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tickets.models.message import Message
from tickets.models.ticket import Ticket


class HeldReplyQuerySet(models.QuerySet["HeldReply"]):
    def waiting(self) -> HeldReplyQuerySet:
        """Those of which nobody has decided."""
        return self.filter(state=HeldReply.State.WAITING)


class HeldReply(models.Model):
    """One at a time for a ticket. Its words are kept only until somebody has decided: then they stand in
    the messages, or in the author's draft.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu persetujuan"
        APPROVED = "approved", "Disetujui"
        RETURNED = "returned", "Dikembalikan"
        TAKEN_BACK = "taken_back", "Ditarik kembali"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="held_replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    # What goes out: [{"content": Content.payload(), "file": StoredFile as a dict or null}, ...];
    # nothing where the words are the result of the matter.
    parts = models.JSONField(default=list, blank=True)
    quoted = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    # What follows the answer: a value of desk.Then, and the day of a wait.
    then = models.CharField(max_length=12, blank=True)
    until = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Ticket.Outcome.choices, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = HeldReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "balasan yang diperiksa"
        verbose_name_plural = "balasan yang diperiksa"
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state="waiting"), name="held_reply_one_waits"
            )
        ]

    def __str__(self) -> str:
        return f"balasan {self.pk}"
