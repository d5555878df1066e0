"""The offices of which somebody sees figures, and those below them whose sums they may have with theirs.

Being above gives sums and signed reports, nothing else (docs/decisions/0085, 0090).
"""

from __future__ import annotations

from collections.abc import Sequence

from services.access import Action, agencies_where, granted
from services.models import Agency, Staff


def own_and_below(staff: Staff, action: Action) -> tuple[list[Agency], list[Agency]]:
    """Where this person may do it, and the offices below those where they see sums: one query."""
    found = agencies_where(staff, action)
    own = {membership.agency_id for membership, _ in granted(staff, action)}
    above = {one.agency_id for one, _ in granted(staff, Action.SEE_SUBORDINATES)}
    tops = [key for key in above & own if key is not None]
    if None in own or not tops:
        return list(found), []
    rows = list(found | Agency.objects.under(tops))
    return [one for one in rows if one.pk in own], [one for one in rows if one.pk not in own]


def those_under(tops: Sequence[Agency], offices: Sequence[Agency]) -> list[Agency]:
    """Of these offices the ones below any of the others, at any level; the offices between are among them."""
    known, found = {one.pk for one in tops}, list[Agency]()
    while more := [one for one in offices if one.parent_id in known and one.pk not in known]:
        found += more
        known |= {one.pk for one in more}
    return found
