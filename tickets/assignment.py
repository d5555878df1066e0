"""Which officer gets the next ticket. Pure: the same candidates give the same officer.

An officer who is absent, over capacity or without the service is never chosen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

NOBODYS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who may get a ticket; no capacity and no services mean no limit."""

    id: int
    open_count: int = 0
    present: bool = True
    capacity: int | None = None
    services: frozenset[int] | None = None

    def can_take(self, service: int | None, line: frozenset[int] = NOBODYS) -> bool:
        """Whether one more ticket, of that service when it is known, may go to this officer.

        While it is not known, `line` are the services of the number that it came to, if any.
        """
        wanted = line if service is None else frozenset((service,))
        return (
            self.present
            and (self.capacity is None or self.open_count < self.capacity)
            and (self.services is None or not wanted or bool(wanted & self.services))
        )


def round_robin(
    candidates: Iterable[Candidate],
    *,
    last: int | None,
    service: int | None = None,
    line: frozenset[int] = NOBODYS,
) -> int | None:
    """The next officer by id after the one who got the last ticket; None when no officer can."""
    able = sorted(person.id for person in candidates if person.can_take(service, line))
    after = [id_ for id_ in able if last is not None and id_ > last]
    return next(iter(after or able), None)


def least_loaded(
    candidates: Iterable[Candidate],
    *,
    service: int | None = None,
    line: frozenset[int] = NOBODYS,
) -> int | None:
    """The officer with the fewest open tickets, by id among equals; None when no officer can."""
    able = [person for person in candidates if person.can_take(service, line)]
    return min(able, key=lambda person: (person.open_count, person.id)).id if able else None
