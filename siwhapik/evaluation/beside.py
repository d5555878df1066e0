"""What a report shows beside its figures, by texts that go to the database and back once (docs/decisions/0111).

Each chapter names what of it it shows (siwhapik.evaluation.chapters), and only that is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
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
from tickets.models import AccessLog, Baseline, Escalation, FormerTime, Outage

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
_BASELINES = "WHERE agency_id = %s"
# As the index over them says it.
IS_SPECIAL = "action IN ('" + "', '".join(AccessLog.SPECIAL) + "')"
_LOOKED = " ".join(
    (
        "SELECT COUNT(*) FROM",
        AccessLog._meta.db_table,
        "WHERE",
        IS_SPECIAL,
        "AND at >= %s AND at < %s",
        # A lookup for each of these few, whatever a plan for all values believes.
        "AND (SELECT agency_id FROM tickets_ticket WHERE id = ticket_id) = %s",
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


# The best plan of these depends on the values (docs/decisions/0124).
_PLANNED_EACH_TIME = {"asked", "left_open"}


class Beside:
    """Of one office and span. Whoever asks for what was not read gets a KeyError: its chapter does not name it."""

    def __init__(self, found: Mapping[str, list[Any]]) -> None:
        self._found = found

    @property
    def assumed(self) -> VisitAssumption | None:
        return next(iter(self._found["assumed"]), None)

    @property
    def records(self) -> list[OfficeRecord]:
        """The newest first."""
        return self._found["records"]

    @property
    def asked(self) -> list[Escalation]:
        """What the head was asked."""
        return self._found["asked"]

    @property
    def outages(self) -> list[Outage]:
        """Those that lasted at some moment of the span."""
        return self._found["outages"]

    @property
    def former(self) -> list[FormerTime]:
        """How long matters took before, of all years."""
        return self._found["former"]

    @property
    def baselines(self) -> list[Baseline]:
        """What the office counted by hand, of all years."""
        return self._found["baselines"]

    @property
    def special_looks(self) -> int:
        """At tickets of others, and hidden numbers. Counted by the database: of a year there may be many."""
        [(count,)] = self._found["special_looks"]
        return int(count)

    @property
    def open_now(self) -> int:
        """How many matters are."""
        [(count,)] = self._found["open_now"]
        return int(count)

    @property
    def first_at(self) -> dt.datetime | None:
        """When the first matter of the register came."""
        return next((statements.moment(at) for (at,) in self._found["first_at"]), None)

    @property
    def left_open(self) -> list[tuple[int | None, int, int]]:
        """By service: how many were open at the end of the span (or are now), and how many of them were late then."""
        return [tuple(one) for one in self._found["left_open"]]


def beside(question: Question, names: Collection[str]) -> Beside:
    """Read for the question's only office; `names`: what of it."""
    every = {**_rows(question), **_statements(question)}
    asked = {name: one for name, one in every.items() if name in names}
    once = _PLANNED_EACH_TIME.isdisjoint(names)
    found = rows.read([*asked.values()], planned=once) if asked else []
    return Beside(dict(zip(asked, found, strict=True)))


def _rows(question: Question) -> dict[str, Rows | Statement]:
    (agency,), period = question.offices, question.period
    begins, ends = _borders(question)
    return {
        "assumed": Rows(VisitAssumption, ASSUMED, [agency.pk]),
        "records": Rows(OfficeRecord, _RECORDS, [agency.pk, period.first, period.last]),
        "asked": Rows(Escalation, _ASKED, [agency.pk, begins, ends]),
        "outages": Rows(Outage, _OUTAGES, [agency.pk, begins, ends]),
        "former": Rows(FormerTime, KNOWN, [agency.pk]),
        "baselines": Rows(Baseline, _BASELINES, [agency.pk]),
    }


def _statements(question: Question) -> dict[str, Rows | Statement]:
    (agency,) = question.offices
    begins, ends = _borders(question)
    at = min(ends, rows.moment(question.now))
    return {
        "special_looks": Statement(_LOOKED, [begins, ends, agency.pk]),
        "open_now": Statement(_OPEN_NOW, [agency.pk]),
        "first_at": Statement(_FIRST, [agency.pk]),
        "left_open": Statement(_LEFT_OPEN, [at, agency.pk, at, at]),
    }


def _borders(question: Question) -> tuple[Any, Any]:
    """Of the span, as the database compares moments."""
    (agency,), period = question.offices, question.period
    begins, ends = Days((agency.pk,), period.first, period.last, agency.zone).borders
    return rows.moment(begins), rows.moment(ends)
