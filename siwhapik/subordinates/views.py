"""/laporan/bawahan/: the sums of the offices below one's own, and the reports that they signed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.access import Action, agencies_where, subordinates_of
from services.models import SignedEvaluation
from siwhapik.dashboard.views import today_at
from siwhapik.evaluation.spans import label_of
from siwhapik.paper import edge_of
from siwhapik.periods import days_words, span_words
from siwhapik.reports import exporting, listing
from siwhapik.reports.about import About, explained_by
from siwhapik.reports.sheets import Table
from siwhapik.subordinates.forms import SumsForm
from siwhapik.subordinates.sums import table_of
from tickets.views.guard import staff_of, staff_page
from tickets.words import long_words

_REPORT = "bawahan"  # in the list of who took what
_LATELY = 50


@staff_page
@require_safe
def sums(request: HttpRequest) -> HttpResponseBase:
    """As a page or a file; 404 for who has no office below their own."""
    staff, now = staff_of(request), timezone.now()
    below = list(subordinates_of(staff).distinct().order_by("name"))
    if not below:
        raise Http404
    own = list(agencies_where(staff, Action.SEE_SUBORDINATES).order_by("name"))
    offices = list({one.pk: one for one in (*own, *below)}.values())
    form = SumsForm(request.GET.dict(), agencies=offices, today=today_at(offices, now), below=below)
    shown = form.chosen
    table = table_of(shown, form.period, now=now)
    if (as_file := request.GET.get("bentuk")) in exporting.FORMS:
        return _file(request, table, form=form, as_file=as_file)
    received = [one for one in shown if one in below]
    signed = SignedEvaluation.objects.of_offices(received).without_papers()
    context = {
        "form": form,
        "table": table,
        "office": form.agency.name if form.agency else f"{len(shown)} instansi",
        "edge": edge_of(table.title, agency=form.agency, period=form.period),
        "span": span_words(form.period),
        "signed": [(one, label_of(one.code, now.date())) for one in signed[:_LATELY]],
        "xlsx": listing.address(request.GET, bentuk="xlsx"),
        "csv": [("", listing.address(request.GET, bentuk="csv"))],
        "printed": long_words(now, offices[0].zone),
    }
    return render(request, "subordinates/sums.html", context)


def _file(request: HttpRequest, table: Table, *, form: SumsForm, as_file: str) -> HttpResponseBase:
    asked = {"dari": str(form.period.first), "sampai": str(form.period.last)}
    given = {"asked": asked, "rows": len(table.rows), "at": timezone.now()}
    exporting.write_down(
        _REPORT, form=as_file, staff=staff_of(request), offices=form.chosen, given=given
    )
    about = About(
        title=table.title,
        offices=form.chosen,
        span=days_words(form.period),
        filters=form.shown,
        explained=explained_by([table]),
        staff=staff_of(request),
        now=timezone.now(),
    )
    name = exporting.name_of(_REPORT, form, form.shown)
    return exporting.file_of([table.part], form=as_file, name=name, about=about)
