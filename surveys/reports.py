"""The index per office, service and period: grouped sums from the database, exact from there on.

Answers of different questionnaires are never added up.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.core.cache import caches
from django.db.models import Count, Q, Sum

from services.masking import mask_contacts
from services.models import Agency, Staff
from surveys.ikm import Index, Weight, compute, krejcie_morgan
from surveys.models import Answer, Invitation, Questionnaire, Response, SurveyPeriod
from surveys.spans import Span, of_period
from tickets.models import Message

By = Literal["agency_id", "service_id"]
# Fewer answers than this would tell an officer what one citizen said.
FEWEST_SHOWN = 5
COMMENTS = 50
HOLDS = 300
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """From resolved to answered; `users` are the tickets behind the resolutions."""

    resolved: int = 0
    invited: int = 0
    undelivered: int = 0
    answered: int = 0
    users: int = 0

    @property
    def percent(self) -> int:
        """Answers per hundred invitations."""
        return round(100 * self.answered / self.invited) if self.invited else 0


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One index with what must be said beside it."""

    index: Index | None = None
    funnel: Funnel = Funnel()
    population: int | None = None

    @property
    def n(self) -> int:
        """Respondents."""
        return self.index.n if self.index else 0

    @property
    def needed(self) -> int:
        """Respondents that Krejcie & Morgan ask for among this many service users."""
        users = self.population if self.population is not None else self.funnel.users
        return krejcie_morgan(max(users, self.n))

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough for the number to be relied on."""
        return 0 < self.n >= self.needed


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What somebody wrote, without a trace of who: numbers of theirs are masked."""

    text: str
    service: str
    month: dt.date


def figures(
    agencies: Iterable[Agency], *, span: Span, questionnaire: Questionnaire, by: By
) -> dict[int | None, Figure]:
    """Figures of those offices together, by office or by service, in three queries."""
    agencies = list(agencies)
    within = Q(response__agency__in=agencies, response__submitted_on__range=_days(span))
    indexes = _indexes(within, questionnaire=questionnaire, by=by, weight=span.weight)
    funnels = _funnels(_created(agencies, span), by=by)
    return {
        key: Figure(
            index=indexes.get(key),
            funnel=funnels.get(key, Funnel()),
            population=span.population if by == "agency_id" else None,
        )
        for key in indexes.keys() | funnels.keys()
    }


def published(today: dt.date, questionnaire: Questionnaire) -> list[tuple[Agency, Span, Figure]]:
    """Each active office's latest published period with its figure, by name.

    Counted anew for each answer; invitations every five minutes: anybody may ask.
    """
    periods = SurveyPeriod.objects.filter(
        is_published=True, starts_on__lte=today, questionnaire=questionnaire, agency__is_active=True
    )
    latest: dict[int, SurveyPeriod] = {}
    for period in periods.select_related("agency").order_by("starts_on", "pk"):
        latest[period.agency_id] = period
    spans = {agency_id: of_period(period) for agency_id, period in latest.items()}
    agencies = [period.agency for period in latest.values()]
    found = _kept(
        ("published", questionnaire.pk, spans),
        lambda: _each_in_its_own_span(agencies, spans, questionnaire=questionnaire),
    )
    rows = [(one, spans[one.pk], found[one.pk]) for one in agencies]
    return sorted(rows, key=lambda row: row[0].name)


def lately(agency: Agency, *, span: Span, questionnaire: Questionnaire) -> Figure:
    """One office's figure with the newest answer; its invitations may be five minutes old."""

    def count() -> Figure:
        found = figures([agency], span=span, questionnaire=questionnaire, by="agency_id")
        return found.get(agency.pk, Figure(population=span.population))

    return _kept(("lately", questionnaire.pk, agency.pk, span), count)


def _each_in_its_own_span(
    agencies: Iterable[Agency], spans: Mapping[int, Span], *, questionnaire: Questionnaire
) -> dict[int, Figure]:
    answered, invited = Q(pk__in=[]), Q(pk__in=[])
    for agency in agencies:
        span = spans[agency.pk]
        answered |= Q(response__agency=agency, response__submitted_on__range=_days(span))
        invited |= _created([agency], span)
    weights = {agency_id: span.weight for agency_id, span in spans.items()}
    indexes = _indexes(answered, questionnaire=questionnaire, by="agency_id", weight=weights)
    funnels = _funnels(invited, by="agency_id")
    return {
        key: Figure(
            index=indexes.get(key),
            funnel=funnels.get(key, Funnel()),
            population=span.population,
        )
        for key, span in spans.items()
    }


def _kept(what: tuple[object, ...], count: Callable[[], T]) -> T:
    """Counted when an answer came in, else at most once in five minutes by each process: a year
    has a million answers.
    """
    pages = caches["pages"]
    newest = Response.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"ikm:{hashlib.blake2b(repr((newest, what)).encode(), digest_size=12).hexdigest()}"
    kept: T | None = pages.get(key)
    if kept is None:
        kept = count()
        pages.set(key, kept, HOLDS)
    return kept


def comments(agency: Agency, *, span: Span, reader: Staff) -> list[Comment]:
    """The newest remarks about an office; never about matters that the reader handled."""
    rows = (
        Response.objects.filter(agency=agency, submitted_on__range=(span.starts, span.ends))
        .exclude(comment="")
        .exclude(officer=reader)
        .order_by("-submitted_at")
        .values_list("comment", "service__name", "submitted_on")[:COMMENTS]
    )
    return [
        Comment(text=mask_contacts(text), service=service or "Umum", month=day.replace(day=1))
        for text, service, day in rows
    ]


def _days(span: Span) -> tuple[dt.date, dt.date]:
    return span.starts, span.ends


def _indexes(
    within: Q, *, questionnaire: Questionnaire, by: By, weight: Weight | Mapping[int, Weight]
) -> dict[int | None, Index]:
    rows = (
        Answer.objects.filter(within, response__questionnaire=questionnaire)
        .values_list(f"response__{by}", "element__code")
        .annotate(Sum("value"), Count("pk"))
        .order_by(f"response__{by}", "element__order")
    )
    sums: dict[int | None, dict[str, int]] = defaultdict(dict)
    counts: dict[int | None, int] = {}
    for key, code, total, count in rows:
        sums[key][code] = total
        counts[key] = count
    found = {}
    for key, totals in sums.items():
        chosen = weight if isinstance(weight, Weight) else weight[key or 0]
        index = compute(totals, respondents=counts[key], weight=chosen)
        if index is not None:
            found[key] = index
    return found


def _funnels(within: Q, *, by: By) -> dict[int | None, Funnel]:
    invitations = Invitation.objects.filter(within).order_by().values(by)
    rows = invitations.annotate(
        resolved=Count("pk"),
        invited=Count("pk", filter=Q(state=Invitation.State.SENT)),
        answered=Count("answered_at"),
        users=Count("ticket", distinct=True),
    )
    # From the few letters that failed: beside the others it would read every letter.
    failed = invitations.filter(message__status=Message.Status.FAILED)
    undelivered = dict(failed.values_list(by, Count("pk")))
    found = {row.pop(by): row for row in rows}
    return {key: Funnel(**row, undelivered=undelivered.get(key, 0)) for key, row in found.items()}


def _created(agencies: Iterable[Agency], span: Span) -> Q:
    """Invitations of a span, whose days begin and end in each office's own zone."""
    within = Q(pk__in=[])
    by_zone: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        by_zone[agency.timezone].append(agency)
    for group in by_zone.values():
        zone = group[0].zone
        starts = dt.datetime.combine(span.starts, dt.time.min, tzinfo=zone)
        ends = dt.datetime.combine(span.ends + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
        within |= Q(agency__in=group, created_at__gte=starts, created_at__lt=ends)
    return within
