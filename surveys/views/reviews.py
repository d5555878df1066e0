"""The page on which who evaluates records that a finished period was reviewed."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from services import access
from services.access import Action
from services.models import Staff
from surveys import rates, recommending, reviewing
from surveys.models import SurveyPeriod
from surveys.presenting import NOT_KNOWN
from surveys.presenting_snapshot import ShownSnapshot, shown_snapshot
from surveys.review_forms import ReviewForm
from surveys.reviewing import Outcome
from tickets.desk.base import Refused
from tickets.views.guard import posted
from tickets.words import day_words

_SAVED = "Telaah tersimpan."
_NEXT = {Outcome.RECOMMEND: f"{_SAVED} Lanjutkan dengan menulis rekomendasi."}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a review; who has not opened the results of this period is told to do so first."""
    staff = cast(Staff, request.user)
    known = SurveyPeriod.objects.begun().select_related("agency", "frozen")
    period = get_object_or_404(known, pk=pk)
    if not access.can(staff, Action.RECOMMEND, period.agency):
        raise Http404
    if period.frozen is None and request.method != "POST":
        messages.error(request, reviewing.why_not_yet(period))
        return redirect("surveys:period", period.pk)
    if not recommending.has_opened(period, staff):
        context = {"period": period, "what": "Telaah dicatat"}
        return render(request, "surveys/not_opened.html", context, status=409)
    form = ReviewForm(posted(request), initial={"reading": period.frozen_id})
    if form.is_valid():
        try:
            made = reviewing.review(period, found=form.review(), by=staff)
        except Refused as refused:
            form = _again(form, period, str(refused))
        else:
            messages.success(request, _NEXT.get(Outcome(made.outcome), _SAVED))
            return redirect("surveys:period", period.pk)
    facts = _facts(shown_snapshot(period.frozen, period), period) if period.frozen else []
    context = {"period": period, "form": form, "facts": facts}
    return render(request, "surveys/review_form.html", context, status=422 if form.errors else 200)


def _again(form: ReviewForm, period: SurveyPeriod, why: str) -> ReviewForm:
    """The same words above the figures that count now; there are none of a period that was reopened meanwhile."""
    given = {**form.cleaned_data, "reading": period.frozen_id or form.cleaned_data["reading"]}
    again = ReviewForm(given)
    again.full_clean()
    again.add_error(None, why)
    return again


def _facts(shown: ShownSnapshot, period: SurveyPeriod) -> list[tuple[str, Any]]:
    day = day_words(shown.seal.at.astimezone(period.agency.zone))
    index = f"{shown.value}, mutu {shown.grade}" if shown.value else "Belum ada indeks"
    return [
        ("IKM", index),
        ("Responden", f"{shown.n} dari {shown.population} pengguna layanan"),
        (rates.HEAD, shown.rate or NOT_KNOWN),
        ("Diperlukan (Krejcie dan Morgan)", shown.needed),
        ("Angka", f"Dibekukan {day}, versi {shown.seal.version}"),
    ]
