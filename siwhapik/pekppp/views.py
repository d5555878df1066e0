"""/laporan/pekppp/: the evidence of an office and year, or a row for each office; page, print, XLSX, CSV."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.access import Action
from services.models import Agency
from services.offices_below import own_and_below
from siwhapik.dashboard.views import today_at
from siwhapik.paper import ALL, Edge
from siwhapik.pekppp import showing
from siwhapik.pekppp.forms import EvidenceForm
from siwhapik.pekppp.gathering import gathered
from siwhapik.periods import Period, asked_for, days_words
from siwhapik.reports import exporting, listing
from siwhapik.reports.about import About, explained_by
from siwhapik.reports.sheets import Table
from tickets.views.guard import staff_of, staff_page
from tickets.words import long_words

_REPORT = "pekppp"  # in the list of who took what


@staff_page
@require_safe
def evidence(request: HttpRequest) -> HttpResponseBase:
    """403 for who reads no evaluation; of offices below one's own only how each item stands."""
    staff, now = staff_of(request), timezone.now()
    own, below = own_and_below(staff, Action.SEE_EVALUATION)
    own, below = sorted(own, key=_name), sorted(below, key=_name)
    if not own:
        raise PermissionDenied
    today = today_at(own, now)
    several = len(own) + len(below) > 1
    form = EvidenceForm(request.GET.dict(), agencies=own, this_year=today.year, several=several)
    year = asked_for(str(form.year), today=today) or Period(str(today.year), "", today, today)
    if form.agency is None:
        return _offices(request, [*own, *below], own=own, form=form, year=year)
    return _office(request, form.agency, form=form, year=year, several=several)


def _office(
    request: HttpRequest, office: Agency, *, form: EvidenceForm, year: Period, several: bool
) -> HttpResponseBase:
    now, asked = timezone.now(), {"rentang": str(form.year)}
    [found] = gathered([office], year, now=now)
    items = showing.items_of(found, reader=staff_of(request), asked=asked)
    tables = [showing.services_table(found), showing.periods_table(found)]
    if (as_file := request.GET.get("bentuk")) in exporting.FORMS:
        listed = [showing.list_table(items), *tables]
        return _file(request, listed, offices=[office], year=year, as_file=as_file)
    head = _head(request, form, now=now)
    context = {**head, "items": items, "tables": tables, "several": several}
    return render(request, "pekppp/office.html", context)


def _offices(
    request: HttpRequest,
    offices: list[Agency],
    *,
    own: list[Agency],
    form: EvidenceForm,
    year: Period,
) -> HttpResponseBase:
    now = timezone.now()
    table = showing.offices_table(gathered(offices, year, now=now))
    if (as_file := request.GET.get("bentuk")) in exporting.FORMS:
        return _file(request, [table], offices=offices, year=year, as_file=as_file)
    keys = {one.pk for one in own}
    links = [
        listing.address(request.GET, instansi=str(one.pk)) if one.pk in keys else ""
        for one in offices
    ]
    rows = [(url, row) for url, row in zip(links, table.named_rows, strict=True)]
    context = {**_head(request, form, now=now), "table": table, "rows": rows}
    return render(request, "pekppp/offices.html", context)


def _head(request: HttpRequest, form: EvidenceForm, *, now: dt.datetime) -> dict[str, Any]:
    zone = form.agency.zone if form.agency else timezone.get_current_timezone()
    return {
        "title": showing.TITLE,
        "edge": Edge(
            f"{form.agency.name if form.agency else ALL} · {showing.TITLE}", str(form.year)
        ),
        "form": form,
        "csv": [("", listing.address(request.GET, bentuk="csv"))],
        "xlsx": listing.address(request.GET, bentuk="xlsx"),
        "printed": long_words(now, zone),
    }


def _file(
    request: HttpRequest,
    tables: list[Table],
    *,
    offices: list[Agency],
    year: Period,
    as_file: str,
) -> HttpResponseBase:
    parts = [one.part for one in tables]
    given = {
        "asked": exporting.asked_of(request.GET, year),
        "rows": sum(len(part[2]) for part in parts),
        "at": timezone.now(),
    }
    agency = offices[0] if len(offices) == 1 else None
    exporting.write_down(
        _REPORT, form=as_file, staff=staff_of(request), offices=offices, given=given
    )
    about = About(
        title=showing.TITLE,
        offices=offices,
        span=days_words(year),
        explained=explained_by(tables),
        staff=staff_of(request),
        now=timezone.now(),
    )
    name = f"bukti-pekppp-{f'{agency.slug}-' if agency else ''}{year.code}"
    return exporting.file_of(parts, form=as_file, name=name, about=about)


def _name(agency: Agency) -> str:
    return agency.name
