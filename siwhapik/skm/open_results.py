"""What an office has published of its surveys: for everybody, without a log-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.cache import caches

from services.models import Agency
from siwhapik.reports.sheets import Cell, Table
from siwhapik.skm import tables
from siwhapik.skm.material import Material, material_of
from siwhapik.skm.question_tables import substitutions
from surveys.models import SurveyPeriod
from surveys.presenting import decimal, few_words
from surveys.rates import rate_sentence
from surveys.recommendation_forms import quarter_words
from tickets.views.tabs import digest
from tickets.words import in_sentence

_HOLDS = 300  # seconds: the page is public, and only what was done about the results changes
HEAD = ("instansi", "periode", "mulai", "sampai", "kuesioner", "tingkat", "nama", "responden",
        "nilai", "mutu", "undangan", "undangan_dijawab")  # fmt: skip


# Of an element, and of few answers, nothing is said about invitations.
_NOTHING = ("", "")


@dataclass(frozen=True, kw_only=True)
class OpenResults:
    """One published period: its result in a sentence, its tables, and the lines of its open data."""

    headline: str
    tables: tuple[Table, ...]
    lines: list[list[str | int]]


def published_of(agency: Agency, *, today: dt.date) -> list[SurveyPeriod]:
    """The published periods of an office, the newest first."""
    found = agency.survey_periods.published(today).filter(frozen__isnull=False)
    return list(found.select_related("agency", "questionnaire", "frozen").published_first())


def results_of(
    period: SurveyPeriod, *, published: Sequence[SurveyPeriod], now: dt.datetime
) -> OpenResults:
    """Five minutes old at most, in each process; `published`: all of its office, for the trend shows them too."""
    shown_too = [one.frozen_id for one in published]
    key = f"open-results:{period.pk}:{digest(period.frozen_id, shown_too)}"
    known: OpenResults | None = caches["pages"].get(key)
    if known is None:
        found = material_of(period, now=now)
        # Without periods that are not published: they are the office's own.
        found = replace(found, trend=[one for one in found.trend if one[0].is_published])
        shown = (
            tables.elements(found),
            *substitutions(found),
            tables.services(found),
            tables.trend(found, found.trend),
            *_done(found),
        )
        known = OpenResults(headline=_headline(found), tables=shown, lines=list(_lines(found)))
        caches["pages"].set(key, known, _HOLDS)
    return known


def _headline(found: Material) -> str:
    """The index with its grade and who answered; empty where too few did, as the tables then say."""
    index, whole = found.index, found.whole
    if index is None:
        return ""
    value, grade = decimal(index.converted, 2), index.grade
    users = f" dari {whole.users} pengguna layanan" if whole.users else ""
    rate = rate_sentence(whole.funnel, n=whole.n)
    said = f"IKM {value}, mutu {grade.letter} ({grade.label}), {whole.n} responden{users}"
    return f"{said}, {in_sentence(rate)}" if rate else said


def _done(found: Material) -> list[Table]:
    """What the office plans and does about the results, if anything; names of people stay out."""
    planned = [(one, plan) for one in found.recommendations if (plan := one.plan) is not None]
    table = Table(
        code="tindak-lanjut",
        title="Yang dilakukan atas hasil ini",
        explained="Rencana tindak lanjut instansi dan keadaannya.",
        head=("Unsur", "Program/kegiatan", "Waktu", "Keadaan"),
        rows=[
            [
                Cell(plan.element.name),
                Cell(plan.activity),
                Cell(quarter_words(plan.year, plan.quarter)),
                Cell(str(one.state.label)),
            ]
            for one, plan in planned
        ],
    )
    return [table] if planned else []


def _lines(found: Material) -> Iterable[list[str | int]]:
    """One line for the office, each element and each service whose group is not small."""
    period = found.period
    about = [
        found.agency.name,
        period.name,
        period.starts_on.isoformat(),
        period.ends_on.isoformat(),
        found.questionnaire.reference,
    ]
    index = found.index
    if index is None:
        if found.whole.is_few:
            n = found.whole.n
            why = in_sentence(few_words(n))
            yield [*about, "instansi", found.agency.name, n, "", why, *_NOTHING]
        return
    value = str(tables.two(index.converted))
    funnel = found.whole.funnel
    yield [
        *about, "instansi", found.agency.name, index.n, value, index.grade.letter,
        funnel.invited, funnel.answered,
    ]  # fmt: skip
    for element in found.asked:
        result = index.elements[element.code]
        value = str(tables.two(result.converted))
        yield [
            *about,
            "unsur",
            f"{element.code} {element.name}",
            index.n,
            value,
            result.grade.letter,
            *_NOTHING,
        ]
    for name, figure in tables.shown_services(found):
        if figure.index is not None:
            value, grade = str(tables.two(figure.index.converted)), figure.index.grade.letter
            sent = figure.funnel
            yield [*about, "layanan", name, figure.n, value, grade, sent.invited, sent.answered]
