"""Names that sound alike have one text."""

import pytest

from services.sounding import sounded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Achmad", "Ahmad"),
        ("Akhmad", "Ahmad"),
        ("Soekarno", "Sukarno"),
        ("Mohd. Jusuf", "Muhammad Yusuf"),
        ("Djoko Tjahjono", "Joko Cahyono"),
        ("Rudy", "Rudi"),
        ("Dessy", "Desi"),
        ("Khadijah", "Hadija"),
        ("Sjarifoedin", "Syarifudin"),
        ("Rizqi", "Riski"),
        ("Chandra", "Candra"),
        ("NOERHAJATI", "Nurhayati"),
    ],
)
def test_two_spellings_of_a_name_sound_alike(one: str, other: str) -> None:
    assert sounded(one) == sounded(other)


@pytest.mark.parametrize(("one", "other"), [("Sari", "Siti"), ("Budi", "Rudi"), ("Andi", "Adi")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert sounded(one) != sounded(other)


@pytest.mark.parametrize("name", ["", "h", "  ", "-", "😀", "李"])
def test_what_has_no_sound_stays(name: str) -> None:
    assert sounded(name) == name.strip()
