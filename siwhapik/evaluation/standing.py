"""What is read of a draft at each look, in one way to the database: the office's text, whether the report was signed,
and what tells that chapters have to be counted anew.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import models

from services import rows
from services.models import EvaluationDraft, RecordChange, SignedEvaluation, Staff
from services.rows import Statement
from siwhapik.evaluation.beside import IS_SPECIAL
from siwhapik.evaluation.composing import TEXTS, Wanted
from siwhapik.evaluation.contents import Page
from surveys.models import (
    FollowUpPlan,
    PeriodStep,
    ProgressReport,
    Questionnaire,
    Recommendation,
    Response,
    SurveyPeriod,
)
from tickets.figures import statements
from tickets.models import AccessLog, OutageChange


def _newest(model: type[models.Model]) -> str:
    return " ".join(("(SELECT MAX(id) FROM", f"{model._meta.db_table})"))


# What each chapter shows beside tickets, and beside what the office's counter is bumped for. Rows are only ever added to
# these tables, so the newest one tells of a change. Survey periods are looked at as they are (`_HAS_PERIODS`).
STANDS_ON: dict[str, tuple[str, ...]] = {
    "ringkasan": (
        _newest(OutageChange),
        " ".join(("(SELECT MAX(at) FROM", AccessLog._meta.db_table, "WHERE", f"{IS_SPECIAL})")),
    ),
    "janji": (_newest(OutageChange),),
    "beban": (_newest(AccessLog),),  # who opened which file
    "kepuasan": tuple(
        map(
            _newest,
            (FollowUpPlan, PeriodStep, ProgressReport, Questionnaire, Recommendation, Response),
        )
    ),
    "kegiatan": (_newest(RecordChange),),
}
_HAS_PERIODS = "kepuasan"
_FIELDS = (*TEXTS, "version", "edited_at")
_TEXT = " ".join(
    (
        "SELECT",
        ", ".join(f"draft.{name}" for name in _FIELDS),
        ", who.full_name, who.username FROM",
        f"{EvaluationDraft._meta.db_table} draft LEFT JOIN {Staff._meta.db_table} who ON who.id = draft.edited_by_id",
        "WHERE draft.agency_id = %s AND draft.code = %s",
    )
)
_SIGNED = " ".join(
    (
        "SELECT MAX(revision) FROM",
        SignedEvaluation._meta.db_table,
        "WHERE agency_id = %s AND code = %s",
    )
)
_PERIODS = " ".join(
    (
        "SELECT id, questionnaire_id, starts_on, ends_on, state, population, frozen_id FROM",
        SurveyPeriod._meta.db_table,
        "WHERE agency_id = %s ORDER BY id",
    )
)


class Standing(NamedTuple):
    """`text`: an empty one where nobody wrote yet; `revision`: of the newest signature, 0 for none; `beside`: another
    value whenever what the page shows beside tickets has changed.
    """

    text: EvaluationDraft
    revision: int
    beside: object


def standing_of(wanted: Wanted, page: Page) -> Standing:
    """Read it before the figures: what is kept under it is never older."""
    agency, code = wanted.agency, wanted.period.code
    asked = [Statement(_TEXT, [agency.pk, code]), Statement(_SIGNED, [agency.pk, code])]
    codes = [one.code for one in page.outlines]
    newest = dict.fromkeys(part for code in codes for part in STANDS_ON.get(code, ()))
    asked += [Statement(f"SELECT {', '.join(newest)}", [])] if newest else []
    asked += [Statement(_PERIODS, [agency.pk])] if _HAS_PERIODS in codes else []
    written, [(revision,)], *beside = rows.values(asked, planned=True)
    text = EvaluationDraft(agency=agency, code=code)
    for *values, at, full_name, username in written:
        for name, value in zip(_FIELDS, values, strict=False):
            setattr(text, name, value)
        text.edited_at = statements.moment(at) if at else None
        text.edited_by = Staff(full_name=full_name, username=username) if username else None
    return Standing(text, revision or 0, beside)
