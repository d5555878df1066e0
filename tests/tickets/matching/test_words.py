"""What a text is found by, and what a search asks for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.matching.affixes import forms
from tickets.matching.explaining import explained
from tickets.matching.words import MOST, Asked, Term, asked, indexed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("Kartu KELUARGA hilang!", ["kartu", "keluarga", "hilang"]),
        ("Jum'at, Nur\u2019aini", ["jumat", "nuraini"]),
        ("e-KTP\nrusak", ["e", "ktp", "rusak"]),
        ("surat_ktp.pdf", ["surat", "ktp", "pdf"]),
        ("Rp1.500.000", ["rp1", "500", "000"]),
        (
            "Jose\u0301 \U0001d4e2\U0001d4f2\U0001d4fd\U0001d4f2 \uff33\uff29",
            ["jose", "siti", "si"],
        ),
        ("\U0001f44d\U0001f3fd", []),
        ("NIK 3515080101900001", ["nik", "35", "0001"]),
        ("hubungi 0812-0000-1234 ya", ["hubungi", "62812", "1234", "ya"]),
    ],
)
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert indexed(text) == words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("kartu di", [Term(("kartu",), begins=True), Term(("di",))]),
        ("kartunya", [Term(("kartunya",), begins=True)]),
        ("hanya", [Term(("hanya",), begins=True)]),
        ("mengurus", [Term(("mengurus",), begins=True)]),
        ('"kartu keluarga" hilang', [Term(("kartu", "keluarga")), Term(("hilang",), begins=True)]),
        ("\u201ckartu keluarga\u201d", [Term(("kartu", "keluarga"))]),
        ('"kartu', [Term(("kartu",), begins=True)]),
        ("e-ktp", [Term(("e", "ktp"), begins=True)]),
        ("ktp KTP ktp", [Term(("ktp",), begins=True)]),
        ("000037", [Term(("000037",))]),
        ("a & bc | !de:* <-> (f)", [
            Term(("a",)), Term(("bc",)), Term(("de",)), Term(("f",)),
        ]),
        ("NEAR(ab cd, 2) -ef ab*", [
            Term(("near", "ab"), begins=False), Term(("cd",)), Term(("2",)), Term(("ef",)), Term(("ab",)),
        ]),
    ],
)  # fmt: skip
def test_what_a_search_asks_for(typed: str, terms: list[Term]) -> None:
    found = asked(typed)
    assert Asked(tuple(replace(term, forms=()) for term in found.terms)) == Asked(tuple(terms))
    for term in found.terms:  # one word that may go on has other forms
        goes_on = term.begins and len(term.words) == 1
        assert term.forms == (forms(term.words[0]) if goes_on else ())


@pytest.mark.parametrize("typed", ["", " ", "a", "a b", "%", "_", "😀", '""', "'", "\x00", "-- ;"])
def test_it_asks_for_no_text_without_a_word_of_two_signs(typed: str) -> None:
    assert asked(typed) == Asked()


def test_of_300_signs_the_first_words_count() -> None:
    found = asked(" ".join(f"kata{n}" for n in range(60)))
    assert (len(found.terms), found.cut) == (MOST, True)


def test_words_are_marked_in_their_sentence() -> None:
    text = "Selamat pagi, <b>kartu</b> keluarganya hilang"
    told = explained(text, asked("keluarga kartu"))
    assert told == (
        "Selamat pagi, &lt;b&gt;<mark>kartu</mark>&lt;/b&gt; <mark>keluarganya</mark> hilang"
    )


def test_a_long_text_is_shown_around_the_first_word() -> None:
    told = explained(f"{'awal ' * 50}rusak {'akhir ' * 60}", asked("rusak"))
    assert told.startswith("… awal")
    assert told.endswith(" …")
    assert "<mark>rusak</mark>" in told
    assert len(told) < 300


@pytest.mark.parametrize("typed", ["kartu lain", '"keluarga kartu"', "uarga", "3515"])
def test_a_text_without_all_of_it_is_not_explained(typed: str) -> None:
    assert explained("kartu keluarga 35••••••••••0001", asked(typed)) == ""


@given(st.text(max_size=200))
def test_each_text_is_found_by_its_own_words(text: str) -> None:
    words = [word for word in indexed(text) if len(word) > 1][:3]
    if words:
        joined = " ".join(words)
        index = indexed(text)
        assert all(
            any(term.matches(index, at) for at in range(len(index))) for term in asked(joined).terms
        )
