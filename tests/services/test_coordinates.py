"""Places as people copy them from a map."""

import pytest

from services.coordinates import NotAPlace, point_in

SIDOARJO = "-7.447800, 112.718300"
LINK = "https://www.google.com/maps/place/Kantor/@-7.1,112.1,17z/data=!3m1!8m2!3d-7.4478!4d112.7183"


@pytest.mark.parametrize(
    "typed",
    [
        "-7.4478, 112.7183",
        "-7.4478,112.7183",
        "  -7.4478  112.7183 ",
        "-7,4478; 112,7183",
        "-7,4478, 112,7183",
        "\u22127.4478, 112.7183",
        "-7.44779991, 112.71830004",
        "https://www.google.com/maps?q=-7.4478,112.7183",
        "https://www.openstreetmap.org/search?query=-7.4478,112.7183",
        LINK,
    ],
)
def test_a_place_is_read_however_it_was_copied(typed: str) -> None:
    assert str(point_in(typed)) == SIDOARJO


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "tidak dikenali"),
        ("Jalan Pahlawan 1", "tidak dikenali"),
        ("-7, 112", "tidak dikenali"),
        ("-7,112.7", "tidak dikenali"),
        ("-7.4478", "tidak dikenali"),
        ("https://maps.app.goo.gl/abcDEF123", "tidak dikenali"),
        ("112.7183, -7.4478", f"tertukar: lintang dahulu, lalu bujur. Tulis {SIDOARJO}."),
        ("7.4478, 112.7183", "di luar Indonesia"),
        ("52.37, 4.89", "di luar Indonesia"),
        (f"-7.{'4' * 30}, 112.7183", "tidak dikenali"),
    ],
)
def test_what_is_no_place_of_ours_is_told_what_to_do(typed: str, why: str) -> None:
    with pytest.raises(NotAPlace) as refusal:
        point_in(typed)
    assert why in str(refusal.value)
