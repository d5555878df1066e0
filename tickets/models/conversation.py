"""The thread between one number of the office and one citizen."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from tickets.models.channel import Channel
from tickets.models.citizen import Citizen


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def due_to_tell_read(self, now: dt.datetime) -> ConversationQuerySet:
        return self.filter(tell_read_at__lte=now).order_by("tell_read_at")


class Conversation(models.Model):
    """The unit that the bot works, one run at a time; its row is the first lock in the lock order."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="conversations")
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="conversations")
    # The address that the channel used last: WhatsApp's is a number (digits) or a user id.
    address = models.CharField(max_length=160)
    window_expires_at = models.DateTimeField(null=True, blank=True)
    last_inbound_at = models.DateTimeField(null=True, blank=True)

    # Set on arrival to the moment at which it has been quiet long enough; NULL: nothing to do.
    converse_at = models.DateTimeField(null=True, blank=True)
    converse_attempts = models.PositiveSmallIntegerField(default=0)
    # The place of the newest message that was worked: (WhatsApp's time, arrival id).
    worked_until = models.DateTimeField(null=True, blank=True)
    worked_until_id = models.BigIntegerField(default=0)

    # When the citizen was told what is kept of them; NULL: the next reply of the bot says it.
    privacy_told_at = models.DateTimeField(null=True, blank=True)

    # Since when the citizen wants no messages beyond answers ("stop"): no survey.
    no_more_since = models.DateTimeField(null=True, blank=True)

    bot_state = models.JSONField(default=dict)
    # When the sweep puts the matter into the queue for silence; NULL: the bot waits for no answer.
    silent_at = models.DateTimeField(null=True, blank=True)

    # One lane per recipient: the send in flight, and not before when the next may start.
    sending_since = models.DateTimeField(null=True, blank=True)
    next_send_at = models.DateTimeField(null=True, blank=True)

    # The newest message that its officer has read, by the channel's id, and when the citizen is to
    # be told so (blue ticks); NULL: they know, or are not told.
    read_external_id = models.CharField(max_length=255, blank=True)
    tell_read_at = models.DateTimeField(null=True, blank=True)
    tell_read_attempts = models.PositiveSmallIntegerField(default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "citizen"], name="conversation_once")
        ]
        indexes = [
            # converse's sweep
            models.Index(
                F("converse_at"),
                condition=Q(converse_at__isnull=False),
                name="conversation_to_work",
            ),
            # the sweep that tells what was read
            models.Index(
                F("tell_read_at"),
                condition=Q(tell_read_at__isnull=False),
                name="conversation_to_tell_read",
            ),
            # the sweep that ends silence
            models.Index(
                F("silent_at"), condition=Q(silent_at__isnull=False), name="conversation_silent"
            ),
        ]

    def __str__(self) -> str:
        return f"percakapan {self.pk}"

    @property
    def phone(self) -> str:
        """The number that it comes from (E.164); "" where WhatsApp gives only a user's id."""
        digits = self.address
        return f"+{digits}" if digits.isascii() and digits.isdigit() else ""

    def want_no_messages(self, now: dt.datetime) -> None:
        """The citizen asked for no more messages; answers to their own matters still go out."""
        if self.no_more_since is None:
            self.no_more_since = now
            self.save(update_fields=["no_more_since"])
