"""Signing an evaluation report, and the report as it was signed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from services.access import Action
from services.evaluating import NotSigned, Signing, draft_of, sign, signed_before, signed_with
from services.models import Agency, EvaluationDraft, SignedEvaluation
from siwhapik.evaluation import filing, reaching
from siwhapik.evaluation.coding import table_of
from siwhapik.evaluation.composing import (
    TEXTS,
    Chapter,
    Wanted,
)
from siwhapik.evaluation.drawing import drawn_chapter
from siwhapik.evaluation.forms import SignForm
from siwhapik.evaluation.papers import papers_of
from siwhapik.evaluation.printing import period_of
from siwhapik.evaluation.showing import head
from siwhapik.evaluation.typesetting import NotSet
from surveys.frozen import checksum_of
from tickets.models import FigureProgress, Ticket
from tickets.views.guard import posted, staff_page
from tickets.views.verbs import new_form_key
from tickets.words import day_words, long_words

_NOT_OVER = (
    "Rentang ini belum berakhir. Laporan dapat ditandatangani setelah hari terakhirnya lewat."
)
_RECUT = (
    "Angka kantor ini sedang dihitung ulang menurut zona waktu yang baru, jadi belum ada yang ditandatangani. "
    "Coba lagi setelah pemberitahuan itu hilang dari dasbor."
)
_NOT_SET = (
    "PDF belum dapat dibuat, jadi belum ada yang ditandatangani. Coba lagi beberapa saat lagi."
)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say what a signature does, ask who signs, and freeze the report."""
    wanted = reaching.wanted(request, slug, code, Action.SIGN_EVALUATION)
    if not wanted.is_over:
        messages.error(request, _NOT_OVER)
        return redirect("evaluation:draft", slug, code)
    draft = draft_of(wanted.agency, code)
    newest = signed_before(wanted.agency, code)
    form = SignForm(
        posted(request),
        is_revision=_is_revision(request, newest),
        initial=_initial(wanted, draft, newest),
    )
    if form.is_valid():
        try:
            made = _signed(wanted, draft, form)
        except (NotSigned, NotSet) as refused:
            form.add_error(None, _NOT_SET if isinstance(refused, NotSet) else str(refused))
        else:
            messages.success(request, "Laporan ditandatangani. Angka dan naskahnya kini tetap.")
            return redirect("evaluation:signed", slug, code, made.revision)
    empty = [label for name, (label, _) in TEXTS.items() if not getattr(draft, name).strip()]
    since = newest > 0 and str(form["signed_before"].value()) != str(newest)
    context = head(wanted.agency, wanted.period) | {
        "form": form,
        "empty": empty,
        "newest": newest,
        "was_signed_since": since,
        "too_early": _too_early(wanted),
    }
    return render(request, "evaluation/sign.html", context, status=422 if form.errors else 200)


def _too_early(wanted: Wanted) -> str:
    """What an office is told that signs zeros of days before its first ticket; "" where there may be tickets."""
    first = Ticket.objects.first_day_of(wanted.agency)
    if first is None:
        return "Kantor ini belum menerima tiket"
    return (
        f"Tiket pertama kantor ini masuk {day_words(first)}" if first > wanted.period.last else ""
    )


def _is_revision(request: HttpRequest, newest: int) -> bool:
    """As the form said that was filled in: a second click comes when the first has signed."""
    said = request.POST.get("signed_before", "")
    # Zeros mean none; how many digits follow does not matter, and Python counts only so many.
    return bool(said.strip("0")) if said.isascii() and said.isdecimal() else newest > 0


def _initial(wanted: Wanted, draft: EvaluationDraft, newest: int) -> dict[str, Any]:
    letterhead = reaching.letterhead_of(wanted.agency)
    usual = {
        "place": letterhead.place if letterhead else "",
        "position": wanted.agency.head_title or wanted.reader.position,
        "name": str(wanted.reader),
    }
    return {
        **usual,
        **signed_with(wanted.agency, wanted.reader),
        "version": draft.version,
        "signed_before": newest,
        "form_key": new_form_key(),
    }


def _signed(wanted: Wanted, draft: EvaluationDraft, form: SignForm) -> SignedEvaluation:
    _must_not_be_recut(wanted.agency)
    data = form.cleaned_data
    signing = Signing(
        form_key=data["form_key"],
        version=data["version"],
        signed_before=data["signed_before"],
        reason=data.get("reason", ""),
    )
    papers = papers_of(
        wanted,
        draft,
        signature=form.signature,
        reason=signing.reason,
        revision=signing.signed_before + 1,
    )
    _must_not_be_recut(wanted.agency)  # counting and setting took seconds
    return sign(draft, papers=papers, signing=signing, by=wanted.reader, now=wanted.now)


def _must_not_be_recut(agency: Agency) -> None:
    """Refuse where days are cut anew, or where the office got another zone since it was read here."""
    same_zone = Agency.objects.filter(pk=agency.pk, timezone=agency.timezone)
    if not same_zone.exists() or FigureProgress.objects.recut_of(agency).exists():
        raise NotSigned(_RECUT)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


@staff_page
@require_safe
def signed(request: HttpRequest, slug: str, code: str, revision: int) -> HttpResponse:
    """The report as it was signed: nothing on this page is counted anew."""
    found = reaching.signed(request, slug, code, revision)
    return render(request, "evaluation/signed.html", _signed_context(request, found))


def _signed_context(request: HttpRequest, found: SignedEvaluation) -> dict[str, Any]:
    content = found.content
    rows = SignedEvaluation.objects.filter(agency=found.agency, code=found.code)
    others = rows.without_papers().order_by("-revision")
    return {
        **head(found.agency, period_of(content["span"])),
        "found": found,
        "chapters": [
            drawn_chapter(
                Chapter(one["title"], tuple(one["texts"]), tuple(map(table_of, one["tables"])))
            )
            for one in content["chapters"]
        ],
        "texts": content["texts"],
        "signature": content["signature"],
        "signed_at": long_words(found.signed_at, found.agency.zone),
        "revisions": [one for one in others if one.revision != found.revision],
        "newest": max(one.revision for one in others),
        "holds": _holds(found),
        "may_revise": reaching.may(request, Action.SIGN_EVALUATION, found.agency),
    }


def _holds(found: SignedEvaluation) -> bool:
    """Whether what is stored is still what was signed, computed again."""
    content = checksum_of(found.content) == found.checksum
    return content and _digest(bytes(found.pdf)) == found.pdf_checksum


@staff_page
@require_safe
def signed_file(
    request: HttpRequest, slug: str, code: str, revision: int, form: str
) -> HttpResponseBase:
    """The signed PDF, byte for byte, or its tables as XLSX."""
    found = reaching.signed(request, slug, code, revision)
    now = timezone.now()
    filing.write_down(request, found.content, agency=found.agency, form=form, now=now)
    if form == filing.XLSX:
        return filing.workbook_of(
            request, found.content, agency=found.agency, now=now, signed=found
        )
    return filing.signed_pdf(found)


@staff_page
@require_POST
def check(request: HttpRequest, slug: str, code: str, revision: int) -> HttpResponse:
    """Tell whether a PDF that somebody has is the one that was signed; the file is not kept."""
    found = reaching.signed(request, slug, code, revision)
    file = request.FILES.get("berkas")
    if file is None or not file.size or file.size > settings.REPORT_MAX_BYTES:
        verdict = "Pilih berkas PDF laporan yang akan diperiksa, paling besar 30 MB."
        messages.error(request, verdict)
    elif _digest(file.read()) == found.pdf_checksum:
        messages.success(request, "Sama: berkas ini laporan yang ditandatangani, tanpa perubahan.")
    else:
        messages.error(
            request,
            "Berbeda: berkas ini bukan laporan yang ditandatangani pada revisi ini, atau sudah diubah.",
        )
    return redirect("evaluation:signed", slug, code, revision)
