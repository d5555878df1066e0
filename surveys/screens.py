"""One question a screen: what stands on each, and which it leads to.

All screens are in one page; a style sheet shows the one that the address names after "#", so answers
stay where they are on the way forward and back, without any script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest

from services.models import Agency

LAST = "akhir"  # about the respondent, the comment and the button
_ASKED = {"satu": Agency.SurveyScreens.EACH, "semua": Agency.SurveyScreens.PAGE}


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen; `back` and `next` are the ids of its neighbours, empty at the ends."""

    id: str
    field: forms.BoundField | None
    number: int
    back: str
    next: str
    is_first: bool


def how_shown(request: HttpRequest, agency: Agency) -> str:
    """As the reader asks with `tampil`, else as the office chose."""
    return _ASKED.get(request.GET.get("tampil", ""), Agency.SurveyScreens(agency.survey_screens))


def screens_of(fields: Sequence[forms.BoundField]) -> list[Screen]:
    """A screen for each field, and the last one; the first is the one that has to be mended, if any."""
    ids = [*(field.auto_id for field in fields), LAST]
    wrong = (number for number, field in enumerate(fields) if field.errors)
    first = next(wrong, len(fields) if any(one.form.errors for one in fields[:1]) else 0)
    return [
        Screen(
            id=one,
            field=fields[number] if number < len(fields) else None,
            number=number + 1,
            back=ids[number - 1] if number else "",
            next=ids[number + 1] if number + 1 < len(ids) else "",
            is_first=number == first,
        )
        for number, one in enumerate(ids)
    ]
