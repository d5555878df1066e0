"""Who writes English is told in English what is kept of them."""

import pytest

from tests.tickets.converse_tools import Phone
from tickets.models import AgencyText
from tickets.own_texts import TEXTS, Key

pytestmark = pytest.mark.django_db
HELLO = "Hello, can you help me?"
ENGLISH = TEXTS[Key.PRIVACY].english.partition(":")[0]
INDONESIAN = TEXTS[Key.PRIVACY].product.partition(":")[0]


@pytest.fixture
def phone(percakapan, standar, now):
    return Phone(percakapan, now)


def test_an_english_writer_reads_the_notice_in_english_and_once(phone):
    (first,) = phone.says(HELLO)
    assert ENGLISH in first.text
    assert "/privasi/" in first.text
    assert INDONESIAN not in first.text
    assert not any(ENGLISH in each.text or INDONESIAN in each.text for each in phone.says("cek"))


def test_the_offices_own_sentence_is_indonesian_and_does_not_stand_in_an_english_reply(phone):
    agency = phone.conversation.channel.agency
    AgencyText.objects.create(agency=agency, key=Key.PRIVACY, text="Data aman. Baca {tautan}")
    (first,) = phone.says(HELLO)
    assert ENGLISH in first.text
    assert "Data aman" not in first.text


def test_others_read_it_in_indonesian(phone):
    (first,) = phone.says("selamat pagi")
    assert INDONESIAN in first.text
    assert ENGLISH not in first.text
