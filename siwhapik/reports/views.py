"""The pages under /laporan/: figures and registers."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.access import Action, agencies_where, can, subordinates_of
from services.models import Agency
from services.offices_below import offices_where, own_and_below
from siwhapik.dashboard.views import today_at
from siwhapik.drawn_content import drawn, drawn_anew, key_of
from siwhapik.number_words import count_words
from siwhapik.paper import ALL, edge_of
from siwhapik.period_form import asks_for_below
from siwhapik.periods import before, span_words
from siwhapik.reports import exporting, listing, taking
from siwhapik.reports.books import MOST_PRINTED, PAGE, Asking, Book
from siwhapik.reports.catalogue import BOOKS, FIGURES, GROUPS, TITLES
from siwhapik.reports.forms import ReportForm
from siwhapik.reports.sheets import Value, words_of
from siwhapik.reports.taken import FORMS, span_of, title_of
from tickets.models import Export, ExportJob
from tickets.views.guard import staff_of, staff_page
from tickets.words import long_words, unbroken

_BOOK = "reports/_book_content.html"
_CHOOSES = Action.MANAGE_STAFF
_LATELY = 20
LONG, PHRASE = 40, 20  # characters that need a wide column, and a wider one than their longest word


@staff_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What reports there are for this person, and the last files that were taken."""
    staff = staff_of(request)
    figures = FIGURES if can(staff, Action.SEE_FIGURES) else {}
    groups = {
        title: {code: one for code, one in books.items() if can(staff, one.action)}
        for title, books in GROUPS.items()
    }
    documents = can(staff, Action.SEE_EVALUATION)
    if not figures and not any(groups.values()):
        raise PermissionDenied
    leads = list(agencies_where(staff, Action.SEE_LOGS))
    taken = Export.objects.of_offices([one.pk for one in leads]).select_related("staff", "agency")
    context = {
        "figures": figures,
        "groups": groups,
        "taken": [_told(one, leads[0]) for one in taken[:_LATELY]] if leads else [],
        "documents": documents,
        "under_way": ExportJob.objects.of(staff)[:5],
        "asks": can(staff, Action.TEACH_BOT),
        "records": can(staff, Action.SEE_RECORDS),
        "outages": can(staff, Action.SEE_OUTAGES),
        "subordinates": subordinates_of(staff).exists(),
    }
    return render(request, "reports/index.html", context)


def _of_what(export: Export) -> str:
    """Which report of which days was taken."""
    return f"{title_of(export.report, TITLES)}, {span_of(export.asked)}"


def _told(export: Export, agency: Agency) -> dict[str, Any]:
    """A line of what was taken lately; its time by the clock of the office, of several of the reader's."""
    return {
        "when": unbroken(long_words(export.at, (export.agency or agency).zone)),
        "who": str(export.staff),
        "what": _of_what(export),
        "form": FORMS.get(export.form, export.form),
        "rows": count_words(export.rows),
    }


@staff_page
@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponseBase:
    """One report of figures: as a page, or its tables as a file."""
    report, now = FIGURES.get(code), timezone.now()
    if report is None:
        raise Http404
    agencies, below = own_and_below(staff_of(request), Action.SEE_FIGURES)
    if not agencies:
        raise PermissionDenied
    make_form = partial(_form, request, agencies, now=now, below=below, reader=staff_of(request))
    if (as_file := request.GET.get("bentuk")) in exporting.FORMS:
        form = make_form()
        tables = report.tables(report.asked(staff_of(request), form, now=now))
        return taking.figures_file(request, code, tables=tables, form=form, as_file=as_file)
    seen = [*agencies, *(below if asks_for_below(request.GET) else ())]
    found = drawn(
        "reports/_figures_content.html",
        key=key_of(request, agencies=seen, now=now, also=bool(below)),
        make=lambda: _figures_context(request, code, form=make_form(), now=now),
    )
    context = {"title": report.title, **found._asdict()}
    return render(request, "reports/figures.html", context)


def _figures_context(
    request: HttpRequest, code: str, *, form: ReportForm, now: dt.datetime
) -> dict[str, Any]:
    report = FIGURES[code]
    question = report.asked(staff_of(request), form, now=now)
    tables = report.tables(question)
    return {
        **_head(form, title=report.title, now=now),
        "signing": _signing(request, form),
        "tables": tables,
        "lists_less": question.lists_less,
        "is_recut": question.figures.made.is_recut,
        "csv": [(table.title, _file(request, "csv", tabel=table.code)) for table in tables],
        "xlsx": _file(request, "xlsx"),
        "recognition": _recognition(request, code, form),
        **_comparison(request, code, form),
        "keeps": code if can(staff_of(request), Action.KEEP_BASELINE) else "",
    }


def _comparison(request: HttpRequest, code: str, form: ReportForm) -> dict[str, Any]:
    """The way to the promise beside that of the span before."""
    if code != "janji" or form.below or form.is_compared:
        return {}
    return {
        "compare": {
            "label": before(form.period).label,
            "url": listing.address(request.GET, banding="ya"),
        }
    }


def _recognition(request: HttpRequest, code: str, form: ReportForm) -> str:
    """The slug of the office whose criteria for recognition this person chooses; "" for none."""
    may = code == "beban" and form.agency and can(staff_of(request), _CHOOSES, form.agency)
    return form.agency.slug if form.agency and may else ""


@staff_page
@require_safe
def book(request: HttpRequest, code: str) -> HttpResponseBase:
    """One list: a page of it, all of it to be printed, or a file."""
    asked, now = BOOKS[code], timezone.now()
    agencies = _agencies(request, asked.action)
    if (as_file := request.GET.get("bentuk")) in exporting.FORMS:
        form = _form(request, agencies, now=now, asks=asked.asks)
        return taking.book_file(request, asked, form=form, as_file=as_file)
    found = (
        drawn_anew(_BOOK, _book_context(request, asked, agencies=agencies, now=now))
        if asked.is_drawn_anew or _prints(request)
        else drawn(
            _BOOK,
            key=key_of(request, agencies=agencies, now=now),
            make=lambda: _book_context(request, asked, agencies=agencies, now=now),
        )
    )
    return render(request, "reports/book.html", {"title": asked.title, **found._asdict()})


def _book_context(
    request: HttpRequest, book: Book, *, agencies: list[Agency], now: dt.datetime
) -> dict[str, Any]:
    form, staff = _form(request, agencies, now=now, asks=book.asks), staff_of(request)
    found = book.listed(Asking(staff, request.GET, form))
    prints = _prints(request)
    most = MOST_PRINTED if prints else PAGE
    begun = found.rows if prints else book.after(found.rows, request.GET.get("sesudah", ""))
    rows = book.page_of(begun, reader=staff, most=most + 1)
    shown, is_more = rows[:most], len(rows) > most
    if book.is_watched or prints:
        how = exporting.PRINT if prints else exporting.LOOK
        taking.write_down(request, book.code, form=form, as_file=how, rows=len(shown))
    mark = shown[-1]["mark"] if is_more else ""
    return {
        **_head(form, title=book.title, now=now),
        # A page of it is no register: only what holds all rows is signed.
        "signing": _signing(request, form) if prints and not is_more else None,
        "book": book,
        "narrowed": found.narrowed,
        "counted": book.count_words(found, now=now),
        "rows": [_shown(row) for row in shown],
        "more_url": listing.address(request.GET, sesudah=mark) if is_more else "",
        "is_cut": prints and is_more,
        "print_url": listing.address(request.GET, cetak="1"),
        "csv": [("", _file(request, "csv"))],
        "xlsx": _file(request, "xlsx"),
    }


def _prints(request: HttpRequest) -> bool:
    """Whether all rows are asked for, for paper: they leave the product then, and that is written down each time."""
    return "cetak" in request.GET


def _agencies(request: HttpRequest, action: Action) -> list[Agency]:
    """The offices where this person may see it; 403 where there are none."""
    agencies = offices_where(staff_of(request), action)
    if not agencies:
        raise PermissionDenied
    return agencies


def _form(
    request: HttpRequest,
    agencies: list[Agency],
    *,
    now: dt.datetime,
    asks: type[ReportForm] = ReportForm,
    **more: Any,
) -> ReportForm:
    """What is asked for of these offices."""
    return asks(request.GET.dict(), agencies=agencies, today=today_at(agencies, now), **more)


def _head(form: ReportForm, *, title: str, now: dt.datetime) -> dict[str, Any]:
    """What every report says on top, also on paper."""
    office = form.agency.name if form.agency else ALL
    below = bool(form.below)
    zone = form.agency.zone if form.agency else timezone.get_default_timezone()
    return {
        "form": form,
        "title": title,
        "edge": edge_of(title, agency=form.agency, period=form.period, below=below),
        "office": office,
        "period": form.period,
        "span": span_words(form.period),
        "narrowed": form.told,
        "printed": long_words(now, ZoneInfo(str(zone))),
        "signing": None,
    }


def _signing(request: HttpRequest, form: ReportForm) -> dict[str, str] | None:
    """Where the head of the only office signs what was printed."""
    if form.agency is None:
        return None
    return {
        "title": form.agency.head_title or "Kepala",
        "office": form.agency.name,
        "reader": staff_of(request).full_name,
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row for the template: the number, and (text, its CSS class) for each other cell."""
    number, *rest = row["values"]
    cells = [(words_of(value), _look(value)) for value in rest]
    return {"number": words_of(number), "url": row["url"], "cells": cells}


def _look(value: Value) -> str:
    """How wide a cell has to be: a moment, or words of some length."""
    if isinstance(value, dt.datetime):
        return "report-when"
    if not isinstance(value, str) or " " not in value or len(value) <= PHRASE:
        return ""
    return "report-words" if len(value) > LONG else "report-phrase"


def _file(request: HttpRequest, as_file: str, **more: str) -> str:
    return listing.address(request.GET, bentuk=as_file, **more)
