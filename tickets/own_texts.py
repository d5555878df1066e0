"""Which texts an office may write itself, which blanks each has, and how they are filled. Pure.

Staff write {kantor}, not a template language: what is typed can only ever be words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Key(StrEnum):
    """The texts; rows of AgencyText carry these values."""

    GREETING = "greeting"
    PLACE = "place"
    CONTACT = "contact"
    WHO = "who"
    CLOSING = "closing"
    PRIVACY = "privacy"
    PRIVACY_PAGE = "privacy_page"


@dataclass(frozen=True, kw_only=True)
class OwnText:
    """`where` says to the person who writes it where citizens read it; `needs` must occur in it."""

    label: str
    where: str
    blanks: tuple[str, ...]
    product: str
    longest: int
    needs: tuple[str, ...] = ()
    english: str = ""  # to who writes English; an office words it in Indonesian only


BLANKS: Mapping[str, str] = {
    "kantor": "nama kantor",
    "alamat": "alamat kantor",
    "telepon": "telepon kantor",
    "jam": "jam layanan",
    "tautan": "alamat halaman data pribadi",
}
_OFFICE = ("kantor", "alamat", "telepon", "jam")
TEXTS: Mapping[Key, OwnText] = {
    Key.GREETING: OwnText(
        label="Salam pembuka",
        where="Kalimat pertama yang dibaca warga, di atas jam layanan dan menu.",
        blanks=_OFFICE,
        product="Selamat datang di layanan WhatsApp *{kantor}*.",
        longest=250,
    ),
    Key.PLACE: OwnText(
        label="Alamat dan cara datang",
        where="Jawaban bila warga menanyakan letak kantor.",
        blanks=_OFFICE,
        product="Alamat {kantor}: {alamat}",
        longest=600,
    ),
    Key.CONTACT: OwnText(
        label="Telepon, email dan situs",
        where="Jawaban bila warga menanyakan nomor telepon, email atau situs kantor.",
        blanks=_OFFICE,
        product="Telepon {kantor}: {telepon}",
        longest=400,
    ),
    Key.WHO: OwnText(
        label="Siapa yang menjawab",
        where="Jawaban bila warga bertanya ini nomor siapa, atau apakah yang menjawab robot.",
        blanks=_OFFICE,
        product="Ini nomor layanan WhatsApp *{kantor}*. Balasan pertama dikirim otomatis; "
        "pesan Bapak/Ibu dibaca petugas.",
        longest=300,
    ),
    Key.CLOSING: OwnText(
        label="Kalimat penutup",
        where="Baris terakhir tanda terima.",
        blanks=_OFFICE,
        product="",
        longest=200,
    ),
    Key.PRIVACY: OwnText(
        label="Pemberitahuan data pribadi",
        where="Satu kalimat di akhir balasan pertama kepada setiap warga.",
        blanks=("kantor", "tautan"),
        product="Data Bapak/Ibu hanya kami pakai untuk mengurus keperluan ini. Selengkapnya: {tautan}",
        longest=200,
        needs=("tautan",),
        english="We use your data only to handle this matter. More (in Indonesian): {tautan}",
    ),
    Key.PRIVACY_PAGE: OwnText(
        label="Halaman data pribadi",
        where="Isi halaman /privasi/ kantor ini. Baris yang diawali # menjadi judul, yang diawali - "
        "menjadi butir.",
        blanks=_OFFICE,
        product="",
        longest=8000,
    ),
}
# The key of the notice about personal data as it is told in English.
ENGLISH_NOTICE = "privacy_english"
_BLANK = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-z]+|#\d+);")
# Marks that nobody sees and that hide or turn what stands beside them; line breaks are none, nor is
# what joins the parts of an emoji.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_PAGE = 1000  # characters; a text that may be longer is a page, whose blanks may stand often
_OFTEN = 2  # so many times may one blank stand in a message


def cleaned(text: str) -> str:
    """The text as it is kept: without unseen marks."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def why_refused(key: Key, text: str) -> str:
    """Why this text, cleaned, cannot be used, for the person who wrote it; "" when it can."""
    about = TEXTS[key]
    if not text.strip():
        return "Teks masih kosong. Hapus barisnya bila ingin memakai kalimat bawaan."
    if len(text) > about.longest:
        return f"Terlalu panjang: {len(text)} huruf, paling banyak {about.longest}."
    if tag := _TAG.search(text):
        return f"Warga akan membaca {tag[0]} apa adanya: teks ini bukan HTML. Hapus tanda itu."
    return _why_not_filled(about, text)


def _why_not_filled(about: OwnText, text: str) -> str:
    used = _BLANK.findall(text)
    offered = ", ".join(f"{{{name}}}" for name in about.blanks)
    if unknown := [name for name in used if name not in about.blanks]:
        return f"Isian {{{unknown[0]}}} tidak ada di sini. Yang dapat dipakai: {offered}."
    if _BRACE.search(_BLANK.sub("", text)):
        return f"Ada kurung kurawal yang tidak lengkap. Isian ditulis seperti ini: {offered}."
    often = [name for name in used if used.count(name) > _OFTEN]
    if often and about.longest < _PAGE:
        return f"Isian {{{often[0]}}} paling banyak {_OFTEN} kali, supaya pesannya tetap pendek."
    if missing := [name for name in about.needs if name not in used]:
        return f"Isian {{{missing[0]}}} harus ada, supaya warga dapat membaca selengkapnya."
    return ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled; "" where one of them has nothing to say."""
    names = _BLANK.findall(text)
    if not all(values.get(name) for name in names):
        return ""
    return _BLANK.sub(lambda found: values[found[1]], text).strip()


def said(key: Key, own: Mapping[str, str], values: Mapping[str, str]) -> str:
    """An office's own text filled, else the product's; `own` has the office's by key."""
    return filled(own.get(key, ""), values) or filled(TEXTS[key].product, values)


def said_in_english(key: Key, values: Mapping[str, str]) -> str:
    """The product's text for who writes English."""
    return filled(TEXTS[key].english, values)
