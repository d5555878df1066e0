"""How long a ticket waits for its citizen, and its labels; parts of the model in ticket.py."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q


class Waits(models.Model):
    """The day until which a citizen is awaited, where one was chosen (desk.awaiting); what holds it up."""

    # When something follows: the reminder, and after that the way back to the officer.
    waits_until = models.DateTimeField("ditunggu sampai", null=True, blank=True)
    nudged_at = models.DateTimeField("diingatkan", null=True, blank=True)
    # The outage that holds it up now, the earliest of several (desk.pauses).
    outage = models.ForeignKey(
        "tickets.Outage", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Labelled(models.Model):
    """The copy of its labels that lists show: [[name, tone], ...] (models/label.py)."""

    labels = models.JSONField(default=list, db_default=[], blank=True, editable=False)

    class Meta:
        abstract = True


# What is written with any state that waits for nobody's answer.
NOT_AWAITED: dict[str, Any] = {"waits_until": None, "nudged_at": None}
BY_END = models.Index(
    F("waits_until"), condition=Q(waits_until__isnull=False), name="ticket_waits_until"
)
