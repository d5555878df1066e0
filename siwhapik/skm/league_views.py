"""Offices side by side, for who may read the answers of several: page, print, CSV and XLSX."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from services.models import Agency
from siwhapik.paper import Edge
from siwhapik.reports import exporting
from siwhapik.reports.about import About, explained_by
from siwhapik.reports.catalogue import DOCUMENTS
from siwhapik.reports.files import CSV
from siwhapik.reports.sheets import Table
from siwhapik.reports.workbooks import Part
from siwhapik.skm.league import tables_of
from surveys import ranges
from surveys.forms import RangeForm
from surveys.ranges import IndexRange
from surveys.views.chosen import is_guarded, offices_of
from tickets.views.guard import staff_of, staff_page

UNREVIEWED = "belum"  # in addresses
_UNREVIEWED_WORDS = "Belum ditelaah"
REPORT = "perbandingan-ikm"  # in the list of who took what


class LeagueForm(RangeForm):
    """The span, and whether only offices with an unreviewed period are shown."""

    def __init__(
        self, offered: Sequence[IndexRange], *, shown: IndexRange, only_unreviewed: bool
    ) -> None:
        super().__init__(offered, shown=shown)
        self.fields["telaah"] = forms.ChoiceField(
            label="Telaah",
            choices=[("", "Semua instansi"), (UNREVIEWED, _UNREVIEWED_WORDS)],
            initial=UNREVIEWED if only_unreviewed else "",
        )


@staff_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The tables of the chosen span; 404 for who may not compare offices."""
    agencies = compared_offices(request)
    offered, dates = _span(request)
    only_unreviewed = _only_unreviewed(request)
    context = {
        "dates": dates,
        "edge": Edge(DOCUMENTS[REPORT], dates.label),
        "form": LeagueForm(offered, shown=dates, only_unreviewed=only_unreviewed),
        "query": urlencode(
            {"periode": dates.code, "telaah": UNREVIEWED if only_unreviewed else ""}
        ),
        "tables": tables_of(agencies, dates, only_unreviewed=only_unreviewed),
    }
    return render(request, "skm/league.html", context)


@staff_page
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file; who took it is written down first."""
    if form not in exporting.FORMS:
        raise Http404
    agencies, (_, dates) = compared_offices(request), _span(request)
    only_unreviewed = _only_unreviewed(request)
    tables = tables_of(agencies, dates, only_unreviewed=only_unreviewed)
    asked = {"periode": dates.code, "dari": str(dates.starts), "sampai": str(dates.ends)}
    asked |= {"telaah": UNREVIEWED} if only_unreviewed else {}
    given = {"asked": asked, "rows": sum(len(one.rows) for one in tables), "at": timezone.now()}
    exporting.write_down(REPORT, form=form, staff=staff_of(request), offices=agencies, given=given)
    name = f"perbandingan-ikm-{dates.code}"
    if form == CSV:
        return exporting.csv_of(_together(tables), name=name)
    about = About(
        title=DOCUMENTS[REPORT],
        offices=agencies,
        span=dates.label,
        filters=[_UNREVIEWED_WORDS] if only_unreviewed else [],
        explained=explained_by(tables),
        staff=staff_of(request),
        now=timezone.now(),
    )
    return exporting.xlsx_of([one.part for one in tables], name=name, about=about)


def _together(tables: list[Table]) -> Part:
    """All tables as one, each line with its questionnaire."""
    rows = [[one.title, *row] for one in tables for row in one.part[2]]
    return "perbandingan", ("Tabel", *tables[0].head), rows


def compared_offices(request: HttpRequest) -> list[Agency]:
    """Those that this person may compare; 404 for fewer than two."""
    staff = staff_of(request)
    found = [one for one in offices_of(staff) if not is_guarded(staff, one)]
    if len(found) < 2:
        raise Http404
    return found


def _only_unreviewed(request: HttpRequest) -> bool:
    return request.GET.get("telaah") == UNREVIEWED


def _span(request: HttpRequest) -> tuple[list[IndexRange], IndexRange]:
    today = timezone.localdate()
    offered = ranges.choices(today)
    return offered, ranges.chosen(request.GET.get("periode", ""), offered, today)
