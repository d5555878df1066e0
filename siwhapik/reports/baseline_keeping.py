"""The verb by which an office writes down what it counted by hand. Who may, the view asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from services.models import Agency, Staff
from tickets.models import Baseline, QueueVersion


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """The visits of a year, or of one month of it, and where the number stands; `visits` None: none any more."""

    agency: Agency
    year: int
    month: int | None
    visits: int | None
    origin: str = ""

    @property
    def place(self) -> dict[str, Any]:
        """The columns by which it is known."""
        return {"agency": self.agency, "year": self.year, "month": self.month}


def known_of(count: ByHand) -> int | None:
    """What stands for that year or month now."""
    return Baseline.objects.filter(**count.place).values_list("visits", flat=True).first()


@transaction.atomic
def keep_count(count: ByHand, *, by: Staff, now: dt.datetime) -> int | None:
    """Write it, or remove it where no number was given; returns what stood there before."""
    before = known_of(count)
    if count.visits is None:
        Baseline.objects.filter(**count.place).delete()
    else:
        written = {"visits": count.visits, "origin": count.origin}
        who = {"entered_by": by, "entered_at": now}
        Baseline.objects.update_or_create(**count.place, defaults=written | who)
    # The reports that show it are drawn anew (siwhapik.drawn_content).
    QueueVersion.bump_after_commit(count.agency.pk)
    return before
