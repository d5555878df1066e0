"""The tables of what was asked, and of what was asked instead."""

from __future__ import annotations

from siwhapik.reports.sheets import Cell, Table
from siwhapik.skm.material import Material


def questions(found: Material) -> Table:
    """The questionnaire as it was asked."""
    return Table(
        code="kuesioner",
        title="Kuesioner",
        explained="Pertanyaan dan pilihan jawaban, dari nilai 1 sampai 4.",
        head=("Unsur", "Pertanyaan", "Nilai 1", "Nilai 2", "Nilai 3", "Nilai 4"),
        rows=[
            [Cell(f"{one.code} {one.name}"), Cell(one.question), *map(Cell, one.answers)]
            for one in found.asked
        ],
    )


def substitutions(found: Material) -> list[Table]:
    """What was asked instead of an element's question, and why; no table where nothing was."""
    rows = [
        [
            Cell(f"{one.element.code} {one.element.name}"),
            Cell(one.for_whom.capitalize() if one.service is None else one.for_whom),
            Cell(one.question),
            Cell("; ".join(f"{value} {word}" for value, word in enumerate(one.answers, 1))),
            Cell(one.reason),
        ]
        for one in found.substitutions
    ]
    table = Table(
        code="pengganti",
        title="Pertanyaan yang diganti",
        explained="Unsur dan bobotnya tetap; yang ditanyakan kepada warga pertanyaan penggantinya.",
        head=("Unsur", "Layanan", "Pertanyaan pengganti", "Jawaban", "Alasan"),
        rows=rows,
    )
    return [table] if rows else []
