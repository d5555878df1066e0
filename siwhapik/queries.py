"""The part of an address behind its question mark, of which a page of figures has hundreds. Pure."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

_PLAIN = (int, dt.date)  # written with digits and hyphens; not what is made of them, as a moment


def query_of(values: Mapping[str, Any]) -> str:
    """As `urlencode` writes it, but for most values without looking at each sign; names are words of ours."""
    return "&".join([f"{name}={_quoted(value)}" for name, value in values.items()])


def narrowed(address: str, more: str) -> str:
    """The address with further names, none of which it has yet, and values that are written plainly (dates, numbers,
    words of ours); "" stays so, for it leads nowhere. Hundreds of addresses of a page differ in this alone.
    """
    return f"{address}&{more}" if address else ""


def _quoted(value: object) -> str:
    text = str(value)
    if type(value) in _PLAIN:
        return text
    is_plain = text.isascii() and text.replace("-", "").isalnum()
    return text if is_plain else quote_plus(text)
