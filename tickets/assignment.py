"""Which officer gets the next ticket. Pure: the same candidates give the same officer.

The desk (`desk/assigning.auto_assign`) offers only officers who are there and work the ticket; one
with no room is never chosen.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who may get the ticket; no capacity means no limit."""

    id: int
    open_count: int = 0
    capacity: int | None = None

    @property
    def has_room(self) -> bool:
        """Whether one more ticket may go to this officer."""
        return self.capacity is None or self.open_count < self.capacity


def round_robin(candidates: Iterable[Candidate], *, last: int | None) -> int | None:
    """The next officer by id after the one who got the last ticket; None when no officer can."""
    able = sorted(person.id for person in candidates if person.has_room)
    after = [id_ for id_ in able if last is not None and id_ > last]
    return next(iter(after or able), None)


def least_loaded(candidates: Iterable[Candidate]) -> int | None:
    """The officer with the fewest open tickets, by id among equals; None when no officer can."""
    able = [person for person in candidates if person.has_room]
    return min(able, key=lambda person: (person.open_count, person.id)).id if able else None


def share_out(
    wanted: Sequence[tuple[int, Collection[int]]], *, people: Iterable[Candidate]
) -> dict[int, int | None]:
    """An officer for each ticket (its id, and who works it), by open work; None where nobody has room.

    Each ticket counts for the next choice, so that ten tickets do not all go to one officer.
    """
    there = {person.id: person for person in people}
    chosen: dict[int, int | None] = {}
    for ticket, able in wanted:
        taker = least_loaded(there[one] for one in able if one in there)
        chosen[ticket] = taker
        if taker is not None:
            there[taker] = replace(there[taker], open_count=there[taker].open_count + 1)
    return chosen
