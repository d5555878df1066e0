"""The marks of doubtful answers as strings of a page, for readers who may see each answer."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.flagged import Flagged
from surveys.ikm import Index
from surveys.presenting import NO_INDEX, decimal
from surveys.quality import Flag
from surveys.single_answers import REPEAT

_LABELS: dict[str, str] = {
    **{one.value: one.label for one in Flag},
    REPEAT: "Dari perangkat yang sudah menjawab tentang layanan itu",
}


@dataclass(frozen=True, kw_only=True)
class ShownFlags:
    """`rows`: mark and number of answers; `everyone` and `without`: index and n with and without them."""

    rows: list[tuple[str, int]]
    marked: int
    everyone: str
    without: str


def shown_flags(found: Flagged) -> ShownFlags | None:
    """None where no answer is marked."""
    if not found.marked:
        return None
    counts = ((label, found.counts.get(flag, 0)) for flag, label in _LABELS.items())
    return ShownFlags(
        rows=[(label, n) for label, n in counts if n],
        marked=found.marked,
        everyone=_words(found.everyone),
        without=_words(found.without),
    )


def _words(index: Index | None) -> str:
    if index is None:
        return NO_INDEX.lower()
    return f"{decimal(index.converted, 2)} dari {index.n} jawaban"
