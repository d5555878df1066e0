"""The verb by which an office writes down what it counted or measured by hand. Who may, the view asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from services.models import Agency, Staff
from tickets.models import Baseline, FormerTime, QueueVersion

Kept = Baseline | FormerTime


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """Of a year, or of one month of it; `written`: the columns that hold it, none to remove it."""

    kind: type[Baseline] | type[FormerTime]
    agency: Agency
    year: int
    month: int | None
    written: Mapping[str, Any]

    @property
    def place(self) -> dict[str, Any]:
        """The columns by which it is known."""
        return {"agency": self.agency, "year": self.year, "month": self.month}

    def known(self) -> Kept | None:
        """What stands for that year or month now."""
        return self.kind.objects.filter(**self.place).first()


@transaction.atomic
def keep(given: ByHand, *, by: Staff, now: dt.datetime) -> tuple[Kept | None, Kept | None]:
    """Write it, or remove it; returns what stood there before, and what stands there now."""
    before = given.known()
    after: Kept | None = None
    if given.written:
        written = {**given.written, "entered_by": by, "entered_at": now}
        after, _ = given.kind.objects.update_or_create(**given.place, defaults=written)
    else:
        given.kind.objects.filter(**given.place).delete()
    # The reports that show it are drawn anew (siwhapik.drawn_content).
    QueueVersion.bump_after_commit(given.agency.pk)
    return before, after
