"""Many columns of a table on paper: no head lies over the one beside it."""

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
