"""What a standard asks for, as a citizen is told: what can be sent, what is a condition."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tickets.intake.entities import documents
from tickets.intake.normal import DATA, plain, words_of
from tickets.intake.values import ServiceInfo


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


def told_apart(files: Sequence[str], service: ServiceInfo) -> tuple[tuple[str, ...], int]:
    """(papers that no caption or file name names, how many files name none).

    A caption may name several: "pengantar rt, ktp, kk".
    """
    left = list(asked(service.requirements).papers)
    unnamed = 0
    for file in files:
        named = [each for each in left if is_named(file, each)]
        unnamed += not named and not any(
            is_named(file, each) for each in asked(service.requirements).papers
        )
        left = [each for each in left if each not in named]
    return tuple(left), unnamed


@lru_cache(maxsize=4096)
def is_named(said: str, requirement: str) -> bool:
    """Whether a caption or file name speaks of a requirement: "foto ktp.jpg", "Fotokopi KTP"."""
    wanted, named = set(documents(requirement)), set(documents(said))
    if wanted and named:
        return bool(wanted & named)
    return bool(_telling(requirement) & _telling(said))


def _is_condition(requirement: str) -> bool:
    paper = requirement.partition(" bila ")[0]  # "SKPWNI bila pindah datang"
    return _says(paper, "conditions") and not _says(paper, "sendable")


def _says(requirement: str, which: str) -> bool:
    said = f" {plain(requirement)} ".replace("-", " ")
    return any(f" {word} " in said for word in _data()[which])


def _telling(text: str) -> set[str]:
    return {word for word in words_of(text.replace("_", " ")) if len(word) > 1} - _weak()


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    return frozenset(word for each in _data()["paper"] for word in (each, *words_of(each)))


@lru_cache(maxsize=1)
def _data() -> dict[str, list[str]]:
    return tomllib.loads((DATA / "requirements.toml").read_text(encoding="utf-8"))
