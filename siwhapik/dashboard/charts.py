"""Bars as plain numbers for an SVG template; the page shows the same figures in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 220, 34, 24, 10
RIGHT = 16  # half a label may stand beyond the last bar


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
    """Two series side by side for each label."""

    first: list[Bar]
    second: list[Bar]
    labels: list[tuple[float, str]]
    lines: list[tuple[float, int]]
    ends_today: bool  # its right end is what is looked at first
    width: int = WIDTH
    height: int = HEIGHT


def paired_bars(
    labels: Sequence[str],
    first: Sequence[int] | Sequence[float],
    second: Sequence[int] | Sequence[float],
    *,
    names: tuple[str, str],
    ends_today: bool = False,
) -> Chart:
    """Bars of two series over the same labels; the scale ends at a round number."""
    top = _round_up(max([*first, *second, 1]))
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    width = min(step * 0.36, 22)

    def bar(index: int, value: float, offset: float, name: str) -> Bar:
        height = (HEIGHT - BOTTOM - TOP) * value / top
        middle = LEFT + step * (index + 0.5)
        title = f"{labels[index]}: {_words(value)} {name}"
        y = HEIGHT - BOTTOM - height
        return Bar(round(middle + offset, 1), round(y, 1), round(width, 1), round(height, 1), title)

    every = max(1, -(-len(labels) // 10))
    return Chart(
        first=[bar(i, value, -width - 1, names[0]) for i, value in enumerate(first)],
        second=[bar(i, value, 1, names[1]) for i, value in enumerate(second)],
        labels=[(round(LEFT + step * (i + 0.5), 1), text) for i, text in enumerate(labels)][
            ::every
        ],
        lines=[(_y(value, top), value) for value in sorted({0, top // 2, top})],
        ends_today=ends_today,
    )


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _words(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}".replace(".", ",")


def _round_up(value: float) -> int:
    """The smallest of 2, 4, 10, 20, 40, 100 ... that is at least `value`."""
    scale = 1
    while True:
        for factor in (2, 4, 10):
            if value <= factor * scale:
                return factor * scale
        scale *= 10
