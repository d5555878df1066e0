"""Who else has a ticket open: told by the page and its poll, to whoever may open it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from services.models import Service, Staff
from siwhapik.cache import FailOpenFileCache
from tests.reading import flat
from tests.tickets.views.pages import page
from tickets.models import Ticket, TicketEvent
from tickets.together import HOLDS, LEAVES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Masuk = Callable[[Staff], Client]
POLL_QUERIES = 1  # whether anything has changed (test_quiet_polls.py)


def poll(client: Client, tiket: Ticket, query: str = "?terlihat=1", tag: str = "") -> Any:
    headers = {"HX-Request": "true", **({"If-None-Match": tag} if tag else {})}
    return client.get(f"{tiket.get_absolute_url()}perubahan/{query}", headers=headers)


def told(answer: Any) -> str:
    """The line above the composer, as the page or the poll has it."""
    found = re.search(r'id="together"[^>]*>(.*?)</div>', answer.content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def opened(client: Client, tiket: Ticket) -> str:
    return told(client.get(tiket.get_absolute_url()))


def test_who_opens_a_ticket_sees_who_has_it_open(
    masuk: Masuk, tiket: Ticket, petugas: Staff, petugas_lain: Staff, penyelia: Staff
) -> None:
    rina, budi, wati = masuk(petugas), masuk(petugas_lain), masuk(penyelia)
    assert opened(rina, tiket) == ""
    assert opened(budi, tiket) == "Rina Petugas juga membuka tiket ini"
    assert opened(wati, tiket) == "Budi Petugas dan Rina Petugas juga membuka tiket ini"
    expected = "Budi Petugas dan Wati Penyelia juga membuka tiket ini"
    assert told(poll(rina, tiket)) == expected
    assert not TicketEvent.objects.exists()


def test_one_is_not_shown_to_oneself_in_two_tabs(
    masuk: Masuk, tiket: Ticket, petugas: Staff
) -> None:
    assert [opened(masuk(petugas), tiket) for _ in range(2)] == ["", ""]


def test_typing_is_told_until_it_ends(
    masuk: Masuk, tiket: Ticket, petugas: Staff, petugas_lain: Staff, clock: Any
) -> None:
    rina, budi = masuk(petugas), masuk(petugas_lain)
    opened(budi, tiket)
    poll(rina, tiket, "?terlihat=1&mengetik=1")
    assert told(poll(budi, tiket)) == "Rina Petugas sedang menulis balasan…"
    clock.shift(HOLDS - 1)
    poll(rina, tiket)
    assert told(poll(budi, tiket)) == "Rina Petugas sedang menulis balasan…"
    clock.shift(1)
    assert told(poll(budi, tiket)) == "Rina Petugas juga membuka tiket ini"
    poll(rina, tiket, "?terlihat=1&mengetik=1")
    poll(rina, tiket, "?terlihat=1&mengetik=0")
    assert told(poll(budi, tiket)) == "Rina Petugas juga membuka tiket ini"


def test_the_poll_stays_a_304_while_the_same_people_do_the_same(
    masuk: Masuk, tiket: Ticket, petugas: Staff, petugas_lain: Staff, clock: Any
) -> None:
    rina, budi = masuk(petugas), masuk(petugas_lain)
    tag = poll(budi, tiket).headers["ETag"]
    seen = []
    for typing in ("", "", "&mengetik=1", "&mengetik=1", "", "&mengetik=0", ""):
        poll(rina, tiket, f"?terlihat=1{typing}")
        answer = poll(budi, tiket, tag=tag)
        seen.append(answer.status_code)
        tag = answer.headers["ETag"]
        clock.shift(5)
    assert seen == [200, 304, 200, 304, 304, 200, 304]


def test_who_leaves_is_gone_soon_and_who_only_vanishes_after_25_seconds(
    masuk: Masuk, tiket: Ticket, petugas: Staff, petugas_lain: Staff, clock: Any
) -> None:
    rina, budi = masuk(petugas), masuk(petugas_lain)
    opened(rina, tiket)
    assert rina.post(f"{tiket.get_absolute_url()}tutup-halaman/").status_code == 204
    clock.shift(LEAVES)
    assert opened(budi, tiket) == ""
    opened(rina, tiket)
    clock.shift(HOLDS - 1)
    assert opened(budi, tiket) == "Rina Petugas juga membuka tiket ini"
    clock.shift(1)
    assert told(poll(budi, tiket)) == ""


def test_a_page_out_of_sight_does_not_count_as_open(
    masuk: Masuk, tiket: Ticket, petugas: Staff, petugas_lain: Staff
) -> None:
    poll(masuk(petugas), tiket, "")
    assert opened(masuk(petugas_lain), tiket) == ""


@pytest.mark.parametrize("path", ["", "perubahan/?terlihat=1&mengetik=1", "tutup-halaman/"])
def test_an_outsider_sees_nobody_and_is_not_seen(
    masuk: Masuk, tiket: Ticket, petugas: Staff, orang_luar: Staff, path: str
) -> None:
    rina, strange = masuk(petugas), masuk(orang_luar)
    opened(rina, tiket)
    address = f"{tiket.get_absolute_url()}{path}"
    ask = strange.post if path == "tutup-halaman/" else strange.get
    assert ask(address).status_code == 404
    assert told(poll(rina, tiket)) == ""
    assert Client().post(f"{tiket.get_absolute_url()}tutup-halaman/").status_code == 302


def test_who_must_give_a_reason_first_is_not_there_yet(
    masuk: Masuk, tiket: Ticket, penyelia: Staff, admin_opd: Staff, layanan_khusus: Service
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(service=layanan_khusus)
    wati, anwar = masuk(penyelia), masuk(admin_opd)
    opened(wati, tiket)
    asked = anwar.get(tiket.get_absolute_url())
    assert "Wati" not in flat(asked)
    assert poll(anwar, tiket).status_code == 401
    assert anwar.post(f"{tiket.get_absolute_url()}tutup-halaman/").status_code == 204
    assert told(poll(wati, tiket)) == ""
    anwar.post(f"{tiket.get_absolute_url()}alasan/", {"reason": "Pemeriksaan (contoh)"})
    assert opened(anwar, tiket) == "Wati Penyelia juga membuka tiket ini"
    assert told(poll(wati, tiket)) == "Anwar Admin juga membuka tiket ini"


def test_where_a_ticket_goes_nobody_is_still_there(
    masuk: Masuk, tiket: Ticket, petugas: Staff, penyelia: Staff, layanan_lain: Service
) -> None:
    opened(masuk(petugas), tiket)
    Ticket.objects.filter(pk=tiket.pk).update(service=layanan_lain)
    assert opened(masuk(penyelia), tiket) == ""


def test_a_name_is_shown_as_it_is_written(
    masuk: Masuk, tiket: Ticket, petugas: Staff, petugas_lain: Staff
) -> None:
    Staff.objects.filter(pk=petugas.pk).update(full_name="<b>Rina</b>")
    opened(masuk(Staff.objects.get(pk=petugas.pk)), tiket)
    assert "&lt;b&gt;Rina" in page(masuk(petugas_lain), tiket)


@pytest.mark.parametrize("readers", [0, 1, 3])
def test_a_poll_asks_no_more_for_those_who_are_there(
    masuk: Masuk,
    tiket: Ticket,
    readers: int,
    request: Any,
    django_assert_num_queries: Any,
) -> None:
    for name in ("petugas_lain", "penyelia", "admin_opd")[:readers]:
        opened(masuk(request.getfixturevalue(name)), tiket)
    rina = masuk(request.getfixturevalue("petugas"))
    tag = poll(rina, tiket).headers["ETag"]
    with django_assert_num_queries(POLL_QUERIES):
        assert poll(rina, tiket, tag=tag).status_code == 304


def test_presence_is_shared_by_files_where_there_is_no_redis(
    masuk: Masuk,
    tiket: Ticket,
    petugas: Staff,
    petugas_lain: Staff,
    settings: Any,
    tmp_path: Any,
) -> None:
    file_cache = {"BACKEND": "siwhapik.cache.FailOpenFileCache", "LOCATION": tmp_path / "together"}
    settings.CACHES = {**settings.CACHES, "together": file_cache}
    opened(masuk(petugas), tiket)
    assert opened(masuk(petugas_lain), tiket) == "Rina Petugas juga membuka tiket ini"
    other_process = FailOpenFileCache(str(tmp_path / "together"), {})
    assert other_process.get(f"{tiket.pk}:{tiket.agency_id}:{tiket.service_id}")
    assert isinstance(caches["together"], FailOpenFileCache)
