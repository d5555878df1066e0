"""Repeated questions: the sentences of the weekly list, those of the same words together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from services import sentences
from services.models import Agency, Staff
from siwhapik.periods import Period
from tickets.intake.normal import VOCABULARY, words_of
from tickets.intake.scene import asking_words, weak_words
from tickets.models import UnmatchedDay, UnmatchedSentence

MOST = 200  # groups of a page


@dataclass(frozen=True, kw_only=True)
class Group:
    """One question in the ways in which it was asked, most frequent first, within the span."""

    agency: str
    questions: tuple[str, ...]
    ids: tuple[int, ...]
    times: int
    last: dt.date

    @property
    def question(self) -> str:
        """The way in which it was asked most often."""
        return self.questions[0]


def groups_of(offices: Iterable[Agency], period: Period, *, reader: Staff) -> list[Group]:
    """What was asked in the span, most often first; only sentences of matters that the person reads."""
    seen = UnmatchedSentence.objects.visible_to(reader).filter(agency__in=list(offices))
    days = UnmatchedDay.objects.filter(
        sentence__in=seen.values("pk"), day__range=(period.first, period.last)
    )
    counts = {row["sentence"]: row["times"] for row in _summed(days)}
    rows = seen.filter(pk__in=counts).select_related("agency")
    alike: dict[tuple[int, frozenset[str]], list[UnmatchedSentence]] = defaultdict(list)
    for row in rows:
        alike[row.agency_id, _telling(row)].append(row)
    found = [_group(each, counts) for each in alike.values()]
    found.sort(key=lambda group: (-group.times, group.question))
    return found[:MOST]


def _telling(row: UnmatchedSentence) -> frozenset[str]:
    """Its words without those that only ask: "blangko ktp ada?", "ada blangko ktp ga ya"."""
    words = frozenset(words_of(row.text))
    asking = VOCABULARY.questions | asking_words() | weak_words()
    return words - asking or words or frozenset((row.folded,))


def _summed(days: Any) -> Any:
    return days.order_by().values("sentence").annotate(times=Sum("count"))


def _group(rows: list[UnmatchedSentence], counts: dict[int, int]) -> Group:
    rows.sort(key=lambda row: (-counts[row.pk], row.pk))
    written = dict.fromkeys(sentences.without_masks(row.text) or row.text for row in rows)
    return Group(
        agency=rows[0].agency.short_name,
        questions=tuple(written),
        ids=tuple(row.pk for row in rows),
        times=sum(counts[row.pk] for row in rows),
        last=max(row.said_at.astimezone(row.agency.zone).date() for row in rows),
    )
