"""What a register says of a matter that no column of its row holds: what the citizen told, and how the promise went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from services.calendars import calendars_of
from services.masking import shortened
from services.models import Staff
from services.workdays import working_days_between
from siwhapik.reports.books import Row
from siwhapik.reports.sheets import Value as Shown
from tickets import identity
from tickets.models import Message, Ticket
from tickets.models import ticket_promises as promised

# What somebody typed, also below a file; not what was tapped.
_TYPED = ("text", "image", "video", "document")
_MOST_TOLD = 4000  # characters
_KEPT = {"kept": "Tepat waktu", "late": "Terlambat"}


def add_course(rows: Sequence[dict[str, Any]], *, reader: Staff) -> None:
    """To each row: whether it was completed in time, as figures count it, and how many working days it took."""
    calendars = calendars_of({row["agency_id"] for row in rows})
    kept = _kept([row["pk"] for row in rows])
    for row in rows:
        row["kept"] = kept.get(row["pk"], "")
        ended = row["resolved_at"]
        row["working_days"] = ended and working_days_between(
            calendars[row["agency_id"]], start=row["received_at"], end=ended
        )


def _kept(tickets: Collection[int]) -> Mapping[int, str]:
    judged = Case(
        When(promised.completion_kept(), then=Value("kept")),
        When(promised.completion_late(timezone.now()), then=Value("late")),
        default=Value(""),
    )
    return dict(Ticket.objects.filter(pk__in=tickets).values_list("pk", judged))


def add_told(rows: Sequence[dict[str, Any]], *, reader: Staff) -> None:
    """The same, and what the citizen wrote until an officer answered, where the reader may read the ticket."""
    add_course(rows, reader=reader)
    told = _told(row["pk"] for row in rows if row["is_readable"])
    for row in rows:
        row["told"] = "\n".join(told.get(row["pk"], ()))


def _told(tickets: Iterable[int]) -> Mapping[int, list[str]]:
    until = Q(ticket__first_responded_at=None) | Q(occurred_at__lte=F("ticket__first_responded_at"))
    wrote = Message.objects.filter(
        until,
        ticket__in=[*tickets],
        direction=Message.Direction.IN,
        type__in=_TYPED,
        withdrawn_at=None,
    ).order_by("ticket", "occurred_at", "pk")
    found: dict[int, list[str]] = defaultdict(list)
    for ticket, text, edited in wrote.values_list("ticket", "text", "edited_text"):
        if words := (edited or text).strip():
            found[ticket].append(words)
    return found


def told(row: Row, heads: Collection[int]) -> str:
    """In the citizen's words, without NIK; where they asked to be kept unnamed, without what tells who they are. Cut after
    that: half a name is not found.
    """
    return shortened(identity.in_row(row, heads=heads).text(row["told"]), _MOST_TOLD)


def kept(row: Row, _: Collection[int]) -> str:
    """Whether it was completed in time; "" where nothing can be said yet."""
    return _KEPT.get(row["kept"], "")


def working_days(row: Row, _: Collection[int]) -> Shown:
    """Until it was completed; the day on which it came does not count."""
    return "" if row["working_days"] is None else int(row["working_days"])
