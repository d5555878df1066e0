"""Doubtful answers of an office in a date range, and the index as it would be without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.models import Agency
from surveys import frozen
from surveys.counting import indexes_in, within
from surveys.ikm import Index
from surveys.models import Facet, Questionnaire
from surveys.ranges import IndexRange, stored_after
from surveys.single_answers import MARKED
from surveys.sums import Row, rows_of


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """How many answers have each mark and any mark, and the index of all others."""

    counts: Mapping[str, int] = field(default_factory=dict)
    marked: int = 0
    everyone: Index | None = None
    without: Index | None = None


def lately(agency: Agency, *, dates: IndexRange, questionnaire: Questionnaire) -> Flagged:
    """With the newest answer; of a closed period only answers that its figures hold."""
    snapshot = frozen.snapshot_of(dates.frozen_id) if dates.frozen_id is not None else None
    asked = within(
        [agency], days=(dates.starts, dates.ends), questionnaire_id=questionnaire.pk,
        but=stored_after(snapshot.at) if snapshot is not None else None,
    )  # fmt: skip
    by_mark = rows_of([asked], facet=Facet.MARK)
    counts = Counter[str]()
    for row in by_mark:
        counts[row.option] += row.n
    marked = counts.pop(MARKED, 0)
    if not marked:
        return Flagged()
    every = [row._replace(option="") for row in rows_of([asked], facet=Facet.WHOLE)]
    others = [_less(row) for row in by_mark if row.option == MARKED]
    return Flagged(
        counts=counts,
        marked=marked,
        everyone=_index(every, dates, questionnaire),
        without=_index(every + others, dates, questionnaire),
    )


def _less(row: Row) -> Row:
    """The same answers, taken away."""
    return row._replace(option="", n=-row.n, sums=tuple(-value for value in row.sums))


def _index(rows: list[Row], dates: IndexRange, questionnaire: Questionnaire) -> Index | None:
    scoring = questionnaire.scoring(dates.weight)
    indexes, _ = indexes_in(rows, by="agency_id", scoring=lambda _: scoring)
    return next(iter(indexes.values()), None)
