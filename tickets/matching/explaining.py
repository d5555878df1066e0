"""Why a text was found: the words in their sentence, marked. Pure.

What the reader may not see is no reason: the caller gives the text as this reader reads it, and where
a term is missing in that there is no explanation, and so no hit.
"""

from __future__ import annotations

from html import escape

from tickets.matching.words import Asked, Term, Word, on_one_line, words_in

_BEFORE, _LENGTH = 50, 170  # characters before the first word found, and of all


def explained(text: str, asked: Asked) -> str:
    """A piece of the text as HTML with the words marked; "" where not all terms stand in it."""
    line = on_one_line(text)
    words = list(words_in(line))
    found = [word.folded for word in words]
    spans: list[tuple[int, int]] = []
    for term in asked.terms:
        places = [at for at in range(len(found)) if term.matches(found, at)]
        if not places:
            return ""
        spans += [_span(words, term, at) for at in places]
    return _piece(line, sorted(set(spans)))


def marked_whole(text: str, spans: list[tuple[int, int]]) -> str:
    """All of a short text, with these places marked."""
    html, at = "", 0
    for start, end in spans:
        if start >= at:
            html += f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>"
            at = end
    return html + escape(text[at:])


def _span(words: list[Word], term: Term, at: int) -> tuple[int, int]:
    last = at + len(term.words) - 1  # a term with other forms is one word
    return words[at].start, words[last].end


def _piece(line: str, spans: list[tuple[int, int]]) -> str:
    """From some words before the first place on."""
    begin = _word_begin(line, spans[0][0] - _BEFORE)
    end = _word_end(line, max(begin + _LENGTH, spans[0][1]))
    inside = [(start - begin, stop - begin) for start, stop in spans if stop <= end]
    before, after = "… " if begin else "", " …" if end < len(line) else ""
    return f"{before}{marked_whole(line[begin:end], inside)}{after}"


def _word_begin(line: str, at: int) -> int:
    return 0 if at <= 0 else line.find(" ", at) + 1


def _word_end(line: str, at: int) -> int:
    """Not within a word: half a masked number must not be shown as if it were another."""
    if at >= len(line):
        return len(line)
    blank = line.find(" ", at)
    return blank if 0 <= blank < at + 60 else at
