"""How far the figures of some offices are made, and what changed after they were: one way to the database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from services import rows
from services.models import Agency
from tickets.figures import statements
from tickets.figures.statements import Hours
from tickets.figures.thirds import DAY

OF_HOURS = "hours"  # the version of the hours of a running day, beside those of thirds of months


class Running(NamedTuple):
    """A day of which some hours are made and none of the later ones."""

    day: dt.date
    hours: Hours


class Progress:
    """Read when it is first asked for, and before any row of a made day."""

    def __init__(self, agencies: Sequence[Agency]) -> None:
        self._zones = {one.pk: one.zone for one in agencies}
        self._names = {one.pk: one.timezone for one in agencies}

    @cached_property
    def _rows(self) -> list[list[Any]]:
        """Of progress, and of changes. Changes are read first: who makes a day again removes them with it."""
        offices = [*self._zones]
        asked = [
            statements.changes_of(offices),
            statements.of_offices(statements.PROGRESS, offices),
        ]
        changes, progress = rows.values(asked, planned=True)
        return [progress, changes]

    @cached_property
    def through(self) -> dict[int, dt.date]:
        """Until which day the offices' figures are made. In another zone the last one need not be over yet."""
        return {
            agency: through if zone == self._names[agency] else through - DAY
            for agency, zone, through, *_ in self._rows[0]
        }

    @property
    def is_recut(self) -> bool:
        """Whether some days are still shown as an earlier zone cut them."""
        return any(
            zone != self._names[agency] or recut is not None
            for agency, zone, _, _, recut, *_ in self._rows[0]
        )

    @cached_property
    def by_day(self) -> tuple[tuple[dt.date, tuple[int, ...]], ...]:
        """Last days that are made, each with the offices of which that is so."""
        offices: dict[dt.date, list[int]] = defaultdict(list)
        for pk, through in sorted(self.through.items()):
            offices[through].append(pk)
        return tuple((day, tuple(keys)) for day, keys in offices.items())

    @cached_property
    def _versions(self) -> dict[int, dict[str, str]]:
        return {row[0]: statements.json_of(row[3]) for row in self._rows[0]}

    def versions_of(self, *names: str) -> tuple[Any, ...]:
        """Under which words these are made by now."""
        return tuple(
            (pk, *(self._versions[pk].get(name) for name in names)) for pk in sorted(self.through)
        )

    @cached_property
    def _changes(self) -> dict[int, set[tuple[dt.date, int]]]:
        """Days and hours of which something changed after they were over."""
        found: dict[int, set[tuple[dt.date, int]]] = defaultdict(set)
        for agency, at in self._rows[1]:
            local = statements.moment(at).astimezone(self._zones[agency])
            found[agency].add((local.date(), local.hour))
        return found

    @cached_property
    def changed(self) -> dict[int, set[dt.date]]:
        """Days that changed after they were made."""
        return {
            agency: {day for day, _ in self._changes.get(agency, ()) if day <= through}
            for agency, through in sorted(self.through.items())
        }

    @cached_property
    def running(self) -> dict[int, Running]:
        """Offices with hours that are made; those that changed last count as not made yet."""
        found = {}
        for agency, zone, through, _, _, day, made in self._rows[0]:
            if zone != self._names[agency] or day != through + DAY:
                continue
            changed = {hour for on, hour in self._changes.get(agency, ()) if on == day}
            while made and made - 1 in changed:
                made -= 1
            if made:
                found[agency] = Running(day, (made, tuple(sorted(changed & {*range(made)}))))
        return found
