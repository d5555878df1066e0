"""Who ends a matter, what that needs, and what the citizen is told."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.models import Conversation, Message, MessageTemplate, Ticket, TicketEvent

H = dt.timedelta(hours=1)
Outcome = Ticket.Outcome


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    return desk.take(tiket, by=petugas, now=now)


@pytest.fixture
def dijawab(milik: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    desk.reply(milik, by=petugas, now=now, reply=desk.Reply(text="Silakan, Bu."))
    return milik


def closed_window(ticket: Ticket) -> None:
    Conversation.objects.filter(pk=ticket.conversation_id).update(window_expires_at=None)


def update_template(ticket: Ticket, **given: Any) -> MessageTemplate:
    values = {"body": "Kabar tiket {{1}}: {{2}}", "parameter_count": 2, "name": "kabar_contoh"}
    return MessageTemplate.objects.create(channel=ticket.channel, **values | given)


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Ticket, Message, TicketEvent)]


def told(ticket: Ticket) -> list[Message]:
    """What has gone out since the officer's own answer."""
    return list(ticket.messages.filter(direction="out").exclude(text="Silakan, Bu.").in_order())


@pytest.mark.parametrize("outcome", Outcome.values)
def test_whoever_does_not_hold_it_takes_it_first(
    tiket: Ticket, petugas: Staff, now: dt.datetime, outcome: str
) -> None:
    before = everything()
    with pytest.raises(desk.Refused, match="Ambil dulu"):
        desk.resolve(tiket, by=petugas, now=now, outcome=outcome, summary="Surat terbit")
    assert everything() == before


def test_what_a_colleague_holds_is_the_colleagues_to_end(
    milik: Ticket, petugas_lain: Staff, now: dt.datetime
) -> None:
    before = everything()
    with pytest.raises(desk.Refused, match="dipegang Rina Petugas"):
        desk.resolve(milik, by=petugas_lain, now=now, outcome="fulfilled", summary="x")
    assert everything() == before


def test_a_supervisor_ends_what_anybody_or_nobody_holds(
    milik: Ticket, penyelia: Staff, now: dt.datetime
) -> None:
    desk.resolve(milik, by=penyelia, now=now, outcome="fulfilled", summary="Surat terbit")
    other = factories.TicketFactory(conversation__channel=milik.channel, service=milik.service)
    desk.resolve(other, by=penyelia, now=now, outcome="rejected", summary="Bukan kewenangan")
    assert set(Ticket.objects.values_list("state", flat=True)) == {"resolved"}


@pytest.mark.parametrize("summary", ["", " ", "\n\x00"])
@pytest.mark.parametrize("outcome", ["fulfilled", "answered", "rejected", "forwarded"])
def test_without_an_answer_and_a_summary_nothing_is_done(
    milik: Ticket, petugas: Staff, now: dt.datetime, outcome: str, summary: str
) -> None:
    before = everything()
    with pytest.raises(desk.Refused) as refusal:
        desk.resolve(milik, by=petugas, now=now, outcome=outcome, summary=summary)
    assert refusal.value.field == "summary"
    assert everything() == before


@pytest.mark.parametrize("outcome", ["fulfilled", "answered"])
def test_an_answer_that_was_refused_is_none(
    dijawab: Ticket, petugas: Staff, now: dt.datetime, outcome: str
) -> None:
    Message.objects.filter(direction="out").update(status="failed")
    with pytest.raises(desk.Refused, match="Belum ada balasan"):
        desk.resolve(dijawab, by=petugas, now=now + H, outcome=outcome)
    assert Ticket.objects.get().state == "in_progress"


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ("fulfilled", "sudah selesai kami penuhi."),
        ("answered", "sudah kami jawab."),
        ("rejected", "tidak dapat kami penuhi."),
        ("forwarded", "kami teruskan ke pihak yang berwenang."),
        ("withdrawn", "kami tutup sesuai permintaan Bapak/Ibu."),
    ],
)
def test_the_citizen_reads_the_result_and_how_to_object(
    milik: Ticket, petugas: Staff, now: dt.datetime, outcome: str, says: str
) -> None:
    desk.resolve(milik, by=petugas, now=now, outcome=outcome, summary="Ambil di loket 2 & bawa KK.")
    [message] = told(milik)
    assert f"nomor {milik.register_number} {says}\n\n" in message.text
    assert "\n\nAmbil di loket 2 & bawa KK.\n\n" in message.text
    assert message.text.endswith('Bila belum beres, balas "belum beres" dalam 7 hari.')
    assert (message.status, message.type, message.author) == ("queued", "text", petugas)
    milik.refresh_from_db()
    assert (milik.first_responded_at, milik.unanswered_since) == (now, None)
    assert desk.told(milik) is desk.Told.TEXT


def test_without_a_sentence_of_the_officer_it_is_a_notice_and_no_answer(
    dijawab: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.resolve(dijawab, by=petugas, now=now + H, outcome="fulfilled")
    [message] = told(dijawab)
    assert (message.origin, message.author) == ("system", None)
    Message.objects.filter(origin="officer").update(status="failed")
    desk.recount_answers(now + 2 * H)
    dijawab.refresh_from_db()
    assert dijawab.first_responded_at is None


@pytest.mark.parametrize("outcome", Ticket.UNASKED_OUTCOMES)
def test_whoever_asked_for_nothing_is_told_nothing(
    milik: Ticket, petugas: Staff, now: dt.datetime, outcome: str
) -> None:
    desk.resolve(milik, by=petugas, now=now, outcome=outcome, summary="Iklan")
    assert not told(milik)
    assert desk.told(milik) is desk.Told.NOT_ASKED


def test_after_the_window_an_approved_update_carries_it(
    milik: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    closed_window(milik)
    update_template(milik, name="tiga", parameter_count=3, body="{{1}} {{2}} {{3}}")
    update_template(milik, name="dijeda", status="paused")
    update_template(milik, name="survei", purpose="survey")
    update_template(milik)
    desk.resolve(milik, by=petugas, now=now, outcome="fulfilled", summary="Surat\nterbit.")
    [message] = told(milik)
    assert message.payload["name"] == "kabar_contoh"
    assert message.text.startswith(f"Kabar tiket {milik.register_number}: ")
    assert "Surat terbit." in message.text
    assert 'balas "belum beres"' in message.text
    assert "\n" not in message.payload["body_parameters"][1]
    assert desk.told(milik) is desk.Told.TEMPLATE
    milik.refresh_from_db()
    assert milik.first_responded_at == now


@pytest.mark.parametrize(
    "given", [None, {"status": "paused"}, {"status": "disabled"}, {"purpose": "other"}]
)
def test_without_one_the_matter_ends_and_the_officer_hears_so(
    milik: Ticket, petugas: Staff, now: dt.datetime, given: dict[str, Any] | None
) -> None:
    closed_window(milik)
    if given:
        update_template(milik, **given)
    desk.resolve(milik, by=petugas, now=now, outcome="fulfilled", summary="Surat terbit")
    assert not told(milik)
    assert desk.told(milik) is desk.Told.NO_TEMPLATE
    assert Ticket.objects.get().state == "resolved"


def test_a_result_too_long_for_a_template_is_not_sent_cut(
    milik: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    closed_window(milik)
    update_template(milik)
    desk.resolve(milik, by=petugas, now=now, outcome="fulfilled", summary="panjang " * 200)
    assert not told(milik)
    assert desk.told(milik) is desk.Told.NO_TEMPLATE


def test_a_number_that_is_off_sends_nothing(
    milik: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    milik.channel.is_active = False
    milik.channel.save()
    desk.resolve(milik, by=petugas, now=now, outcome="fulfilled", summary="Surat terbit")
    assert not told(milik)
    assert desk.told(milik) is desk.Told.NUMBER_OFF


def test_the_longest_summary_goes_out_whole(
    milik: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.resolve(milik, by=petugas, now=now, outcome="fulfilled", summary="ü" * 2000)
    assert "ü" * 2000 in told(milik)[0].text


def test_whoever_came_to_the_counter_is_told_there(
    petugas: Staff, dinas: Any, now: dt.datetime
) -> None:
    walk_in = desk.WalkIn(agency=dinas, name="Ibu Contoh", note="Minta surat")
    ticket = desk.register_walk_in(walk_in, by=petugas, now=now)
    desk.resolve(ticket, by=petugas, now=now + H, outcome="fulfilled")
    assert desk.told(ticket) is desk.Told.NO_CHAT
    assert not ticket.messages.filter(direction="out").exists()


def test_a_form_sent_twice_ends_and_tells_once(
    milik: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    how = desk.Resolution(outcome="fulfilled", summary="Surat terbit", form_key="kunci-contoh")
    desk.conclude(milik, by=petugas, now=now, how=how)
    after = everything()
    desk.conclude(milik, by=petugas, now=now + H, how=how)
    assert everything() == after
    other = desk.Resolution(outcome="fulfilled", summary="Surat terbit", form_key="kunci-lain")
    with pytest.raises(desk.Refused, match="sudah selesai"):
        desk.conclude(milik, by=petugas, now=now + H, how=other)
    desk.reopen(milik, by=None, now=now + 2 * H, reason="belum beres")
    desk.conclude(milik, by=petugas, now=now + 3 * H, how=other)
    assert len(told(milik)) == 2


def test_a_result_that_was_refused_is_owed_again(
    milik: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.resolve(milik, by=petugas, now=now, outcome="fulfilled", summary="Surat terbit")
    Message.objects.filter(direction="out").update(status="failed", status_at=now)
    assert desk.recount_answers(now + H) == 1
    milik.refresh_from_db()
    assert (milik.state, milik.first_responded_at, milik.next_reminder_at) == (
        "resolved",
        None,
        None,
    )
