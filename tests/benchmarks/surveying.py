"""Pages of survey results of a year, each drawn after one more answer."""

import datetime as dt
import itertools
import time
from collections.abc import Callable
from statistics import median

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Max, Model
from django.utils import timezone

from services.models import Staff
from surveys import answering, freezing, funnels, summing
from surveys.loading import questionnaire_in_use
from surveys.models import Invitation, Response, SurveyPeriod
from surveys.ways import Way
from tests import factories
from tests.benchmarks import answers, seeding
from tests.benchmarks.load import Connection, get, interleaved, p95
from tests.benchmarks.pages import PLAIN_BACKEND, Ports, cookie
from tickets.models import Channel, Citizen, Conversation, Ticket

Say = Callable[..., None]
SIZES = (10_000, 100_000, 1_000_000)
AIM = 10.0  # bare pages, at p95: what a page of figures of a year may cost
GROWTH = 2.0
TIMES, WARM_UP = 40, 25
YEAR = answers.YEAR


def report(ports: Ports, *, most: int, say: Say, verdict: Callable[..., str]) -> None:
    """At each size up to `most`: what the pages take, with a new answer before each round."""
    if connection.vendor != "postgresql":
        say("\nSurvey results are measured on PostgreSQL only (DATABASE_URL)")
        return
    channel = Channel.objects.filter(agency__code="BENCH").first() or _office()
    agency = channel.agency
    period = SurveyPeriod.objects.create(
        agency=agency, questionnaire=questionnaire_in_use(), name=f"Tahun {YEAR}",
        starts_on=dt.date(YEAR, 1, 1), ends_on=dt.date(YEAR, 12, 31), state="open",
    )  # fmt: skip
    found, first = {}, max(map(_last_key, (Citizen, Conversation, Ticket, Invitation, Response)))
    done = first
    for size in [one for one in SIZES if one < most] + [most]:
        started = time.monotonic()
        answers.fill(channel, start=done, until=first + size)
        made = time.monotonic()
        summing_up(say, size, made - started)
        found[size] = _pages(ports, period, size=size, say=say, verdict=verdict)
        done = _last_key(Response)  # the rounds added some
    smallest, largest = min(found), max(found)
    say(f"\nGrowth of results from {smallest} to {largest} answers (of the median)")
    for name in found[smallest]:
        growth = found[largest][name][0] / found[smallest][name][0]
        say(f"  {name:<24} {verdict(growth, most=GROWTH)}")


def _office() -> Channel:
    """With as many open tickets as elsewhere: the bare page is one of fifty rows."""
    channel = seeding.office()[1]
    seeding.grow(channel, until=seeding.OPEN)
    return channel


def _last_key(model: type[Model]) -> int:
    """Rows that are made have the same key in each table, after all that are there."""
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0


def summing_up(say: Say, size: int, made: float) -> None:
    """As the sweeps do it."""
    started, count = time.monotonic(), 0
    while some := summing.sum_due(timezone.now()):
        count += some
    summed = time.monotonic()
    ranges = funnels.keep_due(timezone.now())
    say(f"\n{size} answers, made in {made:.0f} s")
    rate = count / max(summed - started, 0.001)
    say(f"  sums of {count} made in {summed - started:.0f} s, {rate:.0f} answers/s")
    took = time.monotonic() - summed
    say(f"  invitations of {ranges} ranges counted in {took:.1f} s")
    seeding.settle()


def _pages(
    ports: Ports, period: SurveyPeriod, *, size: int, say: Say, verdict: Callable[..., str]
) -> dict[str, tuple[float, float]]:
    """(median, p95) of each page, in turns with one more answer and the bare page."""
    people = get_user_model().objects
    head = people.get(username="bench-penyelia")
    operator = people.get(username="bench-operator")
    evaluator = people.filter(username="bench-evaluator").first() or _evaluator()
    turns, connections = itertools.count(), {port: Connection(port) for port in ports}
    pages: dict[str, tuple[Staff | None, str]] = {
        "results of a year": (head, f"/dasbor/ikm/?periode={YEAR}"),
        "results of the period": (head, f"/dasbor/ikm/?periode=p{period.pk}"),
        "results, an operator": (operator, f"/dasbor/ikm/?periode={YEAR}"),
        "all offices": (evaluator, f"/dasbor/ikm/?periode={YEAR}"),
        "report of the year": (head, f"/dasbor/ikm/periode/{period.pk}/laporan/?x=1"),
        "public": (None, "/ikm/?x=1"),
    }
    _publish_last_year(period)
    plain = cookie(head, PLAIN_BACKEND)
    bare = get(f"/rows?agency={period.agency_id}", cookie=plain)

    def page(staff: Staff | None, path: str) -> Callable[[], int]:
        session = cookie(staff) if staff else ""
        return lambda: connections[ports.web].exchange(
            get(f"{path}&n={next(turns)}", cookie=session)
        )

    calls: dict[str, Callable[[], int]] = {
        "bare": lambda: connections[ports.bare].exchange(bare),
        "one more answer": lambda: _answer(period),
        **{name: page(*about) for name, about in pages.items()},
    }
    taken = interleaved(calls, times=TIMES, warm_up=WARM_UP)
    found = {name: (median(values), p95(values)) for name, values in taken.items()}
    first, high = found.pop("bare")
    say(f"Survey results of {size} answers (bare page median {first:.1f}, p95 {high:.1f} ms)")
    for name, (middle, late) in found.items():
        ratio = verdict(late / high, most=AIM)
        say(
            f"  {name:<24} median {middle:6.1f} ms ({middle / first:.1f}), p95 {late:6.1f} ms, {ratio}"
        )
    return found


def _evaluator() -> Staff:
    staff: Staff = factories.StaffFactory(username="bench-evaluator")
    factories.MembershipFactory(staff=staff, agency=None, role="evaluator")
    factories.AgencyFactory(code="BENCH9", slug="bench-9")
    return staff


def _answer(period: SurveyPeriod) -> int:
    """Store one more, as a citizen at a poster does; the pages must show it."""
    form = answering.Form(values=dict.fromkeys(period.questionnaire.elements.all(), 4))
    answering.write(
        form, now=timezone.now() - summing.SETTLES, agency=period.agency, way=Way.OPEN,
        questionnaire=period.questionnaire,
    )  # fmt: skip
    return 200


def _publish_last_year(period: SurveyPeriod) -> None:
    """A frozen copy of the figures, which is what the public sees."""
    agency = period.agency
    agency.survey_periods.filter(name="Diumumkan").exists() or _published(period)


def _published(period: SurveyPeriod) -> None:
    agency, now = period.agency, timezone.now() - summing.SETTLES
    past = SurveyPeriod.objects.create(
        agency=agency, questionnaire=period.questionnaire, name="Diumumkan",
        starts_on=dt.date(YEAR - 1, 1, 1), ends_on=dt.date(YEAR - 1, 12, 31),
        state="published", published_at=now,
    )  # fmt: skip
    for _ in range(6):
        answering.write(
            answering.Form(values=dict.fromkeys(period.questionnaire.elements.all(), 3)),
            now=now, agency=agency, way=Way.OPEN, questionnaire=period.questionnaire,
            submitted_on=past.ends_on,
        )  # fmt: skip
    freezing.freeze(past, by=None, now=now)
    past.save(update_fields=["frozen"])
