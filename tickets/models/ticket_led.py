"""That a matter goes on with another ticket; a part of the model in ticket.py (docs/decisions/0072)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from tickets import states

DUPLICATE = "duplicate"  # `Ticket.Outcome.DUPLICATE`


class Led(models.Model):
    """`leader`: of one that has ended as a double, the ticket that goes on with all that it had; of an
    open one, which follows, the ticket of another citizen that it waits for.
    """

    if TYPE_CHECKING:
        outcome: str
        leader_id: int | None
        state: str

    leader = models.ForeignKey(
        "tickets.Ticket",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led",
        db_index=False,
        verbose_name="tiket yang memimpin",
    )
    # Whether any ticket has it as its leader, or had: so that a page asks only then which ones.
    leads = models.BooleanField("memimpin", default=False, db_default=False)

    class Meta:
        abstract = True

    @property
    def is_merged(self) -> bool:
        """Whether its number has ended and the matter goes on under its leader's."""
        return self.leader_id is not None and self.outcome == DUPLICATE

    @property
    def is_following(self) -> bool:
        """Whether it waits for its leader."""
        return self.leader_id is not None and self.state in states.OPEN


# What counts by itself: a merged one is judged, and lasts, with the ticket that goes on.
COUNTS_ITSELF = Q(leader__isnull=True) | ~Q(outcome=DUPLICATE)
# the tickets of a leader
BY_LEADER = models.Index(F("leader"), F("id"), condition=Q(leader__isnull=False), name="ticket_led")
