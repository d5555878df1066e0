"""Text to normal words: case, drawn-out letters, abbreviations, slang, dialects, affixes.

All words stand in data/normal.toml; whoever teaches the bot a spelling adds it there.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

DATA = Path(__file__).parent / "data"
LONGEST = 1000  # characters of a message that are heard
_END = 200  # of them from its end, where a wish often stands
_SENTENCE = 200  # of one whose words are remembered
_MARKS = re.compile(r"[.?!,;\n]+")
NUMBER = "#"  # stands for any number, amount or date in digits
_LONGEST_PHRASE = 4
_AMOUNT = re.compile(r"\d+(?:th|thn|x|an|hr|jam)?|\d+[./:]\d+")
_MONEY = re.compile(r"\d+(?:rb|ribu|k|jt|juta)|rp\d*")
_BREATHS = re.compile(r"[,;!?\n]+")  # no phrase reaches beyond: "tidak jadi, batal"
_AND = re.compile(r"&|(?<=\D)\+(?!\d)")  # "kia + akta lahir"; not the plus of a telephone's number
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_HYPHENS = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_SHORTEST_ROOT = 4
_EXCHANGED = 7  # letters up to which "tanggal" is no wrong "tinggal"
_LONG = 6  # letters from which on one wrong letter is a typing error


@dataclass(frozen=True)
class Vocabulary:
    """data/normal.toml, ready for use: each spelling's normal word, phrases, fillers, affixes.

    `fillers` are left out of what is heard, `calls` (forms of address) and `agrees` are some of them.
    """

    words: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]
    phrase_words: tuple[str, ...]
    fillers: frozenset[str]
    calls: frozenset[str]
    agrees: frozenset[str]
    questions: frozenset[str]
    last_questions: frozenset[str]
    wishes: frozenset[str]
    beside: frozenset[str]
    papers: frozenset[str]
    shown: frozenset[str]
    handed: frozenset[str]
    handed_when: frozenset[str]
    numbered: frozenset[str]
    places: frozenset[str]
    joiners: frozenset[str]
    also: frozenset[str]
    every: frozenset[str]
    turns: frozenset[str]
    done: frozenset[str]
    ordinary: frozenset[str]
    offices: frozenset[str]
    whole: frozenset[str]
    prefixes: tuple[tuple[str, str], ...]
    suffixes: tuple[str, ...]
    endings: tuple[str, ...]
    beginnings: tuple[tuple[str, str], ...]
    numbers: Mapping[str, str]
    documents: tuple[tuple[str, tuple[str, ...]], ...]


def clauses_of(text: str) -> list[str]:
    """What stands between the marks of a text: its sentences, and the parts between commas."""
    return [each for each in _MARKS.split(text) if each.strip()]


def heard_part(text: str) -> str:
    """The beginning and the end of a text that is too long to be heard whole."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - _END]}\n{text[-_END:]}"


def plain(text: str) -> str:
    """Lower case, without accents, emoji and punctuation; letters drawn out are shortened."""
    folded = _AND.sub(" dan ", visible(heard_part(text)).casefold())
    kept = "".join(char if char.isalnum() or char in "'-" else " " for char in folded)
    return re.sub(r"([a-z])\1{2,}", r"\1", " ".join(kept.split()))


def visible(text: str) -> str:
    """The text as it reads: each letter in its usual shape, without marks that nobody sees
    (joiners, directions, soft hyphens) or that only cross letters out; every hyphen the usual one.
    Never longer than it was: a single ligature may stand for eighteen letters.
    """
    if text.isascii():
        return text
    usual = unicodedata.normalize("NFKC", text)[: len(text)].translate(_HYPHENS)
    return "".join(char for char in usual if unicodedata.category(char) not in _UNSEEN)


def asks(text: str) -> bool:
    """Whether a text asks by its question mark, or by the word that it ends with: "su jadi ko kaka"."""
    last = next(
        (word for word in reversed(plain(text).split()) if word not in VOCABULARY.calls), ""
    )
    return "?" in text or last in VOCABULARY.last_questions


def words_of(text: str) -> tuple[str, ...]:
    """The normal words of a text in their order; forms of address and fillers are left out."""
    return (_kept if len(text) <= _SENTENCE else _few)(heard_part(text))


def _words_of(text: str) -> tuple[str, ...]:
    return tuple(
        word
        for breath in _BREATHS.split(text)
        for word in _joined([part for each in _tokens(breath) for part in _normal(each).split()])
        if word not in VOCABULARY.fillers
    )


_kept = lru_cache(maxsize=8192)(_words_of)
_few = lru_cache(maxsize=64)(_words_of)  # thousands of long texts would fill the memory


def stem(word: str) -> str:
    """A word without common affixes; rough, but the same for both texts that are compared."""
    if word in VOCABULARY.whole:
        return word
    for suffix in VOCABULARY.suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_ROOT:
            word = VOCABULARY.words.get(word.removesuffix(suffix), word.removesuffix(suffix))
            if word in VOCABULARY.whole:  # "keterangannya"
                return word
    for prefix, instead in VOCABULARY.prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) + len(instead) >= _SHORTEST_ROOT:
            return instead + word.removeprefix(prefix)
    return word


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for word in plain(text).split():
        bare = word.strip("'-")
        if _AMOUNT.fullmatch(bare):
            found.append(NUMBER)
        elif _MONEY.fullmatch(bare):
            found.append("uang")
        elif bare in VOCABULARY.words or "-" not in bare:
            found.append(bare)
        else:
            first, *others = bare.split("-")
            found += [first, *(each for each in others if each != first)]
    return [word for word in found if word]


def _normal(word: str) -> str:
    if re.fullmatch(r"[a-z]{3,}2", word):  # "jadi2"
        word = word[:-1]
    if word in VOCABULARY.words:
        return VOCABULARY.words[word]
    word = _mended(word)
    root = stem(word)
    return VOCABULARY.words.get(root, root)


def _mended(word: str) -> str:
    """ "Kelurga" as "keluarga": phrases are joined before examples could mend a spelling."""
    if len(word) < _LONG or stem(word) in VOCABULARY.words:
        return word
    near = extractOne(word, VOCABULARY.phrase_words, scorer=OSA.distance, score_cutoff=1)
    return word if near is None or is_exchanged(word, near[0], _EXCHANGED) else near[0]


def is_exchanged(word: str, other: str, longest: int) -> bool:
    """Of short words with one letter exchanged, "lapar" and "lapor", each is a word of its own."""
    return len(word) == len(other) <= longest and sorted(word) != sorted(other)


def _joined(words: list[str]) -> list[str]:
    """Words with each known phrase ("kartu keluarga") as its one normal word."""
    found, at = [], 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = VOCABULARY.phrases.get(tuple(words[at : at + length]))
            if phrase is not None:
                found += phrase.split()
                at += length
                break
        else:
            found.append(words[at])
            at += 1
    return found


def _read() -> dict[str, Any]:
    return tomllib.loads((DATA / "normal.toml").read_text(encoding="utf-8"))


def _vocabulary(raw: Mapping[str, Any]) -> Vocabulary:
    words = {name: name for name in raw["words"]}
    words |= {each: name for name, spelt in raw["words"].items() for each in spelt.split()}
    return Vocabulary(
        words=words,
        phrases={},
        phrase_words=(),
        fillers=frozenset(" ".join(raw[name] for name in ("fillers", "calls", "agrees")).split()),
        calls=frozenset(raw["calls"].split()),
        agrees=frozenset(raw["agrees"].split()),
        questions=frozenset(raw["questions"].split()),
        last_questions=frozenset(raw["last_questions"].split()),
        wishes=frozenset(raw["wishes"].split()),
        beside=frozenset(raw["beside"].split()) | {NUMBER},
        papers=frozenset(raw["papers"].split()),
        shown=frozenset(raw["shown"].split()),
        handed=frozenset(raw["handed"].split()),
        handed_when=frozenset(raw["handed_when"].split()),
        numbered=frozenset(raw["numbered"].split()),
        places=frozenset(raw["places"].split()),
        joiners=frozenset(raw["joiners"].split()),
        also=frozenset(raw["also"].split()),
        every=frozenset(raw["every"].split()),
        turns=frozenset(raw["turns"].split()),
        done=frozenset(raw["done"].split()),
        ordinary=frozenset(raw["ordinary"].split()),
        offices=frozenset(raw["offices"].split()),
        whole=frozenset(raw["whole"].split()),
        prefixes=tuple((each["cut"], each["put"]) for each in raw["prefixes"]),
        suffixes=tuple(raw["suffixes"].split()),
        endings=tuple(raw["endings"].split()),
        beginnings=tuple((each["cut"], each["put"]) for each in raw["beginnings"]),
        numbers={word: str(at) for at, line in enumerate(raw["numbers"]) for word in line.split()},
        documents=(),
    )


def _with_phrases(raw: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary whose phrases and documents are told in its own normal words."""
    phrases = {
        tuple(part for word in _tokens(each) for part in _normal(word).split()): name
        for name, spelt in raw["phrases"].items()
        for each in spelt
    }
    long = {word for phrase in phrases for word in phrase if len(word) >= _LONG}
    return _replace(VOCABULARY, phrases=phrases, phrase_words=tuple(sorted(long)))


def _with_documents(raw: Mapping[str, Any]) -> Vocabulary:
    named = [
        (name, tuple({" ".join(words_of(each)) for each in (name, *spelt)} - {""}))
        for name, spelt in raw["documents"].items()
    ]
    longest = sorted(named, key=lambda pair: -max(map(len, pair[1])))
    return _replace(VOCABULARY, documents=tuple(longest))


def _replace(vocabulary: Vocabulary, **fields: Any) -> Vocabulary:
    return Vocabulary(**(vars(vocabulary) | fields))


VOCABULARY = _vocabulary(_read())
VOCABULARY = _with_phrases(_read())
VOCABULARY = _with_documents(_read())
_kept.cache_clear()
