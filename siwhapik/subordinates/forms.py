"""Which offices the sums are of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from services.models import Agency
from siwhapik.period_form import PeriodForm

ALL, BELOW = "", "bawahan"


class SumsForm(PeriodForm):
    """This month, unless it is asked for something else; one's own offices with those below, those below
    alone, or a single one.
    """

    usual = ""

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        agencies: Sequence[Agency],
        today: dt.date,
        below: Sequence[Agency],
    ) -> None:
        super().__init__(query, agencies=agencies, today=today)
        self._below = list(below)
        asked = str(query.get("instansi") or "")
        self._only_below = asked == BELOW
        offices = [(str(one.pk), one.short_name) for one in agencies]
        groups = [(ALL, "Termasuk bawahan"), (BELOW, "Bawahan saja"), *offices]
        self._select("instansi", groups)
        chosen = asked if asked in dict(groups) else ALL
        self.data = {**self.data, "instansi": chosen}

    @property
    def shown(self) -> list[str]:
        """What was chosen, in words."""
        return ["Bawahan saja"] if self.agency is None and self._only_below else []

    @property
    def chosen(self) -> list[Agency]:
        """The offices that are counted."""
        if self.agency is not None:
            return [self.agency]
        return self._below if self._only_below else list(self.agencies)
