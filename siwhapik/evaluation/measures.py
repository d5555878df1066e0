"""What a report compares from span to span; by the very functions that the report pages use."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.models.service import Kind
from siwhapik.periods import DAY, Period
from siwhapik.reports import former, online
from siwhapik.reports.asking import Question
from siwhapik.reports.changes import change
from siwhapik.reports.promise import HALF, MOST
from siwhapik.reports.sheets import Value
from tickets.figures.asked import Asked
from tickets.figures.buckets import quantiles
from tickets.figures.counting import Counts
from tickets.figures.reading import Figures
from tickets.models import DailySpread

Measure = DailySpread.Measure
PROMISES = (Measure.FIRST, Measure.DUE, Measure.NET)
_HOURS = (Measure.HOUR, Measure.CLOSED_HOUR)
SPEED, EASE, QUALITY, EFFICIENCY = "Kecepatan", "Kemudahan", "Mutu", "Efisiensi"
VISITS, SHARE = "Kunjungan seluruhnya, dengan angka loket", "Bagian daring"
OF_COUNTER = (VISITS, SHARE)  # what the office's own count of its counter is a part of
# Name, and which aim of a digital service it is an indicator of.
AIMS = {
    "Tiket masuk": EASE,
    "Orang": EASE,
    VISITS: EASE,
    SHARE: EASE,
    "Masuk di luar jam layanan": EASE,
    "Tiket selesai": EFFICIENCY,
    "Terbuka pada akhir rentang": EFFICIENCY,
    "Respons pertama tepat waktu": SPEED,
    "Median respons pertama": SPEED,
    "90 % respons pertama dalam": SPEED,
    "Penyelesaian tepat waktu": SPEED,
    "Median selesai": SPEED,
    "90 % selesai dalam": SPEED,
    "Median selesai tanpa jeda": SPEED,
    "Pengaduan masuk": QUALITY,
}


@dataclass(frozen=True)
class Measured:
    """One span's values, in the order of AIMS; whether the office counted its counter by hand then; and averages, for
    those that the office measured before.
    """

    period: Period
    values: dict[str, Value]
    has_counter: bool
    averages: former.Averages


def measured(question: Question, *, still_open: int) -> Measured:
    """All of them for one question, which reads its figures once. `still_open`: how many tickets were not
    resolved at its end.
    """
    figures = question.figures
    if not figures.has_read("day", "source"):
        figures.read((), ("day", "source"), ("kind",))
    visits = online.whole_of(question)
    counts = figures.total
    spread = figures.spreads(PROMISES)
    first, due, net = (spread[one].get((), Counter()) for one in PROMISES)
    values: tuple[Value, ...] = (
        counts["arrived"],
        question.people.total,
        online.rounded(visits.total),
        visits.share,
        _outside(question),
        counts["resolved"],
        still_open,
        kept(counts, "first"),
        *quantiles(first, (HALF, MOST)),
        kept(counts, "due"),
        *quantiles(due, (HALF, MOST)),
        *quantiles(net, (HALF,)),
        figures.by("kind").get((Kind.COMPLAINT,), {}).get("arrived", 0),
    )
    known = dict(zip(AIMS, values, strict=True))
    return Measured(
        question.period,
        known,
        has_counter=bool(visits.counter),
        averages=former.averages(figures),
    )


def kept(counts: Counts, promise: str) -> Fraction | None:
    """The share of what was promised that was kept; None where nothing can be said."""
    judged = counts[f"{promise}_kept"] + counts[f"{promise}_late"]
    return Fraction(counts[f"{promise}_kept"], judged) if judged else None


def _outside(question: Question) -> Fraction | None:
    spreads = question.figures.spreads(_HOURS)
    inside, outside = (sum(spreads[one].get((), {}).values()) for one in _HOURS)
    return Fraction(outside, inside + outside) if inside + outside else None


def left_open(question: Question, lasts: Sequence[dt.date], *, open_now: int) -> list[int]:
    """How many were open at the end of each of these days (or are now): what is open, with what was resolved
    since, without what has come since. So it costs the same however long ago that is.
    """
    (agency,), now = question.offices, question.now
    today, first = now.astimezone(agency.zone).date(), min(lasts) + DAY
    if first > today:
        return [open_now] * len(lasts)
    asked = Asked(agencies=(agency,), first=first, last=today)
    moments, made = ("received_at", "resolved_at"), question.figures.made
    figures = Figures(asked, now=now, beside=made, moments=moments)
    days = [
        (day, counts["resolved"] - counts["arrived"])
        for (day,), counts in figures.by("day").items()
    ]
    return [open_now + sum([more for day, more in days if day > last]) for last in lasts]


def changed(name: str, now: Measured, before: Measured) -> str:
    """By how much it grew; "" where one of the spans holds the counter's own count and the other does not."""
    if name in OF_COUNTER and now.has_counter != before.has_counter:
        return ""
    return change(now.values[name], before.values[name])
