"""Turns figures into the strings of a page, so that templates only place them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from surveys import frozen
from surveys.figures import FEWEST_SHOWN, Figure
from surveys.ikm import HIGHEST_VALUE, half_up
from surveys.instrument import EXACT
from surveys.models import Element, PeriodSnapshot, SurveyPeriod
from surveys.rates import rate_sentence

K = TypeVar("K", int | None, str)
NO_INDEX = "Belum ada indeks"
NOT_KNOWN = "\u2013"  # an en dash, as templates write it
BAR = 200  # units of the bar's drawing


@dataclass(frozen=True, kw_only=True)
class ShownElement:
    """One bar of the chart and one row of the table behind it."""

    code: str
    name: str
    mean: str
    converted: str
    grade: str
    label: str
    bar: int
    is_low: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One index in words and numbers."""

    name: str
    url: str
    n: int
    value: str
    index: str
    grade: str
    label: str
    sample: str
    # How many of the invited answered; empty where nobody was invited, or where it is hidden.
    rate: str
    is_enough: bool
    # The target, for a bar of progress; 0 where nothing may be shown of it.
    needed: int
    is_hidden: bool
    lowest: str
    elements: tuple[ShownElement, ...]
    weight: str


def shown_in_full(
    name: str, figure: Figure, *, elements: Mapping[str, Element], guarded: bool
) -> Shown:
    """A figure as strings, with each element."""
    found = shown(name, figure, elements=elements, guarded=guarded)
    if not found.value or figure.index is None:
        return found
    low = figure.index.weakest()
    return replace(found, elements=_elements(figure, elements=elements, low=low))


def shown(
    name: str, figure: Figure, *, elements: Mapping[str, Element], url: str = "", guarded: bool
) -> Shown:
    """A figure as strings, as a row of a table has it. `guarded`: hide few answers, which would tell who said what."""
    index = figure.index
    waits = guarded and not figure.n and figure.funnel.answered > 0
    if waits or (guarded and 0 < figure.n < FEWEST_SHOWN):
        return hidden(name, figure, url=url)
    if index is None:
        return _without_index(name, figure, url=url)
    low = index.weakest()
    return Shown(
        name=name,
        url=url,
        n=index.n,
        value=decimal(index.converted, 2),
        index=decimal(index.index, 4),
        grade=index.grade.letter,
        label=index.grade.label,
        sample=_sample_words(figure),
        rate=rate_sentence(figure.funnel, n=figure.n),
        is_enough=figure.is_enough,
        needed=figure.needed,
        is_hidden=False,
        lowest=_lowest_words(low, elements),
        elements=(),
        weight=_weight_words(index.scoring.weight),
    )


def shown_to_all(name: str, figure: Figure, *, elements: Mapping[str, Element]) -> Shown:
    """A published figure as strings: of fewer than five answers only how many there are."""
    if not figure.is_few:
        return shown_in_full(name, figure, elements=elements, guarded=False)
    words = few_words(figure.n)
    return replace(_without_index(name, figure, url=""), sample=words, rate="", is_hidden=True)


WITHHELD = "Belum diperlihatkan: jawabannya belum cukup."


def few_words(n: int) -> str:
    """Why so few answers have no index."""
    return f"Belum cukup jawaban: {n} dari {FEWEST_SHOWN}"


def hidden(name: str, figure: Figure, *, url: str = "") -> Shown:
    """A figure that is not shown: of few answers, or one from which those of few could be computed.

    Without a counted answer it waits for its first step (surveys/stepping.py).
    """
    few = f"Kurang dari {FEWEST_SHOWN} jawaban, belum diperlihatkan"
    others = "Belum diperlihatkan, agar jawaban layanan lain yang sedikit tidak dapat dihitung"
    waits = "Belum diperlihatkan, menunggu jawaban berikutnya"
    words = (few if figure.n < FEWEST_SHOWN else others) if figure.n else waits
    return replace(_without_index(name, figure, url=url), sample=words, rate="", is_hidden=True)


def hidden_groups(respondents: Mapping[K, int]) -> set[K]:
    """The groups of answers whose index would tell what few people said.

    The whole is known, so what is hidden follows from what is shown: a group of few is hidden
    together with the next larger ones until they are enough.
    """
    by_size = sorted((n, str(key), key) for key, n in respondents.items() if n)
    few = [(n, key) for n, _, key in by_size if n < FEWEST_SHOWN]
    if few:
        for n, _, key in by_size[len(few) :]:
            if sum(count for count, _ in few) >= FEWEST_SHOWN:
                break
            few.append((n, key))
    return {key for _, key in few}


def _without_index(name: str, figure: Figure, *, url: str) -> Shown:
    return Shown(
        name=name, url=url, n=figure.n, value="", index="", grade="", label="", sample=NO_INDEX,
        rate=rate_sentence(figure.funnel, n=figure.n), is_enough=False, needed=0, is_hidden=False, lowest="",
        elements=(), weight="",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What tells a reader that frozen figures are still those of the closing."""

    version: int
    at: dt.datetime
    checksum: str
    holds: bool


def mean_of_services(figures: Iterable[Figure], *, guarded: bool) -> str:
    """The plain mean of the indexes of two services or more, each weighing the same.

    `guarded`: not where one of them is hidden, which could be computed from the mean.
    """
    found = [one for one in figures if one.index is not None]
    if len(found) < 2 or (guarded and any(one.n < FEWEST_SHOWN for one in found)):
        return ""
    values = [one.index.converted for one in found if one.index is not None]
    return decimal(sum(values, Fraction()) / len(values), 2)


def seal(period: SurveyPeriod) -> Seal | None:
    """The seal of its frozen figures; None where they are counted anew each time."""
    return sealed(period.frozen) if period.frozen is not None else None


def sealed(snapshot: PeriodSnapshot) -> Seal:
    """The seal of one snapshot; the checksum is computed again from its content."""
    return Seal(
        version=snapshot.version,
        at=snapshot.at,
        checksum=snapshot.checksum,
        holds=frozen.holds(snapshot),
    )


def decimal(value: Fraction, places: int) -> str:
    """A number as Indonesians write it, rounded half up: "88,31"."""
    return half_up(value, places).replace(".", ",")


def _weight_words(weight: str) -> str:
    if weight == EXACT:
        return "bobot tepat, satu dibagi banyak unsur"
    return f"bobot {weight.replace('.', ',')} seperti laporan lama"


def _lowest_words(low: Sequence[str], elements: Mapping[str, Element]) -> str:
    return "; ".join(_name(code, elements) for code in low) or "tidak ada, semua unsur sama"


def _elements(
    figure: Figure, *, elements: Mapping[str, Element], low: Sequence[str]
) -> tuple[ShownElement, ...]:
    if figure.index is None:
        return ()
    return tuple(
        ShownElement(
            code=code,
            name=_name(code, elements),
            mean=decimal(result.mean, 3),
            converted=decimal(result.converted, 2),
            grade=result.grade.letter,
            label=result.grade.label,
            bar=int(result.mean * BAR / HIGHEST_VALUE),
            is_low=code in low,
        )
        for code, result in figure.index.elements.items()
    )


def _sample_words(figure: Figure) -> str:
    notes = _population_words(figure)
    if figure.misfits:
        notes += f". {figure.misfits} jawaban tidak dihitung karena pertanyaannya berbeda"
    margin = f", batas kesalahan {decimal(figure.margin, 1)} %" if figure.margin else ""
    if figure.is_enough:
        return f"{figure.n} responden, cukup (paling sedikit {figure.needed}){margin}{notes}"
    if figure.n >= figure.needed:
        of_all = f"{figure.n} responden dari {figure.users} pengguna layanan"
        return f"{of_all}{margin}; terlalu sedikit untuk disimpulkan{notes}"
    needed = f"{figure.n} responden dari {figure.needed} yang diperlukan"
    return f"Baru {needed}{margin}; baca dengan hati-hati{notes}"


def _population_words(figure: Figure) -> str:
    """What is said where the office counts fewer service users than we do."""
    said = figure.population
    if said is None or said >= figure.counted:
        return ""
    words = f". Periode ini menyebut {said} pengguna layanan, catatan kami {figure.counted}"
    if figure.population_reason:
        return f"{words}; penjelasan instansi: {figure.population_reason}"
    return f"{words}; yang dipakai catatan kami"


def _name(code: str, elements: Mapping[str, Element]) -> str:
    return elements[code].name if code in elements else code
