"""A question that no standard answers is read by a person; "bisa bikin SKCK di sini?" is answered."""

from dataclasses import replace

import pytest

from tests.tickets.intake.played import at, play
from tests.tickets.intake_tools import INTAKE, NOW, context, keys
from tickets.intake import End, Enqueue, silence


def after_silence(number, text):
    """What becomes of a first message ten minutes later."""
    told = play(number, text)
    return keys(told), silence(told.state, at(number), context(replace(INTAKE)), NOW).effects


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("Si Whapik", "kalo reaktivasi kis harus dateng sendiri apa bs diwakilin anak?"),
        ("Si Whapik", "yg urus kis boleh diwakilkan?"),
        ("Surat pindah", "surat pindah boleh diurus orang lain?"),
        ("SI PATAS", "kalau sktm ktp saya luar kota bisa ga?"),
        ("SI PATAS", "domisili berlaku berapa lama?"),
        ("SI PATAS", "skck bisa online?"),
        ("SI PATAS", "cara bikin sktm kalau kk masih ikut orang tua?"),
        ("SI PATAS", "proses bikin sktm boleh diwakilkan?"),
        ("SI KoKoM", "ktp istri saya masih jakarta bisa bikin sktm ga"),
        ("SI KoKoM", "bikin sku bisa diwakilin istri ga soalnya saya kerja di luar kota"),
        ("SI PATAS", "sktm saya ditolak sekolah"),
        ("Validasi NIK", "barcode kk ga kebaca"),
        ("Validasi NIK", "blangko ktp ada?"),
        ("Validasi NIK", "ktp digital ga bisa login"),
        ("SI KoKoM", "surat usaha bisa online ga atau harus ke kantor?"),
    ],
)
def test_an_officer_answers_what_the_standard_does_not(number, text):
    told, ended = after_silence(number, text)
    assert told == ["standard"]
    assert Enqueue("silence") in ended


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("SI PATAS", "bisa bikin skck disini?"),
        ("SI PATAS", "bikin sktm gimana caranya"),
        ("SI PATAS", "sktm syarat e opo ae"),
        ("SI PATAS", "Nyuwun sewu pak, badhe damel SKTM pripun nggih"),
        ("SI PATAS", "sktm syaratnya apa aja pak?"),
        ("Validasi NIK", "ktp hilang bisa cetak lagi?"),
        ("Validasi NIK", "kk hilang gimana ya"),
        ("Surat pindah", "bisa urus surat pindah disini?"),
    ],
)
def test_what_the_standard_answers_ends_as_answered(number, text):
    assert after_silence(number, text)[1] == (End("answered"),)


def test_a_matter_behind_a_greeting_is_left_for_a_person():
    for text in (
        "assalamualaikum, mau tanya prosedur ahli waris",
        "halo kak, mau tanya soal waris",
    ):
        assert Enqueue("silence") in after_silence("SI PATAS", text)[1]


@pytest.mark.parametrize(
    "text", ["assalamualaikum pak lurah", "selamat siang bapak ibu petugas", "halo kak tanya dong"]
)
def test_whom_one_greets_is_no_matter(text):
    assert after_silence("SI PATAS", text)[1] == (End("no_request"),)


@pytest.mark.parametrize(
    ("text", "how"), [("bikin sktm gimana caranya", True), ("mau bikin sktm", False)]
)
def test_how_it_goes_is_told_to_who_asks(text, how):
    (reply,) = play("SI PATAS", text).replies
    assert reply.params["how"] is how
