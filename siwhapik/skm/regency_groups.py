"""Offices that asked the same, added up: the rule of `surveys.comparability`, applied to finished periods."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from services.models import Agency
from surveys import comparing, rates
from surveys.comparability import Measure
from surveys.figures import FEWEST_SHOWN, Figure, Funnel
from surveys.ikm import Index, added_up, krejcie_morgan
from surveys.instrument import EXACT
from surveys.models import Questionnaire, SurveyPeriod

Figures = Sequence[tuple[SurveyPeriod, Figure]]


@dataclass(frozen=True, kw_only=True)
class OfficePart:
    """What one office brings to a group: its finished periods together."""

    agency: Agency
    index: Index
    users: int
    # The invitations of its periods together.
    funnel: Funnel
    # What its periods asked instead of elements.
    replaced: comparing.ReplacedIn = frozenset()

    @property
    def needed(self) -> int:
        """Respondents that Krejcie and Morgan ask for."""
        return krejcie_morgan(self.users)

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough."""
        return self.index.n >= max(self.needed, FEWEST_SHOWN)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The offices that asked the same, and their index in two ways; the span before beside it."""

    # The newest of the versions that are added up, and the numbers of all of them.
    questionnaire: Questionnaire
    versions: tuple[int, ...]
    # What tells it from a group of the same name; empty where nothing has to.
    apart: str = ""
    parts: tuple[OfficePart, ...]
    # Elements by code, as read.
    names: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[OfficePart, ...] = ()

    @property
    def name(self) -> str:
        """The questionnaire, and what else tells it from others."""
        return f"{self.questionnaire}, {self.apart}" if self.apart else str(self.questionnaire)

    @property
    def pooled(self) -> Index:
        """Over all respondents together."""
        return pooled(self.parts)

    @property
    def mean(self) -> Fraction:
        """Of the offices, each counting once; on the scale of 25 to 100."""
        return mean_of(self.parts)


def compared(figures: Figures, earlier: Figures) -> tuple[Group, ...]:
    """By what was asked and how it was weighed, the most answered first; beside each what the span before has of it.

    Periods of fewer than five answers are in none (ADR 0100).
    """
    periods = {one.pk: one for one, _ in (*figures, *earlier)}
    asked = comparing.elements_of({one.questionnaire_id for one in periods.values()})
    measures = comparing.measures_of(list(periods.values()), asked)
    found, then = _groups(figures, measures), _groups(earlier, measures)
    groups = [
        replace(
            one,
            names={e.code: f"{e.code} {e.name}" for e in asked[one.questionnaire.pk]},
            earlier=then[rules].parts if rules in then else (),
        )
        for rules, one in found.items()
    ]
    return tuple(sorted(_told_apart(groups), key=lambda one: -one.pooled.n))


def pooled(parts: Sequence[OfficePart]) -> Index:
    """Sums and respondents added up, with the weight that they have in common."""
    return _added_up([one.index for one in parts])


def mean_of(parts: Sequence[OfficePart]) -> Fraction:
    """Each office counts once."""
    return sum((one.index.converted for one in parts), Fraction()) / len(parts)


def _added_up(indexes: Sequence[Index]) -> Index:
    found = added_up(indexes, scoring=indexes[0].scoring)
    if found is None:
        raise ValueError("nobody answered")
    return found


def _groups(figures: Figures, measures: Mapping[int, Measure]) -> dict[Measure, Group]:
    found: dict[Measure, dict[int, list[tuple[SurveyPeriod, Figure]]]] = {}
    for period, figure in figures:
        if figure.index is None or figure.is_few:
            continue
        offices = found.setdefault(measures[period.pk].rules, defaultdict(list))
        offices[period.agency_id].append((period, figure))
    return {
        rules: Group(
            questionnaire=_newest(offices),
            versions=tuple(sorted({one.version for one in _asked(offices)})),
            parts=tuple(_part(rows, measures) for rows in offices.values()),
        )
        for rules, offices in found.items()
    }


def _newest(offices: Mapping[int, Figures]) -> Questionnaire:
    return max(_asked(offices), key=lambda one: (one.version, one.pk))


def _asked(offices: Mapping[int, Figures]) -> list[Questionnaire]:
    return [period.questionnaire for rows in offices.values() for period, _ in rows]


def _part(rows: Figures, measures: Mapping[int, Measure]) -> OfficePart:
    """One period, or several added up."""
    indexes = [figure.index for _, figure in rows if figure.index is not None]
    return OfficePart(
        agency=rows[0][0].agency,
        index=_added_up(indexes),
        users=sum(figure.users for _, figure in rows),
        funnel=rates.added_up([figure.funnel for _, figure in rows]),
        replaced=frozenset(measures[period.pk].replaced for period, _ in rows),
    )


def _told_apart(groups: Sequence[Group]) -> list[Group]:
    """Groups of one questionnaire are called after the weight of an element, which is what differs."""
    names = Counter(str(one.questionnaire) for one in groups)
    return [
        replace(one, apart=_apart_words(one)) if names[str(one.questionnaire)] > 1 else one
        for one in groups
    ]


def _apart_words(group: Group) -> str:
    index = group.parts[0].index
    weight, count = index.scoring.weight, len(index.elements)
    return f"bobot {f'1/{count}' if weight == EXACT else weight.replace('.', ',')} tiap unsur"
