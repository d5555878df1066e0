"""Long books are read in parts, each to its end: SQLite refuses to write for whoever still reads what was
there before somebody else wrote, and a file in the background says how far it is while it reads.
"""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Staff
from services.rows_by_key import values_by_key
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
    with django_assert_num_queries(6):  # three parts, two statements each
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


@pytest.mark.parametrize("happens", ["gone", "moment", "office", "unnamed"])
def test_what_is_written_between_finding_rows_and_reading_them_is_judged_as_it_is_shown(
    happens: str,
    juni: list[Ticket],
    penyelia: Staff,
    dinas_wita: Agency,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = Ticket.objects.in_register_of(penyelia).filter(pk__in=[one.pk for one in juni])
    second = BOOKS["buku"].ordered(rows)[1]
    written = Ticket.objects.filter(pk=second.pk)
    changes: dict[str, dict[str, Any]] = {
        "gone": {"registered_at": None},
        "moment": {"received_at": second.received_at + dt.timedelta(hours=1)},
        "office": {"agency": dinas_wita, "subject": "Milik kantor lain"},
        "unnamed": {"is_anonymous": True},
    }
    reads: list[int] = []

    def later(*asked: Any) -> Any:
        reads.append(1)
        if len(reads) == 1:
            written.update(version=second.version + 1, **changes[happens])
        return values_by_key(*asked)

    monkeypatch.setattr(books, "values_by_key", later)
    given = list(BOOKS["buku"].written(rows, reader=penyelia))
    expected = {one.pk for one in rows}
    assert {row["pk"] for row, _ in given} == expected
    assert len(given) == len(expected) == (7 if happens in ("moment", "unnamed") else 6)
    assert "Milik kantor lain" not in str(given)
    (names,) = {values[2] for row, values in given if row["pk"] == second.pk} or {""}
    assert happens != "unnamed" or second.citizen.profile_name not in names
