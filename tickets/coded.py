"""Sentences for the codes in rows, made when they are shown (docs/decisions/0041).

A row has a code and values; one table beside its reader has a sentence for each code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def said(sentences: Mapping[str, str], code: str, values: Mapping[str, Any]) -> str:
    """The sentence of this code with the values in it.

    A code that the table does not have is from an older version: then its text is the sentence.
    """
    sentence = sentences.get(code)
    if sentence is None:
        return str(values.get("text", code))
    return sentence.format_map(_Given(values))


class _Given(dict[str, Any]):
    """A value that an old row does not have leaves a gap in its sentence, and breaks no page."""

    def __missing__(self, name: str) -> str:
        return ""
