"""Example sentences as people type them: when two are the same, and why one is no example. Pure."""

import re

from services.masking import mask_contacts

LONGEST = 200
_LETTERS = re.compile(r"[^\W\d_]")
_APART = re.compile(r"[\W_]+")
_MASKED = re.compile(r"\S*\u2022{2}\S*")
_MANY_DIGITS = re.compile(r"\d(?:[ ./-]?\d){8}|\u2022{2}")


def tidy(text: str) -> str:
    """The sentence on one line, without blanks at its ends or in a row."""
    return " ".join(text.replace("\x00", "").split())


def folded(text: str) -> str:
    """What is compared: small letters and digits, without punctuation."""
    return _APART.sub(" ", text.casefold()).strip()[:LONGEST]


def without_numbers(text: str) -> str:
    """A citizen's sentence to be shown to others: personal numbers masked, cut to an example's length."""
    return tidy(mask_contacts(text))[:LONGEST]


def without_masks(text: str) -> str:
    """The sentence without what stands in for a number, as it is proposed as an example."""
    return tidy(_MASKED.sub("", text))


def why_no_example(text: str) -> str:
    """Why this sentence cannot be an example, for the person who typed it; "" when it can."""
    if not _LETTERS.search(text):
        return "Kalimatnya masih kosong. Tulis seperti warga menulisnya, misalnya: mau bikin ktp."
    if len(text) > LONGEST:
        return (
            f"Kalimat terlalu panjang: {len(text)} huruf, paling banyak {LONGEST}. Ambil intinya."
        )
    if _MANY_DIGITS.search(text):
        return "Kalimat memuat nomor milik seseorang. Hapus nomornya; kalimatnya cukup tanpa itu."
    return ""
