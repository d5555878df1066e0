"""What somebody typed on a page of a draft is saved, by the button or by the script while it is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from services.evaluating import ChangedMeanwhile, draft_of, mark_of, save_text
from services.models import EvaluationDraft
from siwhapik.evaluation.composing import TEXTS, Wanted
from siwhapik.evaluation.contents import PAGES, WHOLE, Page
from siwhapik.evaluation.forms import TextForm
from siwhapik.evaluation.showing import Refused, drafted
from tickets.views.guard import staff_of
from tickets.words import long_words

_PLAIN = "text/plain; charset=utf-8"
_NOT_KEPT = "Naskah belum tersimpan. Tekan “Simpan naskah” untuk melihat sebabnya."
_KEPT_BUT = "{kept}, kecuali {names}: perbaiki dahulu. Isian lain tetap disimpan."
_NONE_KEPT = "Belum tersimpan: perbaiki dahulu {names}. Isian lain tetap disimpan."
_THEIRS = (
    "Belum tersimpan: {by} menyimpan naskah lain. Tekan “Simpan naskah” untuk melihat keduanya."
)


def saved(request: HttpRequest, wanted: Wanted, page: Page) -> HttpResponse:
    """Save the fields of the page, and lead back to it; what cannot be saved stands on the page.

    One that was opened before the report had chapters has all texts, and no mark of them: it is the whole.
    """
    if "seen" not in request.POST and TEXTS.keys() <= request.POST.keys():
        page = PAGES[WHOLE]
    text = draft_of(wanted.agency, wanted.period.code)
    form = TextForm(request.POST, draft=text, names=page.texts)
    if request.headers.get("HX-Request"):
        return _kept(request, wanted, form)
    if not form.is_valid():
        return drafted(request, wanted, page, refused=Refused(form))
    try:
        _save(request, wanted, form)
    except ChangedMeanwhile as changed:
        refused = Refused(
            _over(form, changed.draft), changed.draft, _differing(form, changed.draft)
        )
        return drafted(request, wanted, page, refused=refused)
    messages.success(request, "Naskah tersimpan.")
    return redirect(request.path)


def _save(request: HttpRequest, wanted: Wanted, form: TextForm) -> EvaluationDraft:
    agency, code = wanted.agency, wanted.period.code
    return save_text(agency, code, typed=form.typed, by=staff_of(request), now=wanted.now)


def _kept(request: HttpRequest, wanted: Wanted, form: TextForm) -> HttpResponse:
    """The same without a page, as the script sends it while somebody writes (static/js/autosave.js).

    A field that is refused stays what it was, and is told; the others are saved.
    """
    form.is_valid()
    if "version" in form.errors:
        return HttpResponse(_NOT_KEPT, status=422, content_type=_PLAIN)
    try:
        text = _save(request, wanted, form)
    except ChangedMeanwhile as changed:
        words = _THEIRS.format(by=changed.draft.edited_by)
        return HttpResponse(words, status=409, content_type=_PLAIN)
    return JsonResponse(
        {
            "said": _said(text, form, wanted),
            "version": text.version,
            "seen": mark_of(text, form.names),
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
    later = {"version": theirs.version, "seen": mark_of(theirs, form.names)}
    return TextForm({**form.data.dict(), **later}, draft=theirs, names=form.names)  # type: ignore[attr-defined]  # of a POST, a QueryDict


def _differing(form: TextForm, theirs: EvaluationDraft) -> list[tuple[str, str]]:
    return [
        (TEXTS[name][0], getattr(theirs, name))
        for name in form.names
        if getattr(theirs, name) != form.fields[name].to_python(form.data.get(name, ""))
    ]
