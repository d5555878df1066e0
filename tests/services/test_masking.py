"""What is shortened for the eye, and what must stay readable."""

import pytest

from services.masking import mask_contacts, mask_numbers, mask_phone, shortened

MASKED = "35••••••••••0001"


@pytest.mark.parametrize(
    "nik",
    [
        "3515000000000001",
        "3515 0000 0000 0001",
        "3515-0000-0000-0001",
        "3515.0000.0000.0001",
        "3515 - 0000 - 0000 - 0001",
        "35.15.00.000000.0001",
        "351500 000000 0001",
        "351 500 000 000 0001",
        "3515\u00a00000\u00a00000\u00a00001",
    ],
)
def test_a_nik_is_masked_however_it_is_written(nik: str) -> None:
    for around in ("{}", "NIK {}.", "RT 02 {} a.n. contoh", "{} 2"):
        text = around.format(nik)
        assert mask_numbers(text) == text.replace(nik, MASKED)


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi 0812 0000 1234 atau +62 813-0000-1234",
        "081200001234 081300001234",
        "6281200001234 6281300001234",
        "DINSOS-2026-000001, DUKCAPIL-2026-000002",
        "Rp 1.500.000.000.000.000",
        "Rp 3515 0000 0000 0001",
        "3.515.000.000.000.001",
        "100.000 200.000 1500",
        "12-06-2026 13-06-2026",
        "2026-06-12 2026-06-13 10.00",
        "tahun 2022 2023 2024 2025",
        "35150000000000011",
        "Tidak ada angka di sini",
        "",
    ],
)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert mask_numbers(text) == text


def test_a_nik_beside_a_telephone_number_is_found() -> None:
    both = "0812 0000 1234 3515 0000 0000 0001"
    assert mask_numbers(both) == f"0812 0000 1234 {MASKED}"
    assert mask_contacts(both) == f"+62812••••1234 {MASKED}"
    assert mask_numbers("3515 0000 0000 0001 0812 0000 1234") == f"{MASKED} 0812 0000 1234"


@pytest.mark.parametrize("phone", ["081200001234", "+62 812-0000-1234", "62812 0000 1234"])
def test_contacts_hide_mobile_numbers_too(phone: str) -> None:
    assert mask_contacts(f"Telepon {phone} saja") == "Telepon +62812••••1234 saja"
    assert mask_numbers(phone) == phone


def test_a_bare_number_keeps_its_ends() -> None:
    assert mask_phone("+6281200001234") == "+62812••••1234"
    assert mask_phone("12345") == "••••"
    assert mask_phone("") == ""


@pytest.mark.parametrize("nik", ["3515000000000001", "3515 0000 0000 0001"])
def test_no_half_of_a_nik_is_left_where_a_text_is_cut(nik: str) -> None:
    text = f"NIK saya {nik} ya"
    for most in range(len(text) + 1):
        left = mask_numbers(shortened(text, most))
        assert sum(letter.isdigit() for letter in left.replace(MASKED, "")) == 0
    assert mask_numbers(shortened(text, len(text) - 1)) == f"NIK saya {MASKED} y"


def test_a_text_is_cut_between_its_words_as_well_as_within() -> None:
    assert shortened("Ada 3 anak", 5) == "Ada 3"
    assert shortened("Permohonan", 4) == "Perm"
    assert shortened("Ada 12", 6) == "Ada 12"
