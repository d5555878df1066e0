"""The bot asks once from where somebody knows of the office: when all is done, if the office wants it."""

import datetime as dt

import pytest
from django.utils import timezone

from services.models import Agency
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk
from tickets.event_verbs import VERBS
from tickets.inbound.merging import merge
from tickets.inbound.source_question import ask_sources
from tickets.intake.sources import ASKED, CAME, HEARD, answered, question_rows, typed_answer
from tickets.models import Citizen, Conversation, Message, Ticket, TicketEvent
from tickets.models.ticket_counter import HeardFrom, WhyAtCounter

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def wanted(dinas: Agency) -> Agency:
    Agency.objects.filter(pk=dinas.pk).update(asks_source=True)
    return dinas


@pytest.fixture
def done(known: Phone, petugas, now) -> Phone:
    """An application that an officer has answered and resolved, ten minutes ago."""
    ticket = Ticket.objects.get()
    desk.take(ticket, by=petugas, now=known.now)
    desk.reply(ticket, by=petugas, now=known.now, reply=desk.Reply(text="Sudah selesai."))
    desk.resolve(ticket, by=petugas, now=known.now, outcome="fulfilled")
    Message.objects.filter(status="queued").update(status="sent")
    return known.later(minutes=10)


def asked(phone: Phone) -> list[Message]:
    return list(Message.objects.filter(origin="bot", text__contains="Boleh kami tahu"))


def row(code: str, question: str = HEARD) -> str:
    return f"{question}:{Ticket.objects.get().register_number}:{code}"


def test_nobody_is_asked_unless_the_office_wants_it(done: Phone) -> None:
    assert ask_sources(done.now) == 0
    assert not asked(done)
    assert Citizen.objects.get().source_asked_at is None


def test_asked_once_and_the_tapped_row_stands_on_the_ticket(wanted: Agency, done: Phone) -> None:
    assert ask_sources(done.now) == 1
    assert ask_sources(done.now) == 0
    (question,) = asked(done)
    assert "9. Lewati" in question.text
    (thanks,) = done.later(minutes=1).chooses(row("rt_rw"))
    assert "sudah kami catat" in thanks.text
    ticket = Ticket.objects.get()
    assert (ticket.heard_from, ticket.state, ticket.unanswered_since) == ("rt_rw", "resolved", None)
    line = TicketEvent.objects.filter(verb="corrected").get()
    said = VERBS[TicketEvent.Verb.CORRECTED].unasked
    assert callable(said)
    assert said(line.data) == 'Pemohon menjawab bot: tahu dari mana menjadi "RT/RW atau kader"'
    # A second tap, of another row, changes nothing.
    done.later(minutes=1).chooses(row("social"))
    ticket.refresh_from_db()
    assert ticket.heard_from == "rt_rw"
    assert TicketEvent.objects.filter(verb="corrected").count() == 1


def test_who_skips_is_left_alone(wanted: Agency, done: Phone) -> None:
    ask_sources(done.now)
    (said,) = done.later(minutes=1).chooses(row("lewati"))
    assert "tidak apa-apa" in said.text
    ticket = Ticket.objects.get()
    assert (ticket.heard_from, ticket.state, ticket.unanswered_since) == ("", "resolved", None)
    assert ask_sources(done.later(hours=1).now) == 0


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3", "rt_rw"),
        ("dari pak RT", "rt_rw"),
        ("facebook", "social"),
        ("tetangga saya kak", "friend"),
        ("dari spanduk di depan balai", "banner"),
        ("lihat di sosmed", "social"),
    ],
)
def test_a_typed_answer_counts_and_nobody_is_asked_whether_the_matter_goes_on(
    wanted: Agency, done: Phone, typed: str, code: str
) -> None:
    ask_sources(done.now)
    (said,) = done.later(minutes=1).says(typed)
    assert "sudah kami catat" in said.text
    ticket = Ticket.objects.get()
    assert (ticket.heard_from, ticket.state, ticket.unanswered_since) == (code, "resolved", None)


@pytest.mark.parametrize(
    "typed",
    [
        "pak rt minta uang 20 ribu",
        "belum beres",
        "suratnya salah nama",
        "tolong kebakaran di rumah saya",
    ],
)
def test_other_words_are_heard_as_ever(wanted: Agency, done: Phone, typed: str) -> None:
    ask_sources(done.now)
    said = done.later(minutes=1).says(typed)
    assert not any("sudah kami catat" in one.text for one in said)
    assert not Ticket.objects.exclude(heard_from="").exists()


@pytest.mark.parametrize(
    "grave",
    [{"is_urgent": True}, {"is_about_staff": True}, {"is_anonymous": True}, {"kind": "complaint"}],
)
def test_never_after_danger_or_a_complaint_of_any_time(
    wanted: Agency, done: Phone, grave: dict[str, object]
) -> None:
    Ticket.objects.update(**grave)
    assert ask_sources(done.now) == 0
    Ticket.objects.update(
        is_urgent=False, is_about_staff=False, is_anonymous=False, kind="application"
    )
    ticket = Ticket.objects.get()
    factories.TicketFactory(conversation=ticket.conversation, state="closed", **grave)
    assert ask_sources(done.now) == 0
    assert not asked(done)


def test_never_in_the_way_of_help(wanted: Agency, done: Phone) -> None:
    ticket = Ticket.objects.get()
    assert ask_sources(done.now - 8 * MINUTE) == 0  # the survey first
    assert ask_sources(done.now + dt.timedelta(hours=30)) == 0  # too late
    other = factories.TicketFactory(conversation=ticket.conversation, state="new")
    assert ask_sources(done.now) == 0  # another matter is open
    other.delete()
    Ticket.objects.update(unanswered_since=done.now)
    assert ask_sources(done.now) == 0
    Ticket.objects.update(unanswered_since=None, outcome="withdrawn")
    assert ask_sources(done.now) == 0
    Ticket.objects.update(outcome="fulfilled")
    done.arrives("masih ada pertanyaan")
    assert ask_sources(done.now) == 0


@pytest.mark.parametrize(
    "place",
    [{"no_more_since": timezone.now()}, {"window_expires_at": None}, {"silent_at": timezone.now()}],
)
def test_not_who_wants_no_messages_or_cannot_be_reached(
    wanted: Agency, done: Phone, place: dict[str, object]
) -> None:
    Conversation.objects.update(**place)
    assert ask_sources(done.now) == 0


def test_who_told_it_at_the_counter_is_not_asked(wanted: Agency, done: Phone) -> None:
    ticket = Ticket.objects.get()
    factories.TicketFactory(
        conversation=ticket.conversation, state="closed", source="walk_in", heard_from="banner"
    )
    assert ask_sources(done.now) == 0


def test_who_came_to_the_counter_and_goes_on_here_is_asked_why(wanted: Agency, done: Phone) -> None:
    Ticket.objects.update(source="walk_in")
    assert ask_sources(done.now) == 1
    assert "mengapa Bapak/Ibu datang ke loket" in asked(done)[0].text
    done.later(minutes=1).chooses(row("did_not_know", CAME))
    assert Ticket.objects.get().came_because == "did_not_know"


def test_a_forged_row_changes_nothing(wanted: Agency, done: Phone) -> None:
    ask_sources(done.now)
    own = Ticket.objects.get()
    forged = [row("burung"), row("tried"), "asal", "asal::rt_rw"]
    foreign = factories.TicketFactory()
    for one in (*forged, f"asal:{foreign.register_number}:rt_rw"):
        done.later(minutes=1).chooses(one)
    assert not Ticket.objects.exclude(heard_from="", came_because="").exists()
    own.refresh_from_db()
    assert own.state == "resolved"


def test_two_who_are_one_are_asked_once(wanted: Agency, done: Phone) -> None:
    ask_sources(done.now)
    citizen = Citizen.objects.get()
    keep = factories.CitizenFactory(agency=citizen.agency)
    merge(keep, citizen)
    keep.refresh_from_db()
    assert keep.source_asked_at == done.now


def test_the_rows_are_those_of_the_counter() -> None:
    assert set(ASKED[HEARD]) == set(HeardFrom.values)
    assert set(ASKED[CAME]) == set(WhyAtCounter.values) - {"no_whatsapp"}
    for question in (HEARD, CAME):
        rows = question_rows(question, "DINSOS-2026-000001")
        assert len(rows) <= 10
        assert all(len(one.name) <= 24 for one in rows)
        assert all(answered(one.id) for one in rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "saya",
        "dari",
        "rt " * 7,
        "\0",
        "petugas",
        "ibu kota mana",
        "spanduk di jalan roboh",
        "lampu di depan masjid mati",
    ],
)
def test_what_names_no_row_is_no_answer(text: str) -> None:
    options = tuple(one.id for one in question_rows(HEARD, "X-2026-000001"))
    assert typed_answer(text, options) == ""


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    "text", ["Belum beres pak, suratnya salah", "pak rt minta uang 20 ribu", "saya mau urus KIA"]
)
def test_what_is_said_beside_the_tapped_row_is_not_lost(
    wanted: Agency, done: Phone, text: str, is_first: bool
) -> None:
    ask_sources(done.now)
    done.later(minutes=1)
    for brings in (done.taps, done.arrives)[:: 1 if is_first else -1]:
        brings(row("friend") if brings == done.taps else text)
    done.work()
    first = Ticket.objects.order_by("pk")[0]
    is_owed = first.unanswered_since is not None or first.is_open
    assert is_owed or Ticket.objects.count() > 1
    assert not Message.objects.filter(origin="bot", text__contains="sudah kami catat").exists()


def test_thanks_beside_the_tapped_row_take_nothing_from_it(wanted: Agency, done: Phone) -> None:
    ask_sources(done.now)
    done.later(minutes=1).taps(row("friend"))
    done.arrives("Terima kasih 🙏")
    done.work()
    assert Ticket.objects.get().heard_from == "friend"


@pytest.mark.parametrize("text", ["status", "status saya", "x", "story"])
def test_a_word_that_asks_for_something_else_is_no_answer(text: str) -> None:
    assert typed_answer(text, tuple(f"{HEARD}:A-1:{code}" for code in ASKED[HEARD])) == ""
