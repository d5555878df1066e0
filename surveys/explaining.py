"""How an index comes about, step by step, and how another report may have come to another number.

Pure. Reports in use round means, weighted means or the index before they go on, or weigh nine
elements by 0,11 or 0,111 (domain.md section 1 names who does which). The same answers then give
other numbers, and sometimes another grade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from surveys.ikm import SCALE, Index, half_up

# Decimal places that reports round to, the most usual first; None: the exact fraction goes on.
_PLACES = (None, 2, 3)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One way to compute: the weight of each element, and where it rounds (decimal places)."""

    weight: Fraction
    is_exact_weight: bool = False
    mean_places: int | None = None
    weighted_places: int | None = None
    index_places: int | None = None

    @property
    def departures(self) -> int:
        """In how many points it departs from the exact computation."""
        rounds = (self.mean_places, self.weighted_places, self.index_places)
        return sum(one is not None for one in rounds) + (not self.is_exact_weight)

    def converted(self, means: Sequence[Fraction]) -> Fraction:
        """The index on the scale of 25 to 100 from the exact means of the elements."""
        rounded = [_rounded(mean, self.mean_places) for mean in means]
        weighted = [_rounded(mean * self.weight, self.weighted_places) for mean in rounded]
        return _rounded(sum(weighted, Fraction()), self.index_places) * SCALE


def recipes(elements: int, weights: Mapping[str, Fraction]) -> list[Recipe]:
    """The ways to compute that are known in use, those that depart least first.

    `weights`: rounded weights by how they are written; beside them the exact weight to two and three
    places, which reports of any number of elements use, and one divided by nine for an instrument of
    another number of elements, which is a mistake that reports make.
    """
    exact = Fraction(1, elements)
    usual = {_rounded(exact, places) for places in _PLACES}
    known = {*usual, *weights.values(), Fraction(1, 9)}
    found = [
        Recipe(
            weight=weight,
            is_exact_weight=weight == exact,
            mean_places=mean,
            weighted_places=weighted,
            index_places=index,
        )
        for weight, mean, weighted, index in product(sorted(known), _PLACES, _PLACES, _PLACES)
    ]
    return sorted(found, key=lambda one: one.departures)


def leading_to(
    reported: Fraction, index: Index, weights: Mapping[str, Fraction], *, places: int = 2
) -> list[Recipe]:
    """The ways to compute that lead from these answers to a number of so many places, of those that
    depart least; none where no known way does.
    """
    means = [result.mean for result in index.elements.values()]
    found = [
        one
        for one in recipes(len(means), weights)
        if Fraction(half_up(one.converted(means), places)) == reported
    ]
    return [one for one in found if one.departures == found[0].departures]


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(half_up(value, places))
