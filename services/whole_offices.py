"""Whether somebody's right covers all that an office has: then lists hold what figures count."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from services.access import Action, granted
from services.models import Staff
from services.reach import Scope


def sees_officers(staff: Staff, offices: Iterable[int]) -> bool:
    """Whether this person reads whose figures they are, at all of these offices (by id): who leads there. Officers
    read their own, and those of the others as one sum (docs/decisions/0119).
    """
    whole = (Scope.AGENCY, Scope.HEADED)
    return reaches_all(staff, Action.SEE_OFFICERS, offices, within=whole)


def lists_whole(staff: Staff, offices: Iterable[int]) -> bool:
    """Whether the register lists to this person all matters of these offices (by id)."""
    whole = (Scope.AGENCY, Scope.HEADED)
    return reaches_all(staff, Action.SEE_REGISTER, offices, within=whole)


def reaches_all(
    staff: Staff, action: Action, offices: Iterable[int], *, within: Collection[Scope]
) -> bool:
    """Whether this person may do it to every ticket of these offices (by id): through a role that goes as far
    as one of `within`.
    """
    whole = {one.agency_id for one, scope in granted(staff, action) if scope in within}
    return None in whole or whole.issuperset(offices)
