"""What was answered to an office's own questions: apart from the index, each question a table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from django.db.models import Count

from services.models import Agency
from siwhapik.dashboard.charts import lying_bars
from siwhapik.number_words import count_words, share_words
from siwhapik.reports.sheets import Cell, Table
from surveys.adding import SOLVED
from surveys.figures import FEWEST_SHOWN
from surveys.models import AddedAnswer, AddedQuestion
from surveys.presenting import WITHHELD, few_words
from surveys.ranges import stored_after

_SERIES = ("Responden", "")


def added_tables(
    agency: Agency, *, days: tuple[dt.date, dt.date], until: dt.datetime | None
) -> list[Table]:
    """A table for each question that is asked, or was answered in these local days; three queries at most.

    `until`: of a closed period the moment of its closing; later answers do not count for it, and what is
    asked since then is no question of it.
    """
    questions = list(agency.added_questions.select_related("service").order_by("order", "pk"))
    if not questions:
        return []
    counts = _counts(questions, days=days, until=until)
    shown = [one for one in questions if counts[one.pk] or (one.is_asked and until is None)]
    return [_table(one, counts[one.pk]) for one in shown]


def _counts(
    questions: Sequence[AddedQuestion], *, days: tuple[dt.date, dt.date], until: dt.datetime | None
) -> dict[int, Counter[int]]:
    """Of each question: place of the choice -> respondents."""
    rows = AddedAnswer.objects.filter(question__in=questions, submitted_on__range=days)
    if until is not None:
        rows = rows.exclude(stored_after(until))
    found: dict[int, Counter[int]] = {one.pk: Counter() for one in questions}
    for question, choice, n in rows.values_list("question", "choice").annotate(n=Count("pk")):
        found[question][choice] = n
    return found


def _table(question: AddedQuestion, counts: Counter[int]) -> Table:
    n = counts.total()
    if is_few := n < FEWEST_SHOWN:
        counts = Counter()
    chosen = [(words, counts[place]) for place, words in enumerate(question.choices, start=1)]
    rows = [[Cell(words), Cell(value), Cell(Fraction(value, max(n, 1)))] for words, value in chosen]
    values = [value for _, value in chosen]
    return Table(
        code=f"tambahan-{question.pk}",
        title=question.question,
        explained=f"Ditanyakan untuk {question.for_whom}, boleh dilewati. Tidak ikut dihitung dalam IKM. "
        f"Pertanyaan dengan kurang dari {FEWEST_SHOWN} jawaban tidak diperlihatkan.",
        head=("Jawaban", "Responden", "Bagian"),
        rows=[] if is_few else rows,
        chart=None if is_few else lying_bars(list(question.choices), values, names=_SERIES),
        names=_SERIES,
        facts=(f"{few_words(n)}.",) if is_few else _facts(question, counts),
        empty=WITHHELD,
    )


def _facts(question: AddedQuestion, counts: Counter[int]) -> tuple[str, ...]:
    """What share of the matters is solved, as the citizens say; of other questions nothing."""
    if question.ready != SOLVED:
        return ()
    solved, n = counts[1], counts.total()
    words = f"{count_words(solved)} dari {count_words(n)} = {share_words(Fraction(solved, n))}"
    return (f"{words} urusan sudah beres menurut warga.",)
