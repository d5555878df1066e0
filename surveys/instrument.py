"""A survey instrument as values, which its file, its rows and the index share. Pure."""

from dataclasses import dataclass
from fractions import Fraction

# The weight of every instrument: one divided by the number of its elements.
EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One unsur with its question and the words of its answers, from the worst to the best.

    Its code is its key. `question_number` says only when the question is asked: the printed form
    of PermenPANRB 14/2017 asks its last two elements the other way round.
    """

    code: str
    key: str
    order: int
    question_number: int
    name: str
    definition: str
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """One row of the category table: a value of `lower` or more earns this mutu pelayanan."""

    letter: str
    label: str
    lower: Fraction


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers become an index: the weight of each element, and the grades, best first."""

    grades: tuple[Grade, ...]
    weight: str = EXACT

    def weight_of_each(self, elements: int) -> Fraction:
        """The weight of each of so many elements."""
        return Fraction(1, elements) if self.weight == EXACT else Fraction(self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileField:
    """One list about the respondent: code and words of each option, in order."""

    field: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One instrument as its file describes it; `digest` tells two versions of the file apart."""

    code: str
    name: str
    legal_basis: str
    unconfirmed: tuple[str, ...]
    legacy_weights: tuple[str, ...]
    grades: tuple[Grade, ...]
    elements: tuple[Element, ...]
    profile: tuple[ProfileField, ...]
    # Other names of an element that a spreadsheet may use, by its code.
    also_called: dict[str, tuple[str, ...]]
    digest: str

    @property
    def weights(self) -> tuple[str, ...]:
        """The weights that an index of this instrument may be computed with."""
        return (EXACT, *self.legacy_weights)

    def scoring(self, weight: str) -> Scoring:
        """The rules of the index with this weight."""
        return Scoring(self.grades, weight)


def weight_words(weight: str) -> str:
    """A weight as the choice in a form."""
    if weight == EXACT:
        return "Tepat, satu dibagi banyak unsur"
    return f"{weight.replace('.', ',')} (laporan lama)"
