"""The satisfaction index (IKM) of PermenPANRB 14/2017, exact until the last moment.

Pure. Sums stay whole numbers and means stay fractions; each printed number is rounded once, half
up, from the exact fraction. Grades follow the rounded converted value and test lower bounds only,
because the published table leaves gaps between its rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

# The nine elements in the regulation's order. The printed form asks facility (U9) as question 8
# and complaint (U8) as question 9, so an element is known by its code, never by that number.
ELEMENTS = {
    "U1": "requirements",
    "U2": "procedure",
    "U3": "time",
    "U4": "fee",
    "U5": "product",
    "U6": "competence",
    "U7": "conduct",
    "U8": "complaint",
    "U9": "facility",
}
LOWEST_VALUE, HIGHEST_VALUE = 1, 4
SCALE = 25  # from 1-4 to 25-100


class Weight(StrEnum):
    """The weight of one element; the rounded ones only reproduce reports made with them."""

    EXACT = "exact"
    W011 = "0.11"
    W0111 = "0.111"

    def of(self, elements: int) -> Fraction:
        """The weight of each of so many elements."""
        return Fraction(1, elements) if self is Weight.EXACT else Fraction(self.value)


class Grade(StrEnum):
    """Mutu pelayanan, with the regulation's word for the performance."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def label(self) -> str:
        """Kinerja unit pelayanan."""
        return _LABELS[self]


_LABELS = {
    Grade.A: "Sangat baik",
    Grade.B: "Baik",
    Grade.C: "Kurang baik",
    Grade.D: "Tidak baik",
}
_LOWER_BOUNDS = (
    (Fraction("88.31"), Grade.A),
    (Fraction("76.61"), Grade.B),
    (Fraction("65.00"), Grade.C),
)


@dataclass(frozen=True, slots=True)
class ElementResult:
    """One element over all respondents."""

    sum: int
    mean: Fraction

    @property
    def converted(self) -> Fraction:
        """The mean on the scale of 25 to 100."""
        return self.mean * SCALE

    @property
    def grade(self) -> Grade:
        """The element's own grade, by the table of the index."""
        return grade(self.converted)


@dataclass(frozen=True, slots=True)
class Index:
    """The index of n respondents (n is at least 1: nobody has no index, not a bad one)."""

    n: int
    weight: Weight
    elements: Mapping[str, ElementResult]

    @property
    def index(self) -> Fraction:
        """Sum of the weighted means, on the scale of 1 to 4."""
        weight = self.weight.of(len(self.elements))
        return sum((result.mean * weight for result in self.elements.values()), Fraction())

    @property
    def converted(self) -> Fraction:
        """The index on the scale of 25 to 100."""
        return self.index * SCALE

    @property
    def grade(self) -> Grade:
        """Mutu pelayanan."""
        return grade(self.converted)

    def lowest(self, count: int = 3) -> tuple[str, ...]:
        """Codes of the weakest elements, weakest first; equals in the order of the instrument."""
        return tuple(sorted(self.elements, key=lambda code: self.elements[code].mean)[:count])

    def as_json(self) -> dict[str, object]:
        """The contract of `manage.py ikm --json`: rounded numbers as decimal strings."""
        return {
            "n": self.n,
            "weight": self.weight.value,
            "elements": {
                code: {
                    "sum": result.sum,
                    "mean": half_up(result.mean, 3),
                    "converted": half_up(result.converted, 2),
                    "grade": result.grade.value,
                }
                for code, result in self.elements.items()
            },
            "index": half_up(self.index, 4),
            "converted": half_up(self.converted, 2),
            "grade": self.grade.value,
        }


def compute(
    sums: Mapping[str, int], *, respondents: int, weight: Weight = Weight.EXACT
) -> Index | None:
    """The index from each element's sum of answers; None when nobody answered.

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
        code: ElementResult(total, Fraction(total, respondents)) for code, total in sums.items()
    }
    return Index(respondents, weight, elements)


def grade(converted: Fraction) -> Grade:
    """The grade of a value on the scale of 25 to 100, rounded half up to 2 places first."""
    rounded = Fraction(half_up(converted, 2))
    return next((found for bound, found in _LOWER_BOUNDS if rounded >= bound), Grade.D)


def half_up(value: Fraction, places: int) -> str:
    """A fraction of zero or more as a decimal string, rounded half up from its exact value."""
    scaled = value * 10**places
    digits = str((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
    if not places:
        return digits
    digits = digits.zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"


def krejcie_morgan(population: int) -> int:
    """Respondents needed for so many service users (Krejcie & Morgan 1970, to the nearest).

    Raises ValueError for a negative population.
    """
    if population < 0:
        raise ValueError("a population is never negative")
    if population == 0:
        return 0
    needed = (
        Fraction("3.841")
        * population
        * Fraction("0.25")
        / (Fraction("0.0025") * (population - 1) + Fraction("0.96025"))
    )
    return int(half_up(needed, 0))
