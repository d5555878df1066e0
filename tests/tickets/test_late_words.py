"""Words that come after newer ones were worked reach a person, and the bot says nothing to them."""

import datetime as dt

import pytest

from tests.tickets.converse_tools import MINUTE, Phone
from tickets import intake
from tickets.inbound.spoken import incoming, owes_reply
from tickets.intake import Catalogue, Context, IntakeState, ServiceInfo, TicketFacts
from tickets.models import Conversation, Message, Ticket

SECOND = dt.timedelta(seconds=1)
WORDS = [
    "Belum beres Pak",
    "belum",
    "petugas",
    "menu",
    "cek",
    "cek KIM-2026-000001",
    "lewati",
    "sudah",
    "tidak",
    "halo",
    "Selamat pagi",
    "Terima kasih",
    "makasih ya 🙏",
    "👍",
    "ok",
    "1",
    "lanjutan",
    "baru",
    "surat keterangan",
    "Mau tanya, kapan jadinya?",
    "nama di surat masih salah, mohon dicek lagi",
]
KINDS = ["image", "video", "document", "audio", "sticker", "location", "contacts", "order", "call"]
STATES = [state for state in Ticket.State if state != Ticket.State.INTAKE]
SERVICE = ServiceInfo(id=11, name="Surat Keterangan Contoh", short_name="Surat Keterangan")
OFFERED = Catalogue((SERVICE,))


def said(text="", kind="text", at=None):
    at = at or dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)
    return Message(
        pk=1, type=kind, text=text, payload={"type": kind}, occurred_at=at, received_at=at
    )


def on_time(message, ticket):
    """What it would have done had nothing newer been worked: the bot's turn."""
    facts = TicketFacts(register="KIM-2026-000001", state=ticket.state, service_id=11)
    context = Context(ticket=facts, tickets=(facts,))
    now = message.occurred_at
    return intake.turn(IntakeState(), [incoming(message)], OFFERED, context, now)


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "message",
    [*map(said, WORDS), *(said("", kind) for kind in KINDS), *(said("ini", k) for k in KINDS)],
    ids=lambda message: f"{message.type} {message.text}",
)
def test_whatever_would_have_driven_anything_is_owed_a_reply(message, state, answered):
    ticket = Ticket(state=state, answered_at=message.occurred_at if answered else None)
    turn = on_time(message, ticket)
    if turn.replies or turn.effects:
        assert owes_reply(message, ticket, hears=OFFERED, drives=False)


@pytest.mark.parametrize("state", ["resolved", "closed"])
@pytest.mark.parametrize("text", ["Terima kasih", "makasih ya 🙏", "👍", "ok terima kasih banyak"])
def test_late_thanks_stay_thanks(text, state):
    assert not owes_reply(said(text), Ticket(state=state), hears=OFFERED, drives=False)


@pytest.fixture
def phone(percakapan, standar, now):
    return Phone(percakapan, now)


@pytest.fixture
def thanked(phone):
    """A resolved ticket, and thanks that were worked; a message from before them is under way."""
    phone.says("petugas")
    Ticket.objects.update(state="resolved", resolved_at=phone.now, unanswered_since=None)
    phone.later(minutes=5).says("Terima kasih")
    assert phone.ticket().unanswered_since is None
    return phone


LATE = [("Belum beres Pak", "text"), ("cek", "text"), ("", "image"), ("", "audio")]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "kind"), LATE)
def test_late_words_on_a_resolved_ticket_reach_a_person(thanked, text, kind):
    before = thanked.ticket().unread_count
    written = thanked.now - SECOND
    for _ in range(2):  # told once more, nothing changes
        assert thanked.says(text, kind, at=written) == []
        assert thanked.falls_silent() == []
        ticket = thanked.ticket()
        assert (ticket.state, ticket.unanswered_since) == ("resolved", written)
    assert ticket.unread_count > before
    assert list(Ticket.objects.unanswered()) == [ticket]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "kind"), LATE)
def test_late_words_on_a_closed_ticket_go_on_where_they_can_be_answered(thanked, text, kind):
    closed = thanked.ticket()
    Ticket.objects.update(state="closed")
    written = thanked.now - SECOND
    for _ in range(2):
        assert thanked.says(text, kind, at=written) == []
        assert thanked.falls_silent() == []
    first, following = thanked.tickets()
    assert (first.pk, first.state, first.unanswered_since) == (closed.pk, "closed", None)
    assert (following.state, following.follows_id) == ("new", closed.pk)
    assert following.unanswered_since == written
    assert list(Ticket.objects.unanswered()) == [following]
    assert following.messages.filter(direction="in").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "kind"), LATE)
def test_late_words_on_what_was_cancelled_before_it_had_a_number_are_seen(phone, text, kind):
    """It is in no list, as ADR 0048 has it: there nobody would find that they wait."""
    phone.says("mau buat surat keterangan")
    phone.later(minutes=1).says("batal")
    cancelled = phone.ticket()
    assert (cancelled.state, cancelled.registered_at) == ("resolved", None)
    written = phone.now - SECOND
    assert phone.says(text, kind, at=written) == []
    first, following = phone.tickets()
    assert (first.pk, first.state, first.unanswered_since) == (cancelled.pk, "resolved", None)
    assert (following.state, following.unanswered_since) == ("new", written)
    assert list(Ticket.objects.unanswered().registered()) == [following]


@pytest.mark.django_db
def test_late_words_on_a_closed_ticket_go_into_the_matter_that_is_open(thanked):
    Ticket.objects.update(state="closed")
    thanked.later(minutes=5).says("petugas")
    _, open_one = thanked.tickets()
    thanked.says("Belum beres Pak", at=thanked.now - 8 * MINUTE)
    assert len(thanked.tickets()) == 2
    assert open_one.messages.filter(text="Belum beres Pak").exists()


@pytest.mark.django_db
def test_late_thanks_on_a_closed_ticket_open_nothing(thanked):
    Ticket.objects.update(state="closed")
    thanked.says("Terima kasih", at=thanked.now - SECOND)
    assert len(thanked.tickets()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "kind"), [("Terima kasih", "text"), ("", "sticker")])
def test_late_courtesy_on_a_finished_ticket_asks_for_nothing(thanked, text, kind):
    thanked.says(text, kind, at=thanked.now - SECOND)
    assert not Ticket.objects.unanswered().exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "kind"), [("petugas", "text"), ("mau bicara dengan petugas", "text"), ("", "audio")]
)
def test_who_calls_late_for_a_person_in_intake_is_handed_over(phone, text, kind):
    phone.later(seconds=5).says("halo")
    (letter,) = phone.says(text, kind, at=phone.now - SECOND)
    ticket = phone.ticket()
    assert ticket.state == "new"
    assert ticket.register_number in letter.text
    assert list(Ticket.objects.unanswered()) == [ticket]
    assert phone.falls_silent() == []


@pytest.mark.django_db
def test_a_tap_that_calls_late_for_a_person_is_handed_over(phone):
    phone.later(seconds=5).says("halo")
    tapped = phone.taps("petugas")
    Message.objects.filter(pk=tapped.pk).update(occurred_at=phone.now - SECOND)
    phone.work()
    assert phone.ticket().state == "new"


@pytest.mark.django_db
def test_an_old_call_for_a_person_is_handed_over_without_a_word(phone):
    phone.says("halo")
    assert phone.says("petugas", at=phone.now - 61 * MINUTE) == []
    assert phone.ticket().state == "new"


@pytest.mark.django_db
def test_other_late_words_in_intake_are_neither_answered_nor_prolong_the_silence(phone):
    phone.says("halo")
    silent_at = Conversation.objects.get().silent_at
    phone.later(minutes=5)
    assert phone.says("menu", at=phone.now - 6 * MINUTE) == []
    assert Conversation.objects.get().silent_at == silent_at
    assert phone.ticket().state == "intake"
    phone.falls_silent()
    assert list(Ticket.objects.unanswered()) == [phone.ticket()]
