"""The numbers for an emergency, with where they come from: data/emergency_numbers.toml.

Whether something is one is heard: hearing_acts.py, with what bars it in frames.py.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tickets.intake.frames import is_said
from tickets.intake.normal import DATA, VOCABULARY, plain, words_of

_OWN = frozenset({"saya", "aku", "ku", "sy", "kami", "gue"})


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number to dial; `words` are those of the emergencies it is for, none: of every one; `usual`:
    told where no kind is known; `lead` is said before it, instead of the usual words; `beside`: numbers
    that are told after it as well.
    """

    number: str
    name: str
    source: str
    words: tuple[str, ...] = ()
    usual: bool = False
    lead: str = ""
    beside: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def every_number() -> tuple[Number, ...]:
    """All of them, in the order in which they are told."""
    raw = tomllib.loads((DATA / "emergency_numbers.toml").read_text(encoding="utf-8"))["numbers"]
    lists = ({name: tuple(each.get(name, ())) for name in ("words", "beside")} for each in raw)
    return tuple(Number(**(each | told)) for each, told in zip(raw, lists, strict=True))


def is_asked_for(text: str) -> bool:
    """Whether the number of a rescue service is asked for, and not the office's own."""
    said = words_of(text)
    return all(is_said(group, said) for group in ("tanya_nomor", "nomor_penolong"))


@lru_cache(maxsize=1)
def usual_numbers() -> tuple[Number, ...]:
    """Those that help in every danger: nobody in need reads a directory."""
    return tuple(each for each in every_number() if each.usual)


def asked_for(text: str) -> tuple[Number, ...]:
    """Those that are asked for; all where no service is named ("nomor darurat")."""
    fitting = numbers_for(text)
    return every_number() if fitting == usual_numbers() else fitting


def numbers_for(text: str) -> tuple[Number, ...]:
    """Those that fit what is told, the general one among them; the usual ones where no kind is known."""
    said = {*plain(text).split(), *words_of(text)}
    fitting = [each for each in every_number() if said.intersection(each.words)]
    if not fitting:
        return usual_numbers()
    if _is_anothers(text):  # no counsel: the numbers that are told beside it
        kind = {number for each in fitting if each.lead for number in each.beside}
        fitting = [each for each in every_number() if each in fitting or each.number in kind]
        fitting = [each for each in fitting if not each.lead]
    fitting.sort(key=lambda each: not each.lead)
    beside = {number for each in fitting for number in each.beside}
    more = [each for each in every_number() if each.number in beside and each not in fitting]
    return (*fitting, *more, *(each for each in every_number() if not each.words))


def _is_anothers(text: str) -> bool:
    """ "Tetangga saya gantung diri": somebody else did it, and who writes needs an ambulance. "Kakak
    saya" is somebody as well, though "kak" alone calls.
    """
    said = words_of(text)
    spoken = pairwise(plain(text).split())
    somebody = any(one in VOCABULARY.calls and other in _OWN for one, other in spoken)
    told = somebody or is_said("orang_lain_itu", said)
    return told and not is_said("saya_mau", said, behind="orang_lain_itu")
