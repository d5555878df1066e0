"""Tables as plain JSON and back: what is signed is read again years later.

Whole numbers, codes and texts only, so that the same figures are the same bytes on every database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from siwhapik.dashboard.charts import Bar, Chart
from siwhapik.reports.sheets import Cell, Table, Value

_TENTHS = 10  # a chart's numbers have one decimal


def as_json(table: Table) -> dict[str, Any]:
    """The table without addresses: a signed number leads nowhere, for what is behind it changes."""
    return {
        "code": table.code,
        "title": table.title,
        "explained": table.explained,
        "head": list(table.head),
        "rows": [_cells(row) for row in table.rows],
        "total": _cells(table.total),
        "chart": _chart(table.chart) if table.chart else None,
        "names": list(table.names),
        "facts": list(table.facts),
    }


def table_of(written: Mapping[str, Any]) -> Table:
    """The table that was written."""
    first, second = written["names"]
    return Table(
        code=written["code"],
        title=written["title"],
        explained=written["explained"],
        head=tuple(written["head"]),
        rows=[_read_cells(row) for row in written["rows"]],
        total=_read_cells(written["total"]),
        chart=_read_chart(written["chart"]) if written["chart"] else None,
        names=(first, second),
        facts=tuple(written["facts"]),
    )


def _cells(row: Sequence[Cell]) -> list[Any]:
    return [_value(cell.value) for cell in row]


def _read_cells(row: Sequence[Any]) -> list[Cell]:
    return [Cell(_read_value(written)) for written in row]


def _value(value: Value) -> Any:
    if isinstance(value, Fraction):
        return {"share": [value.numerator, value.denominator]}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dt.timedelta):
        return {"seconds": int(value.total_seconds())}
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return value


_READ: dict[str, Callable[[Any], Value]] = {
    "share": lambda parts: Fraction(*parts),
    "decimal": Decimal,
    "seconds": lambda seconds: dt.timedelta(seconds=seconds),
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
}


def _read_value(written: Any) -> Value:
    if not isinstance(written, dict):
        value: Value = written
        return value
    ((kind, said),) = written.items()
    return _READ[kind](said)


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "first": [_bar(one) for one in chart.first],
        "second": [_bar(one) for one in chart.second],
        "labels": [[_tenths(x), words] for x, words in chart.labels],
        "lines": [[_tenths(y), value] for y, value in chart.lines],
        "ends_today": chart.ends_today,
        "size": [chart.width, chart.height],
        **({"rows": [[_tenths(y), words] for y, words in chart.rows]} if chart.rows else {}),
    }


def _bar(bar: Bar) -> list[Any]:
    return [*map(_tenths, (bar.x, bar.y, bar.width, bar.height)), bar.title]


def _read_chart(written: Mapping[str, Any]) -> Chart:
    width, height = written["size"]
    return Chart(
        first=[_read_bar(one) for one in written["first"]],
        second=[_read_bar(one) for one in written["second"]],
        labels=[(x / _TENTHS, words) for x, words in written["labels"]],
        lines=[(y / _TENTHS, value) for y, value in written["lines"]],
        ends_today=written["ends_today"],
        width=width,
        height=height,
        rows=[(y / _TENTHS, words) for y, words in written.get("rows", ())],
    )


def _read_bar(written: Sequence[Any]) -> Bar:
    x, y, width, height, title = written
    return Bar(x / _TENTHS, y / _TENTHS, width / _TENTHS, height / _TENTHS, title)


def _tenths(value: float) -> int:
    return round(value * _TENTHS)
