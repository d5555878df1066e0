"""The queue page and its polling address."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat, marked
from tests.tickets.views.queue_rows import rows
from tickets.models import QueueVersion, Ticket


def test_a_row_says_who_what_and_how_long(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    text = rows(masuk(petugas))
    for part in ("Sari Contoh", tiket.register_number, "Surat Keterangan Contoh", "Belum diambil"):
        assert part in text
    assert "Sisa " in text


def test_an_outsider_sees_none_of_it(masuk: Any, orang_luar: Staff, tiket: Ticket) -> None:
    assert tiket.register_number not in rows(masuk(orang_luar))


def test_figures_only_means_no_rows(masuk: Any, pengamat: Staff, tiket: Ticket) -> None:
    client = masuk(pengamat)
    assert tiket.register_number not in flat(client.get("/antrean/"))
    assert client.get("/antrean/perubahan/").status_code == 404
    assert client.get("/antrean/saringan/").status_code == 404


def test_a_visitor_is_sent_to_the_log_in(client: Any, db: None) -> None:
    assert client.get("/antrean/").headers["Location"] == "/masuk/?next=/antrean/"
    answer = client.get("/antrean/perubahan/", headers={"HX-Request": "true"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("?status=entah", "Saringan Status di"),
        ("?tampilan=entah&status=new", "Saringan Tampilan di"),
        ("?layanan=999999&masuk_dari=kapan", "Saringan Layanan, Masuk sejak di"),
    ],
)
def test_a_filter_that_is_not_known_is_said_to_be_ignored(
    masuk: Any, petugas: Staff, tiket: Ticket, query: str, label: str
) -> None:
    client = masuk(petugas)
    page = client.get(f"/antrean/{query}")
    assert f"{label} alamat ini tidak dikenal, jadi diabaikan." in flat(page)
    assert tiket.register_number in flat(page)
    assert "diabaikan" not in flat(client.get("/antrean/?status=new&tampilan=bebas"))


def test_tickets_without_service_or_officer_can_be_listed(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    client = masuk(petugas)
    assert tiket.register_number in rows(client, "?petugas=belum")
    assert tiket.register_number not in rows(client, "?layanan=belum")
    Ticket.objects.update(service=None, assignee=petugas)
    assert tiket.register_number in rows(client, "?layanan=belum")
    assert tiket.register_number not in rows(client, "?petugas=belum")


@pytest.mark.parametrize("query", ["?status=closed&status=resolved", "?tampilan=selesai"])
def test_history_is_read_page_by_page_without_sorting_all_of_it(
    masuk: Any, petugas: Staff, tiket: Ticket, query: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        masuk(petugas).get(f"/antrean/{query}")
    assert not [one["sql"] for one in asked if "DISTINCT" in one["sql"]]


def test_the_most_urgent_comes_first_and_paging_loses_none(
    masuk: Any, petugas: Staff, layanan: Service, tiket: Ticket, clock: Any, now: dt.datetime
) -> None:
    tiket.delete()
    due = [now + dt.timedelta(minutes=n // 2) for n in range(120)]
    for at in due:
        factories.TicketFactory(
            conversation__channel__agency=layanan.agency,
            service=layanan,
            due_at=at,
            first_response_due_at=at,
        )
    client, query, seen = masuk(petugas), "", []
    for _ in range(4):
        page = client.get(f"/antrean/{query}")
        seen += [row.register for row in page.context["rows"]]
        query = page.context["next_url"]
        if not query:
            break
    wanted = Ticket.objects.order_by("sort_due_at", "pk").values_list("register_number", flat=True)
    assert seen == list(wanted)


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("tampilan=selesai", ("-resolved_at", "-pk")),
        ("status=closed&status=resolved", ("-resolved_at", "-pk")),
        ("masuk_dari=2026-06-01", ("-received_at", "-pk")),
        ("selesai_sampai=2026-06-30&masuk_dari=2026-01-01", ("-resolved_at", "-pk")),
    ],
)
def test_paging_through_what_is_done_loses_none(
    masuk: Any, petugas: Staff, tiket: Ticket, now: dt.datetime, query: str, order: tuple[str, ...]
) -> None:
    tiket.delete()
    for n in range(120):  # the earlier the register number, the later the moments, two at a time
        at = now - dt.timedelta(minutes=n // 2)
        factories.TicketFactory(
            conversation__channel=tiket.channel, service=tiket.service, state="closed",
            received_at=at, resolved_at=now - dt.timedelta(minutes=(n * 7 % 120) // 2),
        )  # fmt: skip
    client, page, seen = masuk(petugas), f"?{query}", []
    for _ in range(4):
        answer = client.get(f"/antrean/{page}")
        seen += [row.register for row in answer.context["rows"]]
        page = answer.context["next_url"]
        if not page:
            break
    assert seen == list(Ticket.objects.order_by(*order).values_list("register_number", flat=True))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="as PostgreSQL plans it")
def test_a_far_away_month_is_read_in_the_order_of_an_index(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    with CaptureQueriesContext(connection) as asked:
        masuk(petugas).get("/antrean/?masuk_dari=2024-01-01&masuk_sampai=2024-01-31")
    page = next(one["sql"] for one in asked if "last_message_text" in one["sql"])
    with connection.cursor() as cursor:
        for other in ("seqscan", "bitmapscan", "sort"):  # on one row they cost the same
            cursor.execute(f"SET LOCAL enable_{other} = off")
        cursor.execute(f"EXPLAIN {page}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Scan Backward using ticket_received" in plan


def test_counts_are_those_of_the_lists(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any, now: dt.datetime
) -> None:
    factories.TicketFactory(
        conversation__channel=tiket.channel,
        service=tiket.service,
        assignee=petugas,
        state="in_progress",
        has_trouble=True,
        due_at=now - dt.timedelta(hours=1),
    )
    client = masuk(petugas)
    tabs = {tab.key: tab.count for tab in client.get("/antrean/").context["tabs"]["views"]}
    assert tabs == {
        "semua": 2, "saya": 1, "bebas": 1, "belum-dibalas": 0, "segera": 0, "lewat": 1, "gangguan": 1,
        "selesai": None,
    }  # fmt: skip
    for key in ("saya", "bebas", "lewat", "gangguan"):
        assert len(client.get(f"/antrean/?tampilan={key}").context["rows"]) == tabs[key]


def test_a_poll_is_304_until_something_changes(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any, dinas: Agency
) -> None:
    client = masuk(petugas)
    first = client.get("/antrean/perubahan/")
    assert first.status_code == 200
    same = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/antrean/perubahan/", headers=same).status_code == 304
    factories.TicketFactory(
        conversation__channel=tiket.channel, service=tiket.service, register_number="BARU-2026-1"
    )
    QueueVersion.bump(dinas.pk)
    again = client.get("/antrean/perubahan/", headers=same)
    assert again.status_code == 200
    assert "BARU-2026-1" in flat(again)


def test_a_304_costs_no_look_at_tickets(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any, django_assert_num_queries: Any
) -> None:
    client = masuk(petugas)
    same = {"If-None-Match": client.get("/antrean/perubahan/").headers["ETag"]}
    with django_assert_num_queries(
        3
    ) as queries:  # session, person with roles and services, version
        client.get("/antrean/perubahan/", headers=same)
    assert not any("tickets_ticket" in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize("count", [1, 50])
def test_fifty_rows_cost_as_many_queries_as_one(
    masuk: Any, petugas: Staff, layanan: Service, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        factories.TicketFactory(
            conversation__channel__agency=layanan.agency, service=layanan, assignee=petugas
        )
    client = masuk(petugas)
    with django_assert_num_queries(QUEUE_QUERIES):
        page = client.get("/antrean/")
    assert len(page.context["rows"]) == count


QUEUE_QUERIES = 11


def test_junk_in_the_address_breaks_nothing(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    client = masuk(petugas)
    for query in (
        "?sesudah=9-9-9", "?sesudah=99999999999999999-1", "?sesudah=x", "?status=semua",
        "?layanan=abc", "?tampilan=%00", "?q=%00", "?masuk_dari=kemarin", "?petugas=-1",
    ):  # fmt: skip
        assert client.get(f"/antrean/{query}").status_code == 200


@pytest.mark.parametrize(
    ("direction", "kind", "said"),
    [
        ("in", "image", "[Foto]"),
        ("in", "hologram", "[Pesan]"),
        ("out", "survey", "Kantor: [Undangan survei]"),
    ],
)
def test_what_has_no_words_is_named_in_the_list(
    masuk: Any, petugas: Staff, tiket: Ticket, direction: str, kind: str, said: str
) -> None:
    Ticket.objects.update(
        last_message_text="", last_message_kind=kind, last_message_direction=direction
    )
    assert f">{said}<" in rows(masuk(petugas))


def test_a_masked_nik_and_number_stand_in_the_list(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    tiket.citizen.profile_name = ""
    tiket.citizen.save()
    Ticket.objects.update(last_message_text="NIK saya 3578012345670001")
    text = rows(masuk(petugas))
    assert "3578012345670001" not in text
    assert "6281200001234" not in text
    assert "35••••••••••0001" in text


def test_a_filter_that_asks_for_nothing_says_all(masuk: Any, petugas: Staff) -> None:
    part = flat(masuk(petugas).get("/antrean/saringan/"))
    assert part.count('<option value="" selected>Semua</option>') == 10
    assert "-----" not in part


def test_a_filter_with_an_unknown_value_says_so_beside_it(masuk: Any, petugas: Staff) -> None:
    part = flat(masuk(petugas).get("/antrean/saringan/?masuk_dari=kemarin&sumber=surat"))
    assert marked(part) == ["sumber", "masuk_dari"]
    assert "(boleh kosong)" not in part


def test_days_are_picked_from_the_browsers_own_calendar(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    part = flat(masuk(petugas).get("/antrean/saringan/?masuk_dari=2026-06-09"))
    assert part.count('type="date"') == 4
    part = flat(masuk(petugas).get("/antrean/saringan/?tempo_dari=2026-06-09"))
    assert 'name="tempo_dari" value="2026-06-09"' in part
    assert 'value="2026-06-09"' in part


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("", ["Semua terbuka"]),
        ("tampilan=bebas", ["Belum diambil"]),
        ("tampilan=bebas&q=warga", ["Belum diambil"]),
        ("q=warga", []),
        ("balasan=lambat", []),
        ("status=new", ["Baru"]),
    ],
)
def test_the_tab_that_looks_chosen_is_what_the_list_shows(
    masuk: Any, petugas: Staff, query: str, chosen: list[str]
) -> None:
    page = flat(masuk(petugas).get(f"/antrean/?{query}", follow=True))
    found = re.findall(r'class="tabs__item"[^>]*aria-current="page"[^>]*>([^<]+)', page)
    assert found == chosen
