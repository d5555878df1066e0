"""What readers who solve equations learn from sums."""

from collections.abc import Collection
from fractions import Fraction


def follows(wanted: Collection[object], shown: list[Collection[object]]) -> bool:
    """Whether the answers of these cells are a sum and difference of the sums that are shown."""
    cells = sorted({cell for one in [wanted, *shown] for cell in one}, key=str)
    rows = [[Fraction(cell in one) for cell in cells] for one in shown]
    target = [Fraction(cell in wanted) for cell in cells]
    for column in range(len(cells)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in [*rows, target]:
            factor = row[column] / pivot[column]
            row[:] = [one - factor * other for one, other in zip(row, pivot, strict=True)]
    return not any(target)
