"""Putting together from a ticket's page and from the queue; what the pages, the bot and /lacak/ say."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from tests import factories
from tests.reading import flat
from tests.tickets.converse_tools import Phone
from tests.tickets.merging.parts import again, rows
from tickets import bulk, desk
from tickets.models import BulkJob, Outage, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def form_of(ticket: Ticket) -> str:
    return f"{ticket.get_absolute_url()}gabung/"


def test_the_list_offers_the_citizens_own_and_alike_ones(
    masuk: Any, pertama: Ticket, ganda: Ticket, lampu: list[Ticket], petugas: Staff
) -> None:
    page = flat(masuk(petugas).get(form_of(pertama)))
    assert f"{ganda} · pemohon yang sama" in page
    assert str(lampu[0]) not in page
    page = flat(masuk(petugas).get(form_of(lampu[0])))
    assert (str(lampu[1]) in page, str(lampu[2]) in page, str(ganda) in page) == (True, True, False)


@pytest.mark.parametrize("kept", ["this", "other"])
def test_the_list_never_tells_whose_a_kept_name_is(
    masuk: Any, pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime, kept: str
) -> None:
    desk.keep_anonymous(pertama if kept == "this" else ganda, now=now)
    page = flat(masuk(petugas).get(form_of(pertama)))
    assert "· pemohon yang sama" not in page
    assert "Sari Contoh" not in page or kept == "this"  # the other one's name is none that is kept


def test_a_double_is_merged_into_the_older_from_either_page(
    masuk: Any, pertama: Ticket, ganda: Ticket, petugas: Staff
) -> None:
    data = {"others": [pertama.pk], "leads": "ini"}
    answer = masuk(petugas).post(form_of(ganda), data)
    assert answer["Location"] == pertama.get_absolute_url()
    assert masuk(petugas).post(form_of(ganda), data)["Location"] == pertama.get_absolute_url()
    assert again(ganda)[0].leader == pertama
    page = flat(masuk(petugas).get(ganda.get_absolute_url()))
    assert "Nomor ini sudah berakhir sebagai ganda. Dilanjutkan di" in page
    assert "Batal gabung" in page
    assert "Digabungkan ke sini" in flat(masuk(petugas).get(pertama.get_absolute_url()))
    masuk(petugas).post(f"{ganda.get_absolute_url()}batal-gabung/")
    assert again(ganda)[0].is_open


def test_each_ticket_stands_once_beside_another(
    masuk: Any, pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    client, title = masuk(petugas), "Tiket lain pemohon ini"
    for one in (pertama, ganda):
        assert title in flat(client.get(one.get_absolute_url()))
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    for one, other in ((pertama, ganda), (ganda, pertama)):
        page = flat(client.get(one.get_absolute_url()))
        assert title not in page
        assert f'href="{other.get_absolute_url()}"' in page  # as what it is put together with
    desk.undo_merge(again(ganda)[0], by=petugas, now=now)
    assert title in flat(client.get(pertama.get_absolute_url()))


@pytest.mark.parametrize("leads", ["ini", "itu"])
def test_by_number_and_who_leads_is_chosen(
    masuk: Any, lampu: list[Ticket], petugas: Staff, leads: str
) -> None:
    one, other, _ = lampu
    data = {"registers": f" {other.register_number.lower()},", "leads": leads}
    leader, follower = (one, other) if leads == "ini" else (other, one)
    answer = masuk(petugas).post(form_of(one), data)
    assert answer["Location"] == leader.get_absolute_url()
    assert again(follower)[0].leader == leader
    page = flat(masuk(petugas).get(follower.get_absolute_url()))
    assert "Mengikuti, dan selesai bersama" in page
    masuk(petugas).post(f"{follower.get_absolute_url()}lepas/")
    assert again(follower)[0].leader is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Pilih tiketnya, atau tulis nomor registernya."),
        ({"registers": "DINSOS-2026-009999"}, "tidak ada, atau bukan bagian Anda"),
        ({"registers": "LUAR"}, "tidak ada, atau bukan bagian Anda"),
        ({"registers": "SENDIRI"}, "dirinya sendiri"),
        ({"others": ["99999999"]}, "tidak lagi dapat Anda buka"),
        ({"others": ["x"]}, "tidak dikenali"),
        ({"registers": "DINSOS-2026-000010 DINSOS-2026-000011", "leads": "itu"}, "satu tiket saja"),
    ],
)
def test_what_the_form_refuses_changes_nothing(
    masuk: Any, pertama: Ticket, lampu: list[Ticket], petugas: Staff, data: dict[str, Any],
    says: str,
) -> None:  # fmt: skip
    outside = factories.TicketFactory(register_number="LUAR-2026-000001")
    typed = str(data.get("registers", ""))
    typed = typed.replace("LUAR", str(outside)).replace("SENDIRI", str(pertama))
    client, before = masuk(petugas), rows()
    answer = client.post(form_of(pertama), {"leads": "ini", **data, "registers": typed})
    assert (answer.status_code, says in flat(answer)) == (422, True)
    assert rows() == before


def test_the_queue_puts_chosen_rows_together(
    masuk: Any, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    client, address = masuk(petugas), "/tiket/bersama/baru/?perbuatan=gabung"
    page = flat(client.get(address, {"perbuatan": "gabung", "t": [one.pk for one in lampu]}))
    assert "Tiket yang memimpin" in page
    sent = {
        "t": [one.pk for one in lampu], "leader": lampu[0].pk, "seen": now.timestamp(),
        "form_key": "kunci-formulir-contoh",
    }  # fmt: skip
    alone = client.post(address, {**sent, "t": [lampu[0].pk]})
    assert "paling sedikit dua tiket" in flat(alone)
    assert client.post(address, sent).status_code == 302
    assert BulkJob.objects.get().items.count() == 2
    bulk.work_jobs(now)
    assert [one.leader for one in again(*lampu)] == [None, lampu[0], lampu[0]]


def test_the_ended_number_leads_citizens_to_the_one_that_goes_on(
    client: Any, pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    page = flat(client.post("/lacak/", {"kode": ganda.tracking_code}))
    assert "Dilanjutkan dengan nomor" in page
    assert str(pertama) in page
    assert "Disatukan dengan permintaan Anda yang sama" in page
    assert pertama.conversation is not None
    [letter] = Phone(pertama.conversation, now).says(f"cek {ganda}")
    assert f"Keadaan: dilanjutkan dengan nomor {pertama}" in letter.text
    assert f"*{pertama}*" in letter.text
    assert "BELUM BERES" not in letter.text


def test_the_bot_tells_of_the_number_that_goes_on(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    assert pertama.conversation is not None
    [letter] = Phone(pertama.conversation, now).says("cek")
    assert str(pertama) in letter.text
    assert str(ganda) not in letter.text


def test_a_new_matter_follows_the_number_that_went_on(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    Ticket.objects.filter(pk=pertama.pk).update(state="closed", outcome="fulfilled")
    assert pertama.conversation is not None
    Phone(pertama.conversation, now).says("Saya mau mengurus hal lain lagi")
    new = Ticket.objects.latest("pk")
    assert (new.conversation, new.follows) == (pertama.conversation, pertama)


def test_a_quote_of_what_was_moved_goes_where_it_is_now(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    old = ganda.messages.get(text="Mohon surat lagi")
    desk.merge([ganda], into=pertama, by=petugas, now=now)
    assert pertama.conversation is not None
    phone = Phone(pertama.conversation, now)
    phone.says("yang ini bagaimana?", quoted_external_id=old.external_id)
    last = pertama.messages.inbound().in_order().last()
    assert last is not None
    assert last.text == "yang ini bagaimana?"


def test_a_leader_of_thirty_asks_no_more_than_a_leader_of_one(
    masuk: Any, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    client, leader = masuk(petugas), lampu[0]
    asked = []
    for count in (1, 30):
        more = [
            factories.TicketFactory(
                conversation__channel=leader.channel, service=leader.service, received_at=now
            )
            for _ in range(count)
        ]
        desk.follow(again(*more), leader=again(leader)[0], by=petugas, now=now)
        client.get(leader.get_absolute_url())  # what a process remembers is not counted
        with CaptureQueriesContext(connection) as queries:
            page = flat(client.get(leader.get_absolute_url()))
        assert all(str(one) in page for one in more)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_outage_counts_a_double_once(
    masuk: Any, pertama: Ticket, ganda: Ticket, penyelia: Staff, now: dt.datetime
) -> None:
    plan = desk.OutagePlan(kind="siak", starts_at=now - dt.timedelta(minutes=30))
    outage = desk.record_outage(pertama.agency, plan=plan, by=penyelia, now=now, form_key="k")
    desk.apply_outages(now)
    page = f"/gangguan/{outage.pk}/"
    before = masuk(penyelia).get(page).context["count"]
    desk.merge([again(ganda)[0]], into=again(pertama)[0], by=penyelia, now=now)
    shown = masuk(penyelia).get(page)
    assert shown.context["count"] == before - 1
    listed = [one["ticket"] for one in shown.context["effects"]]
    assert (pertama in listed, ganda in listed) == (True, False)
    assert Outage.objects.listed().get().ticket_count == before - 1
    desk.undo_merge(again(ganda)[0], by=penyelia, now=now)
    assert masuk(penyelia).get(page).context["count"] == before
