"""What a page of results is about: the office, the dates, the questionnaire, and what its reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from services import access
from services.access import Action
from services.models import Agency, Staff
from surveys import comparing, ranges, reports, stepping
from surveys.figures import Figure
from surveys.models import Element, Questionnaire, Substitution, SurveyPeriod
from surveys.trends import Trend, trend_of


class About(TypedDict):
    """What every figure of a page is counted from."""

    dates: ranges.IndexRange
    questionnaire: Questionnaire


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One office's results as the address asks for them."""

    agency: Agency
    periods: list[SurveyPeriod]
    offered: list[ranges.IndexRange]
    dates: ranges.IndexRange
    # The questionnaires with answers in these dates, and how many each has.
    asked: list[tuple[Questionnaire, int]]
    questionnaire: Questionnaire
    # Whether the reader must not learn single answers, and up to when answers are shown then.
    guarded: bool
    cuts: Mapping[int, stepping.Cuts]

    @property
    def about(self) -> About:
        return {"dates": self.dates, "questionnaire": self.questionnaire}

    @property
    def kept(self) -> dict[str, str]:
        """The parts of an address that lead to these results."""
        asked = self.questionnaire.reference
        return {"instansi": self.agency.slug, "periode": self.dates.code, "kuesioner": asked}

    @property
    def query(self) -> str:
        """`kept` as an address has it."""
        return urlencode(self.kept)

    @property
    def period(self) -> SurveyPeriod | None:
        """The office's own period, where the dates are one's."""
        return next((one for one in self.periods if ranges.of_period(one) == self.dates), None)

    def elsewhere(self) -> list[SurveyPeriod]:
        """The newest period of each questionnaire that was not answered in these dates."""
        here = {self.questionnaire.pk, *(one.pk for one, _ in self.asked)}
        newest: dict[int, SurveyPeriod] = {}
        for one in sorted(self.periods, key=lambda period: period.starts_on, reverse=True):
            if one.questionnaire_id not in here:
                newest.setdefault(one.questionnaire_id, one)
        return list(newest.values())

    def trend(self) -> Trend:
        """The last finished periods that may be compared with what the page shows; their rows are read already."""
        done = [one for one in self.periods if one.frozen]
        if not done:
            return Trend()
        about = self.period or next(
            (one for one in done if one.questionnaire_id == self.questionnaire.pk), None
        )
        if about is None:
            rules = comparing.rules_of([self.questionnaire])[self.questionnaire.pk]
            return trend_of(done, comparing.measures_of(done), wanted=rules)
        measures = comparing.measures_of([*done, about])
        return trend_of(done, measures, wanted=measures[about.pk])

    def whole(self) -> Figure:
        """The figure of the office."""
        found = reports.figures([self.agency], **self.about, by="agency_id", cuts=self.cuts)
        return found.get(self.agency.pk) or reports.empty(self.dates)

    def services(self) -> dict[int | None, Figure]:
        """The figures of its services, by service."""
        return reports.figures([self.agency], **self.about, by="service_id", cuts=self.cuts)

    def substitutions(self) -> list[Substitution]:
        """What was asked instead of an element's own question."""
        days = (self.dates.starts, self.dates.ends)
        found = Substitution.objects.all()
        return list(found.behind(self.agency, questionnaire=self.questionnaire, days=days))


def offices_of(staff: Staff) -> list[Agency]:
    """The offices whose results this person may read, by name.

    Also one that is no longer active, where it had survey periods: somebody answers for those months
    (ADR 0114). The active ones come first.
    """
    begun = SurveyPeriod.objects.begun().filter(agency=OuterRef("pk"))
    found = access.agencies_where(staff, Action.SEE_IKM).filter(Q(is_active=True) | Exists(begun))
    return list(found.order_by("-is_active", "name", "pk"))


def office_of(request: HttpRequest, agencies: list[Agency]) -> Agency:
    """The one of these offices that the address names, else the first; 404 where there is none."""
    slug = request.GET.get("instansi", "")
    found = next((one for one in agencies if one.slug == slug or not slug), None)
    if found is None:
        raise Http404
    return found


def of_office(request: HttpRequest, staff: Staff, agency: Agency) -> Chosen:
    """Read the address; nonsense is the running period and the questionnaire with most answers."""
    now = timezone.now()
    today = now.astimezone(agency.zone).date()
    known = (
        agency.survey_periods.begun().published_first().select_related("frozen", "questionnaire")
    )
    periods, guarded = list(known), is_guarded(staff, agency)
    offered = ranges.choices(today, periods, rolls=not guarded)
    dates = ranges.chosen(request.GET.get("periode", ""), offered, today)
    asked = reports.asked_in([agency], dates)
    questionnaire = questionnaire_of(request, asked)
    stepped = [agency] if guarded else []
    return Chosen(
        agency=agency,
        periods=periods,
        offered=offered,
        dates=dates,
        asked=asked,
        questionnaire=questionnaire,
        guarded=guarded,
        cuts=stepping.cuts_of(stepped, dates=dates, questionnaire=questionnaire, now=now),
    )


def questionnaire_of(request: HttpRequest, asked: list[tuple[Questionnaire, int]]) -> Questionnaire:
    """The requested questionnaire, else the one with the most answers."""
    code = request.GET.get("kuesioner", "")
    return next((one for one, _ in asked if one.reference == code), asked[0][0])


def is_guarded(staff: Staff, agency: Agency) -> bool:
    """Whether this person must not learn what single citizens answered."""
    return not access.can(staff, Action.SEE_COMMENTS, agency)


def elements_of(questionnaire: Questionnaire) -> dict[str, Element]:
    """Its elements by code."""
    return {element.code: element for element in questionnaire.elements.all()}
