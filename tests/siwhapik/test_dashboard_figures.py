"""What the dashboard's figures count, and how they are written."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from services.models import ServiceStandard
from siwhapik import periods
from siwhapik.dashboard import figures, tiles
from siwhapik.dashboard.charts import lying_bars, paired_bars
from siwhapik.reports.sheets import Cell, Table
from siwhapik.templatetags import components, drawing
from tests.siwhapik.figure_tools import last_days
from tickets.figures.asked import Asked
from tickets.figures.reading import Figures
from tickets.models import Ticket

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("fields", "judged"),
    [
        ({"paused_since": -30}, 0),  # it stands still, and its due time will move
        ({"due_at": 400}, 0),  # not due in these days
        ({"due_at": -400}, 0),
        ({"due_at": 5}, 0),  # due today, and still time
        ({}, 1),
        ({"state": "closed", "resolved_at": -30}, 1),
        ({"state": "resolved", "resolved_at": -1}, 1),
        ({"state": "intake"}, 1),
    ],
)
def test_only_what_fell_due_is_judged(
    clock: Any, tiket: Ticket, fields: dict[str, Any], judged: int
) -> None:
    now = timezone.now()
    values: dict[str, Any] = {"due_at": -20, "received_at": -50} | fields
    moments = {name: now + at * HOUR for name, at in values.items() if name != "state"}
    Ticket.objects.update(**moments, state=fields.get("state", "in_progress"))
    found = figures.promises(last_days(7, tiket.agency, now=now))["completion"]
    assert found["judged"] == judged


def test_nothing_falls_due_before_the_files_are_complete(
    clock: Any, tiket: Ticket, standar: Any
) -> None:
    now = timezone.now()
    ServiceStandard.objects.update(clock_start="complete")
    Ticket.objects.update(state="resolved", resolved_at=now, due_at=now - HOUR)
    found = figures.promises(last_days(7, tiket.agency, now=now))["completion"]
    assert found["judged"] == 0
    Ticket.objects.update(completed_files_at=now - HOUR)
    found = figures.promises(last_days(7, tiket.agency, now=now))["completion"]
    assert (found["judged"], found["met"]) == (1, 0)


def test_a_day_begins_at_midnight_of_the_office(tiket: Ticket) -> None:
    late = dt.datetime(2026, 6, 8, 17, 30, tzinfo=dt.UTC)  # 00.30 WIB on the ninth
    Ticket.objects.update(received_at=late)
    own = (dt.date(2026, 6, 8), dt.date(2026, 6, 9))
    period = periods.asked_for("sendiri", today=own[1], own=own)
    assert period is not None
    rows = figures.per_day(last_days(2, tiket.agency, now=late), period=period)
    assert [(row["label"], row["in"]) for row in rows] == [("08/06", 0), ("09/06", 1)]


def test_a_long_period_has_a_bar_for_each_month(clock: Any, tiket: Ticket) -> None:
    now = timezone.now()  # 9 June 2026
    Ticket.objects.update(received_at=now - 24 * 40 * HOUR)
    period = periods.asked_for("2026", today=now.date())
    assert period is not None
    asked = Asked(agencies=[tiket.agency], first=period.first, last=period.last)
    rows = figures.per_day(Figures(asked, now=now), period=period)
    assert [row["label"] for row in rows] == ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun"]
    assert [row["in"] for row in rows] == [0, 0, 0, 1, 0, 0]
    assert (rows[3]["first"], rows[5]["last"]) == (dt.date(2026, 4, 1), dt.date(2026, 6, 9))


def test_per_cent_is_rounded_half_up() -> None:
    assert tiles.percent(1, 3) == "33,3 %"
    assert tiles.percent(1, 16) == "6,3 %"
    assert tiles.percent(2, 2) == "100,0 %"


def test_bars_fit_the_picture() -> None:
    chart = paired_bars(["a", "b"], [0, 37], [5, 1], names=("masuk", "selesai"))
    assert chart.lines[-1][1] == 40
    assert all(bar.y >= 0 and bar.y + bar.height <= chart.height for bar in chart.first)


@pytest.mark.parametrize("days", [1, 28, 31, 60, 92, 366])
def test_the_last_day_under_the_bars_is_not_cut(days: int) -> None:
    labels = [f"{n:02}/11" for n in range(days)]
    chart = paired_bars(labels, [0] * days, [0] * days, names=("masuk", "selesai"))
    assert chart.labels[-1][0] + 16 <= chart.width  # half of five characters of 12 px


def test_the_table_behind_the_chart_leads_where_one_may_go() -> None:
    row = {"day": "Jan <1>", "in": 3, "in_url": "/antrean/?a=1&b=2", "out": 0, "out_url": ""}
    assert components.day_rows([row]) == (
        '<tr><th scope="row">Jan &lt;1&gt;</th>'
        '<td class="num"><a href="/antrean/?a=1&amp;b=2">3</a></td><td class="num">0</td></tr>'
    )


@pytest.mark.parametrize(
    ("value", "look"),
    [
        (None, "num"),
        (3, "num"),
        ("terendah", "brief"),
        ("B, Baik", "brief"),
        ("A, Sangat baik", "brief"),
        ("Triwulan II 2026", "brief"),  # sixteen characters
        ("Triwulan III 2026", "wide"),
        ("Survei Kepuasan Masyarakat", "wide"),
    ],
)
def test_long_words_take_a_whole_line_of_a_phone(value: Any, look: str) -> None:
    html = components.figure_row([("", Cell("Unsur")), ("Isi", Cell(value))])
    assert f'<td class="{look}" data-label' in html


def test_an_empty_cell_stands_where_its_column_begins() -> None:
    rows = [[Cell("A"), Cell("cukup"), Cell(3)], [Cell("B"), Cell(None), Cell(None)]]
    head = ("Instansi", "Kecukupan", "Responden")
    table = Table(code="a", title="A", explained="", head=head, rows=rows, total=rows[1])
    empty = '<td class="brief" data-label="Kecukupan">-</td><td class="num" data-label="Responden">-</td>'
    assert empty in components.figure_row(table.named_rows[1])
    assert empty in components.figure_row(table.named_total)


def test_a_long_table_looks_at_its_rows_once_for_its_columns() -> None:
    """Not once for each row: fifty rows would be looked at 2,500 times."""
    seen = 0

    class Row(list[Cell]):
        def __getitem__(self, at: Any) -> Any:
            nonlocal seen
            seen += 1
            return super().__getitem__(at)

    rows = [Row([Cell("A"), Cell(number), Cell(None)]) for number in range(50)]
    table = Table(code="a", title="A", explained="", head=("Nama", "Masuk", "Lama"), rows=rows)
    assert len(table.named_rows) == 50
    assert table.heads == [("Nama", False), ("Masuk", True), ("Lama", True)]
    assert seen <= 50 * len(table.head)


def test_equal_numbers_of_other_types_are_said_as_what_they_are() -> None:
    for value, shown in [(1, "1"), (Fraction(1), "100,0\N{NO-BREAK SPACE}%"), (Decimal(1), "1,00")]:
        html = components.figure_row([("", Cell("Contoh")), ("Isi", Cell(value))])
        assert f">{shown}</td>" in html


def test_what_a_cell_says_is_escaped() -> None:
    row = [("", Cell("<b>&")), ('"Isi"', Cell("a < b & c > 'd'", "/antrean/?a=1&b=<"))]
    html = components.figure_row(row)
    assert html == (
        '<tr><th scope="row">&lt;b&gt;&amp;</th><td class="brief" data-label="&quot;Isi&quot;">'
        '<a href="/antrean/?a=1&amp;b=&lt;">a &lt; b &amp; c &gt; &#x27;d&#x27;</a></td></tr>'
    )


@pytest.mark.parametrize("parting", ["", "\0"])
def test_what_a_row_of_a_register_says_is_escaped(parting: str) -> None:
    """Also where a text holds the sign that parts texts which are escaped together."""
    cells = [(f"<b>{parting}&", ""), ("'c'", "report-when")]
    html = components.register_rows([{"number": "A<1", "url": "/tiket/A/", "cells": cells}])
    assert html == (
        '<tr><th scope="row"><a href="/tiket/A/">A&lt;1</a></th>'
        f'<td>&lt;b&gt;{parting}&amp;</td><td class="report-when">&#x27;c&#x27;</td></tr>'
    )


def test_no_lines_end_parts_a_number_in_a_tile_from_its_unit() -> None:
    told = components.stat(label="Lama", value="13 hari 17 jam", hint="5,2 % lebih")
    assert "13\xa0hari 17\xa0jam" in told
    assert "5,2\xa0% lebih" in told


def test_a_chart_and_its_tile_are_escaped() -> None:
    chart = lying_bars(["<b>"], [3], names=("'masuk'", ""))
    assert "<b>" not in drawing.drawings(chart)
    assert "&lt;b&gt;: 3 &#x27;masuk&#x27;" in drawing.drawings(chart)
    told = components.stat(label="<i>", value="1 & 2", url="/antrean/?a=1&b=2", hint='"x"')
    assert told == (
        '<a class="stat" href="/antrean/?a=1&amp;b=2"><span class="stat__label">&lt;i&gt;</span>'
        '<span class="stat__value">1 &amp; 2</span><span class="stat__hint">&quot;x&quot;</span></a>'
    )


def test_a_table_without_rows_says_so_and_names_its_columns() -> None:
    table = Table(
        code="a", title="A", explained="", head=("Nama", "<i>"), rows=[], empty="Tidak ada & <b>"
    )
    html = components.figure_table(table)
    assert html == (
        '<thead><tr><th scope="col">Nama</th><th scope="col" class="num">&lt;i&gt;</th></tr></thead>'
        '<tbody><tr><td colspan="2">Tidak ada &amp; &lt;b&gt;</td></tr></tbody>'
    )
    rows = [[Cell("A"), Cell(3)]]
    filled = components.figure_table(replace(table, rows=rows, total=rows[0]))
    assert filled.count('<td class="num" data-label="&lt;i&gt;">3</td>') == 2
    assert "<tfoot><tr>" in filled
    assert components.figure_facts(["<b>", "dua"]) == (
        '<p class="report-fact">&lt;b&gt;</p><p class="report-fact">dua</p>'
    )


def test_what_a_chart_is_of_is_escaped() -> None:
    lying = lying_bars(["a"], [3], names=("satu", ""))
    html = drawing.charted(lying, ("<i>", ""), '"Judul"')
    assert "<i>" not in html
    assert 'aria-label="Grafik &quot;Judul&quot;"' in html
    assert "dash-key--out" not in html
    two = drawing.charted(lying_bars(["a"], [3], [2], names=("x", "y")), ("satu", "dua"), "A")
    assert 'aria-label="satu dan dua; angkanya ada di tabel di bawah"' in two
    assert '<span class="dash-key dash-key--out"></span>dua' in two


def test_the_heads_of_numbers_stand_above_them() -> None:
    html = components.figure_heads([("Nama & kota", False), ("Masuk", True)])
    assert html == '<th scope="col">Nama &amp; kota</th><th scope="col" class="num">Masuk</th>'
