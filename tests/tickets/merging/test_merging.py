"""A request that came twice goes on under the oldest number, with all that was said under the others."""

import datetime as dt
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from services.models import Agency, Service, Staff
from surveys.invitations import invite_due
from surveys.models import Invitation
from tests import factories
from tests.reading import flat
from tests.tickets.merging.conftest import H, acknowledged
from tests.tickets.merging.parts import again, notices, rows
from tickets import desk
from tickets.models import (
    Attachment,
    Conversation,
    Draft,
    MessageTemplate,
    Notification,
    SearchEntry,
    Ticket,
)
from tickets.models import ticket_promises as promised

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_all_that_was_said_goes_on_under_the_first_number(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    said = {*ganda.messages.values_list("pk", flat=True)}
    Draft.objects.create(ticket=ganda, staff=petugas, text="Baik, ", updated_at=now)
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    pertama, ganda = again(pertama, ganda)
    assert said < {*pertama.messages.values_list("pk", flat=True)}
    assert ganda.messages.count() == 0
    assert Attachment.objects.get().message.ticket == pertama
    spoken = SearchEntry.objects.filter(kind__in=("said", "note"), source__in=said)
    assert {*spoken.values_list("ticket", flat=True)} == {pertama.pk}  # found where it is now
    assert (ganda.state, ganda.outcome, ganda.leader) == ("closed", "duplicate", pertama)
    assert ganda.outcome_note == f"Dilanjutkan dengan nomor {pertama.register_number}."
    assert (ganda.unanswered_since, ganda.next_reminder_at, ganda.unread_count) == (None, None, 0)
    assert (pertama.state, pertama.unanswered_since) == ("in_progress", now - 30 * H)
    assert (pertama.message_count, pertama.unread_count) == (6, 3)  # with our notice
    assert Draft.objects.get().ticket == pertama


def test_the_citizen_is_told_once_which_number_goes_on(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    third = factories.TicketFactory(
        conversation=pertama.conversation, service=pertama.service, received_at=now - H
    )
    acknowledged(third, now - H)
    desk.merge([ganda, third], into=pertama, by=petugas, now=now)
    desk.merge([third, ganda], into=pertama, by=petugas, now=now)  # a second click
    assert notices() == [
        f"Permintaan Bapak/Ibu nomor {ganda} dan {third} sama dengan nomor {pertama}, jadi kami "
        f"lanjutkan dengan nomor {pertama}. Tidak ada yang perlu dikirim ulang."
    ]
    assert ganda.events.filter(verb="merged").count() == 1


def test_nothing_is_said_of_a_number_that_the_citizen_never_got(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    ganda.messages.filter(direction="out").update(status="failed")
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    assert notices() == []


def test_outside_the_window_the_approved_update_says_it_or_the_history_says_why_not(
    masuk: Any, pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Conversation.objects.update(window_expires_at=now - H)
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    assert notices() == []
    assert "belum ada templat kabar" in flat(masuk(petugas).get(pertama.get_absolute_url()))
    desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    MessageTemplate.objects.create(
        channel=pertama.channel, name="kabar", body="Kabar {{1}}: {{2}}", parameter_count=2
    )
    desk.merge(again(ganda), into=again(pertama)[0], by=petugas, now=now)
    [told] = notices()
    assert told.startswith(f"Kabar {pertama}: Permintaan Bapak/Ibu nomor {ganda} sama")


def test_an_answer_under_either_number_was_an_answer(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(ganda, by=petugas, now=now - 2 * H)
    desk.reply(ganda, by=petugas, now=now - 2 * H, reply=desk.Reply(text="Sedang kami proses."))
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    pertama, ganda = again(pertama, ganda)
    assert (pertama.first_responded_at, pertama.answered_at) == (now - 2 * H, now - 2 * H)
    assert pertama.unanswered_since == now - 30 * H  # the first words were not answered
    desk.undo_merge(ganda, by=petugas, now=now)
    pertama, ganda = again(pertama, ganda)
    assert (pertama.first_responded_at, pertama.answered_at) == (None, None)
    assert (ganda.first_responded_at, ganda.answered_at) == (now - 2 * H, now - 2 * H)


def test_who_was_awaited_has_written(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.wait_for_citizen(pertama, by=petugas, now=now - 26 * H, reason="Foto KK")
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    assert again(pertama)[0].state == "in_progress"


def test_an_emergency_and_a_complaint_about_staff_stay_so(
    pertama: Ticket, ganda: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=ganda.pk).update(is_urgent=True, is_about_staff=True)
    desk.merge(again(ganda), into=pertama, by=petugas, now=now)
    pertama = again(pertama)[0]
    assert (pertama.is_urgent, pertama.is_about_staff) == (True, True)
    assert {*Notification.objects.filter(staff=penyelia).values_list("kind", flat=True)} == {
        "urgent", "about_staff",
    }  # fmt: skip


def test_both_histories_say_it_and_the_holder_is_told(
    masuk: Any, pertama: Ticket, ganda: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=penyelia, now=now)
    client = masuk(penyelia)
    assert f"menggabungkan tiket {ganda} ke tiket ini dan memberi tahu" in flat(
        client.get(pertama.get_absolute_url())
    )
    assert f"menggabungkan tiket ini ke tiket {pertama}" in flat(
        client.get(ganda.get_absolute_url())
    )
    assert Notification.objects.get(staff=petugas, kind="joined").ticket == pertama


def test_the_ended_number_breaks_no_promise_and_is_not_served_twice(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=ganda.pk).update(
        due_at=now - H, first_response_due_at=now - H, sort_due_at=now - H
    )
    desk.merge(again(ganda), into=pertama, by=petugas, now=now)
    judged = [
        promised.first_response_kept(), promised.first_response_late(now),
        promised.completion_kept(), promised.completion_late(now),
    ]  # fmt: skip
    assert [Ticket.objects.filter(one, pk=ganda.pk).exists() for one in judged] == [False] * 4
    assert Ticket.objects.filter(promised.completion_late(now)).get() == pertama


def test_the_survey_is_asked_once(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    desk.resolve(again(pertama)[0], by=petugas, now=now, outcome="fulfilled", summary="Sudah jadi.")
    invite_due(now)
    [asked] = Invitation.objects.all()
    assert asked.ticket == pertama


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("itself", "dirinya sendiri"),
        ("ended", "sudah selesai"),
        ("elsewhere", "instansi lain"),
        ("stranger", "dari pemohon lain"),
        ("kept", "dari pemohon lain"),
        ("older", "lebih lama"),
        ("intake", "Bot masih bertanya"),
        ("follows", "mengikuti tiket lain"),
        ("leads", "memimpin tiket lain"),
        ("ready", "siap diambil"),
        ("colleague", "dipegang Budi Petugas"),
        ("service", "tidak berhak"),
        ("leader_ended", "sudah selesai"),
    ],
)  # fmt: skip
def test_what_is_never_merged(
    pertama: Ticket, ganda: Ticket, lampu: list[Ticket], petugas: Staff, petugas_lain: Staff,
    dinas_wita: Agency, layanan_lain: Service, now: dt.datetime, why: str, says: str,
) -> None:  # fmt: skip
    other = factories.ConversationFactory(channel=pertama.channel)
    changes: dict[str, dict[str, Any]] = {
        "ended": {"state": "resolved"},
        "elsewhere": {"agency": dinas_wita, "service": None},
        "stranger": {"conversation": other},
        "kept": {"is_anonymous": True},
        "older": {"received_at": now - 40 * H},
        "intake": {"state": "intake"},
        "follows": {"leader": lampu[0]},
        "ready": {"collect_by": now + H},
        "colleague": {"assignee": petugas_lain, "state": "in_progress"},
        "service": {"service": layanan_lain},
    }
    if why in changes:
        Ticket.objects.filter(pk=ganda.pk).update(**changes[why])
    if why == "leads":
        desk.follow(lampu[1:2], leader=ganda, by=petugas, now=now)
    if why == "leader_ended":
        Ticket.objects.filter(pk=pertama.pk).update(state="resolved")
    by = factories.StaffFactory() if why == "elsewhere" else petugas
    if why == "elsewhere":
        for agency in (pertama.agency, dinas_wita):
            factories.MembershipFactory(staff=by, agency=agency, role="supervisor")
    before = rows()
    doubles = again(pertama if why == "itself" else ganda)
    with pytest.raises(desk.Refused, match=says):
        desk.merge(doubles, into=again(pertama)[0], by=by, now=now)
    assert rows() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_officers_who_merge_crosswise_end_one_of_them(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    gate, refused = Barrier(2), list[str]()

    def click(one: Ticket, other: Ticket) -> None:
        mine, theirs = again(one, other)
        gate.wait(10)
        try:
            desk.combine([theirs], under=mine, by=petugas, now=now)
        except desk.Refused as refusal:
            refused.append(str(refusal))
        connection.close()

    pairs = ((pertama, ganda), (ganda, pertama))
    both = [Thread(target=click, args=pair) for pair in pairs]
    for one in both:
        one.start()
    for one in both:
        one.join(10)
    assert refused == []
    assert [one.state for one in again(pertama, ganda)] == ["in_progress", "closed"]
    assert len(notices()) == 1
