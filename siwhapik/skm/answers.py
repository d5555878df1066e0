"""The answers of a period, one line for each respondent, with a column for each element by its code.

National and regional SKM systems are fed from such a file. It says nothing about who answered: no
comment, no exact time, no ticket.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet

from siwhapik.reports.sheets import Value
from surveys.counting import answered
from surveys.models import Answer, Response, SurveyPeriod
from surveys.ranges import stored_after
from surveys.ways import Way

_TOGETHER = 2000  # respondents read at once
_ABOUT = ("submitted_on", "hours", "way", "service__name", "gender", "education", "occupation")
_NAMES = ("tanggal", "jam", "cara", "layanan", "jenis_kelamin", "pendidikan", "pekerjaan")


def head_of(period: SurveyPeriod) -> list[str]:
    """The columns: about the answer, then the codes of the elements in their order."""
    codes = period.questionnaire.elements.order_by("order").values_list("code", flat=True)
    return [*_NAMES, *codes]


def count_of(period: SurveyPeriod) -> int:
    """How many lines there are."""
    return _responses(period).count()


def lines_of(period: SurveyPeriod, codes: list[str]) -> Iterator[list[Value]]:
    """The lines, read a few thousand at a time; of a closed period those that its figures hold."""
    rows = iter(_responses(period).values_list("pk", *_ABOUT).iterator(chunk_size=_TOGETHER))
    while some := list(islice(rows, _TOGETHER)):
        values: dict[int, dict[str, int]] = defaultdict(dict)
        answers = Answer.objects.filter(response__in=[row[0] for row in some])
        for pk, code, value in answers.values_list("response", "element__code", "value"):
            values[pk][code] = value
        for pk, day, hours, way, *about in some:
            said = [str(one or "") for one in about]
            yield [
                day, Response.Hours(hours).label if hours else "", str(Way(way).label), *said,
                *(values[pk].get(code) for code in codes),
            ]  # fmt: skip


def _responses(period: SurveyPeriod) -> QuerySet[Response]:
    days = (period.starts_on, period.ends_on)
    within = answered([period.agency], days=days, questionnaire_id=period.questionnaire_id)
    found = Response.objects.filter(**within).order_by("pk")
    return found if period.frozen is None else found.exclude(stored_after(period.frozen.at))
