"""What a standard asks for, as a citizen is told: what can be sent, what is a condition."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tickets.intake.entities import documents
from tickets.intake.memory import IntakeState
from tickets.intake.normal import DATA, plain, words_of
from tickets.intake.values import ServiceInfo

_CLAUSE = re.compile(r"[,;:!?()\n]+|\.(?=\s|$)")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The requirements of a service: what can be sent as a file or text, and conditions."""

    papers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def asked(requirements: tuple[str, ...]) -> Asked:
    """The requirements by how they are met; a number that the citizen writes from is left out."""
    unknown = [each for each in requirements if not _says(each, "known")]
    met = [each for each in unknown if _is_condition(each)]
    return Asked(papers=tuple(each for each in unknown if each not in met), conditions=tuple(met))


def told_apart(files: Sequence[str], papers: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """(papers that no caption or file name names, how many files name none).

    A caption may name several: "pengantar rt, ktp, kk".
    """
    left = list(papers)
    unnamed = 0
    for file in map(said_of_papers, files):
        named = [each for each in left if is_named(file, each)]
        unnamed += not named and not any(is_named(file, each) for each in papers)
        left = [each for each in left if each not in named]
    return tuple(left), unnamed


def missing(state: IntakeState, service: ServiceInfo | None) -> tuple[str, ...]:
    """Papers that no file names; files without a name may be any of them."""
    if service is None:
        return ()
    if service.kind == "complaint":
        wanted = (
            (service.wants_location, state.location, "lokasi kejadian"),
            (service.wants_photo and service.wants_location, state.photo, "foto"),
        )
        return tuple(name for is_asked, given, name in wanted if is_asked and not given)
    left, unnamed = told_apart(state.files, asked(service.requirements).papers)
    if state.told:
        left = tuple(each for each in left if not is_told_in_words(each))
    return left if len(left) > unnamed else ()


def unnamed_files(state: IntakeState, service: ServiceInfo | None) -> int:
    """Files that the citizen did not describe: an officer has to look."""
    if service is None or service.kind == "complaint":
        return 0
    return told_apart(state.files, asked(service.requirements).papers)[1]


@lru_cache(maxsize=4096)
def is_named(said: str, requirement: str) -> bool:
    """Whether a caption or file name speaks of a requirement: "foto ktp.jpg", "Fotokopi KTP"."""
    if _are_apart(said, requirement):
        return False
    wanted, named = set(documents(requirement)), set(documents(said))
    if wanted and named:
        return bool(wanted & named)
    return bool(_telling(requirement) & _telling(said))


def _are_apart(said: str, requirement: str) -> bool:
    """Whether these are papers of different people: "KTP almarhum", "KTP pelapor"."""
    theirs = [_whose(part) for part in (said, requirement)]
    return all(theirs) and theirs[0].isdisjoint(theirs[1])


def _whose(text: str) -> set[str]:
    """The groups of people that a text names, of those whose papers nobody else's can stand for."""
    words = set(plain(text).replace("-", " ").split())
    return {people for people in _data()["whose"] if not words.isdisjoint(people.split())}


def said_of_papers(text: str, *, names_service: bool = False) -> str:
    """What a text says of papers that come: without what is wished for, of "mau surat pengantar
    skck, ini ktp saya" the second half. `names_service`: its first words name the matter itself.
    """
    clauses = [part for each in _CLAUSE.split(text) for part in _presented(each)]
    kept = [_before_wish(each) for each in clauses[names_service:]]
    return ", ".join(each for each in kept if each)


def _presented(clause: str) -> list[str]:
    """The clause in parts, each but the first begun by a word that shows something: "ini"."""
    parts: list[list[str]] = [[]]
    for word in clause.split():
        if word.lower() in _data()["presents"]:
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(each) for each in parts]


def _before_wish(clause: str) -> str:
    """What stands before a wish: "pengantar rt untuk bikin ktp"; "mau kirim ktp" is none."""
    said = clause.split()
    if not set(_data()["sends"]).isdisjoint(words_of(clause)):
        return clause
    ends = (at for at, word in enumerate(said) if _wishing().intersection(words_of(word)[:1]))
    return " ".join(said[: next(ends, len(said))])


def _is_condition(requirement: str) -> bool:
    paper = requirement.partition(" bila ")[0]  # "SKPWNI bila pindah datang"
    if _says(paper, "brought") and not documents(
        requirement
    ):  # "KTP asli dan fotokopi" can be sent
        return True
    return _says(paper, "conditions") and not _says(paper, "sendable")


def is_told_in_words(requirement: str) -> bool:
    """Whether it is no paper but something to write: "Nama lembaga yang menolak dan pesannya"."""
    first = plain(requirement).split()[:1]
    return bool(set(first) & set(_data()["written"])) and not _says(requirement, "sendable")


def _says(requirement: str, which: str) -> bool:
    said = f" {plain(requirement)} ".replace("-", " ")
    return any(f" {word} " in said for word in _data()[which])


def _telling(text: str) -> set[str]:
    return {word for word in words_of(text.replace("_", " ")) if len(word) > 1} - paper_words()


@lru_cache(maxsize=1)
def paper_words() -> frozenset[str]:
    """Normal words that tell nothing about which paper is meant: "fotokopi", "lembar"."""
    return frozenset(word for each in _data()["paper"] for word in (each, *words_of(each)))


@lru_cache(maxsize=1)
def _wishing() -> frozenset[str]:
    return frozenset(word for each in _data()["wishes"] for word in words_of(each))


@lru_cache(maxsize=1)
def _data() -> dict[str, list[str]]:
    return tomllib.loads((DATA / "requirements.toml").read_text(encoding="utf-8"))
