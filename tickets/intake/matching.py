"""Which service a citizen means: "kia", "akte lahir", "bikin ktpp"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from tickets.intake.values import ServiceInfo
from tickets.intake.vocabulary import FILLERS, GREETINGS, STOP, stem, tokens

_ACCEPT = 0.5  # share of the text's own words that the service must explain
_CLEAR = 1.25  # how much better than the next one
_LONGEST = 12  # words; a longer text tells a story, it does not name a service


@dataclass(frozen=True)
class Match:
    """The one service meant, or the few that could be."""

    service: ServiceInfo | None = None
    candidates: tuple[ServiceInfo, ...] = ()


def match_service(text: str, services: Sequence[ServiceInfo]) -> Match:
    """The service that a short text names, by name, keyword, abbreviation or a typo of them."""
    said = _telling(text)
    if not said or len(said) > _LONGEST:
        return Match()
    known = {service.id: _vocabulary(service) for service in services}
    short = {service.id: _abbreviations(service) for service in services}
    common = Counter(word for words in known.values() for word in words)
    scores = [
        (service, _score(said, known[service.id], common, short[service.id]))
        for service in services
    ]
    found = sorted((pair for pair in scores if pair[1] > 0), key=lambda pair: -pair[1])
    if not found:
        return Match()
    if len(found) == 1 or found[0][1] >= _CLEAR * found[1][1]:
        return Match(service=found[0][0])
    best = found[0][1]
    return Match(candidates=tuple(service for service, score in found if score * _CLEAR > best)[:9])


def names_only(text: str, service: ServiceInfo) -> bool:
    """Whether a text says little beyond the service's name, so that it is a choice, no matter."""
    known = _vocabulary(service)
    return sum(1 for word in _telling(text) if not _likeness(word, known)) <= 1


def mentions(text: str, name: str) -> bool:
    """Whether a caption or file name speaks of a requirement: "foto ktp.jpg", "Fotokopi KTP"."""
    wanted = {stem(word) for word in _significant(name)}
    said = {stem(word) for word in tokens(text)}
    return bool(wanted & said)


def _telling(text: str) -> list[str]:
    """The words that tell something; "mau tanya" has none but the weak ones."""
    spoken = [word for word in tokens(text) if not word.isdigit()]
    strong = [word for word in spoken if word not in STOP]
    return strong or [word for word in spoken if word not in GREETINGS | FILLERS]


_PAPER = frozenset(
    [
        "fc",
        "fotokopi",
        "foto",
        "copy",
        "fotocopy",
        "surat",
        "asli",
        "file",
        "scan",
        "dokumen",
        "bukti",
    ]
)


def _significant(name: str) -> list[str]:
    return [word for word in tokens(name) if len(word) > 1 and word not in STOP | _PAPER]


def _vocabulary(service: ServiceInfo) -> frozenset[str]:
    text = " ".join((service.name, service.short_name, *service.keywords))
    found = {stem(word) for word in tokens(text) if word not in STOP}
    return frozenset(word for word in found if len(word) > 1) | _abbreviations(service)


def _abbreviations(service: ServiceInfo) -> frozenset[str]:
    """ "KIA", "SKTM": said in a story too, they mean the service; "mati" in a story does not."""
    words = re.findall(r"\b[A-Z]{3,6}\b", f"{service.name} {service.short_name}")
    initials = [word[0] for word in re.findall(r"[A-Za-z]{3,}", service.name.split("(")[0])]
    return frozenset(word.lower() for word in (*words, "".join(initials)) if len(word) > 2)


def _score(
    said: list[str], known: frozenset[str], common: Counter[str], short: frozenset[str]
) -> float:
    hits = [found for word in said if (found := _likeness(word, known))]
    if not hits:
        return 0.0
    explained = len(hits) / len(said)
    unique = any(common[word] == 1 and sure == 1.0 and word in short for word, sure in hits)
    if explained < _ACCEPT and not unique:
        return 0.0
    return sum(sure / common[word] for word, sure in set(hits)) * (0.5 + explained / 2)


def _likeness(word: str, known: frozenset[str]) -> tuple[str, float] | None:
    root = stem(word)
    if root in known:
        return root, 1.0
    if len(root) < 4:
        return None
    allowed = 1 if len(root) < 8 else 2
    near = [(OSA.distance(root, other, score_cutoff=allowed), other) for other in known]
    best = min((pair for pair in near if len(pair[1]) >= 3), default=(allowed + 1, ""))
    return (best[1], 0.8) if best[0] <= allowed else None
