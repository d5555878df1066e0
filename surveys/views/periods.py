"""Survey periods: their list, and one with its history and the steps that can be taken."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from services import access
from services.access import Action
from services.models import Staff
from surveys import period_steps, reports
from surveys.figures import FEWEST_SHOWN
from surveys.lacking import without_open_period
from surveys.models import PeriodReview, SurveyPeriod
from surveys.models.own_questions import SubstitutionQuerySet
from surveys.period_forms import StepForm
from surveys.presenting import decimal
from surveys.presenting_snapshot import shown_snapshot
from surveys.presenting_submission import told_of_period
from surveys.ranges import of_period
from tickets.desk.base import Refused
from tickets.notifications import mark_page_read

PAGE = 50


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The periods of this person's offices, the newest first."""
    staff = cast(Staff, request.user)
    agencies = access.agencies_where(staff, Action.SEE_PERIODS)
    if not agencies.exists():
        raise Http404
    found = SurveyPeriod.objects.filter(agency__in=agencies).select_related("agency")
    page = Paginator(found.order_by("-starts_on", "-pk"), PAGE).get_page(request.GET.get("halaman"))
    may_add = access.agencies_where(staff, Action.RUN_PERIODS).active().exists()
    context = {"page": page, "may_add": may_add, "submits": bool(settings.NATIONAL_SKM_URL)}
    context["lacking"] = without_open_period(staff, now=timezone.now())
    return render(request, "surveys/periods.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One period; a POST takes a step with it."""
    staff = cast(Staff, request.user)
    related = SurveyPeriod.objects.select_related("agency", "questionnaire")
    period = get_object_or_404(related, pk=pk)
    if not access.can(staff, Action.SEE_PERIODS, period.agency):
        raise Http404
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            messages.success(request, form.take(period, by=staff, now=timezone.now()))
            return redirect("surveys:period", period.pk)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
    mark_page_read(request.path, by=staff, now=timezone.now())
    status = 422 if form.errors else 200
    return render(request, "surveys/period.html", _context(period, staff, form), status=status)


def _context(period: SurveyPeriod, staff: Staff, form: StepForm) -> dict[str, Any]:
    today = timezone.now().astimezone(period.agency.zone).date()
    return {
        "period": period,
        "form": form,
        "history": period.steps.select_related("by"),
        "steps": [
            {"verb": verb, "asks_reason": period_steps.STEPS[verb].asks_reason}
            for verb in period_steps.may_take(period, staff)
        ],
        "has_few": period_steps.has_few(period),
        "fewest": FEWEST_SHOWN,
        "substitutions": _substitutions(period),
        "facts": _facts(period),
        "is_running": period.ends_on >= today,
        "snapshots": [shown_snapshot(one, period) for one in period.snapshots.all()],
        "reviews": PeriodReview.objects.of_period(period),
        "recommends": access.can(staff, Action.RECOMMEND, period.agency),
        "late": reports.late(period),
        "runs": access.can(staff, Action.RUN_PERIODS, period.agency),
        "submissions": told_of_period(period, staff=staff),
        "may_edit": access.can(staff, Action.MANAGE_CATALOGUE, period.agency),
    }


def _substitutions(period: SurveyPeriod) -> SubstitutionQuerySet:
    rows = period.substitutions.all().of_one_questionnaire()
    return rows.select_related("element", "service")


def _facts(period: SurveyPeriod) -> list[tuple[str, str]]:
    """How far its sample is: people served, the target, who answered."""
    dates, asked = of_period(period), period.questionnaire
    figure = reports.lately(period.agency, dates=dates, questionnaire=asked)
    margin = f", batas kesalahan {decimal(figure.margin, 1)} %" if figure.margin else ""
    facts = [
        ("Kuesioner", str(asked)),
        ("Orang dilayani menurut catatan", f"{figure.counted}, tiap orang dihitung satu kali"),
        ("Target responden (Krejcie dan Morgan)", f"{figure.needed} dari {figure.users}"),
        ("Sudah menjawab", f"{figure.n}{margin}"),
    ]
    if period.population is not None:
        why = f". {period.population_reason}" if period.population_reason else ""
        facts.insert(2, ("Orang dilayani menurut instansi", f"{period.population}{why}"))
    return facts
