"""The head of the office is asked, once, by whoever works the ticket; and answers."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Membership, Role, Service, Staff
from tests import factories
from tests.tickets.desk.history import history
from tickets import desk
from tickets.models import Escalation, Notification, Ticket
from tickets.notifications import notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

H = dt.timedelta(hours=1)
WHY = "Pemohon minta bantuan di luar standar, mohon keputusan"


def asked(ticket: Ticket, by: Staff, now: dt.datetime, **more: Any) -> Escalation:
    values = {"reason": WHY, "until": now + 5 * H, **more}
    return desk.escalate(ticket, by=by, now=now, **values)


def told(kind: str) -> set[Staff]:
    return {row.staff for row in Notification.objects.filter(kind=kind)}


def test_the_head_is_told_and_answers_and_who_asked_is_told(
    tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    row = asked(tiket, penyelia, now)
    tiket.refresh_from_db()
    assert tiket.escalated_until == row.due_at == now + 5 * H
    assert (row.asked_by, row.asked_at, row.reason) == (penyelia, now, WHY)
    assert told("escalated") == {kepala}
    words = notification_words(Notification.objects.get(kind="escalated"))
    assert words.startswith("DINSOS-2026-000001: Wati Penyelia minta jawaban Anda, paling lambat ")
    desk.answer_escalation(tiket, by=kepala, now=now + H, answer="  Setuju, kerjakan. ")
    row.refresh_from_db()
    tiket.refresh_from_db()
    assert tiket.escalated_until is None
    assert (row.answered_by, row.answered_at, row.answer) == (kepala, now + H, "Setuju, kerjakan.")
    assert told("head_answered") == {penyelia, petugas}
    assert history(tiket) == ["taken", "escalated", "escalation_answered"]


def test_the_clock_runs_on(tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime) -> None:
    due, state = tiket.due_at, tiket.state
    asked(tiket, petugas, now)
    tiket.refresh_from_db()
    assert (tiket.due_at, tiket.state) == (due, state)
    assert not tiket.clock_spans.exists()


def test_it_is_asked_once_at_a_time_and_again_after_the_answer(
    tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked(tiket, petugas, now)
    with pytest.raises(desk.Refused, match="belum menjawab"):
        asked(tiket, petugas, now + H)
    desk.answer_escalation(tiket, by=kepala, now=now + H, answer="Ya.")
    with pytest.raises(desk.Refused, match="Tidak ada yang menunggu"):
        desk.answer_escalation(tiket, by=kepala, now=now + H, answer="Tidak.")
    asked(tiket, petugas, now + 2 * H)
    assert Escalation.objects.count() == 2
    assert Notification.objects.filter(kind="escalated").count() == 2


def test_a_doubled_click_asks_and_answers_once(
    tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    first = asked(tiket, petugas, now)
    given = {"reason": first.reason, "until": first.due_at}
    assert desk.escalate(tiket, by=petugas, now=now, **given) == first
    with pytest.raises(desk.Refused, match="belum menjawab"):  # a colleague's is another question
        desk.escalate(tiket, by=penyelia, now=now, **given)
    row = desk.answer_escalation(tiket, by=kepala, now=now + H, answer="Ya.")
    assert desk.answer_escalation(tiket, by=kepala, now=now + 2 * H, answer=" Ya. ") == row
    row.refresh_from_db()
    assert row.answered_at == now + H
    assert Notification.objects.filter(kind__in=("escalated", "head_answered")).count() == 2
    assert history(tiket) == ["escalated", "escalation_answered"]


@pytest.mark.parametrize(
    "more",
    [{"reason": "  "}, {"until": "now"}, {"until": "in two years"}],
)
def test_what_is_not_said_or_is_over_is_refused(
    tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime, more: dict[str, Any]
) -> None:
    moments = {"now": now, "in two years": now + dt.timedelta(days=730)}
    if "until" in more:
        more = {"until": moments[more["until"]]}
    with pytest.raises(desk.Refused):
        asked(tiket, petugas, now, **more)
    assert not Escalation.objects.exists()
    assert history(tiket) == []


def test_an_office_without_a_head_is_told_so(
    tiket: Ticket, petugas: Staff, kepala: Staff, pejabat: Staff, now: dt.datetime
) -> None:
    """An official of all offices heads none."""
    Membership.objects.filter(staff=kepala).delete()
    with pytest.raises(desk.Refused, match="belum punya akun kepala"):
        asked(tiket, petugas, now)
    assert not Escalation.objects.exists()


def test_nobody_but_the_head_answers(
    tiket: Ticket, penyelia: Staff, petugas: Staff, admin_opd: Staff, kepala: Staff, pejabat: Staff,
    now: dt.datetime,
) -> None:  # fmt: skip
    asked(tiket, petugas, now)
    for person in (penyelia, petugas, admin_opd, pejabat):
        with pytest.raises(desk.Refused, match="tidak berhak"):
            desk.answer_escalation(tiket, by=person, now=now, answer="Ya.")
    assert Escalation.objects.get().answered_at is None


def test_a_resolved_ticket_is_not_put_before_the_head_but_still_answered(
    tiket: Ticket, penyelia: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked(tiket, penyelia, now)
    Ticket.objects.filter(pk=tiket.pk).update(state="resolved", resolved_at=now)
    desk.answer_escalation(tiket, by=kepala, now=now + H, answer="Ya.")
    with pytest.raises(desk.Refused, match="sudah selesai"):
        asked(tiket, penyelia, now + H)


def test_what_was_asked_ends_when_the_ticket_goes_to_another_office(
    tiket: Ticket, penyelia: Staff, kepala: Staff, dinas_wita: Agency, now: dt.datetime
) -> None:
    asked(tiket, penyelia, now)
    elsewhere: Service = factories.ServiceFactory(agency=dinas_wita)
    desk.transfer(tiket, by=penyelia, now=now, to_service=elsewhere, reason="Bukan di sini")
    tiket.refresh_from_db()
    assert tiket.escalated_until is None
    row = Escalation.objects.get()
    assert (row.is_void, row.answered_at) == (True, None)
    there = factories.StaffFactory()
    factories.MembershipFactory(staff=there, role=Role.OFFICIAL, agency=dinas_wita)
    with pytest.raises(desk.Refused, match="Tidak ada yang menunggu"):
        desk.answer_escalation(tiket, by=there, now=now, answer="Ya.")


def test_what_was_asked_stays_when_the_ticket_goes_to_another_service_of_the_office(
    tiket: Ticket, penyelia: Staff, kepala: Staff, dinas: Agency, now: dt.datetime
) -> None:
    asked(tiket, penyelia, now)
    beside: Service = factories.ServiceFactory(agency=dinas)
    desk.transfer(tiket, by=penyelia, now=now, to_service=beside, reason="Layanan lain")
    tiket.refresh_from_db()
    assert tiket.escalated_until == now + 5 * H
    desk.answer_escalation(tiket, by=kepala, now=now + H, answer="Ya.")
    row = Escalation.objects.get()
    assert (row.is_void, row.answer) == (False, "Ya.")


def test_a_head_who_came_later_may_open_what_is_asked(
    tiket: Ticket, petugas: Staff, kepala: Staff, dinas: Agency, now: dt.datetime
) -> None:
    successor = factories.StaffFactory()
    factories.MembershipFactory(staff=successor, role=Role.OFFICIAL, agency=dinas)
    assert not Ticket.objects.openable_by(successor).exists()
    Membership.objects.filter(staff=successor).update(is_active=False)
    asked(tiket, petugas, now)
    Membership.objects.filter(staff=successor).update(is_active=True)
    assert Ticket.objects.openable_by(Staff.objects.get(pk=successor.pk)).get() == tiket


def test_whoever_becomes_head_meanwhile_is_told_once_and_answers(
    tiket: Ticket,
    petugas: Staff,
    kepala: Staff,
    dinas: Agency,
    dinas_wita: Agency,
    now: dt.datetime,
) -> None:
    asked(tiket, petugas, now)
    assert desk.tell_new_heads(now) == 0
    Membership.objects.filter(staff=kepala).update(is_active=False)
    assert desk.tell_new_heads(now) == 0
    successor, elsewhere, gone = factories.StaffFactory.create_batch(3)
    factories.MembershipFactory(staff=successor, role=Role.OFFICIAL, agency=dinas)
    factories.MembershipFactory(staff=elsewhere, role=Role.OFFICIAL, agency=dinas_wita)
    factories.MembershipFactory(staff=gone, role=Role.OFFICIAL, agency=dinas, is_active=False)
    assert [desk.tell_new_heads(now + H) for _ in range(2)] == [1, 0]
    assert told("escalated") == {kepala, successor}
    row = Notification.objects.get(staff=successor)
    assert (row.due_at, row.values["by"]) == (now + 5 * H, str(petugas))
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.answer_escalation(tiket, by=Staff.objects.get(pk=kepala.pk), now=now, answer="Ya.")
    desk.answer_escalation(tiket, by=successor, now=now + H, answer="Ya.")
    Membership.objects.update(is_active=True)
    assert desk.tell_new_heads(now + H) == 0


def test_a_head_who_was_told_of_an_earlier_question_is_told_of_the_next(
    tiket: Ticket, petugas: Staff, kepala: Staff, now: dt.datetime
) -> None:
    asked(tiket, petugas, now)
    desk.answer_escalation(tiket, by=kepala, now=now + H, answer="Ya.")
    Membership.objects.filter(staff=kepala).update(is_active=False)
    other = factories.StaffFactory()
    role = factories.MembershipFactory(staff=other, role=Role.OFFICIAL, agency=tiket.agency)
    asked(tiket, petugas, now + 2 * H)
    Membership.objects.filter(pk=role.pk).update(is_active=False)
    Membership.objects.filter(staff=kepala).update(is_active=True)
    assert desk.tell_new_heads(now + 3 * H) == 1
    assert Notification.objects.filter(staff=kepala, kind="escalated").count() == 2


def test_the_usual_time_is_a_working_day(dinas: Agency, now: dt.datetime) -> None:
    friday = dt.datetime(2026, 6, 12, 3, 0, tzinfo=dt.UTC)
    zone = dinas.zone
    assert desk.usual_answer_by(dinas, now).astimezone(zone).date() == dt.date(2026, 6, 10)
    assert desk.usual_answer_by(dinas, friday).astimezone(zone).date() == dt.date(2026, 6, 15)
    nowhere = factories.AgencyFactory()
    assert desk.usual_answer_by(nowhere, now) == now + dt.timedelta(days=1)
