"""The queue's row shows what a citizen means instead, not what was taken back."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "maaf bukan, maksud saya surat keterangan untuk anak",
        "bukan pak, yang saya maksud surat yang kemarin itu",
    ],
)
def test_the_row_shows_what_is_meant_instead(known, text):
    known.says("ini untuk ibu saya di rumah")
    known.later(minutes=1).says(text)
    assert known.ticket().last_message_text == text


@pytest.mark.parametrize("text", ["bukan", "tidak pak", "enggak kok"])
def test_a_bare_no_hides_no_words(known, text):
    known.says("ini untuk ibu saya di rumah")
    known.later(minutes=1).says(text)
    assert known.ticket().last_message_text == "ini untuk ibu saya di rumah"
