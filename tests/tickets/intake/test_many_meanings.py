"""Words with several meanings choose no service; a doubtful one is asked about, another office is named."""

import pytest

from tests.tickets.intake.offices import heard, key


@pytest.mark.parametrize("text", ["mau buat akta", "akta", "urus akta"])
def test_a_word_of_several_services_is_asked_about(text):
    found = heard(text, "KIA dan akta")
    assert found.service is None
    assert {key(each.service_id) for each in found.services} == {"lahir", "mati", "kawin"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("bikin akta anak", "lahir"),
        ("akta almarhum bapak", "mati"),
        ("akta kawin gereja", "kawin"),
        ("mau urus kia", "kia"),
    ],
)
def test_a_word_that_tells_more_decides(text, meant):
    assert key(heard(text, "KIA dan akta").service) == meant


@pytest.mark.parametrize(
    ("text", "number", "topic"),
    [
        ("akta notaris", "KIA dan akta", "notaris"),
        ("akta pendirian yayasan", "KIA dan akta", "notaris"),
        ("buku nikah saya hilang", "KIA dan akta", "buku_nikah"),
        ("buku nikah rusak urus dimana", "SI PATAS", "buku_nikah"),
        ("mau pindah faskes bpjs ibu", "Si Whapik", "bpjs_lain"),
        ("kartu keluarga sejahtera hilang", "Validasi NIK", "bansos"),
        ("nib oss", "SI KoKoM", "perizinan"),
        ("bikin npwp", "SI KoKoM", "pajak_pusat"),
        ("daftar haji", "SI PATAS", "haji"),
        ("kartu kuning", "Validasi NIK", "kerja"),
    ],
)
def test_what_only_sounds_like_a_service_is_anothers(text, number, topic):
    found = heard(text, number)
    assert found.service is None
    assert found.elsewhere == topic


@pytest.mark.parametrize(
    ("text", "number", "never"),
    [
        ("bisa pindah jadwal ambil surat?", "Surat pindah", "pindah"),
        ("surat keterangan", "SI KoKoM", "sktm"),
        ("kartu atm hilang", "Validasi NIK", "ktp"),
    ],
)
def test_a_common_word_chooses_nothing(text, number, never):
    assert key(heard(text, number).service) != never


def test_the_marriage_book_as_a_paper_is_certified_here():
    assert key(heard("legalisir buku nikah", "SI PATAS").service) == "legalisasi"
