"""The forms of an Indonesian word: who types "urus" finds "mengurus" and "pengurusan". Pure.

Beginnings follow the rules of meN- and peN- (Tata Bahasa Baku Bahasa Indonesia): the first letter of
the root decides the nasal, and k, p, s, t fall away before a vowel. Endings need no list: forms are
looked for as beginnings of words.
"""

from __future__ import annotations

import re

SHORTEST_ROOT = 4
_VOWELS = "aeiou"
# The endings that words with this beginning have: "perbaikan" is of "baik", "kirimkan" of "kirim".
_ENDINGS = {
    "me": ("nya", "kan", "an", "i"),
    "di": ("nya", "kan", "an", "i"),
    "pe": ("nya", "an"),
    "ke": ("nya", "an"),
    "": ("nya", "kan", "an"),
}
# The nasal that me- and pe- take before this first letter; before the others none.
_NASALS = (
    dict.fromkeys("bfpv", "m")
    | dict.fromkeys("cdjtz", "n")
    | dict.fromkeys("aeioughkqx", "ng")
    | {"s": "ny"}
)
# The letter after a nasal is one that takes it, or the vowel before which another fell away.
_NASAL_FORM = re.compile(
    r"[mp]e(?:(ny)(?=[aeiou])|(ng)(?=[aeioughqx]|k[^aeiou])|(n)(?=[aeioucdjz]|[ts][^aeiou])"
    r"|(m)(?=[aeioubfv]|p[^aeiou]))"
)
_SWALLOWED = {"m": ("p", "m"), "n": ("t", "n"), "ny": ("s",), "ng": ("", "k")}
_R_FORM = re.compile(r"(?:(?:mem|di)?p|[tb])er(?=[aeiou])")
_OTHER_FORM = re.compile(r"memper|diper|di|ter|ber|per|[bp]e(?=[^aeiou]er)|[mp]e(?=[lmnrwy])")


def forms(word: str) -> tuple[str, ...]:
    """How other words begin that share this word's root; at most fourteen,
    without what `word` begins.

    `word` is one folded word. Nothing for what has no root of four letters. Where the root cannot be
    told ("mengirim": of "kirim" or "irim"), the likelier one has all its forms, the other the main ones.
    """
    found: list[str] = []
    for number, root in enumerate(_roots(word)):
        found += [root, f"di{root}", f"per{root}", _bare("ter", root)]
        if number == 0:
            found += [_nasal("me", root), _nasal("pe", root), _bare("ber", root), f"ke{root}"]
            found += [f"{begin}{root}" for begin in ("memper", "diper")]
            found += [f"pe{root}"] if root[1:3] == "er" else []  # "pekerja", of "bekerja"
    return tuple(one for one in dict.fromkeys(found) if not one.startswith(word))


def _roots(word: str) -> list[str]:
    """What is left without ending and beginning, the likelier first; none of under four letters."""
    if not (word.isascii() and word.isalpha()):
        return []
    whole = word
    endings = _ENDINGS.get(word[:2], _ENDINGS[""])
    for ending in (*endings, "i") if word.startswith("per") else endings:
        if word.endswith(ending) and len(word) - len(ending) > SHORTEST_ROOT:
            word = word.removesuffix(ending)
    cut = [root for root in _without_beginning(word) if len(root) >= SHORTEST_ROOT]
    if word != whole and whole.startswith("ke") and len(word) - 2 >= SHORTEST_ROOT and not cut:
        cut = [word[2:]]  # "kehilangan"; "kemarin" has no ending
    return cut or [word] * (len(word) >= SHORTEST_ROOT)


def _without_beginning(word: str) -> list[str]:
    if found := _NASAL_FORM.match(word):
        rest = word[found.end() :]
        nasal = found[found.lastindex or 0]
        return [put + rest for put in _SWALLOWED[nasal]] if rest[0] in _VOWELS else [rest]
    if found := _R_FORM.match(word):
        rest = word[found.end() :]
        return [rest, f"r{rest}"]  # "perubahan", "perekaman"; "terubah", "terekam"
    if found := _OTHER_FORM.match(word):
        return [word[found.end() :]]
    return []


def _nasal(begin: str, root: str) -> str:
    first, second = root[0], root[1]
    nasal = _NASALS.get(first, "")
    swallowed = first in "kpst" and second in _VOWELS and not root.startswith("per")
    if first == "s" and not swallowed:
        nasal = "n"  # "menstempel"
    return f"{begin}{nasal}{root[1:] if swallowed else root}"


def _bare(begin: str, root: str) -> str:
    """ "ter-" and "ber-" lose their r before another one: "terekam", "bekerja"."""
    loses = root.startswith("r") or (begin == "ber" and root[1:3] == "er")
    return f"{begin[:-1] if loses else begin}{root}"
