"""The chapters of a draft as HTML, kept for a minute until something that they show changes (docs/decisions/0103).

Saving the office's own text changes no figure, so the page that comes after it counts nothing anew.
"""

from __future__ import annotations

from typing import NamedTuple

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from siwhapik.drawn_content import HEALS_AFTER, LONGEST, key_of
from siwhapik.evaluation.chapters import chapters, made
from siwhapik.evaluation.composing import Chapter, Wanted
from siwhapik.evaluation.contents import Page

_TABLES = "evaluation/_tables.html"


class DrawnChapter(NamedTuple):
    """A chapter of the report with its tables as HTML."""

    title: str
    texts: tuple[str, ...]  # names of the office's own texts
    tables: SafeString  # "" where there is nothing


def drawn_chapters(
    request: HttpRequest, wanted: Wanted, page: Page, *, beside: object
) -> list[DrawnChapter]:
    """The page's chapters as they are now; neither counted nor drawn anew while nothing has changed. `beside`: what they
    stand on beside tickets (siwhapik.evaluation.standing).
    """
    agency = wanted.agency
    populace = (agency.inhabitants, agency.inhabitants_year, agency.inhabitants_source)
    also = ("chapters", page.code, populace, beside)
    key, pages = key_of(request, agencies=[agency], now=wanted.now, also=also), caches["pages"]
    kept: list[DrawnChapter] | None = pages.get(key)
    if kept is None:
        found = chapters(wanted) if page.is_whole else made(wanted, page.outlines)
        kept = [drawn_chapter(one) for one in found]
        if sum(len(one.tables) for one in kept) <= LONGEST:
            pages.set(key, kept, HEALS_AFTER)
    return kept


def drawn_chapter(one: Chapter) -> DrawnChapter:
    """With its tables drawn."""
    tables = render_to_string(_TABLES, {"tables": one.tables}) if one.tables else SafeString()
    return DrawnChapter(one.title, one.texts, tables)
