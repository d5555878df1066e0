"""Spans of days by their code in an address."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siwhapik.periods import LONGEST, asked_for, choices, span_words, why_none

TODAY = dt.date(2026, 6, 9)


@pytest.mark.parametrize(
    ("code", "label", "first", "last"),
    [
        ("7", "7 hari", "2026-06-03", "2026-06-09"),
        ("2026-06", "Juni 2026", "2026-06-01", "2026-06-09"),
        ("2026-02", "Februari 2026", "2026-02-01", "2026-02-28"),
        ("2024-12", "Desember 2024", "2024-12-01", "2024-12-31"),
        ("2025-T4", "Triwulan IV 2025", "2025-10-01", "2025-12-31"),
        ("2026-T2", "Triwulan II 2026", "2026-04-01", "2026-06-09"),
        ("2025", "Tahun 2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_code_is_a_span(code: str, label: str, first: str, last: str) -> None:
    found = asked_for(code, today=TODAY)
    assert found is not None
    assert (found.label, str(found.first), str(found.last)) == (label, first, last)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x",
        "8",
        "2026-07",
        "2027",
        "1999",
        "2026-13",
        "2026-T5",
        "2026-06-01",
        "sendiri",
        "٢٠٢٥",
    ],
)
def test_what_there_is_not_is_none(code: str) -> None:
    assert asked_for(code, today=TODAY) is None


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (TODAY, TODAY, 1),
        (dt.date(2026, 6, 1), dt.date(2026, 12, 1), 9),  # no further than today
        (dt.date(2026, 6, 2), dt.date(2026, 6, 1), None),
        (TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=2), None),
        (TODAY - LONGEST - dt.timedelta(days=1), TODAY, None),
        (None, TODAY, None),
        (dt.date(1, 1, 1), dt.date(1, 1, 2), None),
    ],
)
def test_an_own_span(first: dt.date | None, last: dt.date | None, days: int | None) -> None:
    found = asked_for("sendiri", today=TODAY, own=(first, last))
    assert (len(found.days) if found else None) == days


@given(today=st.dates(min_value=dt.date(2010, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_all_that_is_offered_exists_and_its_months_are_its_days(today: dt.date) -> None:
    for group, entries in choices(today):
        for code, label in entries:
            if group == "Lainnya":
                continue
            found = asked_for(code, today=today)
            assert found is not None
            assert found.label == label
            assert [day for month in found.months for day in month.days] == found.days


def test_its_days_in_words() -> None:
    june = asked_for("2026-05", today=TODAY)
    day = asked_for("sendiri", today=TODAY, own=(TODAY, TODAY))
    assert june is not None
    assert day is not None
    assert span_words(june) == "1 Mei 2026 sampai 31 Mei 2026"
    assert span_words(day) == "9 Juni 2026"


@pytest.mark.parametrize(
    ("code", "first", "last", "said"),
    [
        ("x", None, None, "tidak dikenal"),
        ("2026-07", None, None, "belum mulai"),
        ("sendiri", None, TODAY, "tanggal awal dan tanggal akhir"),
        ("sendiri", TODAY, TODAY - dt.timedelta(days=1), "Tukar"),
        ("sendiri", TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=2), "belum mulai"),
        ("sendiri", TODAY - LONGEST - dt.timedelta(days=1), TODAY, "sepuluh tahun"),
    ],
)
def test_what_there_is_not_says_why(
    code: str, first: dt.date | None, last: dt.date | None, said: str
) -> None:
    assert asked_for(code, today=TODAY, own=(first, last)) is None
    assert said in why_none(code, today=TODAY, own=(first, last))
