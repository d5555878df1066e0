"""The page "mengapa?": how the shown index was computed, and how another report may have been."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from services.models import Staff
from surveys.computation_form import ReportedForm
from surveys.figures import FEWEST_SHOWN
from surveys.letterheads import paper_head_of
from surveys.models import Facet, Questionnaire
from surveys.presenting import mean_of_services
from surveys.presenting_computation import computation, graded_words, reported_words
from surveys.reading import read_once
from surveys.views.chosen import Chosen, elements_of, of_office, office_of, offices_of


@login_required
@require_safe
def computed(request: HttpRequest) -> HttpResponse:
    """Step by step from the sums to the grade; 404 without the right to the office's index."""
    staff = cast(Staff, request.user)
    with read_once(Facet.WHOLE):
        return _computed(request, of_office(request, staff, office_of(request, offices_of(staff))))


def _computed(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    index, asked = chosen.whole().index, chosen.questionnaire
    if index is not None and chosen.guarded and index.n < FEWEST_SHOWN:
        index = None
    form = ReportedForm(request.GET, kept=chosen.kept)
    context = {"chosen": chosen, "form": form, "questionnaire": asked, "found": None, "said": []}
    if index is not None:
        context["paper_head"] = paper_head_of(chosen.agency)
        context["substitutions"] = chosen.substitutions()
        context["found"] = computation(index, elements=elements_of(asked), questionnaire=asked)
        if form.is_filled and form.is_valid():
            mean = mean_of_services(chosen.services().values(), guarded=chosen.guarded)
            known = Questionnaire.objects.order_by("code", "-version")
            context["said"] = [
                *reported_words(form.reported, index, questionnaire=asked, mean_of_services=mean),
                *graded_words(form.reported[0], asked, known=known),
            ]
    return render(request, "surveys/computation.html", context)
