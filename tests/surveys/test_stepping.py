"""The running index in steps: no reader of figures can compute what one citizen answered (R-98)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.models import Agency, Role, Service, Staff
from surveys import period_steps
from surveys.following import Told
from surveys.models import SurveyPeriod
from surveys.stepping import Cuts, walk
from tests import factories
from tests.reading import flat
from tests.surveys.conftest import MIXED
from tests.surveys.eliminating import follows

PAGE = "/dasbor/ikm/"
D = [dt.date(2026, 6, 1) + dt.timedelta(days=n) for n in range(40)]
HISTORY = st.lists(
    st.dictionaries(st.sampled_from([None, 1, 2, 3]), st.integers(1, 7), max_size=4),
    max_size=len(D),
).map(lambda days: dict(zip(D, days, strict=False)))

SHORT = st.lists(
    st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(1, 6), max_size=3), max_size=4
).map(lambda days: dict(zip(D, days, strict=False)))


@pytest.mark.parametrize(
    ("days", "cuts"),
    [
        ({}, Cuts()),
        ({D[0]: {1: 4}}, Cuts()),
        ({D[0]: {1: 5}}, Cuts(whole=D[0], services={1: D[0]})),
        ({D[0]: {1: 4}, D[1]: {1: 1}}, Cuts(whole=D[1], services={1: D[1]})),
        ({D[0]: {1: 5}, D[1]: {1: 4}}, Cuts(whole=D[0], services={1: D[0]})),
        # The whole moves; one new answer of the second service is in no row, nor can be computed.
        ({D[0]: {1: 4, 2: 1}}, Cuts(whole=D[0])),
        ({D[0]: {1: 5, 2: 1}}, Cuts(whole=D[0])),
        ({D[0]: {1: 5, 2: 5}, D[1]: {1: 9, 2: 1}}, Cuts(whole=D[1], services={1: D[0], 2: D[0]})),
        # Who noted the whole of the first day, 10, would take the first service's 9 from it.
        ({D[0]: {1: 9, 2: 1}, D[1]: {2: 6}}, Cuts(whole=D[1])),
        # The whole moves by 10: had the third service moved by its 8, two were left.
        ({D[0]: {1: 6, 2: 1}, D[1]: {1: 2, 3: 8}}, Cuts(whole=D[1], services={1: D[1]})),
        # 9 on the first day less the 6 of the second service, which has no later ones.
        ({D[0]: {1: 3, 2: 6}, D[1]: {1: 5}}, Cuts(whole=D[1])),
        (
            {D[0]: {1: 9, 2: 1}, D[1]: {1: 6, 2: 5}},
            Cuts(whole=D[1], services={1: D[1], 2: D[1]}),
        ),
        (
            {day: {1: 4, 2: 1} for day in D[:5]},
            Cuts(whole=D[4], services={1: D[4], 2: D[4]}),
        ),
    ],
)
def test_the_last_step(days: Any, cuts: Cuts) -> None:
    assert walk(days) == cuts


def _answers(days: Any, service: Any, until: dt.date | None) -> int:
    if until is None:
        return 0
    return sum(counts.get(service, 0) for day, counts in days.items() if day <= until)


@given(HISTORY)
def test_nothing_that_is_shown_ever_moves_by_fewer_than_five_answers(days: Any) -> None:
    """Each evening is compared with the one before, and the whole with the sum of its services."""
    before_whole, before = 0, Counter[Any]()
    for evening in sorted(days):
        cuts = walk({day: counts for day, counts in days.items() if day <= evening})
        shown = Counter({one: _answers(days, one, day) for one, day in cuts.services.items()})
        whole = sum(_answers(days, one, cuts.whole) for one in (None, 1, 2, 3))
        moved = [whole - before_whole, *(shown[one] - before[one] for one in (None, 1, 2, 3))]
        moved.append(whole - shown.total())
        assert all(n == 0 or n >= 5 for n in moved), (evening, moved)
        before_whole, before = whole, shown


@given(SHORT)
def test_no_few_answers_follow_from_the_figures_of_all_evenings_together(days: Any) -> None:
    """A reader notes every figure of every day, knows how many answers came when, and solves equations."""
    shown: list[Collection[object]] = []
    for evening in sorted(days):
        cuts = walk({day: counts for day, counts in days.items() if day <= evening})
        whole = {
            (day, one) for day in days for one in days[day] if cuts.whole and day <= cuts.whole
        }
        shown.append(whole)
        shown += [
            {cell for cell in whole if cell[1] == one and cell[0] <= day}
            for one, day in cuts.services.items()
        ]
    cells = [(day, one) for day in days for one in days[day]]
    for some in _few(cells, days):
        assert not follows(some, shown), (some, shown)


def _few(cells: list[Any], days: Any) -> Iterator[tuple[Any, ...]]:
    """Every set of these cells with fewer than five answers."""
    for count in range(1, 5):
        for some in combinations(cells, count):
            if sum(days[day][one] for day, one in some) < 5:
                yield some


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 7)))
def test_a_difference_of_rows_and_columns_is_found_as_elimination_finds_it(cells: Any) -> None:
    rows = [{one for one in cells if one[0] == row} for row in range(4)]
    columns = [{one for one in cells if one[1] == at} for at in range(4)]
    small = [
        some
        for count in range(1, 5)
        for some in combinations(cells, count)
        if sum(cells[one] for one in some) < 5
    ]
    expected = any(follows(some, [*rows, *columns]) for some in small)
    told = Told(fewest=5)
    for row in range(4):  # one after another
        told = told.put_together().and_of(
            {row: {at: n for (one, at), n in cells.items() if one == row}}
        )
    assert told.tells_few() == expected


@given(HISTORY)
def test_all_answers_are_shown_but_the_last_four(days: Any) -> None:
    cuts = walk(days)
    everything = sum(sum(counts.values()) for counts in days.values())
    whole = sum(_answers(days, one, cuts.whole) for one in (None, 1, 2, 3))
    assert 0 <= everything - whole < 5


@pytest.fixture(autouse=True)
def _still(clock: Any) -> None:
    """Every test stands at the same moment."""


@pytest.fixture
def dibuka(periode: SurveyPeriod) -> SurveyPeriod:
    SurveyPeriod.objects.filter(pk=periode.pk).update(state="open", published_at=None)
    periode.refresh_from_db()
    return periode


def value_for(browser: Any, address: str = PAGE) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return str(response.context["total"].value)


def test_an_operator_cannot_compute_the_sixth_answer_but_the_supervisor_sees_it(
    masuk: Any, petugas: Staff, penyelia: Staff, dinas: Agency, jawab: Any,
    dibuka: SurveyPeriod, lima: None, clock: Any,
) -> None:  # fmt: skip
    def seen() -> tuple[str, str]:
        return value_for(masuk(petugas)), value_for(masuk(penyelia))

    assert seen() == ("", "96,11")
    clock.shift(dt.timedelta(days=1))
    assert seen() == ("96,11", "96,11")
    for _ in range(4):
        jawab(dinas, [1] * 9, at=dt.datetime.now(dt.UTC))
        clock.shift(dt.timedelta(days=1))
        operator, supervisor = seen()
        assert operator == "96,11"
        assert supervisor != "96,11"
    jawab(dinas, [1] * 9, at=dt.datetime.now(dt.UTC))
    assert seen() == ("96,11", "60,56")  # not before tomorrow
    clock.shift(dt.timedelta(days=1))
    assert seen() == ("60,56", "60,56")


def test_the_dashboard_moves_in_the_same_steps(
    masuk: Any, petugas: Staff, penyelia: Staff, dibuka: SurveyPeriod, lima: None, clock: Any
) -> None:
    assert "96,11" in flat(masuk(penyelia).get("/dasbor/"))
    assert "96,11" not in flat(masuk(petugas).get("/dasbor/"))
    clock.shift(dt.timedelta(days=1))
    assert "96,11" in flat(masuk(petugas).get("/dasbor/"))


def test_each_role_is_told_or_sees_at_once(
    masuk: Any, dinas: Agency, dibuka: SurveyPeriod, lima: None
) -> None:
    for role in Role:
        staff = factories.StaffFactory()
        factories.MembershipFactory(staff=staff, agency=dinas, role=role)
        page = flat(masuk(staff).get(f"{PAGE}?instansi={dinas.slug}"))
        in_steps = role in (Role.OPERATOR, Role.VIEWER)
        assert ("mulai keesokan harinya" in page) == in_steps, role
        assert ("96,11" in page) != in_steps, role
        assert ("30 hari terakhir" in page) != in_steps, role


def test_offices_side_by_side_move_in_steps_where_the_reader_may_not_see_answers(
    masuk: Any, dinas: Agency, dinas_wita: Agency, dibuka: SurveyPeriod, lima: None, clock: Any
) -> None:
    viewer = factories.StaffFactory()
    for office in (dinas, dinas_wita):
        factories.MembershipFactory(staff=viewer, agency=office, role=Role.VIEWER)
    page = flat(masuk(viewer).get(PAGE))
    assert "96,11" not in page
    assert "paling sedikit dengan lima jawaban" in page
    clock.shift(dt.timedelta(days=1))
    assert "96,11" in flat(masuk(viewer).get(PAGE))


def test_services_keep_the_answers_that_would_tell_of_one(
    masuk: Any, petugas: Staff, dinas: Agency, layanan: Service, layanan_lain: Service,
    jawab: Any, dibuka: SurveyPeriod, clock: Any,
) -> None:  # fmt: skip
    for service in (layanan, layanan_lain):
        for _ in range(5):
            jawab(dinas, [4] * 9, service=service)
    clock.shift(dt.timedelta(days=1))
    for _ in range(5):
        jawab(dinas, [4] * 9, service=layanan, at=dt.datetime.now(dt.UTC))
    jawab(dinas, MIXED, service=layanan_lain, at=dt.datetime.now(dt.UTC))
    clock.shift(dt.timedelta(days=1))
    response = masuk(petugas).get(PAGE)
    assert response.context["total"].n == 16
    assert [one.n for one in response.context["services"]] == [5, 5]


def test_a_closed_period_is_whole_for_everybody(
    masuk: Any, petugas: Staff, admin_opd: Staff, dinas: Agency, jawab: Any,
    dibuka: SurveyPeriod, lima: None, now: dt.datetime,
) -> None:  # fmt: skip
    jawab(dinas, [1] * 9)
    SurveyPeriod.objects.filter(pk=dibuka.pk).update(population=None)
    dibuka.refresh_from_db()
    period_steps.close(dibuka, by=admin_opd, now=now)
    page = masuk(petugas).get(f"{PAGE}?periode=p{dibuka.pk}")
    assert page.context["total"].n == 6
    assert "berubah paling sering sekali sehari" not in flat(page)
