"""Indonesian names that sound alike: old spelling, Arabic in Latin letters, usual short forms. Pure.

`sounded` gives one text for Achmad and Ahmad, Soekarno and Sukarno, Mohd. and Muhammad. It is coarse on
purpose: it is only used beside the name as it is written, and finds a few too many rather than none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from services.names import folded

_SHORT = dict.fromkeys(("muh", "moh", "mohd", "muhd", "mhd", "md", "mohamed"), "muhammad")
# In this order; each works on what the one before has left.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"oe", "u"),
        (r"tj|^ch", "c"),
        (r"dj", "j"),
        (r"sj|sy(?=.)|sh", "s"),
        (r"ch|kh", "h"),
        (r"th", "t"),
        (r"dh|dz", "d"),
        (r"ph|v", "f"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"ie|ee|y$", "i"),
        (r"j|y", "y"),  # Jusuf and Yusuf
        (r"o", "u"),
        (r"(?<=.)h$", ""),
        (r"(.)\1+", r"\1"),
    )
)


def sounded(name: str) -> str:
    """The folded name with each word as it sounds."""
    return " ".join(map(_sound, folded(name).split()))


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    sound = _SHORT.get(word.rstrip("."), word)
    for pattern, replacement in _RULES:
        sound = pattern.sub(replacement, sound)
    return sound
