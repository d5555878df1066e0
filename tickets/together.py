"""Who has a ticket open at this moment, and who of them types: the rules, pure (ADR 0059).

Times are seconds since 1970; people are their ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

HOLDS = 25.0  # for so long a sign of somebody counts
RENEWS = 10.0  # a sign that is younger is not written again
# A page was left: another one of the same person asks meanwhile (a page asks every 5 seconds).
LEAVES = 7.0


class Sign(NamedTuple):
    """The last that was seen of a person at a ticket."""

    name: str
    here_until: float
    types_until: float = 0.0


class Colleague(NamedTuple):
    """Another person who has the ticket open."""

    pk: int
    name: str
    types: bool


Signs = Mapping[int, Sign]


def joined(
    signs: Signs, me: int, name: str, *, types: bool | None, now: float
) -> dict[int, Sign] | None:
    """The signs with mine; None where what is known says as much, so that nothing is to be written.

    `types`: None says nothing, since it may be another page of mine where I type.
    """
    mine = signs.get(me, Sign(name, 0.0))
    until = now + HOLDS
    is_told = _is_young(mine.here_until, now)
    if types is not None:
        is_told &= _is_young(mine.types_until, now) if types else mine.types_until <= now
    if is_told:
        return None
    typing = {True: until, False: 0.0, None: mine.types_until}[types]
    return {**_of_now(signs, now), me: Sign(name, until, typing)}


def left(signs: Signs, me: int, *, now: float) -> dict[int, Sign] | None:
    """The signs once a page of mine was left; None where I was not there."""
    mine = signs.get(me)
    if mine is None:
        return None
    ends = min(mine.here_until, now + LEAVES)
    return {**_of_now(signs, now), me: Sign(mine.name, ends)}


def others(signs: Signs, me: int, *, now: float) -> tuple[Colleague, ...]:
    """Who is there but for me, by name."""
    found = [
        Colleague(pk, sign.name, sign.types_until > now)
        for pk, sign in _of_now(signs, now).items()
        if pk != me
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.pk)))


def names_of(people: Sequence[Colleague]) -> str:
    """Two names at most, or one and how many more."""
    if len(people) > 2:
        return f"{people[0].name} dan {len(people) - 1} orang lain"
    return " dan ".join(one.name for one in people)


def _is_young(until: float, now: float) -> bool:
    return until - now > HOLDS - RENEWS


def _of_now(signs: Signs, now: float) -> dict[int, Sign]:
    return {pk: sign for pk, sign in signs.items() if sign.here_until > now}
