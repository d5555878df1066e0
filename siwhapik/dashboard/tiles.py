"""Figures made ready for the page: words, addresses and tones; no queries here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Protocol

from siwhapik.colleagues import OTHERS
from siwhapik.dashboard.charts import paired_bars
from siwhapik.number_words import share_words
from siwhapik.periods import Period
from siwhapik.queries import narrowed
from surveys.presenting import Shown
from tickets.filters import NONE_YET
from tickets.models import Ticket
from tickets.words import amount_words

Row = dict[str, Any]


class Linking(Protocol):
    def to(self, **filters: Any) -> str: ...
    def to_ticket(self, ticket: Ticket | None) -> str: ...


def open_tiles(now_open: Row, *, links: Linking, now: dt.datetime) -> list[Row]:
    """The tiles on top: each a number that leads to its tickets."""
    oldest = now_open["oldest"]
    return [
        _tile("Terbuka", now_open["open"], links.to()),
        _tile("Segera jatuh tempo", now_open["soon"], links.to(tampilan="segera"), tone="warn"),
        _tile("Lewat tenggat", now_open["overdue"], links.to(tampilan="lewat"), tone="danger"),
        _tile("Belum diambil", now_open["unassigned"], links.to(tampilan="bebas"), tone="warn"),
        _tile(
            "Gagal atau belum pasti",
            now_open["trouble"],
            links.to(tampilan="gangguan"),
            tone="danger",
        ),
        _tile(
            "Tertua",
            amount_words(now - oldest.received_at) if oldest else "Tidak ada",
            links.to_ticket(oldest),
        ),
    ]


def _tile(label: str, value: int | str, url: str, *, tone: str = "") -> Row:
    """A tone only where there is something to worry about."""
    return {"label": label, "value": value, "url": url, "tone": tone if value else ""}


def promises(kept: Row, *, links: Linking, dates: Period) -> list[Row]:
    """First response and completion: the share that was in time, never without its number."""
    came = {"masuk_dari": dates.first, "masuk_sampai": dates.last}
    due = {"tempo_dari": dates.first, "tempo_sampai": dates.last}
    first = {
        "judged": links.to(**came, balasan="dinilai"),
        "met": links.to(**came, balasan="tepat"),
        "late": links.to(**came, balasan="lambat"),
    }
    completion = {
        "judged": links.to(**due, penyelesaian="dinilai"),
        "met": links.to(**due, penyelesaian="tepat"),
        "late": links.to(**due, penyelesaian="lambat"),
    }
    return [
        _promise("Respons pertama tepat waktu", kept["first"], urls=first),
        _promise("Selesai tepat waktu", kept["completion"], urls=completion),
    ]


def _promise(label: str, row: Row, *, urls: Row) -> Row:
    """`met` of `judged`; the rest of them is late."""
    judged, met, average = row["judged"], row["met"], row["average"]
    return {
        "label": label,
        "judged": judged,
        "met": met,
        "late": judged - met,
        "value": percent(met, judged) if judged else "Belum ada",
        "average": amount_words(average) if average is not None else "",
        "urls": urls,
    }


def percent(part: int, whole: int) -> str:
    """A share in per cent with one decimal, half up, with a comma."""
    return share_words(Fraction(part, whole))


def days(rows: list[Row], *, links: Linking) -> Row:
    """The chart of each day, and the table behind it."""
    labels = [row["label"] for row in rows]
    came, done = [row["in"] for row in rows], [row["out"] for row in rows]
    chart = paired_bars(labels, came, done, names=("masuk", "selesai"), ends_today=True)
    table = [
        {
            "day": row["day"],
            "in": row["in"],
            "in_url": links.to(masuk_dari=row["first"], masuk_sampai=row["last"]),
            "out": row["out"],
            "out_url": links.to(selesai_dari=row["first"], selesai_sampai=row["last"]),
        }
        for row in reversed(rows)
    ]
    first, last = rows[0]["first"], rows[-1]["last"]
    return {
        "chart": chart,
        "days": table,
        "came": sum(came),
        "came_url": links.to(masuk_dari=first, masuk_sampai=last),
        "done": sum(done),
        "done_url": links.to(selesai_dari=first, selesai_sampai=last),
    }


def groups(
    rows: Iterable[Row], *, links: Linking, field: str, nameless: str, dates: Period
) -> list[Row]:
    """One line for each service or officer."""
    return [
        {
            **row,
            "name": row["name"] or nameless,
            "urls": _group_urls(links, field, row["key"], dates),
            "in_time_share": percent(row["in_time"], row["due"]) if row["due"] else "",
        }
        for row in rows
    ]


def _group_urls(links: Linking, field: str, key: int | None, dates: Period) -> Row:
    """Where each number of a line leads; no list holds the tickets of several officers."""
    if key == OTHERS:
        return defaultdict(str)
    who: Row = {field: key or NONE_YET}
    first, last = dates.first, dates.last
    is_open, due = links.to(**who), links.to(**who, tempo_dari=first, tempo_sampai=last)
    return {
        "open": is_open,
        "overdue": narrowed(is_open, "tampilan=lewat"),
        "received": links.to(**who, masuk_dari=first, masuk_sampai=last),
        "resolved": links.to(**who, selesai_dari=first, selesai_sampai=last),
        "due": narrowed(due, "penyelesaian=dinilai"),
        "in_time": narrowed(due, "penyelesaian=tepat"),
    }


def index(found: tuple[Shown, str]) -> Row:
    """The satisfaction index, never without its respondents."""
    shown, period = found
    value = f"{shown.value} ({shown.grade})" if shown.grade else "Belum ada indeks"
    hint = ". ".join(part for part in (shown.sample, shown.rate) if part)
    return {"label": f"IKM {period}", "value": value, "hint": hint, "url": "/dasbor/ikm/"}
