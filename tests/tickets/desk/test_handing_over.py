"""From colleague to colleague: handed over, asked for, declined, taken by mistake."""

import datetime as dt
from typing import Any

import pytest

from services.models import Absence, Agency, DutyShift, Service, Staff
from services.models.staff import Membership
from tests import factories
from tests.tickets.desk.history import history
from tickets import desk
from tickets.desk.handing_over import REQUEST_STANDS, UNDO_TAKE
from tickets.models import Notification, Ticket
from tickets.notifications import notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
S = Ticket.State
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def held(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    """Taken by `petugas` an hour ago."""
    return desk.take(tiket, by=petugas, now=now - dt.timedelta(hours=1))


def row(ticket: Ticket) -> dict[str, Any]:
    return Ticket.objects.filter(pk=ticket.pk).values().get()


def told() -> dict[str, str]:
    """What each person was told, by username."""
    rows = Notification.objects.select_related("staff", "ticket__agency")
    return {one.staff.username: notification_words(one) for one in rows}


def absent(staff: Staff, now: dt.datetime) -> None:
    Absence.objects.create(staff=staff, starts_on=now.date(), ends_on=now.date())


def test_a_colleague_gets_it_with_a_note_and_is_told(
    held: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.hand_over(held, by=petugas, now=now, to=petugas_lain, note=" KK sudah dicek ")
    held.refresh_from_db()
    assert (held.assignee, held.state) == (petugas_lain, S.IN_PROGRESS)
    assert history(held) == ["taken", "handed_over"]
    last = held.events.last()
    assert last is not None
    assert (last.reason, last.data["to"]) == ("KK sudah dicek", petugas_lain.pk)
    words = f"{held.register_number}: Rina Petugas menyerahkan tiket ini kepada Anda."
    assert told() == {"petugas_lain": words}


def test_a_hand_over_that_cannot_be_changes_nothing(
    held: Ticket, petugas: Staff, petugas_lain: Staff, orang_luar: Staff, now: dt.datetime
) -> None:
    before = row(held)
    refusals = [
        (petugas, petugas_lain, "  ", "masih kosong"),
        (petugas, petugas, "x", "sudah dipegang"),
        (petugas, orang_luar, "x", "tidak mengerjakan"),
        (petugas_lain, petugas_lain, "x", "tidak berhak"),
    ]
    for by, to, note, why in refusals:
        with pytest.raises(desk.Refused, match=why):
            desk.hand_over(held, by=by, now=now, to=to, note=note)
    absent(petugas_lain, now)
    with pytest.raises(desk.Refused, match="sedang tidak bertugas"):
        desk.hand_over(held, by=petugas, now=now, to=petugas_lain, note="x")
    assert row(held) == before
    assert told() == {}


def test_what_changed_hands_meanwhile_is_not_handed_over(
    held: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    page = Ticket.objects.get(pk=held.pk)
    desk.assign(held, by=penyelia, now=now, to=petugas_lain)
    with pytest.raises(desk.Refused, match="berubah menjadi Budi Petugas"):
        desk.hand_over(page, by=petugas, now=now, to=petugas_lain, note="x")


def test_an_officer_hands_back_ones_own_with_a_note_only(
    held: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    with pytest.raises(desk.Refused, match="masih kosong"):
        desk.release(held, by=petugas, now=now, reason=" ")
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.release(held, by=petugas_lain, now=now, reason="x")
    desk.release(held, by=petugas, now=now, reason="Saya rapat")
    assert (held.assignee, held.state) == (None, S.NEW)
    assert told() == {}  # nobody is told of one's own deed


def test_whoever_loses_a_ticket_is_told_by_whom(
    held: Ticket, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    desk.assign(held, by=penyelia, now=now, to=petugas_lain, note="Cepat ya")
    assert told() == {
        "petugas": f"{held.register_number}: Wati Penyelia mengalihkan tiket Anda kepada Budi Petugas.",
        "petugas_lain": f"{held.register_number}: Wati Penyelia menugaskan tiket ini kepada Anda.",
    }
    Notification.objects.all().delete()
    desk.release(held, by=penyelia, now=now)
    number = held.register_number
    assert told() == {
        "petugas_lain": f"{number}: Wati Penyelia mengembalikan tiket Anda ke antrean."
    }


@pytest.mark.parametrize("who", ["petugas", "penyelia"])
def test_the_holder_or_a_supervisor_agrees(
    held: Ticket,
    petugas_lain: Staff,
    who: str,
    now: dt.datetime,
    request: pytest.FixtureRequest,
    penyelia: Staff,
) -> None:
    desk.ask_over(held, by=petugas_lain, now=now, note="Saya kenal kasusnya")
    assert list(told()) == ["petugas"]
    desk.agree_over(held, by=request.getfixturevalue(who), now=now + REQUEST_STANDS - SECOND)
    held.refresh_from_db()
    assert (held.assignee, held.asked_over_by, held.asked_over_until) == (petugas_lain, None, None)
    assert history(held) == ["taken", "asked_over", "handed_over"]
    assert "menyerahkan" in told()["petugas_lain"]


def test_a_request_lapses_and_can_be_made_again(
    held: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.ask_over(held, by=petugas_lain, now=now)
    before = row(held)
    desk.ask_over(held, by=petugas_lain, now=now)  # twice: once
    assert row(held) == before
    late = now + REQUEST_STANDS
    with pytest.raises(desk.Refused, match="tidak berlaku"):
        desk.agree_over(held, by=petugas, now=late)
    desk.ask_over(held, by=petugas_lain, now=late)
    desk.agree_over(held, by=petugas, now=late)
    assert held.assignee == petugas_lain


def test_a_request_is_declined_and_its_colleague_told(
    held: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.ask_over(held, by=petugas_lain, now=now)
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.agree_over(held, by=petugas_lain, now=now)
    desk.decline_over(held, by=petugas, now=now)
    assert (held.assignee, held.asked_over_by) == (petugas, None)
    assert "tidak disetujui" in told()["petugas_lain"]


def test_only_one_colleague_asks_and_never_for_ones_own(
    held: Ticket, petugas: Staff, petugas_lain: Staff, dinas: Agency, layanan: Service, now: Any
) -> None:
    third = factories.MembershipFactory(agency=dinas, services=[layanan]).staff
    with pytest.raises(desk.Refused, match="tidak dipegang rekan"):
        desk.ask_over(held, by=petugas, now=now)
    desk.ask_over(held, by=petugas_lain, now=now)
    with pytest.raises(desk.Refused, match="Budi Petugas sudah lebih dahulu"):
        desk.ask_over(held, by=third, now=now)
    desk.release(held, by=petugas, now=now, reason="x")  # what nobody holds is simply taken
    assert held.asked_over_by is None


def test_supervisors_are_asked_where_the_holder_is_away(
    held: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    absent(petugas, now)
    desk.ask_over(held, by=petugas_lain, now=now)
    assert list(told()) == ["penyelia"]


def test_a_mistaken_take_is_undone_within_a_minute(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    with pytest.raises(desk.Refused):
        desk.undo_take(tiket, by=petugas_lain, now=now)
    with pytest.raises(desk.Refused, match="1 menit"):
        desk.undo_take(tiket, by=petugas, now=now + UNDO_TAKE + SECOND)
    desk.undo_take(tiket, by=petugas, now=now + UNDO_TAKE)
    tiket.refresh_from_db()
    assert (tiket.assignee, tiket.state, tiket.first_responded_at) == (None, S.NEW, None)
    event = tiket.events.last()
    assert event is not None
    assert (event.verb, event.data["sent"]) == ("take_undone", False)


def test_what_was_sent_before_the_undo_stays_a_first_response(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Selamat pagi"))
    desk.undo_take(tiket, by=petugas, now=now)
    event = tiket.events.last()
    assert event is not None
    assert (tiket.assignee, event.data["sent"]) == (None, True)
    assert tiket.first_responded_at == now


def test_what_was_assigned_is_not_undone(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    desk.assign(tiket, by=penyelia, now=now, to=petugas)
    with pytest.raises(desk.Refused, match="dengan catatan"):
        desk.undo_take(tiket, by=petugas, now=now)


def test_those_who_work_it_and_are_there_are_offered_with_their_load(
    held: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff, dinas: Agency, now: Any
) -> None:
    hour = dt.timedelta(hours=1)
    DutyShift.objects.create(
        agency=dinas, staff=petugas_lain, starts_at=now - hour, ends_at=now + hour
    )
    Ticket.objects.filter(pk=held.pk).update(sort_due_at=now - hour)
    assert [one.words for one in desk.colleagues_for(held, now=now)] == [
        "Budi Petugas (piket sekarang, 0 terbuka)",
        "Rina Petugas (1 terbuka, 1 lewat tenggat)",
        "Wati Penyelia (0 terbuka)",
    ]
    absent(petugas_lain, now)
    Membership.objects.filter(staff=penyelia).update(is_active=False)
    assert [one.staff for one in desk.colleagues_for(held, now=now)] == [petugas]
