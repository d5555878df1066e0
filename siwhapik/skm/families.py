"""Versions of an instrument that ask the same: their answers are added up (ADR 0113)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.models import Agency
from surveys import comparing, reports
from surveys.comparability import Measure
from surveys.counting import indexes_in, within
from surveys.figures import Figure
from surveys.ikm import Index, added_up
from surveys.models import Facet, Questionnaire
from surveys.ranges import IndexRange
from surveys.sums import rows_of


@dataclass(frozen=True, kw_only=True)
class Family:
    """Questionnaires of equal questions, weights and grades, the oldest version first."""

    members: tuple[Questionnaire, ...]

    @property
    def newest(self) -> Questionnaire:
        """The version that it is called after."""
        return self.members[-1]

    @property
    def pks(self) -> set[int]:
        """Their numbers."""
        return {one.pk for one in self.members}

    def figures(self, agencies: Sequence[Agency], dates: IndexRange) -> dict[int | None, Figure]:
        """By office, all versions together."""
        found: dict[int | None, list[Figure]] = defaultdict(list)
        for asked in self.members:
            counted = reports.figures(agencies, dates=dates, questionnaire=asked, by="agency_id")
            for office, figure in counted.items():
                found[office].append(figure)
        return {office: self._added_up(figures, dates) for office, figures in found.items()}

    def pooled(
        self, agencies: Sequence[Agency], dates: IndexRange, *, only: Collection[int]
    ) -> Index | None:
        """Over the respondents of these offices together."""
        scoring, days = self.newest.scoring(dates.weight), (dates.starts, dates.ends)
        indexes: list[Index] = []
        for asked in self.members:
            every = rows_of(
                [within(agencies, days=days, questionnaire_id=asked.pk)], facet=Facet.WHOLE
            )
            rows = [row for row in every if row.agency_id in only]
            indexes += indexes_in(rows, by="option", scoring=lambda _: scoring)[0].values()
        return added_up(indexes, scoring=scoring)

    def _added_up(self, figures: Sequence[Figure], dates: IndexRange) -> Figure:
        if len(figures) == 1:
            return figures[0]
        indexes = [one.index for one in figures if one.index is not None]
        return Figure(
            index=added_up(indexes, scoring=self.newest.scoring(dates.weight)),
            misfits=sum(one.misfits for one in figures),
            funnel=figures[0].funnel,  # of the office, whatever was asked
            population=figures[0].population,
            population_reason=figures[0].population_reason,
        )


def families_of(pks: Sequence[int]) -> list[Family]:
    """Those of these questionnaires, in this order; each with all its versions, for earlier days may have asked others."""
    known = list(Questionnaire.objects.order_by("version", "pk"))
    rules = comparing.rules_of(known)
    alike: dict[Measure, list[Questionnaire]] = defaultdict(list)
    for one in known:
        alike[rules[one.pk]].append(one)
    wanted = dict.fromkeys(rules[pk] for pk in pks)
    return [Family(members=tuple(alike[one])) for one in wanted]
