"""A certificate is the land office's only where its own words say so; the word is on many papers."""

import pytest

from tests.tickets.intake.offices import heard
from tickets.intake.acts import Act
from tickets.intake.moves.elsewhere import _usual


@pytest.mark.parametrize("number", ["SI PATAS", "Validasi NIK", "Si Whapik"])
@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("sertifikat halal", "halal"),
        ("mau bikin sertifikat halal buat warung", "halal"),
        ("cetak sertifikat vaksin", "vaksin"),
        ("sertifikat pelatihan", "pelatihan"),
        ("sertifikat kompetensi kerja", "pelatihan"),
        ("sertifikat tanah", "pertanahan"),
        ("mau urus sertifikat rumah", "pertanahan"),
        ("ngurus sertifikat tanah warisan mbah gimana pak", "pertanahan"),
    ],
)
def test_it_is_the_office_of_what_is_certified(text, topic, number):
    found = heard(text, number)
    assert found.elsewhere == topic
    assert found.act is Act.OTHER_LINE
    assert _usual()[topic]


@pytest.mark.parametrize(
    "text", ["urus sertifikat", "sertifikat laik hygiene", "sertifikat saya hilang"]
)
def test_of_an_unknown_one_nobody_is_sent_away(text):
    assert heard(text).elsewhere == ""


def test_what_it_is_for_does_not_take_the_letter_that_is_wished_for():
    assert heard("surat keterangan usaha untuk sertifikat halal", "SI KoKoM").elsewhere == ""
