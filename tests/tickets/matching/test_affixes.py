"""Forms of a word: by one of them the others are found."""

import pytest

from tickets.matching.affixes import forms

# Words that citizens write, by what they share.
FAMILIES = (
    "urus mengurus diurus pengurusan terurus",
    "buat membuat dibuatkan pembuatan",
    "bayar membayar dibayar pembayaran",
    "kirim mengirim dikirimkan pengiriman terkirim",
    "tulis menulis tertulis penulisan",
    "proses memproses diproses",
    "perbaiki memperbaiki diperbaiki perbaikan",
    "perpanjang memperpanjang diperpanjang perpanjangan",
    "lapor melapor melaporkan dilaporkan pelaporan",
    "kerja bekerja pekerjaan",
    "lambat terlambat melambat",
    "ubah mengubah diubah perubahan",
    "rekam merekam direkam perekaman terekam",
    "hilang menghilang kehilangan menghilangkan",
    "pindah memindahkan kepindahan perpindahan",
    "sampaikan menyampaikan disampaikan penyampaian",
    "cetak mencetak dicetak pencetakan tercetak",
    "nikah menikah pernikahan",
    "layanan melayani pelayanan dilayani",
)


@pytest.mark.parametrize("family", FAMILIES)
def test_each_word_finds_its_root_and_a_root_finds_all(family: str) -> None:
    root, *others = family.split()
    for other in others:
        assert other.startswith((root, *forms(root))), other
        assert root.startswith((other, *forms(other))), other


@pytest.mark.parametrize("typed", ["ktp", "37", "a1b2", "kk", "", "ÿÿÿÿ", "əəəə"])
def test_what_has_no_root_has_no_other_form(typed: str) -> None:
    assert forms(typed) == ()


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("penting", "tinggal"),
        ("mental", "tali"),
        ("mengapa", "papan"),
        ("kemarin", "marina"),
        ("keluar", "luar"),
        ("sampai", "sampah"),
    ],
)
def test_what_only_looks_like_an_affix_finds_nothing_else(typed: str, other: str) -> None:
    assert not other.startswith((typed, *forms(typed)))


def test_there_are_few_forms() -> None:
    words = [word for family in FAMILIES for word in family.split()]
    assert max(len(forms(word)) for word in words) <= 14
