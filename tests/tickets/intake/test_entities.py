"""Only the shape of a register number or tracking code is one."""

import pytest

from tickets.intake.entities import entities


def test_a_register_number_and_a_tracking_code_are_found_in_any_case():
    found = entities("cek kober-2026-000012 atau 7K2M9PQRST")
    assert (found.registers, found.codes) == (("KOBER-2026-000012",), ("7K2M9PQRST",))
    assert found.check == "KOBER-2026-000012"


@pytest.mark.parametrize(
    "text",
    [
        "cek KOBER\u20112026\u2011000046",
        "cek KOBER\u20132026\u2013000046",
        "cek\u00a0KOBER-2026-\u200b000046\u200e",
    ],
)
def test_a_number_that_was_copied_with_marks_nobody_sees_is_found(text):
    assert entities(text).check == "KOBER-2026-000046"


def test_a_short_number_after_cek_is_looked_up():
    assert entities("cek 12").check == "12"
    assert entities("CEK no 12").check == "12"


@pytest.mark.parametrize(
    "text",
    [
        "cek 5371010101900001",
        "cek 5371014101920002 ini nik istri saya pak",
        "status 2 bulan lalu masih bisa dipakai bu",
        "cek bansos 2026 cair kapan",
        "cek",
    ],
)
def test_any_other_number_is_not(text):
    assert entities(text).check == ""


def test_a_nik_and_a_telephone_are_told_apart():
    found = entities("nik 5371010101900001 hp 0812-3456-7890")
    assert (found.niks, found.phones) == (("5371010101900001",), ("0812-3456-7890",))


@pytest.mark.parametrize(
    ("text", "number"), [("3", "3"), ("no 2", "2"), ("tiga", "3"), ("rt 3", "")]
)
def test_a_bare_number_picks_a_row(text, number):
    assert entities(text).number == number


@pytest.mark.parametrize(
    ("caption", "named"),
    [
        ("pengantar rt, ktp, kk", ("Pengantar RT/RW", "KTP", "KK")),
        ("foto_ktp_suami.jpg", ("KTP",)),
        ("akta kelahiran", ("Akta kelahiran",)),
        ("buku nikahnya", ("Buku nikah",)),
        ("kartu kis", ("Kartu BPJS/KIS",)),
        ("halo", ()),
    ],
)
def test_a_caption_names_several_documents(caption, named):
    assert entities(caption).documents == named
