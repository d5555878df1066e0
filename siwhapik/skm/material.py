"""What a report on a survey period is written from: its frozen figures, who answered, what followed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.models import Agency
from siwhapik.reports.sheets import Table
from siwhapik.skm.added import added_tables
from siwhapik.skm.reviews import Reviewed, reviewed
from surveys import by_way, comparing, reports
from surveys.comparability import why_apart
from surveys.counting import within
from surveys.figures import ByWay, Figure
from surveys.ikm import Index
from surveys.instrument import Element
from surveys.models import (
    Facet,
    PeriodSnapshot,
    ProfileOption,
    Questionnaire,
    Recommendation,
    Substitution,
    SurveyPeriod,
)
from surveys.ranges import of_period, stored_after
from surveys.reading import read_once
from surveys.sums import rows_of

EARLIER = 8  # periods of the trend, the newest


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that the report says about one period; without a snapshot it is a draft."""

    agency: Agency
    period: SurveyPeriod
    questionnaire: Questionnaire
    snapshot: PeriodSnapshot | None
    asked: tuple[Element, ...]
    whole: Figure
    # By service; None: without a service. With the names as they are now.
    services: Mapping[int | None, Figure]
    names: Mapping[int | None, str]
    ways: ByWay | None
    # Of each profile list (field): option or "" for not said -> respondents, in the list's order.
    profile: Mapping[str, Mapping[str, int]]
    recommendations: list[Recommendation]
    substitutions: list[Substitution]
    # What who evaluates found of it; none while it runs.
    reviews: list[Reviewed]
    # Earlier finished periods with their figures, oldest first, then this one.
    trend: list[tuple[SurveyPeriod, Figure]]
    # By period of the trend why it may not be compared with this one; empty where it may.
    apart: Mapping[int, str]
    # Of the office's own questions; apart from the index.
    added: list[Table]
    now: dt.datetime

    @property
    def index(self) -> Index | None:
        """The index, where enough people answered for it to tell nothing of one of them."""
        return shown_index(self.whole)

    @property
    def before(self) -> tuple[SurveyPeriod, Index] | None:
        """The newest earlier period that may be compared with this one, where its index is shown."""
        earlier = [one for one in self.trend[:-1] if not self.apart[one[0].pk]]
        index = shown_index(earlier[-1][1]) if earlier else None
        return (earlier[-1][0], index) if index is not None else None


def shown_index(figure: Figure) -> Index | None:
    """Reports and public pages go to everybody: no index of fewer than five answers."""
    return None if figure.is_few else figure.index


def material_of(period: SurveyPeriod, *, now: dt.datetime) -> Material:
    """Read it all; figures of a finished period are those of its snapshot."""
    with read_once(Facet.WHOLE, Facet.SERVICES, *ProfileOption.Field.values):
        return _read(period, now)


def _read(period: SurveyPeriod, now: dt.datetime) -> Material:
    agency, asked, dates = period.agency, period.questionnaire, of_period(period)
    whole = _figure(period)
    names: dict[int | None, str] = dict(agency.services.values_list("pk", "name"))
    mine = Recommendation.objects.filter(period=period).with_answers().order_by("pk")
    trend, elements = [*_earlier(period), (period, whole)], asked.asks()
    return Material(
        agency=agency,
        period=period,
        questionnaire=asked,
        snapshot=period.frozen,
        asked=tuple(elements),
        whole=whole,
        services=reports.figures([agency], dates=dates, questionnaire=asked, by="service_id"),
        names={**names, None: "Tanpa layanan tertentu"},
        ways=by_way.lately(agency, dates=dates, questionnaire=asked),
        profile=_profile(period),
        recommendations=list(mine),
        substitutions=list(
            Substitution.objects.behind(
                agency, questionnaire=asked, days=(period.starts_on, period.ends_on)
            )
        ),
        reviews=reviewed([period]) if period.frozen is not None else [],
        added=_added(period),
        trend=trend,
        apart=_apart(trend, {asked.pk: elements}),
        now=now,
    )


def _added(period: SurveyPeriod) -> list[Table]:
    """None while it runs: counts that grow by one tell what somebody has just answered."""
    if period.frozen is None:
        return []
    days = (period.starts_on, period.ends_on)
    return added_tables(period.agency, days=days, until=period.frozen.at)


def _figure(period: SurveyPeriod) -> Figure:
    dates, asked = of_period(period), period.questionnaire
    found = reports.figures([period.agency], dates=dates, questionnaire=asked, by="agency_id")
    return found.get(period.agency_id) or reports.empty(dates)


def _earlier(period: SurveyPeriod) -> list[tuple[SurveyPeriod, Figure]]:
    done = SurveyPeriod.objects.begun().filter(
        agency=period.agency_id, ends_on__lt=period.starts_on, frozen__isnull=False
    )
    rows = done.select_related("agency", "questionnaire", "frozen").order_by("-starts_on")[:EARLIER]
    return [(one, _figure(one)) for one in reversed(rows)]


def _apart(trend: Sequence[tuple[SurveyPeriod, Figure]], known: comparing.Asked) -> dict[int, str]:
    """Compared with the last of them."""
    measures = comparing.measures_of([period for period, _ in trend], known)
    wanted = measures[trend[-1][0].pk]
    return {pk: why_apart(one, wanted) for pk, one in measures.items()}


def _profile(period: SurveyPeriod) -> dict[str, dict[str, int]]:
    """Who answered, as far as they said; late answers stand in no finished period."""
    frozen = period.frozen
    asked = within(
        [period.agency],
        days=(period.starts_on, period.ends_on),
        questionnaire_id=period.questionnaire_id,
        but=stored_after(frozen.at) if frozen is not None else None,
    )
    found: dict[str, dict[str, int]] = {}
    options = ProfileOption.objects.filter(questionnaire=period.questionnaire_id)
    labels = {(one.field, one.code): one.label for one in options.order_by("field", "order")}
    for field in ProfileOption.Field.values:
        counts = Counter[str]()
        for row in rows_of([asked], facet=field):
            counts[row.option] += row.n
        known = {label: counts.pop(code, 0) for (of, code), label in labels.items() if of == field}
        rest = sum(counts.values())  # not said, or an option that is no longer listed
        found[field] = {label: n for label, n in {**known, "": rest}.items() if n}
    return found
