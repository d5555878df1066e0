"""Two services in one sentence are two matters; papers that are handed over are none."""

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake_tools import keys, run, said


def both(text, number):
    found = heard(text, number)
    return {key(each) for each in (found.service, *found.also)}


@pytest.mark.parametrize(
    ("text", "number", "meant"),
    [
        ("mau bikin KIA sama akta kelahiran", "KIA dan akta", {"kia", "lahir"}),
        ("urus kia sekalian akta lahir anak", "KIA dan akta", {"kia", "lahir"}),
        ("mau akta kelahiran, sama kia nya sekalian", "KIA dan akta", {"kia", "lahir"}),
        ("mau bikin KIA sama akta kawin", "KIA dan akta", {"kia", "kawin"}),
        ("kia dengan akta kematian", "KIA dan akta", {"kia", "mati"}),
        ("bikin ktp sama pecah kk", "Validasi NIK", {"ktp", "kk"}),
        ("butuh domisili sama sktm", "SI KoKoM", {"domisili", "sktm"}),
        ("mau surat pengantar sama legalisir", "SI PATAS", {"pengantar", "legalisasi"}),
    ],
)
def test_both_are_meant(text, number, meant):
    assert both(text, number) == meant


@pytest.mark.parametrize(
    ("text", "number", "meant"),
    [
        ("KIA sama syaratnya apa", "KIA dan akta", {"kia"}),
        ("kia dan syaratnya apa aja", "KIA dan akta", {"kia"}),
        ("mau bikin akta kelahiran pakai kk sama ktp", "KIA dan akta", {"lahir"}),
        ("bikin sktm, syaratnya kk sama ktp ya?", "SI KoKoM", {"sktm"}),
        ("mau legalisir kk dan ktp", "SI PATAS", {"legalisasi"}),
    ],
)
def test_one_is_meant(text, number, meant):
    assert both(text, number) == meant


@pytest.mark.parametrize(
    "text",
    [
        "KK sama KTP saya sudah dikirim",
        "kk dan ktp sudah saya kirim ya",
        "ktp sama kk lagi diantar besok pagi",
        "barusan sudah saya upload kk dan ktp suami",
    ],
)
def test_papers_that_are_handed_over_are_no_matter(text):
    assert both(text, "Validasi NIK") == {"-"}


def test_who_asks_or_wishes_beside_papers_still_does():
    assert both("ktp saya hilang, mau cetak lagi, kk sudah saya kirim", "Validasi NIK") != {"-"}
    assert heard("kk sama ktp dikirim kemana?", "Validasi NIK").act != "tell"


@pytest.mark.parametrize(
    "text", ["mau kia sama akta kelahiran", "kia sama akta kelahiran bayar gak"]
)
def test_which_of_both_comes_first_is_asked(text):
    found = run(said(text))
    assert keys(found) == ["two_matters"]
    assert {each.id for each in found.replies[0].options} == {"svc:11", "svc:12", "petugas"}


@pytest.mark.parametrize(
    ("text", "number", "meant"),
    [
        ("mau kia + akta kelahiran", "KIA dan akta", {"kia", "lahir"}),
        ("kia+akta lahir", "KIA dan akta", {"kia", "lahir"}),
        ("mau kia & akta kelahiran", "KIA dan akta", {"kia", "lahir"}),
        ("mau kia dan juga akta kelahiran", "KIA dan akta", {"kia", "lahir"}),
        ("mau kia plus akta kelahiran", "KIA dan akta", {"kia", "lahir"}),
        ("akta kelahiran dan kematian", "KIA dan akta", {"lahir", "mati"}),
        ("KTP dan KK hilang", "Validasi NIK", {"ktp", "kk"}),
        ("kk & ktp", "Validasi NIK", {"ktp", "kk"}),
        ("bikin ktp + kk", "Validasi NIK", {"ktp", "kk"}),
        ("mau sktm & domisili", "SI KoKoM", {"sktm", "domisili"}),
        ("kartu keluarga dan KTP untuk syarat SKTM", "SI KoKoM", {"sktm"}),
        ("nomor saya +6281200000001 mau kia", "KIA dan akta", {"kia"}),
    ],
)
def test_any_sign_or_word_joins_and_papers_for_one_do_not(text, number, meant):
    assert both(text, number) == meant
