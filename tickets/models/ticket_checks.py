"""That a ticket waits for somebody above: a second pair of eyes, or the head of the office; a part of the model in ticket.py."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Checked(models.Model):
    """`approval_asked_at` is set exactly while a reply of the ticket waits for approval, in any state
    (desk.checking), `escalated_until` while its office's head is asked (desk.escalating).
    """

    approval_asked_at = models.DateTimeField("menunggu persetujuan sejak", null=True, blank=True)
    escalated_until = models.DateTimeField("dijawab pimpinan sampai", null=True, blank=True)

    class Meta:
        abstract = True


IS_HELD = Q(approval_asked_at__isnull=False)
# the list "Perlu disetujui"
BY_HELD = models.Index(
    F("agency"),
    F("is_urgent").desc(),
    F("approval_asked_at"),
    F("id"),
    condition=IS_HELD,
    name="ticket_held",
)
