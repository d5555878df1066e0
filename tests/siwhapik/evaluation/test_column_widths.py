"""Many columns of a table on paper: no head lies over the one beside it."""

import datetime as dt

from siwhapik.evaluation.printing import paper_table
from siwhapik.reports.promise import HEAD
from siwhapik.reports.sheets import Cell, Table

ACROSS = 170  # millimetres of a sheet
LETTER = 0.55 * 25.4 / 72  # of a bold letter, for each point of its size
BESIDE = 2.1  # what lies at both sides of the words of a cell


def test_each_column_of_the_promise_holds_the_words_of_its_head() -> None:
    is_time = [name.startswith(("Median", "90 %")) for name in HEAD[1:]]
    times = [Cell("21 hari 16 jam" if one else "10") for one in is_time]
    longest = [Cell("Surat keterangan tidak mampu (SKTM)"), *times]
    made = paper_table(
        Table(code="x", title="x", explained="x", head=HEAD, rows=[longest], total=longest)
    )
    unit = ACROSS / sum(made["widths"])
    for head, width in zip(HEAD, made["widths"], strict=True):
        word = max(map(len, head.split()))
        assert width * unit > word * LETTER * made["size"] + BESIDE, head


def test_no_line_parts_a_number_from_its_unit() -> None:
    length = dt.timedelta(hours=1, minutes=16)
    rows = [[Cell("Surat 3 hari kerja"), Cell(length), Cell(7)]]
    table = Table(code="a", title="A", explained="", head=("Nama", "Lama", "Masuk"), rows=rows)
    assert paper_table(table)["rows"] == [["Surat 3\xa0hari kerja", "1\xa0jam 16\xa0menit", "7"]]
