"""The list of an office's evaluation reports, and one while it is a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from services.access import Action, agencies_where
from services.evaluating import ChangedMeanwhile, Typed, draft_of, save_text, signed_before
from services.models import Agency, EvaluationDraft, SignedEvaluation
from siwhapik.evaluation import filing, reaching, spans
from siwhapik.evaluation.composing import TEXTS, Wanted, chapters, content_of
from siwhapik.evaluation.drawing import drawn_chapters
from siwhapik.evaluation.forms import TextForm
from siwhapik.evaluation.printing import TITLE
from siwhapik.paper import edge_of
from siwhapik.periods import Period, span_words
from tickets.models import Ticket
from tickets.views.guard import posted, staff_of, staff_page
from tickets.words import long_words

_LATELY = 50  # signed reports in the list over several offices
_PLAIN = "text/plain; charset=utf-8"
_NOT_KEPT = "Naskah belum tersimpan. Tekan “Simpan naskah” untuk melihat sebabnya."
_KEPT_BUT = "{kept}, kecuali {names}: perbaiki dahulu. Isian lain tetap disimpan."
_NONE_KEPT = "Belum tersimpan: perbaiki dahulu {names}. Isian lain tetap disimpan."
_THEIRS = (
    "Belum tersimpan: {by} menyimpan naskah lain. Tekan “Simpan naskah” untuk melihat keduanya."
)


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Which spans of an office have a report, and how far it is; over several offices, what was signed."""
    offices = list(agencies_where(staff_of(request), Action.SEE_EVALUATION).order_by("name"))
    if not offices:
        raise PermissionDenied
    slug = request.GET.get("instansi", "")
    agency = next((one for one in offices if one.slug == slug), None)
    if agency is None and len(offices) == 1:
        agency = offices[0]
    context: dict[str, Any] = {"offices": offices, "agency": agency}
    if agency is None:
        rows = SignedEvaluation.objects.of_offices(offices).without_papers()
        today = timezone.now().date()
        context["signed"] = [(one, spans.label_of(one.code, today)) for one in rows[:_LATELY]]
    else:
        context |= {
            "groups": _groups(agency, now=timezone.now()),
            "may_set_up": reaching.may(request, Action.WRITE_EVALUATION, agency),
            "running": spans.running(timezone.now().astimezone(agency.zone).date()),
        }
    return render(request, "evaluation/list.html", context)


def _groups(agency: Agency, *, now: dt.datetime) -> list[tuple[str, list[dict[str, Any]]]]:
    """The spans, each with its draft and its newest signature: three queries."""
    today = now.astimezone(agency.zone).date()
    drafts = EvaluationDraft.objects.filter(agency=agency, version__gt=0)
    edited = {one.code: one for one in drafts.select_related("edited_by")}
    rows = SignedEvaluation.objects.filter(agency=agency).without_papers().order_by("revision")
    signed = {one.code: one for one in rows}
    since = Ticket.objects.first_day_of(agency)
    return [
        (
            title,
            [
                {
                    "period": period,
                    "is_over": period.last < today,
                    "draft": edited.get(period.code),
                    "signed": signed.get(period.code),
                }
                for period in periods
            ],
        )
        for title, periods in spans.offered(today, since=since, kept=edited.keys() | signed.keys())
    ]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The report as it is counted now, with the office's own text."""
    wanted = reaching.wanted(request, slug, code)
    may_write = reaching.may(request, Action.WRITE_EVALUATION, wanted.agency)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    text = draft_of(wanted.agency, code)
    form = TextForm(posted(request), draft=text)
    if request.method == "POST" and request.headers.get("HX-Request"):
        return _kept(request, wanted, form)
    theirs: EvaluationDraft | None = None
    if form.is_valid():
        typed = Typed(texts=form.texts, version=form.cleaned_data["version"])
        try:
            save_text(wanted.agency, code, typed=typed, by=staff_of(request), now=wanted.now)
        except ChangedMeanwhile as changed:
            theirs = changed.draft
            form = _over(form, theirs)
        else:
            messages.success(request, "Naskah tersimpan.")
            return redirect(request.path)
    is_refused = theirs is not None or bool(form.errors)
    context = _draft_context(request, wanted, text=text) | {
        "form": form,
        "may_write": may_write,
        "theirs": theirs,
        "their_texts": _differing(form, theirs),
    }
    status = 409 if theirs is not None else 422 if is_refused else 200
    return render(request, "evaluation/draft.html", context, status=status)


def _kept(request: HttpRequest, wanted: Wanted, form: TextForm) -> HttpResponse:
    """The same without a page, as the script sends it while somebody writes (static/js/autosave.js).

    A field that is refused stays what it was, and is told; the others are saved.
    """
    form.is_valid()
    if "version" in form.errors:
        return HttpResponse(_NOT_KEPT, status=422, content_type=_PLAIN)
    version = form.cleaned_data["version"]
    typed = Typed(texts=form.texts, version=version, is_part=bool(form.errors))
    try:
        text = save_text(
            wanted.agency, wanted.period.code, typed=typed, by=staff_of(request), now=wanted.now
        )
    except ChangedMeanwhile as changed:
        words = _THEIRS.format(by=changed.draft.edited_by)
        return HttpResponse(words, status=409, content_type=_PLAIN)
    return JsonResponse(
        {
            "said": _said(text, form, wanted),
            "version": text.version,
            "errors": {name: " ".join(map(str, errors)) for name, errors in form.errors.items()},
        }
    )


def _said(text: EvaluationDraft, form: TextForm, wanted: Wanted) -> str:
    at = long_words(text.edited_at, wanted.agency.zone) if text.edited_at else ""
    names = ", ".join(f"“{TEXTS[name][0]}”" for name in form.errors)
    if not names:
        return f"Tersimpan {at or long_words(wanted.now, wanted.agency.zone)}"
    if not at:
        return _NONE_KEPT.format(names=names)
    return _KEPT_BUT.format(kept=f"Tersimpan {at}", names=names)


def _over(form: TextForm, theirs: EvaluationDraft) -> TextForm:
    """What was typed, over the colleague's version: it is shown beside it, and saved only on purpose."""
    return TextForm({**form.data.dict(), "version": theirs.version}, draft=theirs)  # type: ignore[attr-defined]  # of a POST, a QueryDict


def _differing(form: TextForm, theirs: EvaluationDraft | None) -> list[tuple[str, str]]:
    if theirs is None:
        return []
    return [
        (TEXTS[name][0], getattr(theirs, name))
        for name in TEXTS
        if getattr(theirs, name) != form.fields[name].to_python(form.data.get(name, ""))
    ]


def _draft_context(
    request: HttpRequest, wanted: Wanted, *, text: EvaluationDraft
) -> dict[str, Any]:
    revision = signed_before(wanted.agency, wanted.period.code)
    may_sign = reaching.may(request, Action.SIGN_EVALUATION, wanted.agency)
    return {
        **head(wanted.agency, wanted.period),
        "chapters": drawn_chapters(request, wanted),
        "text": text,
        "texts": {name: getattr(text, name) for name in TEXTS},
        "counted": long_words(wanted.now, wanted.agency.zone),
        "is_over": wanted.is_over,
        "revision": revision,
        "may_sign": may_sign and wanted.is_over,
    }


def head(agency: Agency, period: Period) -> dict[str, Any]:
    """What the pages of one report say on top."""
    edge = edge_of(TITLE, agency=agency, period=period)
    return {"agency": agency, "period": period, "span": span_words(period), "edge": edge}


@staff_page
@require_safe
def draft_file(request: HttpRequest, slug: str, code: str, form: str) -> HttpResponseBase:
    """The draft as PDF or XLSX, counted now."""
    wanted = reaching.wanted(request, slug, code)
    letterhead = reaching.letterhead_of(wanted.agency)
    content = content_of(
        wanted, draft_of(wanted.agency, code), chapters(wanted), letterhead=letterhead
    )
    filing.write_down(request, content, agency=wanted.agency, form=form, now=wanted.now)
    if form == filing.XLSX:
        return filing.workbook_of(request, content, agency=wanted.agency, now=wanted.now)
    logo = bytes(letterhead.logo) if letterhead else b""
    return filing.draft_pdf(request, content, agency=wanted.agency, logo=logo)
