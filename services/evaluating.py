"""Writes an office's evaluation report: its own text while it is a draft, and the row that is signed.

Who may, the views ask `services.access`. What the figures say is made before and handed in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from services.models import Agency, EvaluationDraft, SignedEvaluation, Staff


class ChangedMeanwhile(Exception):
    """A colleague saved another text since this person's page was drawn."""

    def __init__(self, draft: EvaluationDraft) -> None:
        super().__init__(draft.version)
        self.draft = draft


class NotSigned(Exception):
    """The report cannot be signed as it is; the text says why, for the person who tried."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The office's text as somebody typed it over a version. `is_part`: a field of the page was refused, and stays
    what it was. `seen`: the mark (`mark_of`) of the page's fields as it showed them.
    """

    texts: Mapping[str, str]
    version: int
    is_part: bool = False
    fields: tuple[str, ...] = ()
    seen: str = ""


@dataclass(frozen=True, kw_only=True)
class Papers:
    """What is frozen: figures and text as JSON, the PDF, and the checksum of each."""

    content: Mapping[str, Any]
    checksum: str
    pdf: bytes
    pdf_checksum: str


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What the signer saw: version of the text, and how many times it was signed before."""

    form_key: str
    version: int
    signed_before: int
    reason: str = ""


def draft_of(agency: Agency, code: str) -> EvaluationDraft:
    """The office's text for the span; an empty one that is not stored where nobody wrote yet."""
    found = EvaluationDraft.objects.select_related("edited_by").filter(agency=agency, code=code)
    return found.first() or EvaluationDraft(agency=agency, code=code)


def mark_of(draft: EvaluationDraft, fields: Iterable[str]) -> str:
    """Another word whenever one of these fields says something else."""
    texts = json.dumps([getattr(draft, name) for name in fields])
    return hashlib.sha256(texts.encode()).hexdigest()


def save_text(
    agency: Agency, code: str, *, typed: Typed, by: Staff, now: dt.datetime
) -> EvaluationDraft:
    """Save the text that was typed over that version. Raises ChangedMeanwhile, and saves nothing.

    The page's text once more, as a second click sends it, changes nothing. Where a field was refused it is never
    taken for the same: a colleague may have changed just that, and the next version would be saved over it.
    What was saved into other chapters meanwhile hinders nobody, if the page's own fields are as they were seen.
    """
    with transaction.atomic():
        EvaluationDraft.objects.get_or_create(agency=agency, code=code)
        locked = EvaluationDraft.objects.select_for_update(no_key=True)
        draft = locked.get(agency=agency, code=code)
        is_as_seen = draft.version == typed.version or typed.seen == mark_of(draft, typed.fields)
        is_same = all(getattr(draft, name) == text for name, text in typed.texts.items())
        if is_same and (is_as_seen or not typed.is_part):
            return draft
        if not is_as_seen:
            raise ChangedMeanwhile(draft)
        for name, text in typed.texts.items():
            setattr(draft, name, text)
        draft.version += 1
        draft.edited_by = by
        draft.edited_at = now
        draft.save()
    return draft


def signed_before(agency: Agency, code: str) -> int:
    """The number of the newest revision; 0 where nothing was signed."""
    rows = SignedEvaluation.objects.filter(agency=agency, code=code)
    return rows.aggregate(newest=Max("revision"))["newest"] or 0


def signed_with(agency: Agency, by: Staff) -> dict[str, str]:
    """Place, position, name and NIP as this person last signed for the office; empty for the first time."""
    rows = SignedEvaluation.objects.filter(agency=agency, signed_by=by).defer("pdf")
    last = rows.order_by("-signed_at", "-pk").first()
    return dict(last.content["signature"]) if last else {}


def sign(
    draft: EvaluationDraft, *, papers: Papers, signing: Signing, by: Staff, now: dt.datetime
) -> SignedEvaluation:
    """Freeze the report as its next revision. Raises NotSigned where something changed since it was
    looked at. The same form once more finds the row that it made.
    """
    agency, code = draft.agency, draft.code
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        made: SignedEvaluation | None = SignedEvaluation.objects.filter(
            form_key=signing.form_key, signed_by=by, agency=agency, code=code
        ).first()
        if made is not None:
            return made
        _must_be_unchanged(agency, code, signing)
        return SignedEvaluation.objects.create(
            agency=agency,
            code=code,
            revision=signing.signed_before + 1,
            reason=signing.reason,
            content=dict(papers.content),
            checksum=papers.checksum,
            pdf=papers.pdf,
            pdf_checksum=papers.pdf_checksum,
            signed_by=by,
            signed_at=now,
            form_key=signing.form_key,
        )


def _must_be_unchanged(agency: Agency, code: str, signing: Signing) -> None:
    if signed_before(agency, code) != signing.signed_before:
        raise NotSigned(
            "Laporan ini sudah ditandatangani sejak halaman ini dibuka. Buka yang ditandatangani itu dahulu."
        )
    if draft_of(agency, code).version != signing.version:
        raise NotSigned(
            "Naskahnya diubah rekan sejak halaman ini dibuka. Baca lagi naskahnya, lalu tanda tangani."
        )
