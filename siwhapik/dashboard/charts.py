"""Bars as plain numbers for an SVG template; the page shows the same figures in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from siwhapik.number_words import share_words

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 220, 34, 24, 10
RIGHT = 16  # half a label may stand beyond the last bar
# Of bars that lie: the width of the chart, the height of a name, of a bar below it, and of the gap below each
# name's bars. It is as narrow as a telephone, so that names are legible on one too.
LYING_WIDTH, NAME, THICK, GAP = 360, 15, 9, 8
MOST_ROWS, LONGEST_NAME = 15, 50
# How long a bar is; None: there is none.
Length = Fraction | float | None


@dataclass(frozen=True)
class Bar:
    """One bar, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Chart:
    """One or two series side by side for each label. In one whose bars lie, `rows` are the names above
    them (y of the middle, words), and there are neither labels nor lines.
    """

    first: list[Bar]
    second: list[Bar]
    labels: list[tuple[float, str]]
    lines: list[tuple[float, int]]
    ends_today: bool  # its right end is what is looked at first
    width: int = WIDTH
    height: int = HEIGHT
    rows: Sequence[tuple[float, str]] = ()

    @property
    def frame(self) -> str:
        """What its frame's CSS class ends with: which part of it a telephone shows first."""
        if len(self.labels) == 1:
            return "--one"
        return "" if self.ends_today else "--start"


def paired_bars(
    labels: Sequence[str],
    first: Sequence[int] | Sequence[float],
    second: Sequence[int] | Sequence[float],
    *,
    names: tuple[str, str],
    ends_today: bool = False,
) -> Chart:
    """Bars of two series over the same labels (of one: `second` is empty); the scale ends at a round
    number.
    """
    top = _round_up(max([*first, *second, 1]))
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    width = min(step * 0.36, 22)
    left = -width - 1 if second else -width / 2

    def bar(index: int, value: float, offset: float, name: str) -> Bar:
        height = (HEIGHT - BOTTOM - TOP) * value / top
        middle = LEFT + step * (index + 0.5)
        title = f"{labels[index]}: {_words(value)} {name}"
        y = HEIGHT - BOTTOM - height
        return Bar(round(middle + offset, 1), round(y, 1), round(width, 1), round(height, 1), title)

    every = max(1, -(-len(labels) // 10))
    return Chart(
        first=[bar(i, value, left, names[0]) for i, value in enumerate(first)],
        second=[bar(i, value, 1, names[1]) for i, value in enumerate(second)],
        labels=[(round(LEFT + step * (i + 0.5), 1), text) for i, text in enumerate(labels)][
            ::every
        ],
        lines=[(_y(value, top), value) for value in sorted({0, top // 2, top})],
        ends_today=ends_today,
    )


def lying_bars(
    labels: Sequence[str],
    first: Sequence[Length],
    second: Sequence[Length] = (),
    *,
    names: tuple[str, str],
    is_share: bool = False,
) -> Chart:
    """Bars that lie, below each other: for names too long to stand under a bar. None: no bar.

    At most MOST_ROWS names, the first ones; shares have a scale that ends at the whole.
    """
    labels, first, second = labels[:MOST_ROWS], first[:MOST_ROWS], second[:MOST_ROWS]
    top = 1 if is_share else _round_up(max(value or 0 for value in (*first, *second, 1)))
    series = 2 if second else 1
    step = NAME + series * THICK + GAP

    def bars(values: Sequence[Length], number: int) -> list[Bar]:
        return [
            Bar(
                0,
                index * step + NAME + number * THICK,
                round(LYING_WIDTH * float(value) / top, 1),
                THICK - 1,
                f"{labels[index]}: {_said(value, is_share=is_share)} {names[number]}",
            )
            for index, value in enumerate(values)
            if value is not None
        ]

    return Chart(
        first=bars(first, 0),
        second=bars(second, 1),
        labels=[],
        lines=[],
        ends_today=False,
        width=LYING_WIDTH,
        height=max(len(labels), 1) * step,
        rows=[(index * step + NAME / 2, _short(label)) for index, label in enumerate(labels)],
    )


def _said(value: Fraction | float, *, is_share: bool) -> str:
    return (
        share_words(value if isinstance(value, Fraction) else Fraction(value))
        if is_share
        else _words(float(value) if isinstance(value, Fraction) else value)
    )


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1]}…"


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _words(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}".replace(".", ",")


def _round_up(value: Fraction | float) -> int:
    """The smallest of 2, 4, 10, 20, 40, 100 ... that is at least `value`."""
    scale = 1
    while True:
        for factor in (2, 4, 10):
            if value <= factor * scale:
                return factor * scale
        scale *= 10
