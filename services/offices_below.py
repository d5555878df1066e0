"""The offices of which somebody sees figures, and those below them whose sums they may have with theirs.

Being above gives sums and signed reports, nothing else (docs/decisions/0085, 0090).
"""

from __future__ import annotations

from collections.abc import Sequence

from services import rows
from services.access import Action, agencies_where, granted
from services.models import Agency, Staff
from services.models.agency import MOST_LEVELS
from services.rows import Question, places


def own_and_below(staff: Staff, action: Action) -> tuple[list[Agency], list[Agency]]:
    """Where this person may do it, and the offices below those where they see sums: at most one query, for
    one's own offices came with the roles.
    """
    offices, above = offices_where(staff, action), granted(staff, Action.SEE_SUBORDINATES)
    if any(one.agency_id is None for one, _ in granted(staff, action)):
        return offices, []
    own, led = {one.pk for one in offices}, {one.agency_id for one, _ in above}
    tops = [key for key in own if key in led]
    if not tops:
        return offices, []
    below: list[Agency]
    (below,) = rows.read([_under(tops)], planned=True)
    return offices, [one for one in below if one.pk not in own]


def offices_where(staff: Staff, action: Action) -> list[Agency]:
    """`access.agencies_where`, by name, without a query: they came with the roles, but for who may do it everywhere."""
    held = [membership for membership, _ in granted(staff, action)]
    if any(one.agency_id is None for one in held):
        return list(agencies_where(staff, action).order_by("name"))
    own = {one.agency.pk: one.agency for one in held if one.agency is not None}
    return sorted(own.values(), key=lambda one: one.name)


def _under(tops: Sequence[int]) -> Question:
    """`AgencyQuerySet.under` as a text: every page of figures begins with it."""
    levels = [places(tops)]
    for _ in range(MOST_LEVELS - 2):
        below = ("SELECT id FROM services_agency WHERE parent_id IN", levels[-1])
        levels.append(f"({' '.join(below)})")
    is_under = " OR ".join(f"parent_id IN {level}" for level in levels)
    return Question(Agency, f"WHERE {is_under} ORDER BY name", [*tops] * len(levels))


def those_under(tops: Sequence[Agency], offices: Sequence[Agency]) -> list[Agency]:
    """Of these offices the ones below any of the others, at any level; the offices between are among them."""
    known, found = {one.pk for one in tops}, list[Agency]()
    while more := [one for one in offices if one.parent_id in known and one.pk not in known]:
        found += more
        known |= {one.pk for one in more}
    return found
