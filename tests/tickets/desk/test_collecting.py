"""A result that is fetched at the counter: told once, the clock stands, and who fetched it."""

import datetime as dt

import pytest

from services.models import Agency, Staff
from tests.tickets.desk.history import history
from tickets import desk
from tickets.desk import Handover, Refused, Told
from tickets.models import Channel, Citizen, Conversation, Message, MessageTemplate, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)  # Tuesday, 10.00 WIB
UNTIL = dt.date(2026, 6, 30)
ENDS = dt.datetime(2026, 6, 30, 17, tzinfo=dt.UTC)  # 1 July 00.00 WIB
DAY = dt.timedelta(days=1)
OWN = Handover()


@pytest.fixture
def dipegang(tiket: Ticket, petugas: Staff) -> Ticket:
    """`tiket` in hand, answered, its window open."""
    Conversation.objects.update(window_expires_at=NOW + 30 * DAY)
    Ticket.objects.update(received_at=NOW)
    desk.take(tiket, by=petugas, now=NOW)
    desk.reply(tiket, by=petugas, now=NOW, reply=desk.Reply(text="Baik."))
    tiket.refresh_from_db()
    return tiket


@pytest.fixture
def siap(dipegang: Ticket, petugas: Staff) -> Ticket:
    """`dipegang`, whose result is ready."""
    assert ready(dipegang, petugas) == Told.TEXT
    return dipegang


def ready(ticket: Ticket, by: Staff, *, now: dt.datetime = NOW, place: str = "Loket 2") -> object:
    return desk.mark_ready(ticket, by=by, now=now, place=place, until=UNTIL)


def told(ticket: Ticket) -> list[str]:
    sent = ticket.messages.filter(direction="out").exclude(text="Baik.").order_by("pk")
    return [message.text for message in sent]


def test_the_citizen_is_told_once_where_when_and_until(siap: Ticket, petugas: Staff) -> None:
    assert ready(siap, petugas, now=NOW + DAY) is None
    [text] = told(siap)
    for words in (siap.register_number, "Loket 2", "Selasa, 30 Juni 2026", "Senin-Kamis 07.30"):
        assert words in text
    assert (siap.collect_place, siap.collect_by) == ("Loket 2", ENDS)
    event = siap.events.get(verb="ready")
    sent = Message.objects.get(text=text)
    where = {"place": "Loket 2", "until": "2026-06-30"}
    assert event.data == {**where, "told": "text", "message": sent.pk}
    assert sent.origin == "system"


def test_another_place_is_told_again(siap: Ticket, petugas: Staff) -> None:
    assert ready(siap, petugas, place="  Loket   3 ") == Told.TEXT
    assert siap.collect_place == "Loket 3"
    assert "Loket 3" in told(siap)[1]


def test_what_is_told_is_no_answer_to_what_was_asked(siap: Ticket, petugas: Staff) -> None:
    Ticket.objects.update(unanswered_since=NOW)
    ready(siap, petugas, place="Loket 3")
    assert siap.unanswered_since == NOW


@pytest.mark.parametrize("approved", [True, False])
def test_outside_the_window_a_template_tells_or_nobody(
    dipegang: Ticket, kanal: Channel, petugas: Staff, approved: bool
) -> None:
    Conversation.objects.update(window_expires_at=NOW)
    if approved:
        MessageTemplate.objects.create(
            channel=kanal, name="kabar", body="Tiket {{1}}: {{2}}", parameter_count=2
        )
    expected = Told.TEMPLATE if approved else Told.NO_TEMPLATE
    assert ready(dipegang, petugas) == expected
    assert len(told(dipegang)) == approved
    assert dipegang.events.get(verb="ready").data["told"] == expected


def test_the_clock_stands_until_it_is_fetched(siap: Ticket, petugas: Staff) -> None:
    assert siap.paused_since == NOW
    desk.wait_for_other(siap, by=petugas, now=NOW + DAY, reason="Tanda tangan")
    desk.resume(siap, by=petugas, now=NOW + 2 * DAY)
    assert siap.paused_since == NOW
    desk.collected(siap, by=petugas, now=NOW + 10 * DAY, how=OWN)
    assert (siap.state, siap.paused_since, siap.due_at) == (
        "resolved",
        None,
        NOW + 11 * DAY,
    )


def test_waiting_for_the_citizen_outlasts_a_mistake(siap: Ticket, petugas: Staff) -> None:
    desk.wait_for_citizen(siap, by=petugas, now=NOW, reason="Foto")
    desk.mark_not_ready(siap, by=petugas, now=NOW + DAY)
    assert siap.paused_since == NOW
    desk.resume(siap, by=None, now=NOW + 2 * DAY)
    assert siap.paused_since is None


def test_a_mistake_is_taken_back_and_told(siap: Ticket, petugas: Staff) -> None:
    assert desk.mark_not_ready(siap, by=petugas, now=NOW + DAY) == Told.TEXT
    assert (siap.collect_place, siap.collect_by, siap.paused_since) == ("", None, None)
    assert "belum dapat diambil" in told(siap)[1]
    with pytest.raises(Refused):
        desk.mark_not_ready(siap, by=petugas, now=NOW + DAY)
    assert ready(siap, petugas, now=NOW + DAY) == Told.TEXT


def test_who_was_told_nothing_is_told_of_no_mistake(dipegang: Ticket, petugas: Staff) -> None:
    Conversation.objects.update(window_expires_at=NOW)
    ready(dipegang, petugas)
    assert desk.mark_not_ready(dipegang, by=petugas, now=NOW) is None
    assert told(dipegang) == []


def test_fetching_it_resolves_the_matter(siap: Ticket, petugas: Staff) -> None:
    how = Handover(proxy_name=" Tono  Contoh ", note="Surat kuasa ditunjukkan")
    desk.collected(siap, by=petugas, now=NOW + DAY, how=how)
    assert (siap.state, siap.outcome, siap.collect_by) == ("resolved", "fulfilled", None)
    event = siap.events.get(verb="collected")
    assert event.data["proxy_name"] == "Tono Contoh"
    assert event.reason == "Surat kuasa ditunjukkan"
    assert "diambil oleh Tono Contoh" in told(siap)[1]
    assert history(siap)[-2:] == ["resolved", "collected"]
    with pytest.raises(Refused):
        desk.collected(siap, by=petugas, now=NOW + DAY, how=how)


def test_beside_an_unnamed_citizen_no_name_is_told(siap: Ticket, petugas: Staff) -> None:
    Ticket.objects.update(is_anonymous=True)
    desk.collected(siap, by=petugas, now=NOW, how=Handover(proxy_name="Tono Contoh"))
    assert siap.outcome_note == "Hasilnya sudah diambil oleh yang mewakili."


def test_after_the_end_it_is_written_to_the_history_alone(dipegang: Ticket, petugas: Staff) -> None:
    desk.resolve(dipegang, by=petugas, now=NOW, outcome="fulfilled", summary="Selesai")
    ready(dipegang, petugas, now=NOW + DAY)
    assert dipegang.paused_since is None
    Ticket.objects.update(state="closed", closed_at=NOW + 7 * DAY)
    desk.collected(dipegang, by=petugas, now=NOW + 8 * DAY, how=OWN)
    assert (dipegang.state, dipegang.outcome_note) == ("closed", "Selesai")
    assert history(dipegang).count("resolved") == 1
    assert desk.can_undo_collected(dipegang, list(dipegang.events.all()))
    desk.undo_collected(dipegang, by=petugas, now=NOW + 8 * DAY)
    assert (dipegang.state, dipegang.collect_by) == ("closed", ENDS)


def test_a_wrong_entry_of_fetching_opens_it_again(siap: Ticket, petugas: Staff) -> None:
    desk.collected(siap, by=petugas, now=NOW + DAY, how=OWN)
    desk.undo_collected(siap, by=petugas, now=NOW + DAY)
    assert (siap.state, siap.collect_place, siap.collect_by) == ("in_progress", "Loket 2", ENDS)
    assert siap.paused_since == NOW + DAY
    assert history(siap)[-3:] == ["collected", "reopened", "collection_undone"]
    assert "siap diambil" in told(siap)[-1]
    with pytest.raises(Refused):
        desk.undo_collected(siap, by=petugas, now=NOW + DAY)
    assert not desk.can_undo_collected(siap, list(siap.events.all()))


def test_a_matter_that_is_opened_again_stands_still_while_ready(
    siap: Ticket, petugas: Staff
) -> None:
    desk.resolve(siap, by=petugas, now=NOW + DAY, outcome="fulfilled", summary="Selesai")
    desk.reopen(siap, by=petugas, now=NOW + 2 * DAY, reason="Salah nama")
    assert (siap.collect_by, siap.paused_since) == (ENDS, NOW + 2 * DAY)


def test_only_who_ends_the_matter_says_so(
    dipegang: Ticket, petugas_lain: Staff, penyelia: Staff, orang_luar: Staff
) -> None:
    for person in (petugas_lain, orang_luar):
        with pytest.raises(Refused):
            ready(dipegang, person)
    assert ready(dipegang, penyelia) == Told.TEXT
    for person in (petugas_lain, orang_luar):
        with pytest.raises(Refused):
            desk.collected(dipegang, by=person, now=NOW, how=OWN)
        with pytest.raises(Refused):
            desk.mark_not_ready(dipegang, by=person, now=NOW)
    assert history(dipegang)[-1] == "ready"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": "  "}, "place"),
        ({"until": dt.date(2026, 6, 8)}, "until"),
        ({"until": dt.date(2027, 6, 10)}, "until"),
    ],
)
def test_what_is_missing_or_impossible_is_said(
    dipegang: Ticket, petugas: Staff, changes: dict[str, object], field: str
) -> None:
    given = {"place": "Loket 2", "until": UNTIL, **changes}
    with pytest.raises(Refused) as refused:
        desk.mark_ready(dipegang, by=petugas, now=NOW, **given)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert dipegang.collect_by is None


def test_what_ended_without_a_result_has_none_to_fetch(dipegang: Ticket, petugas: Staff) -> None:
    desk.resolve(dipegang, by=petugas, now=NOW, outcome="withdrawn")
    with pytest.raises(Refused, match="dicabut"):
        ready(dipegang, petugas)


def test_who_withdraws_it_has_nothing_to_fetch(siap: Ticket) -> None:
    desk.withdraw(siap, now=NOW)
    assert siap.collect_by is None


def test_it_is_not_passed_on_while_it_can_be_fetched(
    siap: Ticket, petugas: Staff, dinas_wita: Agency
) -> None:
    with pytest.raises(Refused, match="siap diambil"):
        desk.transfer(siap, by=petugas, now=NOW, reason="Salah", to_agency=dinas_wita)


def test_a_visitor_without_whatsapp_is_told_by_nobody(dinas: Agency, petugas: Staff) -> None:
    walk_in = desk.WalkIn(agency=dinas, name="Tono Contoh", note="Surat")
    ticket = desk.register_walk_in(walk_in, by=petugas, now=NOW)
    assert ready(ticket, petugas) == Told.NO_CHAT
    assert Citizen.objects.count() == 1
