"""What a visitor pastes into /lacak/: the tracking code in it, or a register number in its place. Pure."""

import re
from dataclasses import dataclass

from tickets.desk.register import ALPHABET, CODE_LENGTH

# Far longer than an acknowledgement.
LONGEST = 2000
# So many codes are looked up for one try: each more would be one more guess.
MOST = 3
_LABELLED = re.compile(r"kode\s+lacak\W*(\w{8,20}\b|\w+[ -]\w+)", re.IGNORECASE | re.ASCII)
_SHAPE = re.compile(rf"(?<!\w)[{ALPHABET}]{{{CODE_LENGTH}}}(?!\w)", re.IGNORECASE | re.ASCII)
_REGISTER = re.compile(
    r"(?<!\w)[A-Z][A-Z0-9]{1,11}\s?[-\u2010-\u2014/]\s?\d{4}\s?[-\u2010-\u2014/]\s?\d{1,8}(?!\w)",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Pasted:
    """`codes` that the text may hold, the likeliest first; `is_register`: it names a matter's number."""

    codes: tuple[str, ...]
    is_register: bool


def read(text: str) -> Pasted:
    """Read a code, a pasted line, a link, or the whole acknowledgement."""
    text = text[:LONGEST]
    named = tuple(_bare(found[1]) for found in [_LABELLED.search(text)] if found)
    if any(_SHAPE.fullmatch(code) for code in named):
        return Pasted(named, is_register=False)
    # A word of ten letters has the shape, too: what is in capitals or has a digit comes first.
    shaped = sorted(_SHAPE.findall(text), key=lambda each: each.isalpha() and each != each.upper())
    if shaped:
        return Pasted(tuple(dict.fromkeys(map(_bare, shaped)))[:MOST], is_register=False)
    if not named and _REGISTER.search(text):
        return Pasted((), is_register=True)
    return Pasted(named or (_bare(text),), is_register=False)


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
