"""Why a search found a ticket: the words in their sentence, marked, as this person reads it.

A word that is not in the text as this person reads it is no reason, and so the hit is none.
"""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from typing import Any

from services.masking import mask_contacts
from services.sounding import sounded
from tickets import identity
from tickets.finding.hits import Hit
from tickets.finding.search import GROUPS, NAME, NUMBER, Answer
from tickets.identity import Identity
from tickets.matching.explaining import explained, marked_whole
from tickets.matching.words import on_one_line, words_in

Values = dict[str, Any]
_SIDES = {"in": "Pemohon", "out": "Kantor"}


def why_found(hit: Hit, answer: Answer, values: Values, heads: Collection[int]) -> str:
    """The reason as HTML; "" where this person cannot read it, so that it is none."""
    if hit.what in GROUPS[NUMBER]:
        return _numbered(values)
    citizen = identity.in_row(values, heads=heads)
    if hit.what in GROUPS[NAME]:
        return _phone(citizen) if answer.by_digits else _called(citizen, answer)
    if hit.what == "service":
        told = explained(values["service__name"] or "", answer.asked)
        return _reason("Layanan", told or escape(values["service__name"] or ""))
    if citizen.is_hidden and _tells(citizen, answer, hit):
        return ""
    return _said(hit, answer, citizen)


def _said(hit: Hit, answer: Answer, citizen: Identity) -> str:
    """The words in their sentence, as this person reads it."""

    def read(text: str) -> str:
        return explained(mask_contacts(citizen.text(text)), answer.asked) if text else ""

    if hit.what == "matter":
        if told := read(hit.one):
            return _reason("Perihal", told)
        applicant = "" if citizen.is_hidden else hit.side
        if told := read(applicant):
            return _reason("Pemohon", told)
        every = " · ".join(filter(None, (hit.one, applicant, hit.two)))
        return _reason("Hasil", read(hit.two) or read(every))
    label = {"note": "Catatan", "file": "Berkas"}.get(hit.what) or _SIDES.get(hit.side, "Kantor")
    return _reason(label, read(hit.two or hit.one))


def _tells(citizen: Identity, answer: Answer, hit: Hit) -> bool:
    """Whether the hit, or that there is one, would tell who the citizen is."""
    words = [word for term in answer.asked.terms for word in term.words]
    is_their_file = hit.what == "file" and hit.side == "in"  # files are not called by their names
    return is_their_file or any(map(citizen.tells, words))


def _numbered(values: Values) -> str:
    return _reason(
        "Nomor",
        f"{escape(values['register_number'])}, kode lacak {escape(values['tracking_code'])}",
    )


def _phone(citizen: Identity) -> str:
    return _reason("Telepon", escape(citizen.masked_phone)) if citizen.phone else ""


def _called(citizen: Identity, answer: Answer) -> str:
    """Every name in which a word of the search stands, as written or as it sounds."""
    wanted = [word for term in answer.asked.terms for word in term.words]
    marked = [told for name in citizen.names if "<mark>" in (told := _marked_name(name, wanted))]
    return _reason("Nama", " · ".join(marked) or escape(" · ".join(citizen.names)))


def _marked_name(name: str, wanted: list[str]) -> str:
    line = on_one_line(name)
    spans = [
        (word.start, word.end)
        for word in words_in(line)
        if any(
            one in word.folded or sounded(word.folded).startswith(sounded(one)) for one in wanted
        )
    ]
    return marked_whole(line, spans)


def _reason(label: str, html: str) -> str:
    return f'<span class="row__where">{label}:</span> {html}' if html else ""
