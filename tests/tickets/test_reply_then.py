"""One click answers and resolves, or answers and waits."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.desk import Then
from tickets.models import Message, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _two_verbs(settings: Any) -> None:
    """Two verbs of one request lock the same rows and read the same calendar: no loop."""
    rows = (
        {"model": name} for name in ("tickets.Conversation", "tickets.Ticket", "services.Agency")
    )
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, *rows]


def letter(text: str = "Sudah siap diambil.", key: str = "k1") -> desk.Reply:
    return desk.Reply(text=text, form_key=key)


def said(ticket: Ticket) -> list[str]:
    found = ticket.messages.filter(direction="out", origin="officer").order_by("pk")
    return list(found.values_list("text", flat=True))


@pytest.mark.parametrize("then", [Then.FULFILLED, Then.ANSWERED])
def test_an_answer_may_end_the_matter(tiket: Ticket, petugas: Staff, then: Then) -> None:
    desk.reply_then(tiket, by=petugas, now=NOW, letter=letter(), then=then)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.outcome) == ("resolved", then.outcome)
    assert (tiket.first_responded_at, tiket.resolved_at) == (NOW, NOW)
    assert said(tiket) == ["Sudah siap diambil."]


def test_an_answer_may_wait_for_the_citizen(tiket: Ticket, petugas: Staff) -> None:
    text = "Mohon kirim foto KTP  dan KK."
    desk.reply_then(tiket, by=petugas, now=NOW, letter=letter(text), then=Then.WAIT)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.paused_since) == ("waiting_citizen", NOW)
    assert tiket.events.get(verb="waiting_citizen").reason == "Mohon kirim foto KTP dan KK."
    # Asked again while it waits: it goes on waiting, and the second question is sent.
    desk.reply_then(tiket, by=petugas, now=NOW, letter=letter("Juga KK.", "k2"), then=Then.WAIT)
    assert said(tiket) == [text, "Juga KK."]


@pytest.mark.parametrize("then", list(Then))
def test_a_repeated_form_changes_nothing(tiket: Ticket, petugas: Staff, then: Then) -> None:
    for _ in range(2):
        desk.reply_then(tiket, by=petugas, now=NOW, letter=letter(), then=then)
    assert len(said(tiket)) == 1
    events = list(tiket.events.values_list("verb", flat=True))
    assert len(events) == len(set(events))


def test_what_is_another_officers_to_end_is_not_even_sent(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff
) -> None:
    desk.take(tiket, by=petugas_lain, now=NOW)
    with pytest.raises(desk.Refused, match="dipegang"):
        desk.reply_then(tiket, by=petugas, now=NOW, letter=letter(), then=Then.FULFILLED)
    assert said(tiket) == []


def test_an_answer_is_not_lost_to_a_colleague_who_was_faster(
    tiket: Ticket, petugas: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise desk.Refused("Tiket ini sudah selesai.")

    monkeypatch.setattr("tickets.desk.following.conclude", refused)
    with pytest.raises(desk.FollowedByNothing, match="sudah selesai"):
        desk.reply_then(tiket, by=petugas, now=NOW, letter=letter(), then=Then.FULFILLED)
    assert said(tiket) == ["Sudah siap diambil."]


def post(client: Any, tiket: Ticket, then: str, **more: str) -> Any:
    data = {"text": "Sudah siap.", "form_key": "form-key-1", "then": then, **more}
    return client.post(f"{tiket.get_absolute_url()}balas/", data, follow=True)


def test_the_next_ticket_in_hand_opens_by_itself(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    later = factories.TicketFactory(
        agency=tiket.agency, service=tiket.service, channel=tiket.channel, state="in_progress",
        assignee=petugas,
    )  # fmt: skip
    answer = post(masuk(petugas), tiket, "fulfilled")
    page = flat(answer)
    assert f"{tiket.register_number} selesai: dipenuhi. Ini tiket Anda yang berikutnya." in page
    assert answer.redirect_chain[-1][0] == later.get_absolute_url()


def test_without_another_one_the_queue_opens(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    answer = post(masuk(petugas), tiket, "answered")
    assert answer.redirect_chain[-1][0] == "/antrean/"
    assert "Tidak ada lagi yang menunggu Anda." in flat(answer)


def test_waiting_stays_on_the_ticket(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    answer = post(masuk(petugas), tiket, "wait")
    assert "Tiket menunggu pemohon; waktunya dijeda." in flat(answer)
    tiket.refresh_from_db()
    assert tiket.state == "waiting_citizen"


@pytest.mark.parametrize("then", ["rejected", "x", "withdrawn"])
def test_what_is_no_button_sends_nothing(
    masuk: Any, petugas: Staff, tiket: Ticket, then: str
) -> None:
    assert post(masuk(petugas), tiket, then).status_code == 422
    assert not Message.objects.filter(origin="officer").exists()


@pytest.mark.parametrize(
    ("kind", "first"),
    [("application", "dipenuhi"), ("complaint", "dijawab"), ("information", "dijawab")],
)
def test_the_usual_ending_has_the_key(
    masuk: Any, petugas: Staff, tiket: Ticket, kind: str, first: str
) -> None:
    Ticket.objects.update(kind=kind)
    page = masuk(petugas).get(tiket.get_absolute_url()).content.decode()
    button = page.partition('data-then="e"')[2]
    assert button.partition("</button>")[0].strip().endswith(f"selesai: {first}")


def test_who_may_not_end_it_sees_no_such_button(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    desk.take(tiket, by=petugas_lain, now=NOW)
    page = masuk(petugas).get(tiket.get_absolute_url()).content.decode()
    assert "Kirim, lalu selesai" not in page
