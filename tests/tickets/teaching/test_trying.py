"""Every situation of the policy can be chosen when a sentence is tried, and is the one that is played."""

import datetime as dt

import pytest

from services.models import Agency, Service
from tests import factories
from tickets.inbound.situations import SITUATIONS
from tickets.inbound.trying import try_sentence
from tickets.intake.policy import Situation
from tickets.models import Channel
from tickets.policy_words import SITUATION_WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standar")]


@pytest.fixture
def two(kanal: Channel, layanan_lain: Service) -> Channel:
    """The number with a second service."""
    factories.StandardFactory(service=layanan_lain)
    kanal.services.add(layanan_lain)
    return kanal


def tried(channel: Channel, situation: Situation, text: str, now: dt.datetime) -> tuple[str, str]:
    """What the phone shows, and the rule that was followed."""
    found = try_sentence(text, channel=channel, situation=situation, now=now)
    body = found.bubbles[0].body if found.bubbles else ""
    return body, found.why[-1].value


def test_every_situation_can_be_chosen() -> None:
    assert list(SITUATIONS) == list(Situation)


@pytest.mark.parametrize("situation", Situation)
def test_the_rule_that_is_told_is_of_the_situation_that_was_chosen(
    two: Channel, situation: Situation, now: dt.datetime
) -> None:
    _, rule = tried(two, situation, "petugas", now)
    assert f", {SITUATION_WORDS[situation]}:" in rule


@pytest.mark.parametrize(
    ("situation", "text", "said"),
    [
        (Situation.NO_TICKET, "batal", "Tidak ada"),
        (Situation.CHOOSING, "legalisasi", "Legalisasi Contoh"),
        (Situation.DOCUMENTS, "mau legalisasi saja", "Legalisasi Contoh"),
        (Situation.DOCUMENTS, "batal", "kami batalkan"),
        (Situation.WITH_OFFICER, "mau urus legalisasi", "Bila Legalisasi Contoh urusan baru"),
        (Situation.WITH_OFFICER, "mau urus legalisasi juga", "*Legalisasi Contoh*"),
        (Situation.TWO_OPEN, "batal", "Mana yang dibatalkan?"),
        (Situation.TWO_OPEN, "yang legalisasi batal", "Legalisasi Contoh kami batalkan"),
        (Situation.RESOLVED, "belum beres", "CONTOH-2026-000001"),
    ],
)
def test_the_phone_shows_what_is_said_there(
    two: Channel, situation: Situation, text: str, said: str, now: dt.datetime
) -> None:
    body, _ = tried(two, situation, text, now)
    assert said in body


def test_the_services_that_are_played_are_named(two: Channel, now: dt.datetime) -> None:
    found = try_sentence("halo", channel=two, situation=Situation.TWO_OPEN, now=now)
    named = {line.value for line in found.why if line.label == "Urusan warga"}
    assert named == {"Surat Keterangan Contoh", "Legalisasi Contoh"}


@pytest.mark.parametrize("situation", Situation)
def test_a_number_without_services_is_played_too(
    dinas: Agency, situation: Situation, now: dt.datetime
) -> None:
    bare = factories.ChannelFactory(agency=dinas)
    assert try_sentence("halo", channel=bare, situation=situation, now=now).why
