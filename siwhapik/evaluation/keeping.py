"""Verbs by which an office sets up its reports once: the letterhead, and what a visit takes. Who may, the
views ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.models import Agency, Letterhead, Staff, VisitAssumption
from tickets.models import QueueVersion


@dataclass(frozen=True, kw_only=True)
class Heading:
    """`logo`: another one as it is drawn, b"" for none; None: it stays."""

    parent_line: str
    place: str
    logo: bytes | None = None


def keep_letterhead(agency: Agency, heading: Heading, *, by: Staff, now: dt.datetime) -> None:
    """It stands on the reports that are printed from now on."""
    values: dict[str, Any] = {"parent_line": heading.parent_line, "place": heading.place}
    if heading.logo is not None:
        values["logo"] = heading.logo
    who = {"edited_at": now, "edited_by": by}
    Letterhead.objects.update_or_create(agency=agency, defaults=values | who)


def keep_assumption(
    agency: Agency, given: Mapping[str, Any], *, by: Staff, now: dt.datetime
) -> None:
    """What was saved is counted by it from now on; `given`: the columns of `VisitAssumption`."""
    who = {"edited_by": by, "edited_at": now}
    # Two first savings at once: the second one changes what the first has made.
    VisitAssumption.objects.update_or_create(agency=agency, defaults={**given, **who})
    QueueVersion.bump_after_commit(agency.pk)  # reports that are kept are counted anew
