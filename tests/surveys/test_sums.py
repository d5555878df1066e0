"""Results from sums are those of the answers themselves, whenever the sums were made."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from services.models import Agency, Service
from surveys import reports, summing, sums
from surveys.counting import forms_by, within
from surveys.loading import questionnaire_in_use
from surveys.models import Answer, AnswerSum, Facet, QualityFlag, Response, SummedUpTo
from surveys.quality import BURST_SPAN, Flag
from surveys.reading import read_once
from surveys.single_answers import singles
from surveys.sums import Row, Within, respondents, rows_of, split
from surveys.ways import Way
from tests import factories

JAN = dt.date(2026, 1, 1)
NOON = dt.datetime(2026, 9, 1, 5, tzinfo=dt.UTC)
DAYS = st.integers(0, 120).map(lambda n: JAN + dt.timedelta(days=n))
GIVEN = st.tuples(
    DAYS,
    st.integers(0, 2),  # service; 0: none
    st.sampled_from([Way.WHATSAPP, Way.OPEN, Way.PAPER]),
    st.lists(st.integers(1, 4), min_size=0, max_size=9),
    st.sampled_from(["", "L", "P"]),
    st.booleans(),
)


def store(
    agency: Agency, services: list[Service], given: tuple[Any, ...], at: dt.datetime = NOON
) -> Response:
    """One response as the verbs leave it."""
    day, service, way, values, gender, is_repeat = given
    asked = questionnaire_in_use()
    response = Response.objects.create(
        agency=agency,
        service=services[service - 1] if service else None,
        way=way,
        questionnaire=asked,
        submitted_on=day,
        submitted_at=at,
        gender=gender,
        is_repeat=is_repeat,
    )
    elements = list(asked.elements.order_by("order"))
    Answer.objects.bulk_create(
        Answer(response=response, element=one, value=value)
        for one, value in zip(elements, values, strict=False)
    )
    if is_repeat:
        QualityFlag.objects.create(response=response, flag=Flag.BURST)
    return response


def directly(asked: Within, facet: str) -> list[Row]:
    """The same from the answers' own rows."""
    every: dict[str, list[Row]] = {facet: []}
    responses = Response.objects.filter(asked.responses)
    return sums._with_rows(every, singles(responses), [facet])[facet]


@pytest.fixture
def layanan_dua(dinas: Agency) -> list[Service]:
    return factories.ServiceFactory.create_batch(2, agency=dinas)


@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    before=st.lists(GIVEN, max_size=12),
    after=st.lists(GIVEN, max_size=6),
    first=DAYS,
    length=st.integers(0, 100),
)
def test_results_from_sums_equal_those_of_the_answers(
    dinas: Agency, layanan_dua: list[Service], before: Any, after: Any, first: Any, length: int
) -> None:
    for one in before:
        store(dinas, layanan_dua, one)
    summing.sum_due(NOON + summing.SETTLES)
    for one in after:
        store(dinas, layanan_dua, one, at=NOON + dt.timedelta(hours=2))
    last = first + dt.timedelta(days=length)
    one_service = (layanan_dua[0].pk, None)
    pk = questionnaire_in_use().pk
    every = within([dinas], days=(first, last), questionnaire_id=pk)
    some = within([dinas], days=(first, last), questionnaire_id=pk, services=one_service)
    for facet, by in (
        (Facet.WHOLE, "agency_id"), (Facet.SERVICES, "service_id"), (Facet.SERVICES, "way"),
        (Facet.GENDER, "option"), (Facet.MARK, "option"), (Facet.NUMBER, "option"),
    ):  # fmt: skip
        asked = some if by == "way" else every
        here, there = rows_of([asked], facet=facet), directly(asked, facet)
        with read_once():
            assert forms_by(rows_of([asked], facet=facet), by) == forms_by(here, by)  # type: ignore[arg-type]  # one of By
        assert forms_by(here, by) == forms_by(there, by)  # type: ignore[arg-type]  # one of By
        assert sum(row.repeats for row in here) == sum(row.repeats for row in there)
    count = Response.objects.filter(every.responses).count()
    assert sum(respondents(every).values()) == count


def test_a_range_of_days_is_split_into_whole_months_and_what_is_left() -> None:
    day = dt.date
    assert split(day(2026, 1, 1), day(2026, 12, 31)) == ([], (day(2026, 1, 1), day(2026, 12, 1)))
    assert split(day(2026, 1, 5), day(2026, 3, 4)) == (
        [(day(2026, 1, 5), day(2026, 1, 31)), (day(2026, 3, 1), day(2026, 3, 4))],
        (day(2026, 2, 1), day(2026, 2, 1)),
    )
    assert split(day(2026, 1, 5), day(2026, 1, 31))[1] is None
    assert split(day(2026, 1, 31), day(2026, 2, 1)) == ([(day(2026, 1, 31), day(2026, 2, 1))], None)


def whole(agency: Agency) -> tuple[int, int]:
    """Respondents, and how many of them the sums hold."""
    asked = within([agency], days=(JAN, dt.date(2026, 12, 31)))
    people = sum(row.n for row in rows_of([asked], facet=Facet.WHOLE))
    months = AnswerSum.objects.filter(facet=Facet.WHOLE, is_month=True)
    return people, sum(months.values_list("n", flat=True))


def test_a_row_that_is_committed_late_is_counted_at_once_and_added_later(dinas: Agency) -> None:
    given = (JAN, 0, Way.OPEN, [4] * 9, "", False)
    early = store(dinas, [], given)
    Response.objects.bulk_create([_copy(early, early.pk + 3)])
    summing.sum_due(NOON + summing.SETTLES)
    assert whole(dinas) == (2, 2)
    assert gaps_after(early) == [[early.pk + 1, early.pk + 2]]
    Response.objects.bulk_create([_copy(early, early.pk + 2)])
    assert whole(dinas) == (3, 2)
    assert summing.sum_due(NOON + summing.SETTLES) == 1
    assert whole(dinas) == (3, 3)
    assert gaps_after(early) == [[early.pk + 1, early.pk + 1]]
    assert summing.sum_due(NOON + summing.SETTLES) == 0
    summing.sum_due(NOON + summing.SETTLES + summing.GIVEN_UP + dt.timedelta(hours=1))
    assert SummedUpTo.objects.get().gaps == []


def gaps_after(one: Response) -> list[list[int]]:
    """Without those before it: PostgreSQL goes on where an earlier test ended."""
    return [gap[:2] for gap in SummedUpTo.objects.get().gaps if gap[0] > one.pk]


def _copy(one: Response, pk: int) -> Response:
    return Response(
        pk=pk,
        agency=one.agency,
        questionnaire=one.questionnaire,
        submitted_at=one.submitted_at,
        submitted_on=one.submitted_on,
    )


def test_sums_that_move_while_they_are_read_are_read_again(
    dinas: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = (JAN, 0, Way.OPEN, [4] * 9, "", False)
    store(dinas, [], given)
    read, times = sums._summed, []

    def moving(*args: Any) -> Any:
        found = read(*args)
        if not times:
            summing.sum_due(NOON + summing.SETTLES)
        times.append(1)
        return found

    monkeypatch.setattr(sums, "_summed", moving)
    assert whole(dinas) == (1, 1)
    assert len(times) == 2


def test_an_answer_is_added_only_when_no_mark_can_follow(dinas: Agency) -> None:
    assert summing.SETTLES > 2 * BURST_SPAN
    store(dinas, [], (JAN, 0, Way.OPEN, [4] * 9, "", False))
    assert summing.sum_due(NOON + summing.SETTLES - dt.timedelta(seconds=1)) == 0
    assert whole(dinas) == (1, 0)


def test_a_late_commit_is_seen_although_a_higher_number_came_before_it(
    dinas: Agency, settings: Any
) -> None:
    """Results are visible the moment an answer is stored, also where two are stored at once."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": backend, "LOCATION": "late"}}
    caches["pages"].clear()

    def counted() -> int:
        return reports.cached(("answers", dinas.pk), Response.objects.count)

    early = store(dinas, [], (JAN, 0, Way.OPEN, [4] * 9, "", False))
    Response.objects.bulk_create([_copy(early, early.pk + 3)])
    assert counted() == 2
    Response.objects.bulk_create([_copy(early, early.pk + 2)])
    assert counted() == 3
