"""Example sentences as people type them: when two are the same, and why one is no example. Pure."""

import re
import unicodedata
from collections.abc import Callable

from services.masking import mask_contacts

LONGEST = 200
MOST = 300  # examples of a service, and of an act at an office: each makes hearing slower
TOO_MANY = f"Contohnya sudah {MOST} kalimat. Hapus dulu yang paling mirip satu sama lain."
_LETTERS = re.compile(r"[^\W\d_]")
_APART = re.compile(r"[\W_]+")
_MASKED = re.compile(r"\S*\u2022{2}\S*")
_MANY_DIGITS = re.compile(r"\d(?:[ ./-]?\d){8}|\u2022{2}")


_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})  # marks that turn or hide what is read
# What the app that hears says of a sentence for a service (tickets/apps.py).
_rules: list[Callable[[str], str]] = []


def add_rule(rule: Callable[[str], str]) -> None:
    """Ask this too before a sentence becomes an example of a service; it says why not, or ""."""
    if rule not in _rules:
        _rules.append(rule)


def tidy(text: str) -> str:
    """The sentence on one line, without blanks at its ends or in a row, and without unseen marks."""
    seen = (char for char in " ".join(text.split()) if unicodedata.category(char) not in _UNSEEN)
    return " ".join("".join(seen).split())


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


def why_no_service_example(text: str) -> str:
    """Why this sentence cannot be an example of a service; "" when it can."""
    refused = why_no_example(text)
    return refused or next((reason for rule in _rules if (reason := rule(text))), "")
