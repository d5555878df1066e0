"""A page of a draft: one chapter or the whole report, with the office's own text."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from services.access import Action
from services.models import Agency, EvaluationDraft
from siwhapik.evaluation import reaching
from siwhapik.evaluation.composing import TEXTS, Wanted
from siwhapik.evaluation.contents import Page, contents_of
from siwhapik.evaluation.drawing import drawn_chapters
from siwhapik.evaluation.forms import TextForm
from siwhapik.evaluation.printing import TITLE
from siwhapik.evaluation.standing import standing_of
from siwhapik.paper import edge_of
from siwhapik.periods import Period, span_words
from tickets.words import long_words


class Refused(NamedTuple):
    """What was typed and not saved: with the reason at its fields, or beside a colleague's later text."""

    form: TextForm
    theirs: EvaluationDraft | None = None
    their_texts: list[tuple[str, str]] = []


def head(agency: Agency, period: Period) -> dict[str, Any]:
    """What the pages of one report say on top."""
    edge = edge_of(TITLE, agency=agency, period=period)
    return {"agency": agency, "period": period, "span": span_words(period), "edge": edge}


def drafted(
    request: HttpRequest, wanted: Wanted, page: Page, *, refused: Refused | None = None
) -> HttpResponse:
    """The page as it is now; 409 over a colleague's later text, 422 where a field is refused."""
    standing, agency = standing_of(wanted, page), wanted.agency
    text, may_write = standing.text, reaching.may(request, Action.WRITE_EVALUATION, agency)
    form = refused.form if refused else None
    if form is None and may_write and page.texts:
        form = TextForm(None, draft=text, names=page.texts)
    context = head(agency, wanted.period) | {
        "page": page,
        "contents": contents_of(wanted, page),
        "chapters": drawn_chapters(request, wanted, page, beside=standing.beside),
        "text": text,
        "texts": {name: getattr(text, name) for name in TEXTS},
        "form": form,
        "theirs": refused.theirs if refused else None,
        "their_texts": refused.their_texts if refused else [],
        "counted": long_words(wanted.now, agency.zone),
        "is_over": wanted.is_over,
        "revision": standing.revision,
        "may_sign": wanted.is_over and reaching.may(request, Action.SIGN_EVALUATION, agency),
        "may_set_up": may_write,
        "may_record": reaching.may(request, Action.KEEP_RECORDS, agency),
    }
    status = 200 if refused is None else 409 if refused.theirs else 422
    return render(request, "evaluation/draft.html", context, status=status)
