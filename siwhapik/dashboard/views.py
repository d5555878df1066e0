"""The dashboard: which tickets are stuck now, and how the days asked for went."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from django.views.decorators.http import require_safe

from services.access import Action, can
from services.models import Agency, Staff
from services.offices_below import own_and_below
from siwhapik.dashboard import figures, satisfaction, tiles
from siwhapik.dashboard.links import Links
from siwhapik.dashboard.open_tickets import open_tickets
from siwhapik.drawn_content import drawn, key_of
from siwhapik.paper import edge_of
from siwhapik.period_form import PeriodForm
from siwhapik.periods import Period, span_words
from tickets.figures.asked import Asked
from tickets.figures.reading import Figures


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures of the agencies where this person may see them; each leads to its tickets."""
    staff = cast("Staff", request.user)
    if not can(staff, Action.SEE_FIGURES):
        if can(staff, Action.SEE_IKM):
            return redirect("/dasbor/ikm/")
        raise PermissionDenied
    now = timezone.now()
    agencies, below = own_and_below(staff, Action.SEE_FIGURES)
    form = PeriodForm(request.GET, agencies=agencies, today=today_at(agencies, now), below=below)
    ikm = _ikm(form.agency, reader=staff, now=now)
    key = key_of(request, agencies=[*agencies, *form.below], now=now, also=(ikm, bool(below)))
    found = drawn(
        "dashboard/_content.html",
        key=key,
        make=lambda: {
            "form": form,
            "ikm": [] if form.below else ikm,
            **_context(staff, form, now=now),
        },
    )
    return render(request, "dashboard/dashboard.html", found._asdict())


def _ikm(agency: Agency | None, *, reader: Staff, now: dt.datetime) -> list[dict[str, Any]]:
    return [tiles.index(satisfaction.of_agency(agency, reader=reader, now=now))] if agency else []


def _context(staff: Staff, form: PeriodForm, *, now: dt.datetime) -> dict[str, Any]:
    if form.below:
        return {**_said(form), **_sums(form, staff=staff, now=now)}
    counted = list(form.counted)
    links = Links(staff, form.agency, counted=counted, period=form.period)
    return {
        **_said(form),
        "lists_less": links.may_read and not links.reads_all,
        "has_register": links.has_register,
        **_content(counted, period=form.period, links=links, now=now),
    }


def _said(form: PeriodForm) -> dict[str, Any]:
    period = form.period
    below = bool(form.below)
    return {
        "agency": form.agency,
        "period": period,
        "span": span_words(period),
        "edge": edge_of("Dasbor", agency=form.agency, period=period, below=below),
    }


def _content(
    counted: list[Agency], *, period: Period, links: Links, now: dt.datetime
) -> dict[str, Any]:
    asked = Asked(agencies=counted, first=period.first, last=period.last)
    counts = Figures(asked, now=now)
    still_open = open_tickets([one.pk for one in counted], now=now)
    open_now = figures.open_now(still_open)
    services, officers = figures.groups(
        counts, still_open.waiting, reader=links.staff, offices=counted
    )
    return {
        "is_recut": counts.made.is_recut,
        "open_tiles": tiles.open_tiles(open_now, links=links, now=now),
        "promises": tiles.promises(figures.promises(counts), links=links, dates=period),
        **tiles.days(figures.per_day(counts, period=period), links=links),
        "services": tiles.groups(
            services, links=links, field="layanan", nameless="Belum dipilih", dates=period
        ),
        "officers": tiles.groups(
            officers, links=links, field="petugas", nameless="Belum diambil", dates=period
        ),
    }


def _sums(form: PeriodForm, *, staff: Staff, now: dt.datetime) -> dict[str, Any]:
    """With the offices below: sums, and a row for each office. Only one's own rows lead to tickets."""
    counted, period = list(form.counted), form.period
    below = {one.pk for one in form.below}
    ours = [one for one in counted if one.pk not in below]
    nowhere, own = Links(staff, None), Links(staff, None, counted=ours, period=period)
    counts = Figures(Asked(agencies=counted, first=period.first, last=period.last), now=now)
    still_open = open_tickets([one.pk for one in counted], now=now, by="agency_id")
    lines = partial(tiles.groups, field="instansi", nameless="", dates=period)
    rows = figures.offices(counts, still_open.waiting, counted=counted)
    return {
        "is_recut": counts.made.is_recut,
        "open_tiles": tiles.open_tiles(figures.open_now(still_open), links=nowhere, now=now),
        "promises": tiles.promises(figures.promises(counts), links=nowhere, dates=period),
        **tiles.days(figures.per_day(counts, period=period), links=nowhere),
        "offices": [
            *lines((row for row in rows if row["key"] not in below), links=own),
            *lines((row for row in rows if row["key"] in below), links=nowhere),
        ],
    }


def today_at(agencies: list[Agency], now: dt.datetime) -> dt.date:
    """Today at the only office; over several of them, where the server is."""
    zone = agencies[0].zone if len(agencies) == 1 else get_default_timezone()
    return now.astimezone(zone).date()
