"""Words that wait for a second pair of eyes, on the pages of who wrote them and who lets them go."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Service, Staff
from tests.reading import flat
from tests.tickets.bulk.conftest import banyak as banyak
from tests.tickets.bulk.conftest import kerjakan as kerjakan
from tests.tickets.bulk.conftest import results, said
from tests.tickets.views.conftest import post
from tickets import bulk, desk
from tickets.models import AccessLog, HeldReply, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LogIn = Callable[[Staff], Client]
TEXT = "Mohon maaf, NIK 3515080101900001 belum terdaftar."
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _checked(layanan: Service, penyelia: Staff, settings: Any) -> None:
    layanan.checks_replies = True
    layanan.save()
    rows = ("tickets.Conversation", "tickets.Ticket", "services.Agency")
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, *({"model": name} for name in rows)]


@pytest.fixture
def tertahan(tiket: Ticket, petugas: Staff, now: dt.datetime) -> HeldReply:
    """An answer with a file by `petugas`, which waits."""
    letter = desk.Reply(
        text=TEXT, form_key="kunci-satu", files=(SimpleUploadedFile("surat.pdf", PDF),)
    )
    desk.reply_then(tiket, by=petugas, now=now, letter=letter, then=desk.Then.FULFILLED)
    return HeldReply.objects.get()


def page(client: Client, ticket: Ticket) -> str:
    return flat(client.get(ticket.get_absolute_url()))


def test_an_operator_reads_before_sending_that_it_is_checked(
    tiket: Ticket, petugas: Staff, penyelia: Staff, masuk: LogIn
) -> None:
    assert "Minta persetujuan" in page(masuk(petugas), tiket)
    theirs = page(masuk(penyelia), tiket)
    assert "Minta persetujuan" not in theirs
    assert "Menunggu persetujuan" not in theirs


def test_an_answer_says_that_it_waits(tiket: Ticket, petugas: Staff, masuk: LogIn) -> None:
    data = {"text": TEXT, "form_key": "form-key-1", "then": "fulfilled"}
    answer = post(masuk(petugas), tiket, "balas", data, **{"HX-Request": "true"})
    assert answer.status_code == 204
    assert "belum dikirim" in json.loads(answer["HX-Trigger"])["reply-sent"]["text"]
    assert not tiket.messages.filter(direction="out").exists()


def test_closing_says_that_it_waits(
    tiket: Ticket, petugas: Staff, now: dt.datetime, masuk: LogIn
) -> None:
    desk.take(tiket, by=petugas, now=now)
    client = masuk(petugas)
    data = {"outcome": "rejected", "summary": "Tidak lengkap", "form_key": "form-key-2"}
    post(client, tiket, "selesai", data)
    shown = page(client, tiket)
    assert "Tiket selesai, dan pemohon diberi tahu, sesudah disetujui." in shown
    assert "Menutup tiket dengan hasil<strong>ditolak</strong>" in shown


def test_a_supervisor_reads_it_and_lets_it_go(
    tiket: Ticket, tertahan: HeldReply, petugas: Staff, penyelia: Staff, masuk: LogIn
) -> None:
    client = masuk(penyelia)
    shown = page(client, tiket)
    assert "Menunggu persetujuan: tulisan Rina Petugas" in shown
    assert "3515080101900001" not in shown  # masked as in the conversation
    assert "Sesudah dikirim, tiket selesai: dipenuhi." in shown
    assert 'data-key="p"' in shown
    assert 'data-key="y"' not in shown  # that one agrees to a colleague's request
    mine = page(masuk(petugas), tiket)
    assert "Tulisan Anda menunggu persetujuan penyelia" in mine
    assert "Tarik kembali" in mine
    assert 'data-key="p"' not in mine
    for _ in range(2):  # a doubled click
        answer = post(client, tiket, "setujui-balasan", {"held": tertahan.pk, "seen": "0"})
        assert answer.status_code == 302
    tiket.refresh_from_db()
    assert tiket.state == "resolved"
    assert tiket.messages.filter(text=TEXT).count() == 1
    assert "Menunggu persetujuan" not in page(client, tiket)


def test_one_query_more_only_while_something_waits(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, masuk: LogIn
) -> None:
    """Asked by a supervisor: how many queries the page has is pinned in test_ticket.py."""
    client = masuk(penyelia)
    desk.take(tiket, by=petugas, now=now)
    client.get(tiket.get_absolute_url())
    taken = _queries(client, tiket)
    desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text=TEXT, form_key="kunci-satu"))
    client.get(tiket.get_absolute_url())  # the notification is read
    assert _queries(client, tiket) == taken + 1


def _queries(client: Client, ticket: Ticket) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(ticket.get_absolute_url())
    return len(asked)


def test_what_overtook_the_words_is_kept_as_a_code_and_said(
    tiket: Ticket,
    tertahan: HeldReply,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    masuk: LogIn,
) -> None:
    how = desk.Resolution(outcome="answered", summary="Sudah dijelaskan.", form_key="kunci-lain")
    desk.conclude(tiket, by=penyelia, now=now, how=how)
    line = tiket.events.get(verb="reply_returned")
    assert (line.reason, line.data["why"]) == ("", "resolved_meanwhile")
    assert "Tiket sudah diselesaikan" in page(masuk(petugas), tiket)


def test_it_comes_back_with_a_note(
    tiket: Ticket, tertahan: HeldReply, petugas: Staff, penyelia: Staff, masuk: LogIn
) -> None:
    client = masuk(penyelia)
    form = client.get(f"{tiket.get_absolute_url()}kembalikan-balasan/").content.decode()
    assert f'name="held" value="{tertahan.pk}"' in form
    refused = post(client, tiket, "kembalikan-balasan", {"held": tertahan.pk, "note": " "})
    assert refused.status_code == 422
    assert "agar penulisnya tahu" in refused.content.decode()
    post(client, tiket, "kembalikan-balasan", {"held": tertahan.pk, "note": "Sebutkan pasalnya"})
    mine = page(masuk(petugas), tiket)
    assert "Tulisan Anda dikembalikan Wati Penyelia dan belum dikirim" in mine
    assert "Sebutkan pasalnya" in mine
    assert TEXT in mine  # in the composer
    again = post(client, tiket, "setujui-balasan", {"held": tertahan.pk})
    assert "sudah dikembalikan" in page(client, tiket)
    assert again.status_code == 302
    assert not tiket.messages.filter(text=TEXT).exists()


def test_the_author_takes_it_back(
    tiket: Ticket, tertahan: HeldReply, petugas: Staff, masuk: LogIn
) -> None:
    client = masuk(petugas)
    post(client, tiket, "tarik-balasan", {"held": tertahan.pk})
    assert TEXT in page(client, tiket)
    tertahan.refresh_from_db()
    assert tertahan.state == "taken_back"


@pytest.mark.parametrize("raw", ["", "x", "0", "99999", "9" * 40])
def test_what_is_not_there_is_said(
    tiket: Ticket, tertahan: HeldReply, penyelia: Staff, masuk: LogIn, raw: str
) -> None:
    client = masuk(penyelia)
    post(client, tiket, "setujui-balasan", {"held": raw})
    assert "sudah disetujui, dikembalikan, atau ditarik" in page(client, tiket)
    tertahan.refresh_from_db()
    assert tertahan.state == "waiting"


@pytest.mark.parametrize(("who", "status"), [("petugas_lain", 403), ("orang_luar", 404)])
def test_others_let_nothing_go(
    tiket: Ticket,
    tertahan: HeldReply,
    masuk: LogIn,
    request: pytest.FixtureRequest,
    who: str,
    status: int,
) -> None:
    client = masuk(request.getfixturevalue(who))
    data = {"held": tertahan.pk, "note": "Kurang"}
    for path in ("setujui-balasan", "kembalikan-balasan"):
        assert post(client, tiket, path, data).status_code == status
    if status == 404:
        assert post(client, tiket, "tarik-balasan", data).status_code == 404
    tertahan.refresh_from_db()
    assert tertahan.state == "waiting"


def test_its_file_is_for_who_reads_the_ticket(
    tiket: Ticket, tertahan: HeldReply, penyelia: Staff, orang_luar: Staff, masuk: LogIn
) -> None:
    address = f"{tiket.get_absolute_url()}diperiksa/{tertahan.pk}/0/"
    client = masuk(penyelia)
    assert address in page(client, tiket)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AccessLog.objects.filter(staff=penyelia, ticket=tiket, action="file").count() == 1
    assert client.get(address.replace("/0/", "/7/")).status_code == 404
    assert masuk(orang_luar).get(address).status_code == 404


def test_supervisors_have_a_list_of_what_waits(
    tiket: Ticket, tertahan: HeldReply, petugas: Staff, penyelia: Staff, masuk: LogIn
) -> None:
    client = masuk(penyelia)
    assert "tampilan=perlu-disetujui" in client.get("/antrean/").content.decode()
    listed = client.get("/antrean/?tampilan=perlu-disetujui").content.decode()
    assert tiket.register_number in listed
    assert "Diperiksa" in listed
    assert "tampilan=perlu-disetujui" not in masuk(petugas).get("/antrean/").content.decode()


def test_many_answers_wait_one_by_one(
    kerjakan: Any, banyak: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    job = kerjakan("reply", by=petugas, text="Kami proses.", then="end")
    bulk.work_jobs(now)
    assert {state for state, _ in results(job)} == {"done"}
    assert {why for _, why in results(job)} == {
        "Menunggu persetujuan penyelia; baru dikirim sesudah disetujui."
    }
    assert said() == []
    assert HeldReply.objects.waiting().count() == 3


def test_many_endings_wait_one_by_one(
    kerjakan: Any, banyak: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    job = kerjakan("resolve", by=petugas, outcome="rejected", summary="Kuota habis.")
    bulk.work_jobs(now)
    assert {state for state, _ in results(job)} == {"done"}
    assert set(Ticket.objects.values_list("state", flat=True)) == {"in_progress"}
    assert HeldReply.objects.waiting().count() == 3
