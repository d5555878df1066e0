"""Names as people write them: how pages show them, and how a search compares them. Pure.

Citizens choose their names in WhatsApp, with styled letters, several blanks and invisible signs.
`shown` removes what reorders or hides the text beside it; `folded` gives the same text for names
that read the same. The search and the stored column use the same function. Names that sound alike:
sounding.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# They look like the apostrophe of Nur'aini; people type any of them, or none.
APOSTROPHES = frozenset(
    "'`\u00b4\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd"
    "\u02be\u02bf\u02c8\u02ca\u02cb\u055a\u05f3\ua78c\uff07\uff40\u1fbd\u1fbf"
)
# Letters and symbols that show as nothing but a gap.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
# Flags of regions are spelled: a black flag, at most six tags, and the tag that ends them.
_FLAG, _TAGS, _LONGEST_FLAG = "\U0001f3f4", "".join(map(chr, range(0xE0020, 0xE0080))), 8
_CONTROLS = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
_STYLED = re.compile(
    r"(?:NEGATIVE (?:SQUARED|CIRCLED) |CROSSED NEGATIVE SQUARED )?LATIN (?:SMALL |CAPITAL )?LETTER "
    r"(?:SMALL CAPITAL |DOTLESS |OPEN |SCRIPT )*(?P<base>[A-Z]{1,2})(?: WITH .*)?"
)


def shown(text: str) -> str:
    """The text without signs that turn the direction, hide, or break a line; emoji stay whole."""
    if text.isascii() and text.isprintable():
        return text.strip()
    signs = [_visible(text, at) for at in range(len(text))]
    return "".join(signs).strip()


def folded(text: str) -> str:
    """The text for searching: no case, accents, styles, apostrophes or doubled blanks."""
    plain = "".join(_without_apostrophe(sign) for sign in text)
    apart = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(_bare(sign) for sign in apart).casefold().split())


def _visible(text: str, at: int) -> str:
    """The sign at this place as it is shown: itself, a blank, or nothing."""
    sign = text[at]
    if unicodedata.category(sign) not in _CONTROLS and sign not in _BLANKS:
        return sign
    if sign.isspace() or sign in _BLANKS:
        return " "
    return sign if _is_within_emoji(text, at) else ""


def _is_within_emoji(text: str, at: int) -> bool:
    """A joiner between two emoji makes one of them; a tag spells the flag that it follows."""
    before = text[max(0, at - _LONGEST_FLAG) : at]
    if text[at] in _TAGS:
        return before.rstrip(_TAGS).endswith(_FLAG)
    is_joiner = text[at] == _JOINER and at + 1 < len(text)
    return is_joiner and _is_emoji(before.rstrip(_EMOJI_STYLE)[-1:]) and _is_emoji(text[at + 1])


def _is_emoji(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign) in ("So", "Sk") and sign not in _BLANKS


def _without_apostrophe(sign: str) -> str:
    return "" if sign in APOSTROPHES else sign


@lru_cache(maxsize=4096)
def _bare(sign: str) -> str:
    """A decomposed sign as it is compared."""
    if sign.isascii() and sign.isprintable():
        return sign
    kind = unicodedata.category(sign)
    if sign.isspace() or sign in _BLANKS:
        return " "
    if kind in ("Mn", "Me", "Cf", "Cc", "Cs", "Co") or sign in APOSTROPHES:
        return ""
    if kind == "Pd":
        return "-"
    found = _STYLED.fullmatch(unicodedata.name(sign, ""))
    return found["base"].lower() if found else sign
