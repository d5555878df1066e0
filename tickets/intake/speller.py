"""Known words that typing errors and the affixes of dialects hide."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from tickets.intake.normal import is_exchanged

_TYPO = 0.8
_SHORT = 5  # letters
_ROOT = 3  # letters of a word that an affix hides; one more where its beginning is cut


class Speller:
    """Finds the known word that a typing error or an affix of a dialect hides."""

    def __init__(
        self,
        words: Iterable[str],
        *,
        beginnings: Sequence[tuple[str, str]],
        endings: Sequence[str],
    ) -> None:
        self._known, self._more = frozenset(words), frozenset[str]()
        self._beginnings, self._endings = tuple(beginnings), tuple(endings)
        self._by_letter = _by_letter(self._known)
        self._found: dict[str, tuple[str, float]] = {}

    def knowing(self, words: Iterable[str]) -> "Speller":
        """One that knows these words as well; what both know is kept once."""
        more = frozenset(words) - self._known
        found = copy(self)
        found._more, found._found = more, {}
        begins = {
            letter: (*self._by_letter.get(letter, ()), *new)
            for letter, new in _by_letter(more).items()
        }
        found._by_letter = self._by_letter | {
            letter: sorted(each) for letter, each in begins.items()
        }
        return found

    def _is_known(self, word: str) -> bool:
        return word in self._known or word in self._more

    def known(self, word: str) -> tuple[str, float]:
        """(known word, how sure); the word itself with 0.0 where none is near."""
        if self._is_known(word):
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
            if len(root) >= _ROOT and self._is_known(root):
                return root
        for cut, put in self._beginnings:
            for root in roots if word.startswith(cut) else ():
                bare = put + root.removeprefix(cut)
                if len(bare) > _ROOT and self._is_known(bare):
                    return bare
        return ""


def _by_letter(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) > 2 and " " not in word:
            found[word[0]].append(word)
    return dict(found)
