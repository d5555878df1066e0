"""What came and what was completed online and otherwise, service by service."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from siwhapik.dashboard.charts import lying_bars
from siwhapik.reports.asking import Question
from siwhapik.reports.naming import names_of
from siwhapik.reports.register_filters import ONLINE_SOURCES
from siwhapik.reports.sheets import Cell, Table
from tickets.filters import NONE_YET

GROUPS = ("day", "source"), ("service_id", "source")  # what the report is folded from
HEAD = (
    "Layanan", "Masuk daring", "Masuk lewat cara lain", "Bagian daring", "Selesai daring", "Selesai lewat cara lain",
    "Bagian daring dari yang selesai",
)  # fmt: skip
EXPLAINED = (
    "Dihitung dari tiket bernomor register, menurut layanannya sekarang: masuk pada hari diterimanya, selesai pada hari "
    "diselesaikannya. Daring: WhatsApp dan web. Angka loket yang diisi kantor tidak dirinci menurut layanan, jadi tidak "
    "ikut di sini."
)
_ALL = "*"


def tables(question: Question) -> list[Table]:
    """A row for each service; of sums with the offices below none: no table names services there."""
    if question.is_of_sums:
        return []
    counts = _counts(question)
    known = names_of(question).services
    named = [
        (str(key) if key else NONE_YET, known.get(key or 0, "Belum dipilih"), found)
        for key, found in counts.items()
        if found.total()
    ]
    named.sort(key=lambda one: (-one[2]["in_online"] - one[2]["in_other"], one[1]))
    whole = sum((found for _, _, found in named), Counter[str]())
    labels = [label for _, label, _ in named]
    online, other = ([found[name] for _, _, found in named] for name in ("in_online", "in_other"))
    return [
        Table(
            code="daring-layanan",
            title="Daring menurut layanan",
            explained=EXPLAINED,
            head=HEAD,
            rows=[_row(question, label, found, service=key) for key, label, found in named],
            total=_row(question, "Jumlah", whole, service=_ALL) if named else (),
            chart=lying_bars(labels, online, other, names=("daring", "lewat cara lain"))
            if whole
            else None,
            names=("Masuk daring", "Masuk lewat cara lain"),
        )
    ]


def _counts(question: Question) -> Mapping[int | None, Counter[str]]:
    found: dict[int | None, Counter[str]] = defaultdict(Counter)
    for (service, source), counts in question.figures.by("service_id", "source").items():
        way = "online" if source in ONLINE_SOURCES else "other"
        found[service][f"in_{way}"] += counts["arrived"]
        found[service][f"out_{way}"] += counts["resolved"]
    return found


def _row(question: Question, label: str, found: Counter[str], *, service: str) -> list[Cell]:
    who: dict[str, Any] = {} if service == _ALL else {"layanan": service}
    days = {"selesai_dari": question.period.first, "selesai_sampai": question.period.last}
    return [
        Cell(label),
        Cell(found["in_online"], question.arrived(daring="ya", **who)),
        Cell(found["in_other"], question.arrived(daring="tidak", **who)),
        Cell(_share(found, "in")),
        Cell(found["out_online"], question.tickets(daring="ya", **days, **who)),
        Cell(found["out_other"], question.tickets(daring="tidak", **days, **who)),
        Cell(_share(found, "out")),
    ]


def _share(found: Mapping[str, int], what: str) -> Fraction | None:
    online, other = found[f"{what}_online"], found[f"{what}_other"]
    return Fraction(online, online + other) if online + other else None
