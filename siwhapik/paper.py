"""What stands at the edge of each further page of paper; the first page says it in its head."""

from __future__ import annotations

from typing import NamedTuple

from services.models import Agency
from siwhapik.periods import Period, days_words

ALL = "Semua instansi yang boleh Anda lihat"


class Edge(NamedTuple):
    """`left`: whose page it is and what it is; `right`: of which days."""

    left: str
    right: str


def edge_of(title: str, *, agency: Agency | None, period: Period, below: bool = False) -> Edge:
    """Of one office, or of all that the reader sees (None)."""
    office = agency.name if agency else ALL
    return Edge(f"{office}{' dan di bawahnya' if below else ''} · {title}", days_words(period))
