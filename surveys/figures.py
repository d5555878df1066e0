"""One index with the figures that must stand beside it, and the steps by which answers came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from surveys.ikm import Index, half_up, krejcie_morgan, margin_of_error
from surveys.ways import Way

# Fewer answers than this would tell an officer what one citizen said, and nobody anything of a service.
FEWEST_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """From resolved to answered; `users` are the people behind the matters that were served."""

    resolved: int = 0
    invited: int = 0
    undelivered: int = 0
    answered: int = 0
    users: int = 0
    # When a sweep counted it, of an office with very many invitations; None: just now.
    counted_at: dt.datetime | None = None

    @property
    def percent(self) -> int:
        """Answers per hundred invitations."""
        return _percent(self.answered, self.invited) if self.invited else 0


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One index with the figures that must stand beside it."""

    index: Index | None = None
    funnel: Funnel = Funnel()
    population: int | None = None
    # Why the office counts fewer people than we do; empty where it does not say.
    population_reason: str = ""
    # Answers that do not fit the questionnaire: they stay stored, and do not count.
    misfits: int = 0

    @property
    def n(self) -> int:
        """Respondents."""
        return self.index.n if self.index else 0

    @property
    def is_few(self) -> bool:
        """Whether its index would tell what few people said: there are some answers, but not five."""
        return 0 < self.n < FEWEST_SHOWN

    @property
    def counted(self) -> int:
        """Service users as far as we know them ourselves."""
        return max(self.funnel.users, self.n)

    @property
    def users(self) -> int:
        """The population: our own count, or the office's where it is larger or explained."""
        if self.population is None:
            return self.counted
        return max(self.population, self.n if self.population_reason else self.counted)

    @property
    def needed(self) -> int:
        """Respondents that Krejcie & Morgan ask for among this many service users."""
        return krejcie_morgan(self.users)

    @property
    def margin(self) -> Fraction:
        """The margin of error of what was really answered, in percentage points; 0 without answers."""
        return margin_of_error(self.n, self.users) if self.n else Fraction()

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough for the number to be relied on; 1 of 1 is not."""
        return self.n >= max(self.needed, FEWEST_SHOWN)


@dataclass(frozen=True, kw_only=True)
class Steps:
    """How many came how far by one way. None: that way has no such step."""

    invited: int | None = None
    opened: int | None = None
    begun: int | None = None
    answered: int = 0
    # Of the answered: a second one of the same browser about the same service.
    repeats: int = 0

    @property
    def asked(self) -> int | None:
        """Of how many the answers are a share: the first step that is known."""
        return next((n for n in (self.invited, self.opened, self.begun) if n is not None), None)

    @property
    def percent(self) -> int | None:
        """Answers per hundred of those; None where nobody can be counted."""
        return min(100, _percent(self.answered, self.asked)) if self.asked else None

    def __add__(self, other: Steps) -> Steps:
        return Steps(
            invited=_sum(self.invited, other.invited),
            opened=_sum(self.opened, other.opened),
            begun=_sum(self.begun, other.begun),
            answered=self.answered + other.answered,
            repeats=self.repeats + other.repeats,
        )


@dataclass(frozen=True, kw_only=True)
class ByWay:
    """The index of each way, and the steps of each service and way (None: no service said)."""

    indexes: Mapping[str, Index] = field(default_factory=dict)
    steps: Mapping[tuple[int | None, str], Steps] = field(default_factory=dict)

    def totals(self) -> dict[str, Steps]:
        """The steps of each way over all services, in the order of the ways."""
        found: dict[str, Steps] = {}
        for way in Way.values:
            parts = [one for (_, of_way), one in self.steps.items() if of_way == way]
            if parts:
                found[way] = sum(parts[1:], parts[0])
        return found


def _percent(part: int, whole: int) -> int:
    return int(half_up(Fraction(100 * part, whole), 0))


def _sum(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other
