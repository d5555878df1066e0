"""Shapes in a text: register number, tracking code, NIK, telephone, documents that are named."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tickets.intake.normal import NUMBER, VOCABULARY, plain, visible, words_of

REGISTER = re.compile(r"\b([a-z]{2,12}-(?:baru-[2-9a-hj-km-np-z]{4,10}|\d{4}-\d{1,6}))\b", re.I)
# tickets.desk.register draws a tracking code from these; one without a digit is a word.
CODE = re.compile(r"\b(?=[2-9A-Z]*\d)(?=[2-9A-Z]*[A-Z])([2-9A-HJ-KM-NP-Z]{10})\b", re.I)
NIK = re.compile(r"(?<!\d)(\d{16})(?!\d)")
PHONE = re.compile(r"(?<![\d-])((?:\+?62|0)8\d{1,3}(?:[ -]?\d{3,5}){2})(?!\d)")
_BARE = re.compile(r"(?:no|nomor|nmr|tiket)?\s*#?(\d{1,6})")
_AFTER_CHECK = re.compile(r"(?:c[eh]+[ck]+|status|lacak)\s+(?:no|nomor|tiket)?\s*#?(\d{1,6})")
_LONGEST = 4096  # characters of a message that shapes are looked for in; WhatsApp takes no more
_LATELY = 32  # texts whose shapes are kept: hearing one asks for them several times
_CHECKS = frozenset({"cek", "status", "lacak"})


@dataclass(frozen=True, kw_only=True)
class Entities:
    """What was found. `number`: a short number alone ("3", "no 2", "tiga"), "" for none;
    `check`: what "cek" is followed by, when it has the shape of a number; `checks`: it says "cek";
    `address`: a place is told in words ("jalan kenanga no 5", "rt 3").
    """

    registers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    niks: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    number: str = ""
    check: str = ""
    checks: bool = False
    address: bool = False


NOTHING = Entities()


@lru_cache(maxsize=_LATELY)
def entities(text: str) -> Entities:
    """The shapes in a text. A NIK, a year or a number inside a sentence is nothing to look up."""
    text = visible(text[:_LONGEST])
    registers = tuple(found.upper() for found in REGISTER.findall(text))
    rest = REGISTER.sub(" ", text)
    codes = tuple(found.upper() for found in CODE.findall(rest))
    said = plain(text)
    number = _bare_number(said)
    after = _AFTER_CHECK.fullmatch(said)
    return Entities(
        registers=registers,
        codes=codes,
        niks=tuple(NIK.findall(text)),
        phones=tuple(PHONE.findall(text)),
        documents=documents(text),
        number=number,
        check=next(iter((*registers, *codes, *([after[1]] if after else []))), ""),
        checks=bool(_CHECKS.intersection(words_of(text)[:1])),
        address=_tells_address(words_of(text)),
    )


@lru_cache(maxsize=_LATELY)
def documents(text: str) -> tuple[str, ...]:
    """The documents that a caption or sentence names, each once: "pengantar rt, ktp, kk"."""
    said = f" {' '.join(words_of(text.replace('_', ' ')))} "
    found = []
    for name, spoken in VOCABULARY.documents:
        places = [said.find(f" {each} ") for each in spoken]
        best = [place for place in places if place >= 0]
        if best:
            found.append((min(best), name))
            for each in spoken:  # "akta kelahiran" is no other "akta" as well
                said = said.replace(f" {each} ", f" {'.' * len(each)} ")
    return tuple(name for _, name in sorted(found))


def _tells_address(words: tuple[str, ...]) -> bool:
    """A numbered neighbourhood, or a street by its name; "jalan rusak" names none."""
    threes = zip(("", *words), words, words[1:], strict=False)
    return any(
        (word in VOCABULARY.numbered and after == NUMBER)
        or (
            not VOCABULARY.places.isdisjoint((word, f"{before}-{word}"))
            and after not in VOCABULARY.words
        )
        for before, word, after in threes
    )


def _bare_number(said: str) -> str:
    found = _BARE.fullmatch(said)
    return found[1] if found else VOCABULARY.numbers.get(said, "")
