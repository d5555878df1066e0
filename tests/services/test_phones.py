"""Telephone numbers as people type, copy and paste them."""

import pytest

from services import phones

NUMBER = "+6281200000301"


@pytest.mark.parametrize(
    "typed",
    [
        "081200000301",
        "0812-0000-0301",
        "0812.0000.0301",
        "0812 0000 03 01",
        "+62 (0)812 0000 0301",
        "(+62) 812 0000 0301",
        "62(0)812 0000 0301",
        "62 0812 0000 0301",
        "812 0000 0301",
        "(0812) 0000-0301",
        "0062 812 0000 0301",
        "0062 (0)812 0000 0301",
        "0062 0812 0000 0301",
        "\uff10\uff18\uff11\uff12\uff10\uff10\uff10\uff10\uff10\uff13\uff10\uff11",  # full width
        "\uff0b\uff16\uff12 812 0000 0301",
        "\u0660\u0668\u0661\u0662\u0660\u0660\u0660\u0660\u0660\u0663\u0660\u0661",  # Arabic
        "\U0001d7ce\U0001d7d6\U0001d7cf\U0001d7d0 0000 0301",  # mathematical
        "0812\u20110000\u20130301",
        "0812\u00a00000\u20090301",
        "\u202a+62 812-0000-0301\u202c",  # as a contact is copied in Windows
        "tel:+6281200000301",
        "TEL:081200000301",
        "tel:+62-812-0000-0301",
        "tel:0812-0000-0301;phone-context=+62",
        "sms:081200000301",
        "https://wa.me/6281200000301",
        "http://wa.me/+6281200000301",
        "wa.me/6281200000301?text=Halo%20petugas",
        "https://www.wa.me/6281200000301/",
        "https://wa.me/081200000301",
        "https://api.whatsapp.com/send?phone=6281200000301",
        "https://api.whatsapp.com/send/?phone=%2B6281200000301&text=halo&type=phone_number",
        "https://api.whatsapp.com/send?text=0813&phone=+62 812 0000 0301",
        "https://web.whatsapp.com/send?phone=6281200000301",
        "whatsapp://send?phone=6281200000301",
        "  081200000301\n",
    ],
)
def test_every_way_of_writing_a_number_is_the_same_number(typed: str) -> None:
    assert phones.e164(typed) == NUMBER


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0062 812 0000 0506", "+6281200000506"),
        ("+65 9123 4567", "+6591234567"),
        ("0065 9123 4567", "+6591234567"),
        ("https://wa.me/6591234567", "+6591234567"),
        ("(0380) 821-123", "+62380821123"),
    ],
)
def test_other_countries_and_landlines_are_numbers_too(typed: str, number: str) -> None:
    assert phones.e164(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "+",
        "nomor",
        "08120000051l",
        "O812 0000 0301",
        "081200000301 (Budi)",
        "081200000301, 081300000301",
        "0812 0000 0301 / 0813 0000 0301",
        "+6281200000301x12",
        "tel:0812-0000-0301;ext=5",
        "0812_0000_0301",
        "081200\x00000301",
        "+62006281200000506",
        "+0812 0000 0301",
        "0812 0000",  # too short
        "0812 0000 0301 0000",  # too long
        "821123",  # a landline without its area code
        "\u2460\u2461\u2462",
        "\u00b2\u00b2\u00b2",
        "https://wa.me/message/ABCDEF",
        "https://wa.me/",
        "https://wa.me.contoh.test/6281200000301",
        "https://contoh.test/?phone=6281200000301",
        "https://api.whatsapp.com/send?text=6281200000301",
        "javascript:081200000301",
        "0" * 1_000_000,
    ],
)
def test_what_is_no_whole_valid_number_is_refused(typed: str) -> None:
    with pytest.raises(phones.NotAPhone, match="Nomor telepon tidak dikenali"):
        phones.e164(typed)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("0301", "0301"), ("00-0301", "000301"), ("\uff10\uff13\uff10\uff11", "0301")],
)
def test_the_last_digits_are_read_alike(typed: str, digits: str) -> None:
    assert phones.last_digits(typed) == digits


@pytest.mark.parametrize("typed", ["301", "0301a", "", "tiket 0301", "0301;"])
def test_fewer_than_the_mask_shows_or_words_are_no_end_of_a_number(typed: str) -> None:
    assert phones.last_digits(typed) == ""


def test_a_number_is_kept_backwards_so_that_its_end_comes_first() -> None:
    assert phones.backwards(NUMBER).startswith(phones.backwards("0301"))
    assert phones.backwards("") == ""


def test_a_landline_is_told_from_a_mobile() -> None:
    assert phones.is_mobile(NUMBER)
    assert not phones.is_mobile("+62380821123")
