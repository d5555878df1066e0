"""Figures of officers as a reader may see them: by name, or their own beside the sum of the others (ADR 0119)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from services.access import Action, can
from services.models import Staff
from services.whole_offices import sees_officers
from siwhapik.number_words import count_words

OTHERS = 0  # in place of an officer's id: the sum of several, which leads nowhere
T = TypeVar("T")
Row = tuple[int | None, str, T]  # the officer's id (None: nobody holds it), name, figures


def told_apart(
    rows: Sequence[Row[T]],
    *,
    reader: Staff,
    offices: Iterable[int],
    add: Callable[[Sequence[T]], T],
) -> list[Row[T]]:
    """The rows in their order; for who may not read names the others as one row, before what nobody holds."""
    if sees_officers(reader, offices):
        return list(rows)
    own = [row for row in rows if row[0] == reader.pk]
    nobody = [row for row in rows if row[0] is None]
    others = [figures for pk, _, figures in rows if pk not in (None, reader.pk)]
    if not others:
        return [*own, *nobody]
    whose = "Rekan lain" if can(reader, Action.TAKE) else "Petugas"
    return [*own, (OTHERS, f"{whose} ({count_words(len(others))} orang)", add(others)), *nobody]
