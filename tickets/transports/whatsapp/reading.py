"""Reads a webhook's bytes as JSON; an unreadable part must not cost the others."""

import json
import re

DEEPEST = 64  # levels; nothing that WhatsApp sends is nested a quarter as deep
_DIGITS = 400  # no number that WhatsApp sends has as many
# A string that never ends is one token too: looking for its end again and again takes for ever.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def read_json(body: bytes) -> object:
    """The value in these bytes; what lies too deep to be read is None. Raises ValueError."""
    try:
        return json.loads(body, parse_int=_number)
    except RecursionError:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
        return json.loads(_shallow(text), parse_int=_number)


def _shallow(text: str) -> str:
    """The same JSON with null in place of every list and object below DEEPEST levels."""
    parts: list[str] = []
    depth = begins = 0
    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        if mark in "[{":
            depth += 1
            if depth == DEEPEST + 1:
                parts += [text[begins : token.start()], "null"]
        elif mark in "]}":
            depth -= 1
            if depth == DEEPEST:
                begins = token.end()
    return "".join([*parts, text[begins:]] if depth <= DEEPEST else parts)


def _number(digits: str) -> int | None:
    """None for numbers of thousands of digits, which Python refuses to read."""
    return int(digits) if len(digits) < _DIGITS else None
