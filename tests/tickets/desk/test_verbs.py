"""Each verb: carried out with its history, or refused with nothing changed."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.desk.history import history
from tickets import desk
from tickets.models import Draft, Message, QueueVersion, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


S = Ticket.State


def row(ticket: Ticket) -> dict[str, Any]:
    return Ticket.objects.filter(pk=ticket.pk).values().get()


@pytest.fixture
def diambil(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    return desk.take(tiket, by=petugas, now=now)


def test_an_officer_takes_a_ticket(
    tiket: Ticket, petugas: Staff, now: dt.datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        desk.take(tiket, by=petugas, now=now)
    tiket.refresh_from_db()
    assert (tiket.assignee, tiket.state, tiket.version) == (petugas, S.IN_PROGRESS, 2)
    assert history(tiket) == ["taken"]
    assert QueueVersion.objects.get(agency=tiket.agency).version == 1


def test_of_two_officers_the_second_is_told_who_has_it(
    diambil: Ticket, petugas_lain: Staff, now: dt.datetime
) -> None:
    stale = Ticket.objects.get(pk=diambil.pk)
    before = row(diambil)
    with pytest.raises(desk.Refused, match="sudah diambil Rina"):
        desk.take(stale, by=petugas_lain, now=now)
    assert row(diambil) == before
    assert history(diambil) == ["taken"]


def test_taking_twice_changes_nothing(diambil: Ticket, petugas: Staff, now: dt.datetime) -> None:
    before = row(diambil)
    desk.take(diambil, by=petugas, now=now)
    assert row(diambil) == before


@pytest.mark.parametrize("who", ["orang_luar", "pengamat", "admin_opd", "pejabat"])
def test_those_without_the_right_change_nothing(
    tiket: Ticket, who: str, now: dt.datetime, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    before = row(tiket)
    verbs = [
        lambda: desk.take(tiket, by=person, now=now),
        lambda: desk.note(tiket, by=person, now=now, text="x"),
        lambda: desk.reply(tiket, by=person, now=now, reply=desk.Reply(text="x")),
        lambda: desk.assign(tiket, by=person, now=now, to=person),
        lambda: desk.release(tiket, by=person, now=now),
        lambda: desk.wait_for_citizen(tiket, by=person, now=now, reason="x"),
        lambda: desk.wait_for_other(tiket, by=person, now=now, reason="x"),
        lambda: desk.resume(tiket, by=person, now=now),
        lambda: desk.completed_files(tiket, by=person, now=now),
        lambda: desk.resolve(tiket, by=person, now=now, outcome="answered"),
        lambda: desk.reopen(tiket, by=person, now=now, reason="x"),
        lambda: desk.transfer(tiket, by=person, now=now, reason="x", to_agency=tiket.agency),
        lambda: desk.save_draft(tiket, by=person, now=now, text="x"),
    ]
    for verb in verbs:
        with pytest.raises(desk.Refused):
            verb()
    assert row(tiket) == before
    assert not tiket.events.exists()
    assert not Message.objects.exists()
    assert not Draft.objects.exists()


def test_a_supervisor_assigns_and_hands_back(
    tiket: Ticket, penyelia: Staff, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.assign(tiket, by=penyelia, now=now, to=petugas)
    assert (tiket.assignee, tiket.state) == (petugas, S.IN_PROGRESS)
    desk.assign(tiket, by=penyelia, now=now, to=petugas_lain)
    assert tiket.assignee == petugas_lain
    desk.release(tiket, by=penyelia, now=now, reason="cuti")
    tiket.refresh_from_db()
    assert (tiket.assignee, tiket.state) == (None, S.NEW)
    assert history(tiket) == ["assigned", "assigned", "released"]


def test_assigning_what_changed_hands_meanwhile_is_refused(
    tiket: Ticket, penyelia: Staff, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    page = Ticket.objects.get(pk=tiket.pk)
    desk.take(tiket, by=petugas, now=now)
    with pytest.raises(desk.Refused, match="Rina Petugas"):
        desk.assign(page, by=penyelia, now=now, to=petugas_lain)
    assert Ticket.objects.get(pk=tiket.pk).assignee == petugas


def test_nobody_is_assigned_what_they_do_not_work(
    tiket: Ticket, penyelia: Staff, orang_luar: Staff, pengamat: Staff, now: dt.datetime
) -> None:
    for person in (orang_luar, pengamat):
        with pytest.raises(desk.Refused, match="tidak mengerjakan"):
            desk.assign(tiket, by=penyelia, now=now, to=person)
    assert row(tiket)["assignee_id"] is None


def test_an_operator_may_neither_assign_nor_hand_back_what_a_colleague_holds(
    diambil: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    with pytest.raises(desk.Refused):
        desk.assign(diambil, by=petugas, now=now, to=petugas_lain)
    with pytest.raises(desk.Refused):
        desk.release(diambil, by=petugas_lain, now=now, reason="x")


def test_a_note_is_never_sent_and_a_double_click_writes_it_once(
    diambil: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    first = desk.note(diambil, by=petugas, now=now, text=" Cek KK ", form_key="k1")
    second = desk.note(diambil, by=petugas, now=now, text=" Cek KK ", form_key="k1")
    assert first == second
    note = Message.objects.get()
    assert (note.direction, note.text, note.external_id) == ("note", "Cek KK", None)
    assert history(diambil) == ["taken", "noted"]
    assert not Message.objects.to_send(now).exists()


def test_an_empty_note_is_refused(diambil: Ticket, petugas: Staff, now: dt.datetime) -> None:
    with pytest.raises(desk.Refused, match="masih kosong"):
        desk.note(diambil, by=petugas, now=now, text="  ")


def test_drafts_are_kept_per_person_and_end_with_empty_text(
    diambil: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.save_draft(diambil, by=petugas, now=now, text="Bapak")
    desk.save_draft(diambil, by=petugas, now=now, text="Bapak Budi")
    desk.save_draft(diambil, by=petugas_lain, now=now, text="Ibu")
    assert {draft.text for draft in Draft.objects.all()} == {"Bapak Budi", "Ibu"}
    desk.save_draft(diambil, by=petugas, now=now, text=" ")
    assert Draft.objects.get().staff == petugas_lain


def test_only_the_assignee_marks_as_seen(
    diambil: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=diambil.pk).update(unread_count=3)
    diambil.refresh_from_db()
    desk.mark_seen(diambil, by=petugas_lain, now=now)
    assert row(diambil)["unread_count"] == 3
    desk.mark_seen(diambil, by=petugas, now=now)
    assert row(diambil)["unread_count"] == 0


def test_transfer_to_another_service_goes_back_into_the_queue(
    diambil: Ticket, petugas: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    standard = factories.StandardFactory(
        service=layanan_lain, deadline_basis="working_days", deadline_amount=3
    )
    number, due = diambil.register_number, diambil.due_at
    desk.transfer(diambil, by=petugas, now=now, reason="Bukan bagian saya", to_service=layanan_lain)
    diambil.refresh_from_db()
    assert (diambil.service, diambil.standard) == (layanan_lain, standard)
    assert (diambil.assignee, diambil.state, diambil.register_number) == (None, S.NEW, number)
    assert diambil.due_at > due
    assert history(diambil) == ["taken", "transferred", "due_changed"]
    event = diambil.events.get(verb="transferred")
    assert event.reason == "Bukan bagian saya"
    assert event.data["to"] == "Dinsos Contoh, Legalisasi Contoh"


def test_transfer_to_another_agency_keeps_number_citizen_and_channel(
    diambil: Ticket, petugas: Staff, dinas_wita: Agency, now: dt.datetime
) -> None:
    origin, citizen, channel = diambil.agency, diambil.citizen, diambil.channel
    desk.transfer(diambil, by=petugas, now=now, reason="Urusan KTP", to_agency=dinas_wita)
    diambil.refresh_from_db()
    assert (diambil.agency, diambil.origin_agency) == (dinas_wita, origin)
    assert (diambil.citizen, diambil.channel) == (citizen, channel)
    assert (diambil.service, diambil.assignee, diambil.state) == (None, None, S.NEW)
    assert diambil not in Ticket.objects.visible_to(petugas)


def test_transfer_nowhere_is_refused(
    diambil: Ticket, petugas: Staff, layanan: Service, dinas_wita: Agency, now: dt.datetime
) -> None:
    before = row(diambil)
    closed = factories.ServiceFactory(agency=diambil.agency, is_active=False)
    for target in (
        {},
        {"to_service": layanan},
        {"to_agency": diambil.agency},
        {"to_service": closed},
        {"to_service": layanan, "to_agency": dinas_wita},
    ):
        with pytest.raises(desk.Refused):
            desk.transfer(diambil, by=petugas, now=now, reason="x", **target)
    with pytest.raises(desk.Refused, match="Alasan"):
        desk.transfer(diambil, by=petugas, now=now, reason=" ", to_agency=dinas_wita)
    assert row(diambil) == before


def test_resolving_says_how_and_ends_the_reminders(
    diambil: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.resolve(diambil, by=petugas, now=now, outcome="fulfilled", summary="Surat terbit")
    diambil.refresh_from_db()
    assert (diambil.state, diambil.outcome) == (S.RESOLVED, "fulfilled")
    assert (diambil.resolved_at, diambil.resolved_by) == (now, petugas)
    assert diambil.next_reminder_at is None
    event = diambil.events.get(verb="resolved")
    assert (event.actor, event.data["outcome"], event.reason) == (
        petugas,
        "fulfilled",
        "Surat terbit",
    )
    with pytest.raises(desk.Refused, match="sudah selesai"):
        desk.resolve(diambil, by=petugas, now=now, outcome="fulfilled")


@pytest.mark.parametrize(
    ("outcome", "summary"), [("", ""), ("beres", "x"), ("rejected", "  "), ("answered", " ")]
)
def test_resolving_without_an_outcome_or_a_needed_reason_is_refused(
    diambil: Ticket, petugas: Staff, now: dt.datetime, outcome: str, summary: str
) -> None:
    before = row(diambil)
    with pytest.raises(desk.Refused):
        desk.resolve(diambil, by=petugas, now=now, outcome=outcome, summary=summary)
    assert row(diambil) == before


@pytest.mark.parametrize("summary", ["", "Dijelaskan lewat telepon"])
def test_answered_is_what_somebody_answered(
    diambil: Ticket, petugas: Staff, now: dt.datetime, summary: str
) -> None:
    if not summary:
        desk.reply(diambil, by=petugas, now=now, reply=desk.Reply(text="Silakan, Bu."))
    desk.resolve(diambil, by=petugas, now=now, outcome="answered", summary=summary)
    assert row(diambil)["state"] == S.RESOLVED


def test_a_resolved_ticket_reopens_and_a_closed_one_does_not(
    diambil: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.resolve(diambil, by=petugas, now=now, outcome="fulfilled", summary="Surat terbit")
    due, later = diambil.due_at, now + dt.timedelta(hours=5)
    desk.reopen(diambil, by=None, now=later, reason="belum beres")
    diambil.refresh_from_db()
    assert (diambil.state, diambil.outcome, diambil.resolved_at) == (S.IN_PROGRESS, "", None)
    assert diambil.due_at == due + dt.timedelta(hours=5)
    assert diambil.events.get(verb="reopened").data["by"] == "citizen"
    with pytest.raises(desk.Refused, match="masih terbuka"):
        desk.reopen(diambil, by=petugas, now=later, reason="x")
    desk.resolve(diambil, by=petugas, now=later, outcome="fulfilled", summary="Surat terbit")
    assert desk.close_due(later + dt.timedelta(days=6, hours=23)) == 0
    assert desk.close_due(later + dt.timedelta(days=7)) == 1
    assert desk.close_due(later + dt.timedelta(days=7)) == 0
    diambil.refresh_from_db()
    assert diambil.state == S.CLOSED
    assert history(diambil)[-1] == "closed"
    with pytest.raises(desk.Refused, match="ditutup"):
        desk.reopen(diambil, by=petugas, now=later, reason="x")
