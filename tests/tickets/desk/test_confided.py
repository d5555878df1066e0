"""A kept name and a complaint about staff: who records it, who lifts it, who is told."""

import datetime as dt

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.desk.history import history
from tickets import desk
from tickets.models import Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WHY = "Salah tiket, pemohon tidak memintanya"


def told() -> set[Staff]:
    return {row.staff for row in Notification.objects.filter(kind="about_staff")}


@pytest.mark.parametrize("who", ["petugas", "penyelia", "kepala"])
def test_its_holder_a_supervisor_and_the_head_record_the_wish(
    tiket: Ticket, petugas: Staff, who: str, now: dt.datetime, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    Ticket.objects.update(assignee=petugas, state="in_progress")
    for _ in range(2):
        desk.keep_anonymous(tiket, by=person, now=now)
    tiket.refresh_from_db()
    assert tiket.is_anonymous
    assert history(tiket) == ["kept_anonymous"]
    assert tiket.events.get().actor == person


@pytest.mark.parametrize("who", ["petugas_lain", "admin_opd", "pejabat", "orang_luar", "pengamat"])
def test_nobody_else_does(
    tiket: Ticket, petugas: Staff, who: str, now: dt.datetime, request: pytest.FixtureRequest
) -> None:
    Ticket.objects.update(assignee=petugas, state="in_progress")
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.keep_anonymous(tiket, by=request.getfixturevalue(who), now=now)
    tiket.refresh_from_db()
    assert not tiket.is_anonymous
    assert not tiket.events.exists()


def test_the_head_lifts_what_an_officer_recorded_with_a_reason(
    tiket: Ticket, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    desk.keep_anonymous(tiket, by=penyelia, now=now)
    with pytest.raises(desk.Refused, match="Alasan masih kosong"):
        desk.lift_anonymity(tiket, by=kepala, now=now, reason="  ")
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.lift_anonymity(tiket, by=penyelia, now=now, reason=WHY)
    assert Ticket.objects.get().is_anonymous
    for _ in range(2):
        desk.lift_anonymity(tiket, by=kepala, now=now, reason=WHY)
    tiket.refresh_from_db()
    assert not tiket.is_anonymous
    assert history(tiket) == ["kept_anonymous", "lifted_anonymity"]
    lifted = tiket.events.get(verb="lifted_anonymity")
    assert (lifted.actor, lifted.reason) == (kepala, WHY)


@pytest.mark.parametrize("recorded_before", [True, False])
def test_what_the_citizen_was_promised_is_kept_for_good(
    tiket: Ticket, penyelia: Staff, kepala: Staff, now: dt.datetime, recorded_before: bool
) -> None:
    if recorded_before:
        desk.keep_anonymous(tiket, by=penyelia, now=now)
    for _ in range(2):
        desk.keep_anonymous(tiket, now=now)
    with pytest.raises(desk.Refused, match="Pemohon sendiri yang minta"):
        desk.lift_anonymity(tiket, by=kepala, now=now, reason=WHY)
    tiket.refresh_from_db()
    assert tiket.is_anonymous
    assert history(tiket) == ["kept_anonymous"] * (2 if recorded_before else 1)


def test_the_head_of_another_office_lifts_nothing(
    tiket: Ticket, penyelia: Staff, dinas_wita: Agency, now: dt.datetime
) -> None:
    desk.keep_anonymous(tiket, by=penyelia, now=now)
    other = factories.MembershipFactory(agency=dinas_wita, role="official").staff
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.lift_anonymity(tiket, by=other, now=now, reason=WHY)
    assert Ticket.objects.get().is_anonymous


def test_a_complaint_about_staff_is_told_to_those_above_once(
    tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    for _ in range(2):
        desk.mark_about_staff(tiket, now=now)
    tiket.refresh_from_db()
    assert tiket.is_about_staff
    assert told() == {penyelia, kepala}
    assert history(tiket) == ["marked_about_staff"]
    desk.unmark_about_staff(tiket, by=penyelia, now=now)
    desk.mark_about_staff(tiket, by=petugas, now=now)
    assert Notification.objects.filter(kind="about_staff").count() == 2


def test_who_marks_it_by_hand_knows_it_and_an_officer_does_not_take_it_back(
    tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    desk.mark_about_staff(tiket, by=penyelia, now=now)
    assert told() == {kepala}
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.unmark_about_staff(tiket, by=petugas, now=now)
    assert Ticket.objects.get().is_about_staff


def test_it_is_not_shared_out_to_officers_but_waits_for_a_supervisor(
    tiket: Ticket,
    petugas: Staff,
    penyelia: Staff,
    dinas: Agency,
    layanan: Service,
    now: dt.datetime,
) -> None:
    dinas.auto_assign = Agency.AutoAssign.LEAST_LOADED
    dinas.save()
    other = factories.TicketFactory(conversation=tiket.conversation, service=layanan)
    desk.mark_about_staff(tiket, now=now)
    assert desk.auto_assign(dinas, now) == 1
    assert Ticket.objects.get(assignee=petugas) == other
    desk.assign(tiket, to=petugas, by=penyelia, now=now)
    assert Ticket.objects.filter(assignee=petugas).count() == 2
