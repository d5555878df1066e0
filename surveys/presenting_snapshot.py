"""One frozen reading of a period as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from surveys import frozen, rates
from surveys.models import PeriodSnapshot, SurveyPeriod
from surveys.presenting import Seal, decimal, sealed


@dataclass(frozen=True, kw_only=True)
class ShownSnapshot:
    """`value` and `grade` are empty where there is no index."""

    seal: Seal
    n: int
    needed: int
    population: int
    # How many of the invited answered; None where nobody answered and nobody was invited.
    rate: str | None
    value: str
    grade: str
    is_in_force: bool


def shown_snapshot(snapshot: PeriodSnapshot, period: SurveyPeriod) -> ShownSnapshot:
    """The figures of this reading, and whether they are the ones that count."""
    figure = frozen.whole_of(snapshot)
    return ShownSnapshot(
        seal=sealed(snapshot),
        n=figure.n,
        needed=figure.needed,
        population=figure.users,
        rate=rates.rate_words(figure.funnel, n=figure.n),
        value=decimal(figure.index.converted, 2) if figure.index else "",
        grade=figure.index.grade.letter if figure.index else "",
        is_in_force=snapshot.pk == period.frozen_id,
    )
