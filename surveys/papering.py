"""Stores surveys on paper: all forms of a file or none, with who brought them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from services import access
from services.access import Action
from services.models import Agency, Staff
from surveys.asking import asked_by
from surveys.flagging import mark_all
from surveys.models import Answer, PaperEntry, Questionnaire, Response, SurveyPeriod
from surveys.paper_import import PaperForm
from surveys.ways import Way
from tickets.desk.base import Refused


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where forms come from: a file, or one showing of the form that an officer types into."""

    filename: str = ""
    digest: str = ""
    once: str = ""


@transaction.atomic
def enter(
    agency: Agency, *, forms: Sequence[PaperForm], source: Source, by: Staff, now: dt.datetime
) -> PaperEntry | None:
    """Store them. None where this showing was stored already. Raises Refused, and nothing is stored."""
    # A period of the office is not closed between the look at it and the writing.
    list(Agency.objects.select_for_update(no_key=True).filter(pk=agency.pk))
    if not access.can(by, Action.ENTER_PAPER, agency):
        raise Refused("Anda tidak berhak memasukkan formulir kertas. Minta penyelia.")
    if source.once and Response.objects.filter(once=source.once).exists():
        return None
    if source.digest and agency.paper_entries.filter(digest=source.digest).exists():
        raise Refused("Berkas yang sama sudah pernah dimasukkan, jadi tidak disimpan lagi.")
    questionnaire = questionnaire_of_paper(agency, now=now)
    for day in sorted({form.filled_on for form in forms}):
        _must_be_open(agency, day, questionnaire)
    entry: PaperEntry = PaperEntry.objects.create(
        agency=agency,
        at=now,
        by=by,
        rows=len(forms),
        filename=source.filename[:200],
        digest=source.digest,
    )
    _write(entry, forms, questionnaire, source.once)
    return entry


def questionnaire_of_paper(agency: Agency, *, now: dt.datetime) -> Questionnaire:
    """What the office asks now; paper of another questionnaire is not taken."""
    return asked_by(agency, day=now.astimezone(agency.zone).date())


def _must_be_open(agency: Agency, day: dt.date, questionnaire: Questionnaire) -> None:
    begun = SurveyPeriod.objects.begun().filter(agency=agency)
    period = begun.filter(starts_on__lte=day, ends_on__gte=day).first()
    if period is None:
        return
    if period.is_done:
        raise Refused(
            f"Tanggal {day:%d-%m-%Y} ada dalam periode {period.name}, yang sudah ditutup: jawabannya "
            "tidak akan dihitung. Buka kembali periode itu dahulu. Tidak ada yang disimpan."
        )
    if period.questionnaire_id != questionnaire.pk:
        raise Refused(
            f"Tanggal {day:%d-%m-%Y} ada dalam periode {period.name}, yang memakai kuesioner lain. "
            "Tidak ada yang disimpan."
        )


def _write(
    entry: PaperEntry, forms: Sequence[PaperForm], questionnaire: Questionnaire, once: str
) -> None:
    elements = {one.code: one for one in questionnaire.elements.all()}
    if any(form.values.keys() != elements.keys() for form in forms):
        raise Refused("Kuesioner baru saja berganti. Muat ulang halaman ini, lalu coba lagi.")
    responses = Response.objects.bulk_create(
        [
            Response(
                way=Way.PAPER,
                entry=entry,
                once=once or None,
                questionnaire=questionnaire,
                agency=entry.agency,
                service=form.service,
                submitted_at=entry.at,
                submitted_on=form.filled_on,
                comment=form.comment,
                **form.profile,
            )
            for form in forms
        ]
    )
    Answer.objects.bulk_create(
        (
            Answer(response=response, element=elements[code], value=value)
            for response, form in zip(responses, forms, strict=True)
            for code, value in form.values.items()
        ),
        batch_size=2000,
    )
    mark_all({one: list(form.values.values()) for one, form in zip(responses, forms, strict=True)})
