"""What the office has taught decides who is owed a reply, too: one hearing for turn and queue."""

import pytest

from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.models import ActExample

pytestmark = pytest.mark.django_db
TAUGHT = "lampah panjenengan paripurna"


@pytest.fixture
def resolved(percakapan, standar, penyelia, now):
    """A citizen whose matter was resolved."""
    phone = Phone(percakapan, now)
    phone.says("petugas")
    desk.resolve(phone.ticket(), by=penyelia, now=phone.now, outcome="fulfilled", summary="Selesai")
    return phone.later(minutes=5)


def test_taught_thanks_after_the_end_wait_for_no_reply(resolved):
    ActExample.objects.create(agency=resolved.ticket().agency, act="thanks", text=TAUGHT)
    resolved.says(TAUGHT)
    ticket = resolved.ticket()
    assert (ticket.state, ticket.unanswered_since) == ("resolved", None)


def test_the_same_words_wait_where_nobody_taught_them(resolved):
    resolved.says(TAUGHT)
    assert resolved.ticket().unanswered_since is not None


def test_taught_words_for_the_menu_hide_no_matter(percakapan, standar, now):
    phone = Phone(percakapan, now)
    ActExample.objects.create(agency=percakapan.channel.agency, act="menu", text="dheloken daftare")
    phone.says("jalan berlubang di rt 2")
    phone.later(minutes=1).says("dheloken daftare")
    assert phone.ticket().last_message_text == "jalan berlubang di rt 2"
