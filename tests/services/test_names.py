"""What is shown of a name, and what it is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.names import folded, shown

STYLED = (
    "\U0001d4e2\U0001d4f2\U0001d4fd\U0001d4f2",  # bold script
    "\uff33\uff49\uff54\uff49",  # full width
    "\u24c8\u24d8\u24e3\u24d8",  # in circles
    "\U0001f182\U0001f178\U0001f183\U0001f178",  # on black squares
    "\U0001f162\U0001f158\U0001f163\U0001f158",  # on black circles
    "\ua731\u026a\u1d1b\u026a",  # small capitals
    "S\u0336i\u0336t\u0336i\u0336",  # struck through
    "\u015ait\u00ed",
    "S\u0301iti\u0301",
    "SITI",
)


@pytest.mark.parametrize("name", STYLED)
def test_a_styled_name_is_found_by_plain_letters(name: str) -> None:
    assert folded(name) == "siti"


@pytest.mark.parametrize(
    "gap",
    [" ", "  ", "\u00a0", "\n", "\t", "\u3000", "\u2009", "\u2028", "\u0085", "\u200b ", "\u2800"],
)
def test_every_gap_is_one_blank(gap: str) -> None:
    assert folded(f"{gap}Siti{gap}Aminah{gap}") == "siti aminah"


@pytest.mark.parametrize("sign", "'`\u00b4\u2018\u2019\u02bb\u02bc\u02b9\u2032\uff07")
def test_an_apostrophe_may_be_any_or_none(sign: str) -> None:
    assert folded(f"Nur{sign}aini") == folded("Nuraini") == "nuraini"


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("STRA\u1e9eE", "strasse"),
        ("\u0141ukasz \u00d8rsted", "lukasz orsted"),
        ("\u0130lham", "ilham"),
        ("\u0131lham", "ilham"),
        ("Siti\u2011Aminah", "siti-aminah"),
        ("Si\u00adti\u200d \u202eAminah", "siti aminah"),
        ("\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e"),
        ("\u0635\u064e\u0641\u064a", "\u0635\u0641\u064a"),
        ("\u200b\u200e", ""),
    ],
)
def test_names_of_all_scripts_are_folded(name: str, found_by: str) -> None:
    assert folded(name) == found_by


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_leaves_single_blanks(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert once == " ".join(once.split())


@given(st.text(max_size=60))
def test_what_is_shown_is_found_as_what_was_written(text: str) -> None:
    assert folded(shown(text)) == folded(text)
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Dewi\u200b Lestari", "Dewi Lestari"),
        ("ktp\u202egpj.exe", "ktpgpj.exe"),
        ("\u2067surat\u2069.pdf", "surat.pdf"),
        ("\ufeffBudi\u00ad\u2060", "Budi"),
        ("a\u200db", "ab"),
        ("Budi\nSantoso\x1b", "Budi Santoso"),
        ("\u3164", ""),
        ("\U000e0041tersembunyi", "tersembunyi"),
        ("\u200b", ""),
        ("O'Neill, S.H.", "O'Neill, S.H."),
    ],
)
def test_signs_that_hide_or_turn_words_are_not_shown(written: str, seen: str) -> None:
    assert shown(written) == seen


@pytest.mark.parametrize(
    "emoji",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "\u2764\ufe0f\u200d\U0001f525",
        "\U0001f9d1\U0001f3fd\u200d\U0001f692",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
        "\U0001f1ee\U0001f1e9",
    ],
)
def test_an_emoji_of_several_signs_stays_whole(emoji: str) -> None:
    assert shown(f"Warung {emoji} Bu Sri") == f"Warung {emoji} Bu Sri"
