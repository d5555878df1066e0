"""Answers and the funnel by way in: invited, opened, begun, answered, of an office in a date range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Case, Count, Q, Sum, Value, When

from services.models import Agency
from surveys import frozen, reports
from surveys.counting import answered, indexes_of
from surveys.figures import ByWay, Steps
from surveys.ikm import Index
from surveys.models import Invitation, LinkUse, PeriodSnapshot, Questionnaire, Response
from surveys.ranges import IndexRange
from surveys.ways import Way

_UNINVITED = (Way.OPEN, Way.KIOSK, Way.PAPER)


def lately(agency: Agency, *, dates: IndexRange, questionnaire: Questionnaire) -> ByWay | None:
    """With the newest answer; invitations and openings may be five minutes old.

    Those of a closed period are read from its snapshot; None where that has none.
    """
    if dates.frozen_id is not None:
        (snapshot,) = PeriodSnapshot.objects.filter(pk=dates.frozen_id)
        return frozen.ways_of(snapshot)
    key = ("by way", questionnaire.pk, agency.pk, dates)
    return reports.cached(key, lambda: counted(agency, dates=dates, questionnaire=questionnaire))


def counted(agency: Agency, *, dates: IndexRange, questionnaire: Questionnaire) -> ByWay:
    """Count one office's answers and steps, in five queries."""
    conditions = answered(
        [agency], days=(dates.starts, dates.ends), questionnaire_id=questionnaire.pk
    )
    scoring = questionnaire.scoring(dates.weight)
    indexes, _ = indexes_of([conditions], by="way", scoring=lambda _: scoring)
    return ByWay(indexes=cast("dict[str, Index]", indexes), steps=_steps(agency, dates))


def _steps(agency: Agency, dates: IndexRange) -> dict[tuple[int | None, str], Steps]:
    found: dict[tuple[int | None, str], Steps] = defaultdict(Steps)
    for rows in (_invited(agency, dates), _used(agency, dates), _uninvited(agency, dates)):
        for row in rows:
            key = (row.pop("service"), row.pop("by"))
            found[key] = found[key] + Steps(**row)
    return dict(found)


def _invited(agency: Agency, dates: IndexRange) -> Iterable[dict[str, Any]]:
    """Whoever answered has also opened and begun: earlier releases did not note it."""
    sent = Invitation.objects.filter(
        reports.created_in([agency], dates), state=Invitation.State.SENT
    )
    by = Case(When(message__isnull=True, then=Value(Way.RECEIPT)), default=Value(Way.WHATSAPP))
    has_answered = Q(answered_at__isnull=False)
    rows = sent.order_by().annotate(by=by).values("service", "by")
    for row in rows.annotate(
        invited=Count("pk"),
        opened=Count("pk", filter=Q(opened_at__isnull=False) | has_answered),
        begun=Count("pk", filter=Q(begun_at__isnull=False) | has_answered),
        answered=Count("answered_at"),
    ):
        yield {**row}


def _used(agency: Agency, dates: IndexRange) -> Iterable[dict[str, Any]]:
    """How often open links were opened and begun. A counter's screen is open all day: not counted."""
    uses = LinkUse.objects.filter(link__agency=agency, on__range=(dates.starts, dates.ends))
    rows = uses.order_by().values("link__service", "link__way")
    for row in rows.annotate(opens=Sum("opened"), begins=Sum("begun")):
        way = row["link__way"]
        opened = row["opens"] if way == Way.OPEN else None
        yield {"service": row["link__service"], "by": way, "opened": opened, "begun": row["begins"]}


def _uninvited(agency: Agency, dates: IndexRange) -> Iterable[dict[str, Any]]:
    rows = Response.objects.filter(
        agency=agency, submitted_on__range=(dates.starts, dates.ends), way__in=_UNINVITED
    )
    counts = rows.order_by().values("service", "way")
    for row in counts.annotate(answered=Count("pk"), repeats=Count("pk", filter=Q(is_repeat=True))):
        yield {"by": row.pop("way"), **row}
