"""What a report shows beside its figures, by texts that go to the database and back once (docs/decisions/0111)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services import rows
from services.models import OfficeRecord, VisitAssumption
from services.rows import Question as Rows
from services.rows import Statement
from siwhapik.reports.asking import Question
from tickets.figures.counting import Days
from tickets.models import AccessLog, Escalation, Outage

_ASSUMED = "WHERE agency_id = %s ORDER BY id LIMIT 1"
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


@dataclass(frozen=True)
class Beside:
    """Of one office and span."""

    assumed: VisitAssumption | None
    records: list[OfficeRecord]  # the newest first
    asked: list[Escalation]  # of the head
    outages: list[Outage]  # that lasted at some moment of the span
    special_looks: int  # at tickets of others, and hidden numbers


def beside(question: Question) -> Beside:
    """Read for the question's only office."""
    (agency,), period = question.offices, question.period
    begins, ends = map(
        rows.moment, Days((agency.pk,), period.first, period.last, agency.zone).borders
    )
    found: list[list[Any]] = rows.read(
        [
            Rows(VisitAssumption, _ASSUMED, [agency.pk]),
            Rows(OfficeRecord, _RECORDS, [agency.pk, period.first, period.last]),
            Rows(Escalation, _ASKED, [agency.pk, begins, ends]),
            Rows(Outage, _OUTAGES, [agency.pk, begins, ends]),
        ]
    )
    assumed, records, asked, outages = found
    # Counted by the database: of a year there may be many.
    [[(looks,)]] = rows.values([Statement(_LOOKED, [begins, ends, agency.pk])])
    return Beside(assumed[0] if assumed else None, records, asked, outages, looks)
