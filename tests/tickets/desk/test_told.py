"""Who is told of what: each once of the same thing, never of one's own deed, read with the ticket."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from services.models import Absence, Agency, Service, Staff
from tests import factories
from tickets import delivery, desk
from tickets.desk import Refused
from tickets.inbound.attaching import attach
from tickets.inbound.run import Run
from tickets.intake import IntakeState
from tickets.models import Message, Notification, Ticket
from tickets.notifications import KINDS, Kind, Occasion, notification_words, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def dipegang(tiket: Ticket, petugas: Staff, now: dt.datetime, clock: Any) -> Ticket:
    """Held by `petugas`, who took it and so was told nothing."""
    desk.take(tiket, by=petugas, now=now)
    assert not Notification.objects.exists()
    return tiket


def told(kind: str = "") -> set[tuple[str, str]]:
    rows = Notification.objects.filter(**({"kind": kind} if kind else {}))
    return set(rows.values_list("kind", "staff__username"))


def words_of(kind: str) -> str:
    return notification_words(Notification.objects.get(kind=kind))


def wrote(ticket: Ticket, *texts: str, now: dt.datetime) -> list[Message]:
    assert ticket.conversation is not None
    messages = [
        factories.MessageFactory(
            ticket=None, conversation=ticket.conversation, text=text, occurred_at=now
        )
        for text in texts
    ]
    with transaction.atomic():
        attach(Run(ticket.conversation, now, IntakeState()), ticket, messages)
    return messages


def test_every_kind_has_its_row_in_the_table() -> None:
    assert set(KINDS) == set(Kind)


def test_who_gets_a_ticket_is_told_and_who_loses_it_too(
    dipegang: Ticket, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    desk.assign(dipegang, by=penyelia, to=petugas_lain, now=now)
    assert told() == {("assigned", "petugas_lain"), ("taken_over", "petugas")}
    assert words_of("assigned") == (
        "DINSOS-2026-000001: Wati Penyelia menugaskan tiket ini kepada Anda."
    )
    assert words_of("taken_over") == (
        "DINSOS-2026-000001: Wati Penyelia mengalihkan tiket Anda kepada Budi Petugas."
    )


def test_nobody_is_told_of_what_they_did_themselves(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, clock: Any
) -> None:
    desk.assign(tiket, by=penyelia, to=penyelia, now=now)
    desk.note(tiket, by=penyelia, now=now, text="Cek dahulu", mentions=[penyelia])
    desk.reply(tiket, by=penyelia, now=now, reply=desk.Reply(text="Baik"))
    desk.release(tiket, by=penyelia, now=now, reason="x")
    assert told() == set()


def test_a_shared_out_ticket_is_told_by_the_system(
    tiket: Ticket, petugas: Staff, dinas: Agency, now: dt.datetime, clock: Any
) -> None:
    Agency.objects.filter(pk=dinas.pk).update(auto_assign=Agency.AutoAssign.ROUND_ROBIN)
    desk.auto_assign_everywhere(now)
    assert told() == {("assigned", "petugas")}
    assert "Sistem menugaskan tiket ini kepada Anda." in words_of("assigned")


def test_colleague_answers_and_notes_are_told_to_the_holder_alone(
    dipegang: Ticket, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    desk.reply(dipegang, by=penyelia, now=now, reply=desk.Reply(text="Sudah kami terima"))
    desk.note(dipegang, by=petugas_lain, now=now, text="KK-nya buram")
    assert told() == {("answered", "petugas"), ("noted", "petugas")}


def test_a_mention_is_told_once_even_to_the_holder(
    dipegang: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    people = [petugas, petugas_lain, petugas_lain]
    for _ in range(2):  # a repeated form
        message = desk.note(
            dipegang, by=penyelia, now=now, text="@Rina Petugas", form_key="k", mentions=people
        )
    assert told() == {("mentioned", "petugas"), ("mentioned", "petugas_lain")}
    assert Notification.objects.count() == 2
    assert message.payload == {"mentions": sorted([petugas.pk, petugas_lain.pk])}


def test_only_who_may_read_the_ticket_can_be_mentioned(
    dipegang: Ticket, petugas: Staff, orang_luar: Staff, pengamat: Staff, now: dt.datetime
) -> None:
    for stranger in (orang_luar, pengamat):
        with pytest.raises(Refused, match="tidak dapat membaca tiket ini"):
            desk.note(dipegang, by=petugas, now=now, text="Tolong", mentions=[stranger])
    assert not Message.objects.filter(direction="note").exists()
    assert told() == set()


def test_several_messages_are_one_unread_notice_that_says_how_many(
    dipegang: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    wrote(dipegang, "Ini KK saya", "dan KTP saya", now=now)
    wrote(dipegang, "Kapan jadi pak?", now=now)
    assert words_of("citizen_wrote") == "DINSOS-2026-000001: 3 pesan baru dari pemohon."
    Notification.objects.update(read_at=now)
    wrote(dipegang, "Halo, bagaimana?", now=now)
    rows = Notification.objects.filter(kind="citizen_wrote").order_by("pk")
    assert list(rows.values_list("count", flat=True)) == [3, 1]


def test_what_the_bot_answers_and_what_nobody_holds_is_told_to_nobody(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, clock: Any
) -> None:
    wrote(tiket, "Ini KK saya", now=now)
    desk.take(tiket, by=petugas, now=now)
    wrote(tiket, "cek", now=now)
    assert told() == set()


def test_a_transferred_ticket_is_told_to_those_who_may_take_it(
    dipegang: Ticket,
    layanan_lain: Service,
    petugas_lain: Staff,
    penyelia: Staff,
    orang_luar: Staff,
    now: dt.datetime,
) -> None:
    there = factories.StaffFactory(username="di_sana")
    factories.MembershipFactory(staff=there, agency=dipegang.agency, services=[layanan_lain])
    desk.transfer(dipegang, by=penyelia, now=now, reason="Salah", to_service=layanan_lain)
    assert told() == {("arrived", "di_sana"), ("taken_over", "petugas")}
    assert "kepada Dinsos Contoh, Legalisasi Contoh." in words_of("taken_over")


def test_an_absent_officer_is_told_what_went_back(
    dipegang: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    today = now.date()
    Absence.objects.create(
        staff=petugas,
        starts_on=today,
        ends_on=today + dt.timedelta(days=9),
        recorded_at=now,
    )
    assert desk.take_back_everywhere(now) == 1
    assert (
        words_of("taken_back") == "DINSOS-2026-000001: Sistem mengembalikan tiket Anda ke antrean."
    )


def test_a_refused_send_is_told_to_its_author_and_to_the_holder_once(
    dipegang: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    (message,) = desk.reply(dipegang, by=petugas_lain, now=now, reply=desk.Reply(text="Halo"))
    Notification.objects.all().delete()
    for _ in range(2):
        delivery.outcomes.failed(message, code=131026, why={"code": "x"}, now=now)
    assert told() == {("refused", "petugas"), ("refused", "petugas_lain")}
    assert Notification.objects.count() == 2


def test_what_the_bot_sent_in_vain_is_told_to_no_officer(
    dipegang: Ticket, now: dt.datetime
) -> None:
    message = factories.MessageFactory(
        ticket=dipegang, direction="out", origin="bot", status="queued"
    )
    delivery.outcomes.failed(message, code=131026, why={"code": "x"}, now=now)
    assert Message.objects.get(pk=message.pk).status == Message.Status.FAILED
    assert told() == set()


def test_an_account_that_is_off_is_told_nothing(
    dipegang: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    desk.note(dipegang, by=penyelia, now=now, text="Catatan")
    assert told() == set()


def test_a_refused_verb_tells_nobody(
    dipegang: Ticket, petugas_lain: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    def fails() -> None:
        with transaction.atomic():
            desk.assign(dipegang, by=penyelia, to=petugas_lain, now=now)
            raise Refused("sesuatu sesudahnya gagal")

    with pytest.raises(Refused):
        fails()
    assert told() == set()


def test_opening_the_ticket_reads_all_that_was_told_of_it_to_this_person(
    masuk: Any,
    dipegang: Ticket,
    petugas: Staff,
    petugas_lain: Staff,
    penyelia: Staff,
    now: dt.datetime,
) -> None:
    other = factories.TicketFactory(
        conversation__channel=dipegang.channel, service=dipegang.service, assignee=petugas
    )
    for ticket in (dipegang, other):
        desk.note(ticket, by=penyelia, now=now, text="Cek", mentions=[petugas, petugas_lain])
    masuk(petugas).get(dipegang.get_absolute_url())
    unread = Notification.objects.all().unread()
    assert set(unread.values_list("ticket", "staff__username")) == {
        (dipegang.pk, "petugas_lain"),
        (other.pk, "petugas"),
        (other.pk, "petugas_lain"),
    }
    assert "1<span" in masuk(petugas).get("/antrean/").content.decode()


def test_a_poll_of_the_open_ticket_reads_it_too(
    masuk: Any, dipegang: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    browser = masuk(petugas)
    browser.get(dipegang.get_absolute_url())
    desk.note(dipegang, by=penyelia, now=now, text="Cek")
    poll = f"{dipegang.get_absolute_url()}perubahan/"
    browser.get(poll)  # the window is hidden
    assert Notification.objects.all().unread().count() == 1
    browser.get(f"{poll}?terlihat=1")
    assert not Notification.objects.all().unread().exists()


def test_the_form_offers_the_colleagues_who_may_read_and_stores_whom_was_chosen(
    masuk: Any,
    dipegang: Ticket,
    petugas: Staff,
    petugas_lain: Staff,
    penyelia: Staff,
    orang_luar: Staff,
) -> None:
    browser, url = masuk(petugas), f"{dipegang.get_absolute_url()}catatan/"
    page = browser.get(url).content.decode()
    assert "Budi Petugas" in page
    assert "Wati Penyelia" in page
    assert "Luki Luar" not in page
    assert page.count('name="mentions"') == 2  # not oneself
    key = "kunci-contoh-1"
    answer = browser.post(url, {"text": "Hai", "form_key": key, "mentions": [orang_luar.pk]})
    assert answer.status_code == 422
    assert "Rekan itu tidak dapat membaca tiket ini." in answer.content.decode()
    browser.post(url, {"text": "Tolong cek", "form_key": key, "mentions": [petugas_lain.pk]})
    assert told() == {("mentioned", "petugas_lain")}
    assert "untuk Budi Petugas" in browser.get(dipegang.get_absolute_url()).content.decode()


def test_told_by_hand_once_of_one_cause_whatever_the_kind(
    dipegang: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    for kind in (Kind.HANDED_OVER, Kind.ASSIGNED, Kind.HANDED_OVER):
        tell(Occasion(kind=kind, cause="ticketevent:1"), ticket=dipegang, now=now)
    assert told() == {("handed_over", "petugas")}
