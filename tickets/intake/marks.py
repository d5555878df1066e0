"""A message without a word: an emoji that thanks, or a mark that says nothing. Pure."""

import tomllib
import unicodedata
from functools import lru_cache

from tickets.intake.normal import DATA

_SKIN = frozenset("🏻🏼🏽🏾🏿")  # a shade of the emoji before it


def is_warm(text: str) -> bool:
    """Whether it holds emoji that thank or agree, and no other ones ("😭🙏" pleads)."""
    shown = {char for char in text if unicodedata.category(char) == "So"} - _SKIN
    return bool(shown) and shown <= _warm()


@lru_cache(maxsize=1)
def _warm() -> frozenset[str]:
    raw: dict[str, str] = tomllib.loads((DATA / "marks.toml").read_text(encoding="utf-8"))
    return frozenset(raw["warm"].split())
