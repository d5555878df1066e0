"""What `work_rows` asks PostgreSQL, as text: added up there, a row for each row that is kept of a day.

The same as `work_querysets`, which is what SQLite is asked; tests compare each with a count by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services.rows import Statement
from tickets.figures import statements
from tickets.figures.counting import Days

_QUARTER = "FLOOR(EXTRACT(EPOCH FROM (act.at AT TIME ZONE %s)::time) / 900)::int"
# Looked up for each act, in this order whatever the tables hold, so that one plan is right for all days: OFFSET keeps
# PostgreSQL from turning it round. An act's ticket is mostly one that was looked up before, and remembered.
_TICKET = (
    "CROSS JOIN LATERAL (SELECT agency_id, registered_at, service_id, channel_id, source, kind"
    " FROM tickets_ticket WHERE id = act.ticket_id OFFSET 0) ticket"
)
_FILES = (
    "CROSS JOIN LATERAL (SELECT id FROM tickets_attachment WHERE message_id = act.id OFFSET 0) file"
)
# What did not leave is no message to the citizen.
_IS_SENT = "author_id IS NOT NULL AND status NOT IN ('failed', 'recalled')"


class _Kind(NamedTuple):
    """One kind of act. `beside`: what counts whoever did it; `zones`: how often `of` names the zone."""

    columns: str
    of: str
    moment: str
    person: str
    where: str
    beside: str = ""
    zones: int = 0


def _half(first: int) -> str:
    """The quarters of an hour of half a day, as bits."""
    within = f"quarter.at BETWEEN {first} AND {first + 47}"
    return f"BIT_OR(CASE WHEN {within} THEN 1::bigint << (quarter.at - {first}) ELSE 0 END)"


def _number(direction: str) -> str:
    return f"COUNT(*) FILTER (WHERE direction = '{direction}')"


EVENTS = _Kind(
    columns=f"COUNT(*) FILTER (WHERE act.verb = 'resolved'), {_half(0)}, {_half(48)},"
    " ARRAY_AGG(DISTINCT act.ticket_id)",
    of=f"tickets_ticketevent act CROSS JOIN LATERAL (SELECT {_QUARTER} AS at) quarter",
    moment="act.at",
    person="act.actor_id",
    where="act.actor_id IS NOT NULL",
    zones=1,
)
MESSAGES = _Kind(
    columns=", ".join(map(_number, ("in", "out", "note"))),
    of="tickets_message act",
    moment="act.occurred_at",
    person="CASE WHEN direction <> 'in' THEN author_id END",
    where=f"(direction = 'in' OR (direction IN ('out', 'note') AND {_IS_SENT}))",
    beside="direction = 'in'",
)
SENT = _Kind(
    columns="COUNT(*)",
    of=f"tickets_message act {_FILES}",
    moment="act.occurred_at",
    person="act.author_id",
    where=f"direction = 'out' AND {_IS_SENT}",
)
LOOKS = _Kind(
    columns="ARRAY_AGG(DISTINCT act.attachment_id)",
    of="tickets_accesslog act",
    moment="act.at",
    person="act.staff_id",
    where="act.action = 'file' AND act.attachment_id IS NOT NULL",
)


def statements_of(
    zone: ZoneInfo, where: Sequence[Days], only: Mapping[str, Any], *, names: Sequence[str]
) -> list[Statement]:
    """Lines of histories, messages, files that were sent, files that were opened; by these columns of a slice."""
    of = _Of(zone, where, only, names)
    return [_select(kind, of) for kind in (EVENTS, MESSAGES, SENT, LOOKS)]


class _Of(NamedTuple):
    """Which days, narrowed to what, told apart by which columns."""

    zone: ZoneInfo
    where: Sequence[Days]
    only: Mapping[str, Any]
    names: Sequence[str]


def _select(kind: _Kind, of: _Of) -> Statement:
    own = {"day": f"({kind.moment} AT TIME ZONE %s)::date", "assignee_id": kind.person}
    columns = ", ".join(own.get(name, f"ticket.{name}") for name in of.names)
    places = ", ".join(str(at + 1) for at in range(len(of.names)))
    told = statements.all_of(
        (
            Statement(f"ticket.registered_at IS NOT NULL AND {kind.where}", []),
            statements.within(of.where, kind.moment),
            *_narrowed(kind, of.only),
        )
    )
    joined = f"{kind.of} {_TICKET}"
    parts = ("SELECT", f"{columns}, {kind.columns}", "FROM", joined, "WHERE", told.sql)
    sql = " ".join((*parts, "GROUP BY", places))
    return Statement(sql, [*[str(of.zone)] * (1 + kind.zones), *told.params])


def _narrowed(kind: _Kind, only: Mapping[str, Any]) -> Iterable[Statement]:
    of_ticket = {name: value for name, value in only.items() if name != "assignee_id"}
    yield from statements.narrowed(of_ticket, table="ticket")
    if "assignee_id" in only:
        person = only["assignee_id"]
        is_theirs = Statement(f"{kind.person} = %s", [person])
        if kind.beside:
            is_theirs = Statement(f"({is_theirs.sql} OR {kind.beside})", [person])
        yield is_theirs
