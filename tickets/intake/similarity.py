"""How near a text is to example sentences: shared words, weighted by how much each word tells.

docs/decisions/0046 tells the method and how its figures were measured.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from tickets.intake.normal import NUMBER, is_exchanged

BACKGROUND = ""  # the class of sentences that only make common words common
_SMOOTH = 1.0  # a word seen once tells half of what a frequent one does
_FLOOR = 0.2  # what a word that every class uses weighs
_NEAR = 0.5  # the nearest example's part of a score; the rest is what all words together say
_FEWEST = 4  # sentences: a source with fewer is no surer of its words for that
_EVENED = 0.65  # 1: a word of a large class tells as much as one of a small class; 0: classes are as they are
_PAIR = 0.7  # what two words in a row weigh beside one
_MISSING, _EXTRA = 0.35, 0.3  # what an example's, and a text's, words without a partner count
_ENOUGH = 0.3  # evidence from which on a match is as sure as it can be
_TYPO = 0.8
_SHORT = 5  # letters
_ROOT = 3  # letters of a word that an affix hides; one more where its beginning is cut
_CANDIDATES = 250  # examples that are compared; common words alone choose no more
_KEPT = 12  # classes that are told, best first
_LATELY = 8  # answers that are kept
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


class Speller:
    """Finds the known word that a typing error or an affix of a dialect hides."""

    def __init__(
        self,
        words: Iterable[str],
        *,
        beginnings: Sequence[tuple[str, str]],
        endings: Sequence[str],
    ) -> None:
        self._known = frozenset(words)
        self._beginnings, self._endings = tuple(beginnings), tuple(endings)
        by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) > 2 and " " not in word:
                by_letter[word[0]].append(word)
        self._by_letter = dict(by_letter)
        self._found: dict[str, tuple[str, float]] = {}

    def known(self, word: str) -> tuple[str, float]:
        """(known word, how sure); the word itself with 0.0 where none is near."""
        if word in self._known:
            return word, 1.0
        if word not in self._found:
            if len(self._found) > 4000:
                self._found.clear()
            self._found[word] = self._nearest(word)
        return self._found[word]

    def _nearest(self, word: str) -> tuple[str, float]:
        if bare := self._without_affixes(word):
            return bare, 0.95
        if len(word) < 4:
            return word, 0.0
        allowed = 1 if len(word) < 8 else 2
        near = extractOne(
            word, self._by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=allowed
        )
        if near is None or is_exchanged(word, near[0], _SHORT):
            return word, 0.0
        return near[0], _TYPO

    def _without_affixes(self, word: str) -> str:
        """The known word without an ending, a beginning or both; "" where there is none."""
        roots = [word, *(word.removesuffix(each) for each in self._endings if word.endswith(each))]
        for root in roots[1:]:
            if len(root) >= _ROOT and root in self._known:
                return root
        for cut, put in self._beginnings:
            for root in roots if word.startswith(cut) else ():
                bare = put + root.removeprefix(cut)
                if len(bare) > _ROOT and bare in self._known:
                    return bare
        return ""


class Space:
    """Example sentences of several classes, and what each word tells of them."""

    def __init__(self, examples: Sequence[Example], *, pairs: bool) -> None:
        self._pairs = pairs
        told = [each for each in examples if each.classes != (BACKGROUND,)]
        distinct = {(each.words, each.classes): each for each in reversed(told)}
        self._examples = tuple(reversed(distinct.values()))
        self._said = [tuple(self._features(each.words)) for each in self._examples]
        self._having: dict[str, list[int]] = defaultdict(list)
        for at, said in enumerate(self._said):
            for feature in said:
                self._having[feature].append(at)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for example in examples:
            for feature in self._features(example.words):
                counts[feature][example.source] += 1
        sizes = Counter(example.source for example in examples)
        classes = {example.source: example.classes for example in examples}
        self._tells = {
            feature: _shares(by_source, sizes, classes) for feature, by_source in counts.items()
        }
        self._weight = {
            feature: (_FLOOR + (1 - _FLOOR) * sum(share * share for share in shares.values()))
            * self._size(feature)
            for feature, shares in self._tells.items()
        }
        self._heavy = [sum(self._weight[feature] for feature in said) for said in self._said]
        self._lately: dict[object, list[Match]] = {}

    @property
    def words(self) -> set[str]:
        """The words that some example has."""
        return {feature for feature in self._tells if " " not in feature}

    def weight(self, word: str) -> float:
        """How much a word tells, 0 to 1; 0 for one that no example has."""
        return self._weight.get(word, 0.0)

    def share(self, word: str, name: str) -> float:
        """How surely a word means a class, 0 to 1."""
        return self._tells.get(word, {}).get(name, 0.0)

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
        total = extra + strange + sum(self._weight[each] * sure for each, sure in found.items())
        evidence: dict[str, float] = defaultdict(float)
        for feature, sure in found.items():
            weight = self._weight[feature] * sure
            for name, share in self._tells[feature].items():
                evidence[name] += weight * share
        return self._ranked(evidence, self._best(self._shared(found), total), total)

    def _shared(self, found: Mapping[str, float]) -> dict[int, float]:
        """What each example shares with the words; the rare words choose the examples."""
        shared: dict[int, float] = defaultdict(float)
        opened = 0
        for feature in sorted(found, key=lambda each: len(self._having.get(each, ()))):
            having, weight = self._having.get(feature, []), self._weight[feature] * found[feature]
            if opened and opened + len(having) > _CANDIDATES:
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

    @staticmethod
    def _size(feature: str) -> float:
        return _PAIR if " " in feature else 1.0


def _shares(
    by_source: Mapping[str, int], sizes: Mapping[str, int], classes: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    """How a word's use is divided over the classes, large ones counted nearly as if they were small."""
    used: dict[str, float] = {}
    for source, count in by_source.items():
        for name in classes[source]:
            used[name] = max(used.get(name, 0.0), count / max(sizes[source], _FEWEST) ** _EVENED)
    often = sum(by_source.values())
    total = sum(used.values()) * (often + _SMOOTH) / often
    return {name: each / total for name, each in used.items()}
