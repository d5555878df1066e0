"""Long books are read in parts, each to its end: SQLite refuses to write for whoever still reads what was
there before somebody else wrote, and a file in the background says how far it is while it reads.
"""

from typing import Any

import pytest

from services.models import Staff
from siwhapik.reports import books
from siwhapik.reports.catalogue import BOOKS
from tickets.models import Ticket


@pytest.fixture(autouse=True)
def _parts_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "_CHUNK", 2)


def test_a_part_is_read_to_its_end_before_its_first_row_is_given(
    juni: list[Ticket], penyelia: Staff, django_assert_num_queries: Any
) -> None:
    book = BOOKS["buku"]
    rows = Ticket.objects.in_register_of(penyelia).filter(pk__in=[one.pk for one in juni])
    whole = [row["pk"] for row in book.ordered(rows).values("pk")]
    begun = book.written(rows, reader=penyelia)
    with django_assert_num_queries(2):  # which ones, and what stands in them
        first = [next(begun)[0]["pk"] for _ in range(2)]
    Ticket.objects.filter(pk=whole[-1]).update(subject="Ditulis sementara itu")
    with django_assert_num_queries(6):
        rest = [row for row, _ in begun]
    assert [*first, *(row["pk"] for row in rest)] == whole
    assert rest[-1]["subject"] == "Ditulis sementara itu"
    assert len(whole) == 7


@pytest.mark.parametrize("most", [1, 2, 5, 7, 8])
def test_no_more_than_were_asked_for(most: int, juni: list[Ticket], penyelia: Staff) -> None:
    rows = Ticket.objects.in_register_of(penyelia).filter(pk__in=[one.pk for one in juni])
    given = list(BOOKS["buku"].written(rows, reader=penyelia, most=most))
    assert len(given) == min(most, 7)


def test_rows_of_one_moment_are_all_given(juni: list[Ticket], penyelia: Staff) -> None:
    rows = Ticket.objects.in_register_of(penyelia).filter(pk__in=[one.pk for one in juni])
    Ticket.objects.filter(pk__in=rows.values("pk")).update(received_at=juni[0].received_at)
    given = [row["pk"] for row, _ in BOOKS["buku"].written(rows, reader=penyelia)]
    assert given == sorted(one.pk for one in juni)
