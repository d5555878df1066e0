"""How far the figures of some offices are made, and what changed after they were."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from services import rows
from services.models import Agency
from tickets.figures import statements
from tickets.figures.statements import MadeHours
from tickets.figures.thirds import DAY

OF_HOURS = "hours"  # the version of the hours of a running day, beside those of thirds of months


class Row(NamedTuple):
    """What `statements.progress_of` reads of an office."""

    agency: int
    timezone: str
    through: dt.date
    versions: Any  # JSON
    recut: dt.date | None
    hours_day: dt.date | None
    hours_made: int


class Running(NamedTuple):
    """A day of which some hours are made and none of the later ones."""

    day: dt.date
    hours: MadeHours


class Progress:
    """How far the figures of these offices are made: one way to the database, when it is first asked and before any row of
    made days.
    """

    def __init__(self, agencies: Sequence[Agency]) -> None:
        self._zones = {one.pk: one.zone for one in agencies}
        self._names = {one.pk: one.timezone for one in agencies}

    @cached_property
    def _read(self) -> tuple[list[Row], list[tuple[int, dt.datetime]]]:
        """Of progress, and of changes. Changes are read before the versions: who makes a day again in between removes a mark,
        and the version that is read with the old mark is the new one. The other way round, rows of before the change would
        be shown.
        """
        offices = [*self._zones]
        asked = [statements.changes_of(offices), statements.progress_of(offices)]
        changes, progress = rows.values(asked, planned=True)
        return [Row(*row) for row in progress], changes

    @cached_property
    def through(self) -> dict[int, dt.date]:
        """Until which day the offices' figures are made. In another zone the last one need not be over yet."""
        return {
            one.agency: one.through if self._is_cut_here(one) else one.through - DAY
            for one in self._read[0]
        }

    @property
    def is_recut(self) -> bool:
        """Whether some days are still shown as an earlier zone cut them."""
        return any(not self._is_cut_here(one) or one.recut is not None for one in self._read[0])

    def _is_cut_here(self, one: Row) -> bool:
        """Whether the days are cut by the zone that the office has now."""
        return one.timezone == self._names[one.agency]

    @cached_property
    def by_day(self) -> tuple[tuple[dt.date, tuple[int, ...]], ...]:
        """Last days that are made, each with the offices of which that is so."""
        offices: dict[dt.date, list[int]] = defaultdict(list)
        for pk, through in sorted(self.through.items()):
            offices[through].append(pk)
        return tuple((day, tuple(keys)) for day, keys in offices.items())

    @cached_property
    def _versions(self) -> dict[int, dict[str, str]]:
        return {one.agency: statements.json_of(one.versions) for one in self._read[0]}

    def versions_of(self, *names: str) -> tuple[Any, ...]:
        """Under which words these are made by now."""
        return tuple(
            (pk, *(self._versions[pk].get(name) for name in names)) for pk in sorted(self.through)
        )

    @cached_property
    def _changes(self) -> dict[int, set[tuple[dt.date, int]]]:
        """Days and hours of which something changed after they were over."""
        found: dict[int, set[tuple[dt.date, int]]] = defaultdict(set)
        for agency, at in self._read[1]:
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
        for one in self._read[0]:
            day, before = one.through + DAY, one.hours_made
            if one.hours_day != day or not self._is_cut_here(one):
                continue
            changed = {hour for on, hour in self._changes.get(one.agency, ()) if on == day}
            while before and before - 1 in changed:
                before -= 1
            if before:
                hours = MadeHours(before, tuple(sorted(changed & {*range(before)})))
                found[one.agency] = Running(day, hours)
        return found
