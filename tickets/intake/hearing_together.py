"""Matters that are named in one breath: "ktp sama kk", "akta lahir dan mati"."""

from collections.abc import Callable, Sequence

from tickets.intake.knowledge import Knowledge
from tickets.intake.normal import VOCABULARY
from tickets.intake.similarity import Match, Shares

# Two matters are named together where a word of each means it so surely, and so much less the other.
# Measured: docs/decisions/0046.
JOINED, HARDLY = 0.36, 0.12
_NEAR_EACH_OTHER = 3  # words between two matters that are named together
_BESIDE = 3  # words from "sekalian" to what it adds


def named_with(
    best: Match, others: Sequence[Match], words: tuple[str, ...], knowledge: Knowledge
) -> tuple[int, ...]:
    """Of these, the number's own services that are named together with its best one."""
    if not best.name.isdecimal():
        return ()
    own = (each for each in others if each.name.isdecimal())
    return tuple(int(each.name) for each in own if _are_joined(best, each, words, knowledge))


def named_in_clauses(
    words: Sequence[str], clear: Callable[[tuple[str, ...]], str]
) -> tuple[str, ...]:
    """What the clauses of a text name, two things at least, each once; () where one clause names none,
    or papers are shown.

    `clear`: the matter that words are clearly about, "" for none.
    """
    found = clauses(words)
    if len(found) < 2 or not VOCABULARY.shown.isdisjoint(words):
        return ()
    first = clear(found[0])
    if not first:
        return ()
    names = (first, *(_named_behind(found[0], each, clear) for each in found[1:]))
    different = tuple(dict.fromkeys(names))
    return different if all(different) and len(different) > 1 else ()


def clauses(words: Sequence[str]) -> list[tuple[str, ...]]:
    """What stands before, between and behind "dan", "sama", "sekalian"."""
    found: list[list[str]] = [[]]
    for word in words:
        if word in VOCABULARY.joiners:
            found.append([])
        else:
            found[-1].append(word)
    return [tuple(each) for each in found if each]


def _named_behind(
    first: tuple[str, ...], clause: tuple[str, ...], clear: Callable[[tuple[str, ...]], str]
) -> str:
    """What a later clause is about; what the first one begins with goes for it as well: "legalisir KTP
    dan KK" is one matter, "akta lahir dan mati" are two certificates.
    """
    carried = clear((*first[:-1], *clause))
    return carried if carried == clear(first) else clear(clause) or carried


def _are_joined(first: Match, second: Match, words: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a word of each, which hardly means the other, stand beside an "and"; what stands
    behind "sekalian" joins what was said long before.
    """
    ones = _anchors(first.name, words, knowledge)
    others = _anchors(second.name, words, knowledge)
    both = (*ones, *others) if ones and others else ()
    if any(VOCABULARY.also.intersection(words[max(at - _BESIDE, 0) : at]) for at in both):
        return True
    return any(
        VOCABULARY.joiners.intersection(words[min(one, other) : max(one, other)])
        for one in ones
        for other in others
        if abs(one - other) <= _NEAR_EACH_OTHER
    )


def _anchors(name: str, words: Sequence[str], knowledge: Knowledge) -> list[int]:
    """Where a word means this service, and hardly any other one of this number."""
    shares = knowledge.matters.shares
    return [
        at
        for at, word in enumerate(words)
        if word not in VOCABULARY.ordinary
        and word not in VOCABULARY.joiners
        and _means_alone(shares(word), name)
    ]


def _means_alone(shares: Shares, name: str) -> bool:
    own = next((share for told, share in shares if told == name), 0.0)
    if own < JOINED:
        return False
    return all(share <= HARDLY * own for told, share in shares if told.isdigit() and told != name)
