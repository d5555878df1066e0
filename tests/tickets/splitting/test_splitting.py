"""Chosen messages become a ticket of their own; both tickets are right, and there is a way back."""

import datetime as dt
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.splitting.parts import notices, part, rows, second
from tickets import desk, intake
from tickets.models import (
    Attachment,
    Conversation,
    FigureChange,
    Notification,
    SearchEntry,
    Ticket,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
H, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_the_second_matter_is_a_ticket_whose_promise_is_not_renewed(
    campur: Ticket, petugas: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    factories.StandardFactory(service=layanan_lain)
    keys = second(campur)
    new = desk.split(campur, off=part(campur, layanan_lain), by=petugas, now=now)
    new.refresh_from_db()
    assert (new.service, new.agency, new.citizen) == (layanan_lain, campur.agency, campur.citizen)
    assert (new.received_at, new.registered_at) == (now - 26 * H, now)
    assert new.first_response_due_at < new.registered_at + DAY
    assert new.register_number.startswith("DINSOS-2026-")
    assert new.register_number != campur.register_number
    assert (new.state, new.assignee) == ("new", None)  # `petugas` does not work that service
    assert new.subject == "Sekalian mau legalisasi ijazah"
    assert list(new.messages.inbound().in_order().values_list("pk", flat=True)) == keys
    assert Attachment.objects.get().message.ticket == new
    assert FigureChange.objects.filter(at=now - 26 * H).exists()


def test_both_rows_and_what_they_are_found_by_are_right(
    campur: Ticket, petugas: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    new = desk.split(campur, off=part(campur, layanan_lain), by=petugas, now=now)
    for one in (campur, new):
        one.refresh_from_db()
    assert (campur.message_count, campur.unread_count) == (3, 0)
    assert (new.message_count, new.unread_count) == (3, 2)  # two of the citizen's, and our notice
    assert (campur.last_message_text, campur.last_message_at) == ("Terima kasih", now - 28 * H)
    assert (new.last_message_text, new.last_message_at) == (
        "Sekalian mau legalisasi ijazah", now - 25 * H,
    )  # fmt: skip
    assert (campur.unanswered_since, new.unanswered_since) == (now - 30 * H, now - 26 * H)
    entries = SearchEntry.objects.filter(source__in=second(new), kind=SearchEntry.Kind.SAID)
    assert {entry.ticket_id for entry in entries} <= {new.pk}
    assert SearchEntry.objects.get(kind=SearchEntry.Kind.FILE).ticket_id == new.pk


def test_a_reply_is_owed_only_where_words_wait_for_one(
    campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.update(answered_at=now - 27 * H, unanswered_since=now - 26 * H)
    campur.refresh_from_db()
    new = desk.split(campur, off=part(campur), by=petugas, now=now)
    for one in (campur, new):
        one.refresh_from_db()
    assert (campur.unanswered_since, new.unanswered_since) == (None, now - 26 * H)


def test_both_histories_say_it_and_the_citizen_is_told_once(
    masuk: Any, campur: Ticket, petugas: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    off = part(campur, layanan_lain)
    new = desk.split(campur, off=off, by=petugas, now=now)
    again = desk.split(campur, off=off, by=petugas, now=now)  # a double click
    assert again.pk == new.pk
    assert Ticket.objects.count() == 2
    assert notices() == [
        f"Bapak/Ibu menyampaikan urusan lain: Legalisasi Contoh. Kami catat tersendiri dengan nomor "
        f"{new.register_number}. Urusan semula tetap bernomor {campur.register_number}."
    ]
    page = flat(masuk(petugas).get(campur.get_absolute_url()))
    assert f"memisahkan 2 pesan menjadi tiket {new.register_number} dan memberi tahu" in page
    told = new.events.get(verb="split").data
    assert (told["from"], told["messages"]) == (campur.register_number, off.messages)


def test_outside_the_window_nothing_is_said_and_the_history_says_so(
    masuk: Any, campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Conversation.objects.update(window_expires_at=now - H)
    desk.split(campur, off=part(campur), by=petugas, now=now)
    assert notices() == []
    assert "waktu 24 jam sudah lewat" in flat(masuk(petugas).get(campur.get_absolute_url()))


def test_it_stays_with_its_officer_who_works_that_service_too(
    campur: Ticket, petugas: Staff, layanan: Service, now: dt.datetime
) -> None:
    new = desk.split(campur, off=part(campur, layanan), by=petugas, now=now)
    new.refresh_from_db()
    assert (new.state, new.assignee, new.unread_count) == ("in_progress", petugas, 0)


def test_the_holder_is_told_of_a_split_by_somebody_else(
    campur: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff, layanan: Service,
    now: dt.datetime,
) -> None:  # fmt: skip
    desk.split(campur, off=part(campur, layanan), by=penyelia, now=now)
    told = {(one.staff, one.kind) for one in Notification.objects.all()}
    assert (petugas, "split") in told
    assert (petugas_lain, "arrived") in told


def test_marks_and_the_kept_name_go_along(campur: Ticket, petugas: Staff, now: dt.datetime) -> None:
    desk.keep_anonymous(campur, now=now)
    photo = campur.messages.get(type="image")
    edit = factories.MessageFactory(
        ticket=campur, type="edit", quoted=photo, text="Ijazah SMA", occurred_at=now - H
    )
    new = desk.split(campur, off=part(campur), by=petugas, now=now)
    edit.refresh_from_db()
    new.refresh_from_db()
    assert (edit.ticket, new.is_anonymous) == (new, True)


@pytest.mark.parametrize("which", ["note", "answer", "elsewhere", "gone", "none", "all", "mark"])
def test_what_is_never_split(campur: Ticket, petugas: Staff, now: dt.datetime, which: str) -> None:
    other = factories.ConversationFactory(channel=campur.channel)
    strange = {
        "note": {"direction": "note", "type": "note"},
        "answer": {"direction": "out", "origin": "officer"},
        "elsewhere": {"conversation": other},
        "mark": {"type": "reaction", "text": "x", "quoted": campur.messages.first()},
        "gone": {"ticket": factories.TicketFactory(conversation=campur.conversation)},
    }
    keys = second(campur)
    if which in strange:
        keys.append(factories.MessageFactory(**{"ticket": campur, **strange[which]}).pk)
    if which == "all":
        keys = [one.pk for one in campur.messages.all()]
    before = rows()
    off = desk.Second(messages=[] if which == "none" else keys)
    with pytest.raises(desk.Refused):
        desk.split(campur, off=off, by=petugas, now=now)
    assert rows() == before


@pytest.mark.parametrize("state", ["closed", "intake"])
def test_not_in_every_state(
    masuk: Any, campur: Ticket, petugas: Staff, now: dt.datetime, state: str
) -> None:
    Ticket.objects.update(state=state)
    campur.refresh_from_db()
    assert "pisahkan/" not in flat(masuk(petugas).get(campur.get_absolute_url()))
    before = rows()
    with pytest.raises(desk.Refused):
        desk.split(campur, off=part(campur), by=petugas, now=now)
    assert rows() == before


def test_a_service_of_another_office_is_refused(
    campur: Ticket, petugas: Staff, dinas_wita: Agency, now: dt.datetime
) -> None:
    elsewhere = factories.ServiceFactory(agency=dinas_wita)
    before = rows()
    with pytest.raises(desk.Refused, match="tidak ada di instansi ini"):
        desk.split(campur, off=part(campur, elsewhere), by=petugas, now=now)
    assert rows() == before


def test_what_the_bot_has_asked_about_is_not_moved_twice(
    campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    keys = second(campur)
    asks = intake.IntakeState(step="which", held=(*keys, 7), asked_at=now)
    Conversation.objects.update(bot_state=asks.to_json())
    desk.split(campur, off=part(campur), by=petugas, now=now)
    left = intake.IntakeState.from_json(Conversation.objects.get().bot_state)
    assert (left.step, left.held) == ("which", (7,))


def test_while_the_bot_asks_whether_it_goes_on_its_messages_wait(
    campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    register = campur.register_number
    asks = intake.IntakeState(
        step="follow_up", held=tuple(second(campur)), asked=register, asked_at=now
    )
    Conversation.objects.update(bot_state=asks.to_json())
    before = rows()
    with pytest.raises(desk.Refused, match="10 menit"):
        desk.split(campur, off=part(campur), by=petugas, now=now)
    assert rows() == before


def test_the_form_offers_the_citizens_words_masked_and_splits(
    masuk: Any, campur: Ticket, petugas: Staff, layanan: Service
) -> None:
    campur.messages.filter(text="Untuk sekolah").update(text="NIK 3508010101010001")
    client, address = masuk(petugas), f"{campur.get_absolute_url()}pisahkan/"
    keys = second(campur)
    page = client.get(f"{address}?pesan={keys[1]}")
    assert "3508010101010001" not in flat(page)
    assert page.context["form"]["messages"].value() == [str(keys[1])]
    wrong = client.post(address, {"messages": ["0"]})
    assert (wrong.status_code, Ticket.objects.count()) == (422, 1)
    answer = client.post(address, {"messages": keys, "service": layanan.pk})
    assert answer.status_code == 302
    new = Ticket.objects.exclude(pk=campur.pk).get()
    for one in (campur, new):
        assert "Batal pisah" in flat(client.get(one.get_absolute_url()))
    client.post(f"{new.get_absolute_url()}batal-pisah/")
    assert "menyatukan kembali tiket" in flat(client.get(campur.get_absolute_url()))
    assert "Batal pisah" not in flat(client.get(new.get_absolute_url()))


def test_a_second_click_on_the_form_is_answered_like_the_first(
    masuk: Any, campur: Ticket, petugas: Staff, layanan: Service
) -> None:
    client, address = masuk(petugas), f"{campur.get_absolute_url()}pisahkan/"
    sent = {"messages": second(campur), "service": layanan.pk}
    pages = [flat(client.post(address, sent, follow=True)) for _ in range(2)]
    new = Ticket.objects.exclude(pk=campur.pk).get()
    assert all(f"2 pesan menjadi tiket {new.register_number}." in page for page in pages)


@pytest.mark.parametrize("sent", ["x", "-1", "9" * 30, "1.5", ""])
def test_what_is_no_key_of_a_message_is_refused(
    masuk: Any, campur: Ticket, petugas: Staff, sent: str
) -> None:
    answer = masuk(petugas).post(f"{campur.get_absolute_url()}pisahkan/", {"messages": [sent]})
    assert (answer.status_code, Ticket.objects.count()) == (422, 1)


def test_rights(
    masuk: Any, campur: Ticket, orang_luar: Staff, admin_opd: Staff, pengamat: Staff
) -> None:
    before = rows()
    for path, sent in (("pisahkan/", {"messages": second(campur)}), ("batal-pisah/", {})):
        for person, status in ((orang_luar, 404), (pengamat, 404), (admin_opd, 403)):
            answer = masuk(person).post(f"{campur.get_absolute_url()}{path}", sent)
            assert answer.status_code == status
    assert rows() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_ticket(
    campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    made, off = [], part(campur)

    def click() -> None:
        fresh = Ticket.objects.get(pk=campur.pk)
        made.append(desk.split(fresh, off=off, by=petugas, now=now).pk)
        connection.close()

    both = [Thread(target=click) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(10)
    assert (len(made), len(set(made)), Ticket.objects.count()) == (2, 1, 2)
    assert len(notices()) == 1


def test_a_matter_of_unknown_service_is_checked_as_the_one_it_came_from(
    masuk: Any, campur: Ticket, petugas: Staff, penyelia: Staff, layanan: Service, now: dt.datetime
) -> None:
    form = f"{campur.get_absolute_url()}pisahkan/"
    assert "Bila belum tahu" not in flat(masuk(petugas).get(form))
    Service.objects.filter(pk=layanan.pk).update(checks_replies=True)
    assert f"Bila belum tahu, layanannya tetap {layanan}" in flat(masuk(petugas).get(form))
    new = desk.split(Ticket.objects.get(pk=campur.pk), off=part(campur), by=petugas, now=now)
    assert new.service == layanan
    [notice] = notices()
    assert str(layanan) not in notice
    assert desk.reply(new, by=petugas, now=now, reply=desk.Reply(text="Ditolak.")) == []
    assert notices() == [notice]
    assert desk.held_of(new) is not None
