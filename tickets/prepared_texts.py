"""Texts with blanks for one matter, as "Yth. {nama}, tiket {nomor}": what may stand in them. Pure.

Staff write {nama}, not a template language: what is typed can only ever be words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# What each blank is filled with, as the page says it, and an example for the preview.
BLANKS: Mapping[str, tuple[str, str]] = {
    "nama": ("nama pemohon", "Sari (contoh)"),
    "nomor": ("nomor register", "CONTOH-2026-000037"),
    "layanan": ("nama layanan", "Kartu Keluarga"),
    "kurang": ("berkas yang belum dikirim", "Fotokopi KK dan Surat pengantar RT"),
    "tenggat": ("paling lambat selesai", "Senin 14.00 WIB"),
}
EXAMPLES: Mapping[str, str] = {name: example for name, (_, example) in BLANKS.items()}
_NAMED = ", ".join(f"{{{name}}} {label}" for name, (label, _) in BLANKS.items())
HINT = f"Isian yang dilengkapi sendiri: {_NAMED}."
OFFERED = ", ".join(f"{{{name}}}" for name in BLANKS)
_BLANK = re.compile(r"\{([^{}\n]*)\}")
_KNOWN = re.compile(r"\{(" + "|".join(BLANKS) + r")\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing`: the blanks for which this matter has nothing; they stand in the text as they were."""

    text: str
    missing: tuple[str, ...] = ()


def filled(text: str, value_of: Callable[[str], str]) -> Filled:
    """The text with its blanks filled; asks only for those that stand in it."""
    values = {name: value_of(name) for name in dict.fromkeys(_KNOWN.findall(text))}
    said = _KNOWN.sub(lambda found: values[found[1]] or found[0], text)
    return Filled(said, tuple(name for name, value in values.items() if not value))


def why_refused(text: str) -> str:
    """Why this text cannot be kept, for the person who wrote it; "" when it can."""
    if unknown := [name for name in _BLANK.findall(text) if name not in BLANKS]:
        return f"Isian {{{unknown[0]}}} tidak dikenal. Yang dapat dipakai: {OFFERED}."
    if re.search(r"[{}]", _BLANK.sub("", text)):
        return f"Ada kurung kurawal yang tidak lengkap. Isian ditulis seperti ini: {OFFERED}."
    return ""


def why_not_sent(text: str) -> str:
    """Why an answer cannot go out as it is: a blank stands in it; "" when it can."""
    left = list(dict.fromkeys(_KNOWN.findall(text)))
    return why_missing(left) if left else ""


def why_missing(blanks: list[str]) -> str:
    """What is to be done about blanks that have nothing to say."""
    names = ", ".join(f"{{{name}}} ({BLANKS[name][0]})" for name in blanks)
    return f"Belum ada isinya: {names}. Ganti dengan kata-kata Anda sendiri, atau hapus."
