"""An answer to one message of the citizen: what it quotes goes with it, or it is refused and says why."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.desk.checked import approve, said, write
from tickets import desk
from tickets.models import Conversation, Draft, HeldReply, Message, MessageTemplate, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = dt.timedelta(days=1)
TAKE_OFF = "Lepas kutipannya, lalu kirim lagi."


@pytest.fixture
def kata(tiket: Ticket) -> Message:
    """What the citizen said."""
    return factories.MessageFactory(ticket=tiket, text="Berapa biayanya?")


def answer(ticket: Ticket, by: Staff, now: dt.datetime, **more: Any) -> list[Message]:
    letter = desk.Reply(**{"text": "Gratis.", "form_key": "kunci", **more})
    return desk.reply(ticket, by=by, now=now, reply=letter)


def test_the_first_message_of_an_answer_quotes_and_a_second_click_finds_it(
    tiket: Ticket, kata: Message, petugas: Staff, now: dt.datetime
) -> None:
    (sent,) = answer(tiket, petugas, now, quotes=kata.pk)
    assert (sent.quoted, sent.quoted_external_id) == (kata, kata.external_id)
    Message.objects.filter(pk=kata.pk).update(withdrawn_at=now)
    assert answer(tiket, petugas, now, quotes=kata.pk) == [sent]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"withdrawn_at": True}, "Pesan yang dikutip sudah ditarik pemohon."),
        ({"occurred_at": -30 * DAY - dt.timedelta(seconds=1)}, "lebih dari 30 hari yang lalu"),
        ({"direction": "out", "origin": "officer"}, "hanya pesan pemohon"),
        ({"origin": "system", "type": "system"}, "hanya pesan pemohon"),
        ({"type": "reaction"}, "hanya pesan pemohon"),
        ({"external_id": None}, "hanya pesan pemohon"),
        ({"conversation": None}, "dari percakapan lain"),
        ({"ticket": None}, "tidak ada lagi di tiket ini"),
    ],
)
def test_what_the_citizen_would_not_see_is_refused_and_nothing_is_sent(
    tiket: Ticket,
    kata: Message,
    petugas: Staff,
    now: dt.datetime,
    changed: dict[str, Any],
    why: str,
) -> None:
    if "occurred_at" in changed:
        changed = {"occurred_at": now + changed["occurred_at"]}
    if "withdrawn_at" in changed:
        changed = {"withdrawn_at": now}
    Message.objects.filter(pk=kata.pk).update(**changed)
    with pytest.raises(desk.Refused) as refusal:
        answer(tiket, petugas, now, quotes=kata.pk)
    assert why in str(refusal.value)
    assert str(refusal.value).endswith(TAKE_OFF)
    tiket.refresh_from_db()
    assert tiket.assignee is None
    assert not tiket.events.exists()
    assert not Message.objects.filter(author=petugas).exists()


def test_a_message_of_thirty_days_can_be_quoted(
    tiket: Ticket, kata: Message, petugas: Staff, now: dt.datetime
) -> None:
    Message.objects.filter(pk=kata.pk).update(occurred_at=now - 30 * DAY)
    (sent,) = answer(tiket, petugas, now, quotes=kata.pk)
    assert sent.quoted == kata


def test_a_message_of_another_ticket_is_not_quoted(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    other = factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    theirs = factories.MessageFactory(ticket=other)
    with pytest.raises(desk.Refused, match="tidak ada lagi di tiket ini"):
        answer(tiket, petugas, now, quotes=theirs.pk)


def test_a_template_quotes_nothing(
    tiket: Ticket, kata: Message, petugas: Staff, now: dt.datetime
) -> None:
    template = MessageTemplate.objects.create(channel=tiket.channel, name="salam", body="Salam")
    Message.objects.filter(pk=kata.pk).update(withdrawn_at=now)
    letter = {"text": "", "template": template, "quotes": kata.pk}
    (sent,) = answer(tiket, petugas, now, **letter)
    assert (sent.type, sent.quoted_external_id) == ("template", "")


def test_a_draft_keeps_what_it_quotes_until_it_is_taken_off(
    tiket: Ticket, kata: Message, petugas: Staff, now: dt.datetime
) -> None:
    def kept(**quoted: int | None) -> int | None:
        draft = desk.save_draft(tiket, by=petugas, now=now, text="Gratis", **quoted)
        assert draft is not None
        return Draft.objects.get().quoted_id

    strange = factories.MessageFactory()
    steps: list[dict[str, int | None]] = [{"quoted": kata.pk}, {}, {"quoted": 0}]
    assert [kept(**step) for step in steps] == [kata.pk, kata.pk, None]
    assert kept(quoted=strange.pk) is None


def test_a_draft_that_is_taken_over_brings_its_quote_where_there_is_none(
    tiket: Ticket, kata: Message, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    theirs = desk.save_draft(tiket, by=petugas, now=now, text="Gratis", quoted=kata.pk)
    assert theirs is not None
    desk.use_draft(tiket, by=petugas_lain, now=now, draft=theirs, text="")
    assert Draft.objects.get(staff=petugas_lain).quoted == kata
    own = factories.MessageFactory(ticket=tiket)
    desk.save_draft(tiket, by=petugas_lain, now=now, text="Baik", quoted=own.pk)
    desk.use_draft(tiket, by=petugas_lain, now=now, draft=theirs, text="Baik")
    assert Draft.objects.get(staff=petugas_lain).quoted == own


@pytest.mark.usefixtures("diperiksa")
class TestTwoEyes:
    def test_words_that_wait_keep_what_they_quote(
        self, tiket: Ticket, kata: Message, petugas: Staff, penyelia: Staff, now: dt.datetime
    ) -> None:
        write(tiket, petugas, now, quotes=kata.pk)
        assert HeldReply.objects.get().quoted == kata
        approve(tiket, penyelia, now)
        assert Message.objects.get(direction="out").quoted == kata

    @pytest.mark.parametrize("how", ["returned", "taken_back"])
    def test_it_comes_back_with_them(
        self,
        tiket: Ticket,
        kata: Message,
        petugas: Staff,
        penyelia: Staff,
        now: dt.datetime,
        how: str,
    ) -> None:
        write(tiket, petugas, now, quotes=kata.pk)
        held = HeldReply.objects.get()
        if how == "returned":
            desk.return_held(tiket, by=penyelia, now=now, held=held, note="Sebutkan pasalnya.")
        else:
            desk.take_back_held(tiket, by=petugas, now=now, held=held)
        assert Draft.objects.get().quoted == kata

    def test_what_was_taken_back_meanwhile_stops_the_approval(
        self, tiket: Ticket, kata: Message, petugas: Staff, penyelia: Staff, now: dt.datetime
    ) -> None:
        write(tiket, petugas, now, quotes=kata.pk)
        Message.objects.filter(pk=kata.pk).update(withdrawn_at=now)
        with pytest.raises(desk.Refused, match=r"sudah ditarik pemohon\. Kembalikan"):
            approve(tiket, penyelia, now)
        assert HeldReply.objects.waiting().exists()
        assert said(tiket) == []

    def test_outside_the_window_the_words_go_without_it(
        self,
        tiket: Ticket,
        kata: Message,
        petugas: Staff,
        penyelia: Staff,
        now: dt.datetime,
    ) -> None:
        MessageTemplate.objects.create(
            channel=tiket.channel, name="kabar", body="Kabar {{1}}: {{2}}", parameter_count=2
        )
        write(tiket, petugas, now, quotes=kata.pk)
        Conversation.objects.update(window_expires_at=now)
        approve(tiket, penyelia, now)
        sent = Message.objects.get(direction="out")
        assert (sent.type, sent.quoted_external_id) == ("template", "")
