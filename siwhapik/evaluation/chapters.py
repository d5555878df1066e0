"""The chapters of an evaluation report, in their order: what each holds, and what it is made from.

The whole report (page, PDF, XLSX, signature) and the page of a single chapter are made from this table by the
same functions; a chapter by itself reads and counts what it shows, and nothing else (docs/decisions/0123).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from siwhapik.evaluation import comparing, satisfaction, spans, tables
from siwhapik.evaluation.activities import activities
from siwhapik.evaluation.beside import Beside, beside
from siwhapik.evaluation.composing import Chapter, Wanted
from siwhapik.evaluation.measures import PROMISES
from siwhapik.reports import kinds, online, promise, saved, workload
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Table

Names = tuple[str, ...]


class Source(NamedTuple):
    """What tables are made from; figures are counted when a table first asks for them."""

    wanted: Wanted
    question: Question
    shown: Beside


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A chapter: its name in addresses, its title, fields of the office's text, and how its tables are made.

    `beside`, `slices` and `spreads` are read before, together with those of other chapters where several are made.
    """

    code: str
    title: str
    texts: Names = ()
    make: Callable[[Source], Sequence[Table]] = lambda _: ()
    beside: Names = ()  # of siwhapik.evaluation.beside
    slices: tuple[Names, ...] = ()  # columns by which its figures are counted
    spreads: tuple[Names, ...] = ()  # and by which it shows how long things took
    may_be_empty: bool = False  # then the report goes without it


def _arrivals(source: Source) -> tuple[Table, ...]:
    question = source.question
    of_people = tables.for_inhabitants(question)
    return (*kinds.tables(question), *online.arrivals(question), *of_people)


def _promises(source: Source) -> tuple[Table, ...]:
    question, shown = source.question, source.shown
    outages = tables.outages(question) if shown.outages else []
    left = tables.open_by_service(question, shown.left_open)
    return (promise.by_service(question), left, *outages)


def _satisfaction(source: Source) -> Sequence[Table]:
    wanted = source.wanted
    before = spans.before(wanted.period)
    return satisfaction.tables(wanted.agency, period=wanted.period, before=before, now=wanted.now)


def _benefit(source: Source) -> Sequence[Table]:
    assumed = source.shown.assumed
    return saved.tables(online.whole_of(source.question).online, assumed) if assumed else ()


CHAPTERS = (
    Outline(
        code="ringkasan",
        title="Ringkasan",
        texts=("summary",),
        make=lambda source: comparing.main_tables(*source),
        beside=("outages", "former", "baselines", "special_looks", "open_now", "first_at"),
        slices=((), ("day", "source"), ("kind",)),
        spreads=((),),
    ),
    Outline(
        code="kedatangan",
        title="Kedatangan",
        make=_arrivals,
        beside=("baselines",),
        slices=(("day", "source"), ("day", "kind"), ("service_id",)),
    ),
    Outline(
        code="janji",
        title="Janji layanan",
        make=_promises,
        beside=("outages", "left_open"),
        slices=promise.BY_SERVICE,
        spreads=promise.BY_SERVICE,
    ),
    Outline(
        code="pengaduan",
        title="Pengaduan dan keputusan pimpinan",
        make=lambda source: (
            tables.complaints(source.question),
            tables.escalations(source.shown.asked),
        ),
        beside=("asked",),
        slices=(("kind",),),
    ),
    Outline(
        code="beban",
        title="Beban kerja petugas",
        make=lambda source: (workload.by_officer(source.question),),
    ),
    Outline(code="kepuasan", title="Kepuasan masyarakat", make=_satisfaction),
    Outline(
        code="kegiatan",
        title="Kegiatan kantor",
        make=lambda source: activities(source.shown.records),
        beside=("records",),
        may_be_empty=True,
    ),
    Outline(
        code="manfaat",
        title="Manfaat bagi pemohon",
        make=_benefit,
        beside=("assumed", "baselines"),
        slices=(("day", "source"),),
        may_be_empty=True,
    ),
    Outline(
        code="rencana",
        title="Evaluasi dan rencana",
        texts=("obstacles", "improvements", "plans"),
    ),
    Outline(
        code="harian",
        title="Lampiran: masuk dan selesai",
        make=lambda source: (tables.by_day(source.question),),
        slices=(("day",),),
    ),
)


def chapters(wanted: Wanted) -> list[Chapter]:
    """The whole report, counted now; numbers lead to their tickets where the reader may see them."""
    return [one for one in made(wanted, CHAPTERS) if one.tables or one.texts]


def made(wanted: Wanted, outlines: Sequence[Outline]) -> list[Chapter]:
    """These chapters, counted now, also those in which there is nothing."""
    source = _source(wanted, outlines)
    return [Chapter(one.title, one.texts, tuple(one.make(source))) for one in outlines]


def _source(wanted: Wanted, outlines: Sequence[Outline]) -> Source:
    question = wanted.question()
    names = {name for one in outlines for name in one.beside}
    shown = beside(question, names)
    if "baselines" in names:  # the question has read them before it is asked
        vars(question)["baselines"] = shown.baselines
    question.figures.read(*_all(one.slices for one in outlines))
    if spreads := _all(one.spreads for one in outlines):
        question.figures.read_spreads(PROMISES, *spreads)
    return Source(wanted, question, shown)


def _all(groups: Iterable[tuple[Names, ...]]) -> list[Names]:
    return [*dict.fromkeys(names for group in groups for names in group)]
