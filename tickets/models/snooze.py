"""A ticket that somebody has put aside for themselves: a reminder that nobody else sees."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tickets.models.message import Message
from tickets.models.ticket import Ticket

if TYPE_CHECKING:
    from services.models import Staff


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def ended(self, now: dt.datetime) -> SnoozeQuerySet:
        """Those whose time has come, or whose ticket cannot wait for it."""
        return self.filter(Q(until__lte=now) | _woken(now))

    def asleep(self, staff: Staff, now: dt.datetime) -> SnoozeQuerySet:
        """This person's, for the whole of their time and none of it ended earlier."""
        return self.filter(staff=staff, until__gt=now, ticket__sort_due_at__gt=now).exclude(
            _answered()
        )


class Snooze(models.Model):
    """`until`: when the person is reminded. The row goes when they were told."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="snoozes")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    set_at = models.DateTimeField()

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "ticket"], name="snooze_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.until:%Y-%m-%d %H:%M}"


def _answered() -> Q:
    """The citizen wrote after it was put aside."""
    return Q(
        ticket__last_message_direction=Message.Direction.IN,
        ticket__last_message_at__gt=F("set_at"),
    )


def _woken(now: dt.datetime) -> Q:
    """Not by a due time that had passed before: then it is a mere reminder."""
    fell_due = Q(ticket__sort_due_at__lte=now, ticket__sort_due_at__gt=F("set_at"))
    return _answered() | fell_due
