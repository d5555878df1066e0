"""What a report shows beside its figures, by texts that go to the database and back once (docs/decisions/0111)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from services import rows
from services.models import OfficeRecord, VisitAssumption
from services.rows import Question as Rows
from services.rows import Statement
from siwhapik.reports.asking import Question
from siwhapik.reports.former import KNOWN
from siwhapik.reports.saved import ASSUMED
from tickets import states
from tickets.figures import statements
from tickets.figures.counting import Days
from tickets.models import AccessLog, Escalation, FormerTime, Outage

# As OfficeRecordQuerySet.kept and of_span, OutageQuerySet.within, and acts.happened say it; a test compares them.
_RECORDS = "WHERE agency_id = %s AND archived_at IS NULL AND day >= %s AND day <= %s ORDER BY day DESC, id DESC"
_OUTAGES = " ".join(
    (
        "WHERE agency_id = %s AND withdrawn_at IS NULL AND (ends_at IS NULL OR ends_at > %s)",
        "AND starts_at < %s",
    )
)
_ASKED = " ".join(
    (
        "WHERE ticket_id IN (SELECT id FROM tickets_ticket WHERE agency_id = %s)",
        "AND asked_at >= %s AND asked_at < %s",
    )
)
# As the index over them says it.
IS_SPECIAL = "action IN ('" + "', '".join(AccessLog.SPECIAL) + "')"
_LOOKED = " ".join(
    (
        "SELECT COUNT(*) FROM",
        AccessLog._meta.db_table,
        "WHERE",
        IS_SPECIAL,
        "AND at >= %s AND at < %s",
        "AND ticket_id IN (SELECT id FROM tickets_ticket WHERE agency_id = %s)",
    )
)
# As TicketQuerySet.registered and open say it; of what was resolved the last resolution counts.
_MATTERS = "FROM tickets_ticket WHERE registered_at IS NOT NULL AND agency_id = %s"
_IS_OPEN = "state IN ('" + "', '".join(sorted(states.OPEN)) + "')"
_OPEN_NOW = " ".join(("SELECT COUNT(*)", _MATTERS, "AND", _IS_OPEN))
_FIRST = " ".join(("SELECT received_at", _MATTERS, "ORDER BY received_at LIMIT 1"))
_LEFT_OPEN = " ".join(
    (
        "SELECT service_id, COUNT(*), COUNT(*) FILTER (WHERE due_at < %s)",
        _MATTERS,
        "AND received_at < %s AND (",
        _IS_OPEN,
        "OR resolved_at >= %s) GROUP BY service_id",
    )
)


@dataclass(frozen=True)
class Beside:
    """Of one office and span."""

    assumed: VisitAssumption | None
    records: list[OfficeRecord]  # the newest first
    asked: list[Escalation]  # of the head
    outages: list[Outage]  # that lasted at some moment of the span
    former: list[FormerTime]  # how long matters took before, of all years
    special_looks: int  # at tickets of others, and hidden numbers
    open_now: int  # how many matters are
    first_at: dt.datetime | None  # when the first matter of the register came
    # By service: how many were open at the end of the span (or are now), and how many of them were late then.
    left_open: list[tuple[int | None, int, int]]


def beside(question: Question) -> Beside:
    """Read for the question's only office."""
    (agency,), period = question.offices, question.period
    begins, ends = map(
        rows.moment, Days((agency.pk,), period.first, period.last, agency.zone).borders
    )
    found: list[list[Any]] = rows.read(
        [
            Rows(VisitAssumption, ASSUMED, [agency.pk]),
            Rows(OfficeRecord, _RECORDS, [agency.pk, period.first, period.last]),
            Rows(Escalation, _ASKED, [agency.pk, begins, ends]),
            Rows(Outage, _OUTAGES, [agency.pk, begins, ends]),
            Rows(FormerTime, KNOWN, [agency.pk]),
        ]
    )
    assumed, records, asked, outages, former = found
    at = min(ends, rows.moment(question.now))
    # Counted by the database: of a year there may be many.
    [(looks,)], [(open_now,)], first, left = rows.values(
        [
            Statement(_LOOKED, [begins, ends, agency.pk]),
            Statement(_OPEN_NOW, [agency.pk]),
            Statement(_FIRST, [agency.pk]),
            Statement(_LEFT_OPEN, [at, agency.pk, at, at]),
        ]
    )
    first_at = statements.moment(first[0][0]) if first else None
    read = (assumed[0] if assumed else None, records, asked, outages, former)
    return Beside(*read, looks, open_now, first_at, [tuple(one) for one in left])
