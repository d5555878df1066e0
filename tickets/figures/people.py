"""How many different people came: it does not add up over days, so sets of them are kept and united.

Somebody who writes for others counts once for each of them, by name, and not for themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.functions import Lower, TruncDate

from services import rows
from services.remembering import Remembered
from services.rows import Statement
from tickets.figures import statements
from tickets.figures.asked import Asked
from tickets.figures.counting import SLICE, Days, Row, by_zone, of_days
from tickets.figures.id_sets import IdSet, packed
from tickets.figures.made import Made, Rows, kept

Came = tuple[list[int], list[str]]  # who came for themselves; for whom else
_DAY = "(received_at AT TIME ZONE %s)::date"
_CAME = (
    "COALESCE(ARRAY_AGG(DISTINCT citizen_id) FILTER (WHERE applicant_name = ''), '{}'),"
    " COALESCE(ARRAY_AGG(DISTINCT citizen_id || ' ' || LOWER(applicant_name))"
    " FILTER (WHERE applicant_name <> ''), '{}') FROM tickets_ticket ticket"
    " WHERE registered_at IS NOT NULL AND"
)


@dataclass(frozen=True)
class People:
    """Different applicants of the whole span, and of each month ("2026-06") as far as it is in it."""

    total: int
    in_month: Counter[str]


class _Set:
    """Different people, united with others."""

    def __init__(self) -> None:
        self.citizens, self.others = IdSet(), set[str]()

    def add(self, other: _Set) -> None:
        self.citizens.add(other.citizens)
        self.others |= other.others

    def __len__(self) -> int:
        return len(self.citizens) + len(self.others)


# Parts of a month, each of one question, that a process keeps.
_KEPT: Remembered[Any, _Set] = Remembered(200)


def people_of(asked: Asked, *, made: Made | None = None) -> People:
    """A citizen belongs to one office, so offices add up, and so do their sets. `made`: of the same question,
    where it was read already.
    """
    made, months = made or Made(asked), defaultdict[str, _Set](_Set)
    spans = made.spans(statements.PEOPLE)
    questions = [(statements.people(span.where), span.versions) for span in spans]
    sets = kept(questions, memory=_KEPT, made_of=_set_of, planned=not asked.only)
    for span, found in zip(spans, sets, strict=True):
        months[f"{span.first:%Y-%m}"].add(found)
    live = came_in(made.not_made, only=asked.only, names=("day",))
    for (day,), (citizens, others) in live.items():
        month = months[f"{day:%Y-%m}"]
        month.citizens.add(IdSet(packed(citizens)))
        month.others.update(others)
    whole = _Set()
    for month in months.values():
        whole.add(month)
    return People(len(whole), Counter({code: len(month) for code, month in months.items()}))


def came_in(
    spans: Iterable[Days], *, only: dict[str, Any] | Any = None, names: Sequence[str] = SLICE
) -> dict[Row, Came]:
    """Who came, by these columns of a slice, the day among them: one query for each zone. On SQLite a person may
    stand in a line several times.
    """
    found: dict[Row, Came] = {}
    for zone, where in by_zone(spans).items():
        if connection.vendor == "postgresql":
            days = statements.within(where, "received_at")
            narrowed = statements.narrowed(only or {}, table="ticket")
            told = statements.all_of((days, *narrowed))
            columns = ", ".join(_DAY if name == "day" else name for name in names)
            by = ", ".join(str(at + 1) for at in range(len(names)))
            sql = " ".join(("SELECT", f"{columns},", _CAME, told.sql, "GROUP BY", by))
            wanted = Statement(sql, [str(zone), *told.params])
            (answer,) = rows.values([wanted], planned=not only)
            for *row, citizens, others in answer:
                _add(found, tuple(row), citizens, others)
        else:
            at = [SLICE.index(name) for name in names]
            for full, (citizens, others) in _read_rows(zone, where, only or {}).items():
                _add(found, tuple([full[one] for one in at]), citizens, others)
    return found


def _add(found: dict[Row, Came], row: Row, citizens: list[int], others: list[str]) -> None:
    """Two zones may have the same day."""
    into = found.setdefault(row, ([], []))
    into[0].extend(citizens)
    into[1].extend(others)


def _read_rows(zone: Any, where: list[Days], only: dict[str, Any]) -> dict[Row, Came]:
    found: dict[Row, Came] = {}
    tickets = of_days(where, "received_at", None).filter(**only)
    named = tickets.annotate(
        day=TruncDate("received_at", tzinfo=zone), lower=Lower("applicant_name")
    )
    for *row, citizen, name in named.values_list(*SLICE, "citizen_id", "lower").distinct():
        citizens, others = found.setdefault(tuple(row), ([], []))
        if name:
            others.append(f"{citizen} {name}")
        else:
            citizens.append(citizen)
    return found


def _set_of(read: Rows) -> _Set:
    found = _Set()
    found.citizens = IdSet(*(citizens for citizens, _ in read if citizens))
    for _, others in read:
        found.others.update(statements.json_of(others))
    return found
