"""The index per office, service and period: grouped sums from the database, exact from there on.

Answers of different questionnaires are never added up.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.core.cache import caches
from django.db.models import F

from services import rows
from services.masking import mask_contacts
from services.models import Agency, Staff
from services.rows import Statement
from surveys import frozen, stepping
from surveys.counting import By, answered, indexes_of, within
from surveys.figures import Figure, Funnel
from surveys.funnels import PEOPLE, created_in, funnels_of
from surveys.instrument import Scoring
from surveys.loading import questionnaire_in_use
from surveys.models import (
    Element,
    Invitation,
    PeriodSnapshot,
    Questionnaire,
    Response,
    SurveyPeriod,
)
from surveys.ranges import IndexRange, of_period, stored_after
from surveys.reading import once
from surveys.sums import Within, respondents

COMMENTS = 50
HOLDS = 300
_NEWEST = 50  # answers, more than are written at one moment
# And which questionnaires there are, and which one is in use: it is asked for where nobody answered.
_OF_ANSWERS = " ".join(
    (
        "SELECT id, NULL FROM (SELECT id FROM surveys_response ORDER BY id DESC LIMIT %s) newest",
        "UNION ALL SELECT id, is_default FROM surveys_questionnaire",
    )
)
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Comment:
    """A citizen's remark, without a trace of who wrote it: its numbers are masked."""

    text: str
    service: str
    month: dt.date


def figures(
    agencies: Iterable[Agency],
    *,
    dates: IndexRange,
    questionnaire: Questionnaire,
    by: By,
    cuts: Mapping[int, stepping.Cuts] | None = None,
) -> dict[int | None, Figure]:
    """Figures of those offices together, by office or by service, in four queries.

    Those of a closed period are read from its snapshot: later rows do not move them. Offices that
    stand in `cuts` are counted up to their last step.
    """
    if dates.frozen_id is not None:
        return frozen.figures_of(frozen.snapshot_of(dates.frozen_id), by=by)
    agencies = list(agencies)
    at_once = [one for one in agencies if one.pk not in (cuts or {})]
    asked = questionnaire.pk
    conditions = [within(at_once, days=_days(dates), questionnaire_id=asked, but=dates.late)]
    conditions += stepping.shown_within(
        agencies, cuts or {}, dates=dates, questionnaire_id=asked, by=by
    )
    scoring = questionnaire.scoring(dates.weight)
    indexes, misfits = indexes_of(conditions, by=by, scoring=lambda _: scoring)
    funnels = funnels_of(agencies, dates, by=by)
    return {
        key: Figure(
            index=indexes.get(key),
            misfits=misfits.get(key, 0),
            funnel=funnels.get(key, Funnel()),
            population=dates.population if by == "agency_id" else None,
            population_reason=dates.population_reason,
        )
        for key in indexes.keys() | funnels.keys()
    }


def published(today: dt.date) -> list[tuple[SurveyPeriod, IndexRange, Figure]]:
    """The last published period of each active office, with its questionnaire's figure, by name.

    A later period replaces nothing until it is published. The page is public, so figures are
    counted again only after a new answer, and invitations every five minutes.
    """
    shown = SurveyPeriod.objects.published(today).filter(agency__is_active=True)
    periods = shown.order_by(F("published_at").asc(nulls_first=True), "starts_on", "pk")
    latest: dict[int, SurveyPeriod] = {}
    for period in periods.select_related("agency", "questionnaire", "frozen"):
        latest[period.agency_id] = period
    ranges = {agency_id: of_period(period) for agency_id, period in latest.items()}
    found = cached(("published", ranges), lambda: _each_in_its_own_range(latest, ranges))
    rows = [(one, ranges[one.agency_id], found[one.agency_id]) for one in latest.values()]
    return sorted(rows, key=lambda row: row[0].agency.name)


def asked_in(agencies: Iterable[Agency], dates: IndexRange) -> list[tuple[Questionnaire, int]]:
    """The questionnaires that were answered in the dates, the most answered first, with how often.

    Without answers: the one of the period, or the one in use. They are never added up.
    """
    # Not only those that were answered: whether one was is asked of all answers, the sums know it at once.
    known = {one.pk: one for one in Questionnaire.objects.order_by("-is_default", "pk")}
    if dates.questionnaire_id in known:
        return [(known[dates.questionnaire_id], 0)]
    if len(known) == 1:
        return [(one, 0) for one in known.values()]
    offices = list(agencies)

    counts = respondents(within(offices, days=_days(dates)))
    most = sorted(counts, key=lambda pk: -counts[pk])
    return [(known[pk], counts[pk]) for pk in most] or [(questionnaire_in_use(), 0)]


def most_asked(agencies: Sequence[Agency], dates: IndexRange) -> Questionnaire:
    """The most answered one of `asked_in`, counted again only after a new answer."""
    offices = sorted(one.pk for one in agencies)
    return cached(("most asked", offices, dates), lambda: asked_in(agencies, dates)[0][0])


def served(agency: Agency, dates: IndexRange) -> tuple[int, int]:
    """Our own counts in a date range: people served, and answers that came in."""
    invitations = Invitation.objects.filter(created_in([agency], dates))
    users = invitations.aggregate(users=PEOPLE)["users"]
    return users, sum(respondents(within([agency], days=_days(dates))).values())


def late(period: SurveyPeriod) -> int:
    """Answers of the period's days that came after its figures were frozen."""
    if period.frozen is None:
        return 0
    days, asked = (period.starts_on, period.ends_on), period.questionnaire_id
    asking = answered([period.agency], days=days, questionnaire_id=asked)
    return Response.objects.filter(stored_after(period.frozen.at), **asking).count()


def empty(dates: IndexRange) -> Figure:
    """The figure of an office where nothing has happened yet."""
    return Figure(population=dates.population, population_reason=dates.population_reason)


def lately(
    agency: Agency,
    *,
    dates: IndexRange,
    questionnaire: Questionnaire,
    cuts: Mapping[int, stepping.Cuts] | None = None,
) -> Figure:
    """One office's figure with the newest answer, or up to its last step where it stands in `cuts`;
    its invitations may be five minutes old.
    """

    def count() -> Figure:
        found = figures(
            [agency], dates=dates, questionnaire=questionnaire, by="agency_id", cuts=cuts
        )
        return found.get(agency.pk) or empty(dates)

    return cached(("lately", questionnaire.pk, agency.pk, dates, cuts), count)


def newest(agency: Agency, *, dates: IndexRange, questionnaire: Questionnaire) -> Figure:
    """One office's figure with the newest answer and its invitations as they are now; only its answers are kept."""
    kept = lately(agency, dates=dates, questionnaire=questionnaire)
    if dates.frozen_id is not None:
        return kept
    return replace(
        kept, funnel=funnels_of([agency], dates, by="agency_id").get(agency.pk, Funnel())
    )


def elements_of(questionnaire: Questionnaire) -> dict[str, Element]:
    """Its elements by their code; a questionnaire never changes."""

    def read() -> dict[str, Element]:
        return {one.code: one for one in Element.objects.filter(questionnaire=questionnaire)}

    return cached(("elements", questionnaire.pk), read)


def _each_in_its_own_range(
    periods: Mapping[int, SurveyPeriod], ranges: Mapping[int, IndexRange]
) -> dict[int, Figure]:
    conditions: list[Within] = []
    snapshots = {period.frozen_id: key for key, period in periods.items() if period.frozen_id}
    done = {
        snapshots[one.pk]: frozen.whole_of(one)
        for one in PeriodSnapshot.objects.filter(pk__in=snapshots)
    }
    for key, period in periods.items():
        if key in done:
            continue
        days, asked = _days(ranges[key]), period.questionnaire_id
        conditions.append(within([period.agency], days=days, questionnaire_id=asked))

    def scoring(key: int | None) -> Scoring:
        period = periods[key or 0]
        return period.questionnaire.scoring(period.weight_policy)

    indexes, misfits = indexes_of(conditions, by="agency_id", scoring=scoring)
    same: dict[tuple[dt.date, dt.date], list[Agency]] = defaultdict(list)
    for key, period in periods.items():
        if key not in done:
            same[_days(ranges[key])].append(period.agency)
    funnels: dict[int | None, Funnel] = {}
    for offices in same.values():
        funnels |= funnels_of(offices, ranges[offices[0].pk], by="agency_id")
    counted = {
        key: Figure(
            index=indexes.get(key),
            misfits=misfits.get(key, 0),
            funnel=funnels.get(key, Funnel()),
            population=dates.population,
            population_reason=dates.population_reason,
        )
        for key, dates in ranges.items()
        if key not in done
    }
    return counted | done


def cached(what: tuple[object, ...], count: Callable[[], T]) -> T:
    """Count again after a new answer, or when another questionnaire is in use; else at most once in five minutes in
    each process: a year has a million answers.
    """
    pages = caches["pages"]
    newest = once("newest answers", _newest)
    key = f"ikm:{hashlib.blake2b(repr((newest, what)).encode(), digest_size=12).hexdigest()}"
    cached: T | None = pages.get(key)
    if cached is None:
        cached = count()
        pages.set(key, cached, HOLDS)
    return cached


def _newest() -> list[str]:
    """Some of the newest: one that is committed late has a lower number than those before it."""
    (found,) = rows.values([Statement(_OF_ANSWERS, [_NEWEST])], planned=True)
    return sorted(map(str, found))


def comments(agency: Agency, *, dates: IndexRange, reader: Staff) -> list[Comment]:
    """The newest remarks about an office; never about matters that the reader handled."""
    rows = (
        Response.objects.filter(agency=agency, submitted_on__range=(dates.starts, dates.ends))
        .exclude(comment="")
        .exclude(officer=reader)
        .order_by("-submitted_at")
        .values_list("comment", "service__name", "submitted_on")[:COMMENTS]
    )
    return [
        Comment(text=mask_contacts(text), service=service or "Umum", month=day.replace(day=1))
        for text, service, day in rows
    ]


def _days(dates: IndexRange) -> tuple[dt.date, dt.date]:
    return dates.starts, dates.ends
