"""The pages of the index: the published ones, and the staff's own."""

from collections import defaultdict
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from services import access
from services.access import Action
from services.models import Agency, Staff
from surveys import by_way, comparing, flagged, ranges, recommending, reports, stepping
from surveys.figures import ByWay, Figure
from surveys.forms import RangeForm
from surveys.lacking import without_open_period
from surveys.models import Element, Facet, Questionnaire, SurveyPeriod
from surveys.presenting import (
    Shown,
    hidden,
    hidden_groups,
    mean_of_services,
    seal,
    shown,
    shown_in_full,
    shown_to_all,
)
from surveys.presenting_flags import shown_flags
from surveys.presenting_ways import shown_steps, shown_ways
from surveys.reading import read_once
from surveys.views.chosen import (
    About,
    elements_of,
    is_guarded,
    of_office,
    office_of,
    offices_of,
    questionnaire_of,
)


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Public: the latest published index of each office, with its respondents."""
    found = reports.published(timezone.localdate())
    elements: dict[int, dict[str, Element]] = defaultdict(dict)
    asked = {period.questionnaire_id for period, _, _ in found}
    for element in Element.objects.filter(questionnaire__in=asked):
        elements[element.questionnaire_id][element.code] = element
    rows = [
        {
            "period": period,
            "seal": seal(period),
            "shown": shown_to_all(
                period.agency.name, figure, elements=elements[period.questionnaire_id]
            ),
        }
        for period, _, figure in found
    ]
    context = {"rows": rows, "are_unlike": _are_unlike([period for period, _, _ in found])}
    return render(request, "surveys/published.html", context)


def _are_unlike(periods: list[SurveyPeriod]) -> bool:
    """Whether these asked different things or weighed them differently: then their results are not compared."""
    if len({(one.questionnaire_id, one.weight_policy) for one in periods}) < 2:
        return False  # nothing has to be read to know it
    measures = comparing.measures_of(periods)
    return len({one.rules for one in measures.values()}) > 1


@login_required
@require_safe
def staff_index(request: HttpRequest) -> HttpResponse:
    """For staff: one office in full, or all of theirs side by side; 404 without the right to any."""
    staff = cast(Staff, request.user)
    agencies = offices_of(staff)
    if len(agencies) > 1 and not request.GET.get("instansi"):
        with read_once(Facet.WHOLE):
            return _all_agencies(request, staff, agencies)
    agency = office_of(request, agencies)
    marks = [] if is_guarded(staff, agency) else [Facet.MARK]
    with read_once(Facet.WHOLE, Facet.SERVICES, *marks):
        return _one_agency(request, staff, agency, has_others=len(agencies) > 1)


def _all_agencies(request: HttpRequest, staff: Staff, agencies: list[Agency]) -> HttpResponse:
    today = timezone.localdate()
    guarded = [one for one in agencies if is_guarded(staff, one)]
    offered = ranges.choices(today, rolls=not guarded)
    dates = ranges.chosen(request.GET.get("periode", ""), offered, today)
    asked = reports.asked_in(agencies, dates)
    questionnaire = questionnaire_of(request, asked)
    about: About = {"dates": dates, "questionnaire": questionnaire}
    cuts = stepping.cuts_of(guarded, **about, now=timezone.now())
    found = reports.figures(agencies, **about, by="agency_id", cuts=cuts)
    elements = elements_of(questionnaire)
    rows = [
        shown(
            agency.name,
            found.get(agency.pk, Figure()),
            elements=elements,
            url=_address(agency, dates),
            guarded=agency in guarded,
        )
        for agency in agencies
        if agency.is_active or found.get(agency.pk, Figure()).n
    ]
    context = {
        "rows": rows,
        "is_stepped": bool(cuts),
        "dates": dates,
        "form": RangeForm(offered, shown=dates),
    }
    context |= {"questionnaire": questionnaire, "others": _others(asked, questionnaire)}
    context["lacking"] = without_open_period(staff, now=timezone.now())
    return render(request, "surveys/index_all.html", context)


def _one_agency(
    request: HttpRequest, staff: Staff, agency: Agency, *, has_others: bool
) -> HttpResponse:
    chosen = of_office(request, staff, agency)
    guarded, figure, services = chosen.guarded, chosen.whole(), chosen.services()
    # A step of five answers may hold a single one of some way: those wait for the closing.
    by_ways = ByWay() if chosen.cuts else by_way.lately(agency, **chosen.about)
    elements, names = elements_of(chosen.questionnaire), _names(agency)
    context = {
        "agency": agency,
        "has_others": has_others,
        "dates": chosen.dates,
        "query": chosen.query,
        "form": RangeForm(chosen.offered, shown=chosen.dates, agency=agency),
        "funnel": figure.funnel,
        "is_stepped": bool(chosen.cuts),
        "total": shown_in_full(agency.name, figure, elements=elements, guarded=guarded),
        "substitutions": chosen.substitutions(),
        "trend": chosen.trend(),
        "services": _services(names, services, elements=elements, guarded=guarded),
        "mean_of_services": mean_of_services(services.values(), guarded=guarded),
        **_ways(by_ways, names, guarded=guarded),
        "lacking": without_open_period(staff, now=timezone.now()),
        "flagged": None if guarded else shown_flags(flagged.lately(agency, **chosen.about)),
        "comments": _comments(staff, agency, chosen.dates),
        "questionnaire": chosen.questionnaire,
        "others": _others(chosen.asked, chosen.questionnaire),
        "elsewhere": chosen.elsewhere(),
        **_rights(staff, agency),
        **_of_period(chosen.period, staff),
    }
    return render(request, "surveys/index.html", context)


def _of_period(period: SurveyPeriod | None, staff: Staff) -> dict[str, Any]:
    """What the page of an office's own period has besides; that a recommender looked is noted."""
    if period is None:
        return {"seal": None}
    if not access.can(staff, Action.RECOMMEND, period.agency):
        return {"seal": seal(period)}
    recommending.note_opened(period, by=staff)
    return {"seal": seal(period), "recommends_on": period}


def _rights(staff: Staff, agency: Agency) -> dict[str, bool]:
    """Which pages about the surveys of this office the reader may open from here; those on which something new
    begins only while it is active (ADR 0114).
    """
    pages = {
        "sees_periods": Action.SEE_PERIODS,
        "sees_recommendations": Action.SEE_RECOMMENDATIONS,
    }
    begin = {"runs_periods": Action.RUN_PERIODS, "enters_paper": Action.ENTER_PAPER}
    pages |= begin if agency.is_active else {}
    return {name: access.can(staff, action, agency) for name, action in pages.items()}


def _ways(found: ByWay | None, names: dict[int | None, str], *, guarded: bool) -> dict[str, Any]:
    """Results by way in, and for who may see single answers the steps by service and way."""
    if found is None:
        return {"ways": None, "steps": []}
    ways = shown_ways(found, guarded=guarded)
    steps = [] if guarded else shown_steps(found, names)
    return {"ways": ways, "steps": steps, "repeats": sum(one.repeats for one in ways)}


def _names(agency: Agency) -> dict[int | None, str]:
    names: dict[int | None, str] = dict(agency.services.values_list("pk", "name"))
    return {**names, None: "Tanpa layanan tertentu"}


def _others(asked: list[tuple[Questionnaire, int]], chosen: Questionnaire) -> list[dict[str, Any]]:
    """Other questionnaires with answers: results of two are never added up."""
    return [{"questionnaire": one, "n": n} for one, n in asked if one != chosen]


def _services(
    names: dict[int | None, str],
    found: dict[int | None, Figure],
    *,
    elements: dict[str, Element],
    guarded: bool,
) -> list[Shown]:
    kept = hidden_groups({key: one.n for key, one in found.items()}) if guarded else set()

    def row(key: int | None) -> Shown:
        name = names.get(key, "Layanan instansi lain")
        if key in kept:
            return hidden(name, found[key])
        return shown(name, found[key], elements=elements, guarded=guarded)

    return [row(key) for key in sorted(found, key=lambda key: names.get(key, ""))]


def _comments(
    staff: Staff, agency: Agency, dates: ranges.IndexRange
) -> list[reports.Comment] | None:
    if not access.can(staff, Action.SEE_COMMENTS, agency):
        return None
    return reports.comments(agency, dates=dates, reader=staff)


def _address(agency: Agency, dates: ranges.IndexRange) -> str:
    return (
        f"{reverse('surveys:index')}?{urlencode({'instansi': agency.slug, 'periode': dates.code})}"
    )
