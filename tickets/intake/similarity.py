"""How near a text is to example sentences: shared words, weighted by how much each word tells.

docs/decisions/0046 tells the method and how its figures were measured.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tickets.intake.normal import NUMBER

BACKGROUND = ""  # the class of sentences that only make common words common
_SMOOTH = 1.0  # a word seen once tells half of what a frequent one does
_FLOOR = 0.2  # what a word that every class uses weighs
_NEAR = 0.5  # the nearest example's part of a score; the rest is what all words together say
_FEWEST = 4  # sentences: a source with fewer is no surer of its words for that
_EVENED = 0.65  # 1: a word of a large class tells as much as one of a small class; 0: classes are as they are
_PAIR = 0.7  # what two words in a row weigh beside one
_MISSING, _EXTRA = 0.35, 0.3  # what an example's, and a text's, words without a partner count
_ENOUGH = 0.3  # evidence from which on a match is as sure as it can be
_CANDIDATES = 250  # examples that are compared; common words alone choose no more
_CHOOSES = 0.5  # what a word tells that chooses its examples all the same: "ktp dan kk" names both
_KEPT = 12  # classes that are told, best first
_LATELY = 8  # answers that are kept
# Bytes that a space keeps for each: measured with tracemalloc (tests/tickets/intake/test_kept.py).
_A_FEATURE, _A_USE, _AN_EXAMPLE = 150, 9, 45
Shares = tuple[tuple[str, float], ...]  # how surely a feature means each class
_NOTHING: tuple[float, Shares] = (0.0, ())
UNKNOWN = 0.35  # what a word that no example has counts as not explained


@dataclass(frozen=True)
class Example:
    """A sentence with its normal words; `source` is the list it stands in, of these classes."""

    text: str
    words: tuple[str, ...]
    source: str
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """How near a text is to a class (0 to 1), and by which example."""

    name: str
    score: float
    by: str


class Space:
    """Example sentences of several classes, and what each word tells of them."""

    def __init__(self, examples: Sequence[Example], *, pairs: bool) -> None:
        self._pairs = pairs
        told = [each for each in examples if each.classes != (BACKGROUND,)]
        distinct = {(each.words, each.classes): each for each in reversed(told)}
        self._examples = tuple(reversed(distinct.values()))
        self._said = [self._said_in(each.words) for each in self._examples]
        having: dict[str, list[int]] = defaultdict(list)
        for at, said in enumerate(self._said):
            for feature in said:
                having[feature].append(at)
        self._having = {feature: tuple(places) for feature, places in having.items()}
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for example in examples:
            for feature in self._features(example.words):
                counts[feature][example.source] += 1
        sizes = Counter(example.source for example in examples)
        classes = {example.source: example.classes for example in examples}
        self._tells = {
            feature: _told(_shares(by_source, sizes, classes), self._size(feature))
            for feature, by_source in counts.items()
        }
        heavy = (sum(map(self.weight, said)) for said in self._said)
        self._heavy = array("d", heavy)
        self._lately: dict[object, list[Match]] = {}

    @property
    def words(self) -> set[str]:
        """The words that some example has."""
        return {feature for feature in self._tells if " " not in feature}

    def weight(self, word: str) -> float:
        """How much a word tells, 0 to 1; 0 for one that no example has."""
        told = self._tells.get(word)
        return told[0] if told else 0.0

    def share(self, word: str, name: str) -> float:
        """How surely a word means a class, 0 to 1."""
        return next((share for told, share in self.shares(word) if told == name), 0.0)

    def shares(self, word: str) -> Shares:
        """How surely a word means each class that it means at all."""
        return self._tells.get(word, _NOTHING)[1]

    @property
    def size(self) -> int:
        """About how many bytes it keeps, without the examples, which others may keep as well."""
        said = sum(map(len, self._said)) if self._pairs else 0
        having = sum(map(len, self._having.values()))
        return (
            _A_FEATURE * len(self._tells)
            + _A_USE * (said + having)
            + _AN_EXAMPLE * len(self._examples)
        )

    def nearest(
        self, said: Mapping[str, float], words: Sequence[str], *, extra: float = 0.0
    ) -> list[Match]:
        """Every class that shares something with the words, best first.

        `said`: each word with how surely it was recognised; `extra`: what was said beside them
        counts as so much that is not explained. Hearing a text asks the same more than once.
        """
        asked = (tuple(said.items()), tuple(words), extra)
        found = self._lately.get(asked)
        if found is None:
            if len(self._lately) >= _LATELY:
                self._lately.clear()
            found = self._lately[asked] = self._nearest(said, words, extra)
        return found

    def _nearest(
        self, said: Mapping[str, float], words: Sequence[str], extra: float
    ) -> list[Match]:
        found = {
            feature: min(said.get(part, 1.0) for part in feature.split())
            for feature in self._features(words)
            if feature in self._tells
        }
        strange = sum(UNKNOWN for word in words if word not in self._tells and word != NUMBER)
        total = extra + strange + sum(self._tells[each][0] * sure for each, sure in found.items())
        evidence: dict[str, float] = defaultdict(float)
        for feature, sure in found.items():
            weight, shares = self._tells[feature]
            for name, share in shares:
                evidence[name] += weight * sure * share
        return self._ranked(evidence, self._best(self._shared(found), total), total)

    def _shared(self, found: Mapping[str, float]) -> dict[int, float]:
        """What each example shares with the words; the rare words choose the examples."""
        shared: dict[int, float] = defaultdict(float)
        opened = 0
        for feature in sorted(found, key=lambda each: len(self._having.get(each, ()))):
            having, weight = self._having.get(feature, ()), self._tells[feature][0] * found[feature]
            if opened and opened + len(having) > _CANDIDATES and weight < _CHOOSES:
                for at in shared:
                    if feature in self._said[at]:
                        shared[at] += weight
                continue
            opened += len(having)
            for at in having:
                shared[at] += weight
        return shared

    def _best(self, shared: Mapping[int, float], total: float) -> dict[str, tuple[float, int]]:
        best: dict[str, tuple[float, int]] = {}
        nearest: dict[str, float] = {}
        heavy, examples = self._heavy, self._examples
        for at, both in shared.items():
            missing = heavy[at] - both
            unlike = _EXTRA * (total - both) + (_MISSING * missing if missing > 0 else 0.0)
            near = both / (both + unlike + 1e-9)
            for name in examples[at].classes:
                if near > nearest.get(name, 0.0):
                    nearest[name] = near
                    best[name] = (near, at)
        return best

    def _ranked(
        self, evidence: Mapping[str, float], best: Mapping[str, tuple[float, int]], total: float
    ) -> list[Match]:
        scores = []
        for name, (near, at) in best.items():
            explained = evidence[name] / (total + 1e-9)
            exact = (
                near**3
            )  # an example that is said as it stands is sure, however common its words
            sure = max(min(1.0, evidence[name] / _ENOUGH), exact)
            scores.append(((_NEAR * near + (1 - _NEAR) * max(explained, exact)) * sure, name, at))
        scores.sort(reverse=True)
        return [Match(name, score, self._examples[at].text) for score, name, at in scores[:_KEPT]]

    def _features(self, words: Sequence[str]) -> dict[str, None]:
        found = dict.fromkeys(words)
        if self._pairs:
            found |= dict.fromkeys(f"{a} {b}" for a, b in pairwise(words))
        return found

    def _said_in(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Its features; the words themselves where they are that, so that nothing is kept twice."""
        found = tuple(self._features(words))
        return words if found == words else found

    @staticmethod
    def _size(feature: str) -> float:
        return _PAIR if " " in feature else 1.0


@lru_cache(maxsize=8192)
def _told(shares: Shares, size: float) -> tuple[float, Shares]:
    """What a feature weighs, and its shares; the same object for the same ones, as most words tell
    the same on every number.
    """
    even = sum(share * share for _, share in shares)
    return (_FLOOR + (1 - _FLOOR) * even) * size, shares


def _shares(
    by_source: Mapping[str, int], sizes: Mapping[str, int], classes: Mapping[str, tuple[str, ...]]
) -> Shares:
    """How a word's use is divided over the classes, large ones counted nearly as if they were small."""
    used: dict[str, float] = {}
    for source, count in by_source.items():
        for name in classes[source]:
            used[name] = max(used.get(name, 0.0), count / max(sizes[source], _FEWEST) ** _EVENED)
    often = sum(by_source.values())
    total = sum(used.values()) * (often + _SMOOTH) / often
    # Pairs, for thousands of small dictionaries would take three times as much memory.
    return tuple((name, each / total) for name, each in used.items())
