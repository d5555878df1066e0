"""The satisfaction index (IKM) as PermenPANRB 14/2017 computes it, with exact fractions.

Pure. The instrument gives elements, weight and grades. Sums are whole numbers and means are
fractions; each printed number is rounded once, half up, from the exact fraction. Grades
follow the rounded converted value and test lower bounds only, because the published tables leave
gaps between their rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from surveys.instrument import Grade, Scoring

LOWEST_VALUE, HIGHEST_VALUE = 1, 4
SCALE = 25  # from 1-4 to 25-100
# Krejcie & Morgan 1970: chi square of 1 degree of freedom at 95 %, P(1 - P) for P = 0.5, and d.
CHI_SQUARE, SPREAD, ERROR = Fraction("3.841"), Fraction("0.25"), Fraction("0.05")
# The weakest elements that a page and a follow-up plan name.
LOWEST = 3


@dataclass(frozen=True, slots=True)
class ElementResult:
    """One element over all respondents."""

    sum: int
    n: int
    grades: Sequence[Grade]

    @property
    def mean(self) -> Fraction:
        """On the scale of 1 to 4."""
        return Fraction(self.sum, self.n)

    @property
    def grade(self) -> Grade:
        """By the table of the index."""
        return grade(self.converted, self.grades)

    @property
    def converted(self) -> Fraction:
        """The mean on the scale of 25 to 100."""
        return self.mean * SCALE


@dataclass(frozen=True, slots=True)
class Index:
    """The index of n respondents (at least 1: without respondents there is no index)."""

    n: int
    scoring: Scoring
    elements: Mapping[str, ElementResult]

    @property
    def index(self) -> Fraction:
        """Sum of the weighted means, on the scale of 1 to 4."""
        weight = self.scoring.weight_of_each(len(self.elements))
        return Fraction(sum(result.sum for result in self.elements.values()), self.n) * weight

    @property
    def converted(self) -> Fraction:
        """The index on the scale of 25 to 100."""
        return self.index * SCALE

    @property
    def grade(self) -> Grade:
        """Mutu pelayanan."""
        return grade(self.converted, self.scoring.grades)

    def lowest(self) -> tuple[str, ...]:
        """Codes of the weakest elements, weakest first; equals in the order of the instrument."""
        return tuple(sorted(self.elements, key=lambda code: self.elements[code].sum)[:LOWEST])

    def weakest(self) -> tuple[str, ...]:
        """Codes of the elements to call the lowest, weakest first: at most three, and equals together.

        Where equals would make it more than three none of them is named, but for the very lowest, which
        all are. None where all elements are equal: nothing is lower than anything then.
        """
        groups: dict[int, list[str]] = {}
        for code in sorted(self.elements, key=lambda code: self.elements[code].sum):
            groups.setdefault(self.elements[code].sum, []).append(code)
        lowest, *others = list(groups.values())[:-1] or [[]]
        for equals in others:
            if len(lowest) + len(equals) > LOWEST:
                break
            lowest = lowest + equals
        return tuple(lowest)

    def as_json(self) -> dict[str, object]:
        """The contract of `manage.py ikm --json`: rounded numbers as decimal strings."""
        return {
            "n": self.n,
            "weight": self.scoring.weight,
            "elements": {
                code: {
                    "sum": result.sum,
                    "mean": half_up(result.mean, 3),
                    "converted": half_up(result.converted, 2),
                    "grade": result.grade.letter,
                }
                for code, result in self.elements.items()
            },
            "index": half_up(self.index, 4),
            "converted": half_up(self.converted, 2),
            "grade": self.grade.letter,
        }


def compute(sums: Mapping[str, int], *, respondents: int, scoring: Scoring) -> Index | None:
    """The index from each element's sum of answers; None when there are no respondents.

    `sums` has one entry per element of the instrument, in its order. Raises ValueError for an
    empty instrument or a sum that so many answers of 1 to 4 cannot make.
    """
    if respondents == 0:
        return None
    if not sums or respondents < 0:
        raise ValueError("an index needs elements and respondents")
    for code, total in sums.items():
        if not LOWEST_VALUE * respondents <= total <= HIGHEST_VALUE * respondents:
            raise ValueError(f"{respondents} answers of 1 to 4 cannot sum to {total} ({code})")
    elements = {
        code: ElementResult(total, respondents, scoring.grades) for code, total in sums.items()
    }
    return Index(respondents, scoring, elements)


def added_up(indexes: Sequence[Index], *, scoring: Scoring) -> Index | None:
    """Sums and respondents of these together, each of the same elements; None without respondents."""
    if not indexes:
        return None
    sums = {
        code: sum(index.elements[code].sum for index in indexes) for code in indexes[0].elements
    }
    return compute(sums, respondents=sum(one.n for one in indexes), scoring=scoring)


def grade(converted: Fraction, grades: Sequence[Grade]) -> Grade:
    """The grade of a value on the scale of 25 to 100, rounded half up to 2 places first.

    `grades` are ordered best first; what lies below all bounds, as an index with a rounded weight
    can, earns the last one.
    """
    rounded = Fraction(half_up(converted, 2))
    return next((found for found in grades if rounded >= found.lower), grades[-1])


def half_up(value: Fraction, places: int) -> str:
    """A fraction of zero or more as a decimal string, rounded half up from its exact value."""
    scaled = value * 10**places
    digits = str((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
    if not places:
        return digits
    digits = digits.zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"


@lru_cache(maxsize=1000)
def krejcie_morgan(population: int) -> int:
    """Respondents needed for so many service users (Krejcie & Morgan 1970, to the nearest).

    Raises ValueError for a negative population.
    """
    if population < 0:
        raise ValueError("a population is never negative")
    if population == 0:
        return 0
    needed = CHI_SQUARE * population * SPREAD / (ERROR**2 * (population - 1) + CHI_SQUARE * SPREAD)
    return int(half_up(needed, 0))


def margin_of_error(n: int, population: int) -> Fraction:
    """How far off n answers of so many service users may be, in percentage points, 95 times in 100.

    It is the formula of Krejcie & Morgan solved for d: what is left of their 5 points. Raises
    ValueError without answers, or for fewer users than answers.
    """
    if not 0 < n <= population:
        raise ValueError(f"{n} answers of {population} service users")
    if n == population:
        return Fraction()
    square = CHI_SQUARE * SPREAD * (population - n) / (n * (population - 1))
    root = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
    return Fraction(root) * 100
