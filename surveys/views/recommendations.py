"""Recommendations after a survey period: the list, one on paper, and the forms that write them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from services import access
from services.access import Action
from services.models import Staff
from surveys import recommending, remarking
from surveys.letterheads import paper_head_of
from surveys.models import EvidenceFile, EvidenceLook, Recommendation, SurveyPeriod
from surveys.recommendation_forms import (
    PlanForm,
    ProgressForm,
    RecommendationForm,
    quarter_words,
)
from surveys.theming import Remark
from tickets.notifications import mark_page_read
from tickets.views.files import served
from tickets.views.guard import posted

PAGE = 50
_FORM = "surveys/recommendation_form.html"
write_or_show = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Those about the offices of this person, the newest first, with state and age."""
    staff = cast(Staff, request.user)
    agencies = access.agencies_where(staff, Action.SEE_RECOMMENDATIONS)
    if not agencies.exists():
        raise Http404
    if slug := request.GET.get("instansi", ""):
        agencies = agencies.filter(slug=slug)
    found = Recommendation.objects.of_agencies(agencies).with_answers()
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    query = f"&{urlencode({'instansi': slug})}" if slug else ""
    context = {"rows": [_shown(one) for one in page], "page": page, "slug": slug, "query": query}
    return render(request, "surveys/recommendations.html", context)


@login_required
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One recommendation with its plans and reports, ready to be printed."""
    staff = cast(Staff, request.user)
    found = _found(staff, pk, Action.SEE_RECOMMENDATIONS)
    mark_page_read(request.path, by=staff, now=timezone.now())
    agency = found.period.agency
    prefetch_related_objects([found], "plans__files", "reports__files")
    plans = [
        {"plan": plan, "when": quarter_words(plan.year, plan.quarter)} for plan in found.plans.all()
    ]
    context = _shown(found) | {
        "agency": agency,
        "paper_head": paper_head_of(agency),
        "plans": plans,
        "quoted": remarking.quoted(found, reader=staff),
        "may_answer": access.can(staff, Action.FOLLOW_UP, agency),
    }
    return render(request, "surveys/recommendation.html", context)


@login_required
@require_safe
def evidence(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """The bytes of a file beside a plan or a report; each opening is written down before they leave."""
    staff = cast(Staff, request.user)
    found = _found(staff, pk, Action.SEE_RECOMMENDATIONS)
    row = get_object_or_404(EvidenceFile, recommendation=found, pk=file)
    EvidenceLook.objects.create(file=row, staff=staff, at=timezone.now())
    return served(row.file, mime=row.mime_type, name=row.filename)


@login_required
@write_or_show
def write(request: HttpRequest, period_id: int) -> HttpResponse:
    """Write one about a period; who has not opened its results is told to do so first."""
    staff = cast(Staff, request.user)
    known = SurveyPeriod.objects.begun().select_related("agency")
    period = get_object_or_404(known, pk=period_id)
    if not access.can(staff, Action.RECOMMEND, period.agency):
        raise Http404
    if not recommending.has_opened(period, staff):
        context = {"period": period, "what": "Rekomendasi ditulis"}
        return render(request, "surveys/not_opened.html", context, status=409)
    chosen = request.GET.get("saran", "")
    form = RecommendationForm(period, posted(request), by=staff, remark=chosen)
    if form.is_valid():
        text = form.cleaned_data["text"]
        made = recommending.recommend(period, text=text, about=form.about(), by=staff)
        messages.success(request, "Rekomendasi tersimpan.")
        return redirect("surveys:recommendation", made.pk)
    title = f"Rekomendasi untuk {period.agency.short_name}, {period.name}"
    quote = remarking.offered(period, form["remark"].value(), reader=staff)
    if chosen and quote is None and not form.is_bound:
        messages.error(request, remarking.CANNOT_CHOOSE)
    return _form(request, form, title=title, quote=quote)


@login_required
@write_or_show
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The office answers with a follow-up plan."""
    staff = cast(Staff, request.user)
    found = _found(staff, pk, Action.FOLLOW_UP)
    today = timezone.now().astimezone(found.period.agency.zone).date()
    form = PlanForm(found, posted(request), request.FILES or None, today=today)
    if form.is_valid():
        recommending.plan(found, plan=form.plan(), by=staff)
        messages.success(request, "Rencana tindak lanjut tersimpan.")
        return redirect("surveys:recommendation", found.pk)
    return _form(request, form, title="Rencana tindak lanjut", back=found)


@login_required
@write_or_show
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The office reports how far it is; it plans first."""
    staff = cast(Staff, request.user)
    found = _found(staff, pk, Action.FOLLOW_UP)
    if found.plan is None:
        messages.error(request, "Tulis dahulu rencana tindak lanjutnya, lalu laporkan kemajuan.")
        return redirect("surveys:plan", found.pk)
    form = ProgressForm(posted(request), request.FILES or None)
    if form.is_valid():
        recommending.report(found, by=staff, progress=form.progress())
        messages.success(request, "Kemajuan tersimpan.")
        return redirect("surveys:recommendation", found.pk)
    return _form(request, form, title="Laporkan kemajuan", back=found)


def _found(staff: Staff, pk: int, action: Action) -> Recommendation:
    """The recommendation, where this person may do that at its office; else 404."""
    found: Recommendation = get_object_or_404(Recommendation.objects.with_answers(), pk=pk)
    if not access.can(staff, action, found.period.agency):
        raise Http404
    return found


def _shown(one: Recommendation) -> dict[str, Any]:
    now = timezone.now()
    today = now.astimezone(one.period.agency.zone).date()
    return {"one": one, "days": one.days(now), "is_overdue": one.is_overdue(today)}


def _form(
    request: HttpRequest,
    form: Any,
    *,
    title: str,
    back: Recommendation | None = None,
    quote: Remark | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "quote": quote}
    return render(request, _FORM, context, status=422 if form.errors else 200)
