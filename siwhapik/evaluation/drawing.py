"""The chapters of a draft as HTML, kept for a minute until something that they show changes (docs/decisions/0103).

Saving the office's own text changes no figure, so the page that comes after it counts nothing anew.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.core.cache import caches
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from services import rows
from services.models import Agency, RecordChange
from services.rows import Statement
from siwhapik.drawn_content import HEALS_AFTER, LONGEST, key_of
from siwhapik.evaluation.beside import IS_SPECIAL
from siwhapik.evaluation.composing import Chapter, Wanted, chapters
from surveys.models import (
    FollowUpPlan,
    PeriodStep,
    ProgressReport,
    Questionnaire,
    Recommendation,
    Response,
    SurveyPeriod,
)
from tickets.models import AccessLog, OutageChange

_TABLES = "evaluation/_tables.html"
# What the report shows beside tickets: rows are only ever added to these tables, so the newest key tells of a change.
_ADDED_TO: tuple[type[models.Model], ...] = (
    FollowUpPlan,
    OutageChange,
    PeriodStep,
    ProgressReport,
    Questionnaire,
    Recommendation,
    RecordChange,
    Response,
)
_PERIODS = ("id", "questionnaire_id", "starts_on", "ends_on", "state", "population", "frozen_id")


class DrawnChapter(NamedTuple):
    """A chapter of the report with its tables as HTML."""

    title: str
    texts: tuple[str, ...]  # names of the office's own texts
    tables: SafeString


def drawn_chapters(request: HttpRequest, wanted: Wanted) -> list[DrawnChapter]:
    """The chapters as they are now; neither counted nor drawn anew while nothing has changed."""
    agency = wanted.agency
    populace = (agency.inhabitants, agency.inhabitants_year, agency.inhabitants_source)
    also = ("chapters", populace, _beside_tickets(agency))
    key, pages = key_of(request, agencies=[agency], now=wanted.now, also=also), caches["pages"]
    kept: list[DrawnChapter] | None = pages.get(key)
    if kept is None:
        kept = [drawn_chapter(one) for one in chapters(wanted)]
        if sum(len(one.tables) for one in kept) <= LONGEST:
            pages.set(key, kept, HEALS_AFTER)
    return kept


def drawn_chapter(one: Chapter) -> DrawnChapter:
    """With its tables drawn."""
    return DrawnChapter(one.title, one.texts, render_to_string(_TABLES, {"tables": one.tables}))


def _beside_tickets(agency: Agency) -> object:
    """Another value whenever answers, periods, recommendations or records have changed: one way to the
    database.
    """
    newest, periods = _statements()
    return rows.values([newest, periods._replace(params=[agency.pk])])


@cache
def _statements() -> tuple[Statement, Statement]:
    tables = [one._meta.db_table for one in _ADDED_TO]
    looked = f"{AccessLog._meta.db_table} WHERE {IS_SPECIAL}"
    newest = ", ".join(
        " ".join((f"(SELECT MAX({column}) FROM", rest + ")"))
        for column, rest in [*(("id", table) for table in tables), ("at", looked)]
    )
    of_office = (SurveyPeriod._meta.db_table, "WHERE agency_id = %s ORDER BY id")
    periods = " ".join(("SELECT", ", ".join(_PERIODS), "FROM", *of_office))
    return Statement(" ".join(("SELECT", newest)), []), Statement(periods, [])
