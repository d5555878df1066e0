"""What a page asks figures of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from services.models import Agency
from tickets.figures.counting import Days


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which days (both included) of which offices; `only`: columns of a slice that must be so."""

    agencies: Sequence[Agency]
    first: dt.date
    last: dt.date
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def narrowed(self) -> Q:
        return Q(**self.only)

    @property
    def spans(self) -> list[Days]:
        """The days, for offices that share a zone."""
        offices: dict[ZoneInfo, list[int]] = defaultdict(list)
        for one in self.agencies:
            offices[one.zone].append(one.pk)
        return [Days(tuple(keys), self.first, self.last, zone) for zone, keys in offices.items()]
