"""The verb by which an office writes down how long its matters took before. Who may, the view asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from services.models import Agency, Staff
from tickets.models import FormerTime, QueueVersion


class Length(NamedTuple):
    """`amount` None: not known."""

    amount: Decimal | None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Former:
    """Averages of a year, or of one month of it, and where they stand; without any: none any more."""

    agency: Agency
    year: int
    month: int | None
    first: Length
    done: Length
    origin: str = ""

    @property
    def is_empty(self) -> bool:
        return self.first.amount is None and self.done.amount is None

    @property
    def place(self) -> dict[str, Any]:
        """The columns by which it is known."""
        return {"agency": self.agency, "year": self.year, "month": self.month}

    @property
    def written(self) -> dict[str, Any]:
        """The columns that hold it."""
        first, done = self.first, self.done
        lengths = {"first_amount": first.amount, "done_amount": done.amount}
        units = {"first_unit": first.unit, "done_unit": done.unit}
        return {**lengths, **units, "origin": self.origin}


def stands_for(former: Former) -> FormerTime | None:
    """What stands for that year or month now."""
    return FormerTime.objects.filter(**former.place).first()


@transaction.atomic
def keep_former(former: Former, *, by: Staff, now: dt.datetime) -> FormerTime | None:
    """Write it, or remove it where nothing was given; returns what stood there before."""
    before = stands_for(former)
    if former.is_empty:
        FormerTime.objects.filter(**former.place).delete()
    else:
        who = {"entered_by": by, "entered_at": now}
        FormerTime.objects.update_or_create(**former.place, defaults=former.written | who)
    # The reports that show it are drawn anew (siwhapik.drawn_content).
    QueueVersion.bump_after_commit(former.agency.pk)
    return before
