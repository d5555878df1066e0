"""Pages of figures are drawn once, and anew for whatever changes what they say."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Agency, Staff
from siwhapik import drawn_content
from siwhapik.dashboard.charts import paired_bars
from siwhapik.period_form import KeptSelect
from siwhapik.templatetags.drawing import drawing
from tests import factories
from tests.asked import texts
from tests.reading import flat
from tickets import desk
from tickets.models import QueueVersion, Ticket

Login = Callable[[Staff], Client]
MONTH = "rentang=2026-06"
PAGES = {"/dasbor/": 9, "/laporan/jenis/": 4, "/laporan/janji/": 4, "/laporan/buku/": 4}


@pytest.fixture(autouse=True)
def kept_pages(settings: Any) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "figures"}}
    caches["pages"].clear()


def said(client: Client, address: str) -> str:
    """The text of the middle of a page."""
    page = flat(client.get(address))
    middle = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub("<[^>]*>", " ", middle).split())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_counts_nothing_until_something_changes(
    juni: list[Ticket],
    penyelia: Staff,
    masuk: Login,
    page: str,
    django_assert_max_num_queries: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, address = masuk(penyelia), f"{page}?{MONTH}"
    first = said(client, address)
    with django_assert_max_num_queries(PAGES[page]) as asked:  # session, person, offices, counters
        assert said(client, address) == first
    assert not [sql for sql in texts(asked) if "tickets_ticket" in sql]
    walk_in = desk.WalkIn(agency=juni[0].agency, name="Warga Contoh", subject="Contoh")
    with django_capture_on_commit_callbacks(execute=True):
        desk.register_walk_in(walk_in, by=penyelia, now=timezone.now())
    assert said(client, address) != first


def test_what_becomes_late_by_time_alone_is_seen_in_the_minute_in_which_it_does(
    clock: Any, juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    soon = timezone.now() + dt.timedelta(seconds=30)
    Ticket.objects.filter(pk=juni[-1].pk).update(sort_due_at=soon, due_at=soon)

    def overdue() -> int:
        answer = said(client, "/dasbor/")
        return int(answer.partition("Lewat tenggat ")[2].partition(" ")[0])

    before = overdue()
    clock.shift(dt.timedelta(seconds=60))
    assert overdue() == before + 1


def test_what_is_kept_is_nobody_elses(
    juni: list[Ticket], penyelia: Staff, petugas: Staff, orang_luar: Staff, masuk: Login
) -> None:
    address = f"/laporan/buku/?{MONTH}"
    assert juni[0].register_number in said(masuk(penyelia), address)
    assert juni[0].register_number not in said(masuk(orang_luar), address)
    client = masuk(petugas)
    assert client.get(address).status_code == 200
    petugas.memberships.update(is_active=False)
    assert client.get(address).status_code == 403


def test_who_sees_all_offices_sees_a_change_of_any(
    juni: list[Ticket], super_admin: Staff, masuk: Login
) -> None:
    client = masuk(super_admin)
    client.get(f"/laporan/jenis/?{MONTH}")
    Ticket.objects.filter(pk=juni[0].pk).update(kind="complaint")
    QueueVersion.bump(juni[0].agency_id)
    assert "3 pengaduan" in said(client, f"/laporan/jenis/?{MONTH}")


def test_the_books_number_is_shown_at_once(
    juni: list[Ticket], penyelia: Staff, masuk: Login, django_capture_on_commit_callbacks: Any
) -> None:
    client = masuk(penyelia)
    assert "7 dari 7" in said(client, f"/laporan/daring/?{MONTH}")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/laporan/loket/", {"tahun": 2026, "bulan": 6, "jumlah": 30})
    assert "7 dari 16" in said(client, f"/laporan/daring/?{MONTH}")  # nine of thirty days


def test_another_name_of_the_office_is_shown_at_once(
    juni: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    client.get(f"/laporan/jenis/?{MONTH}")
    Agency.objects.filter(pk=dinas.pk).update(name="Dinas Berganti Nama")
    assert "Dinas Berganti Nama" in said(client, f"/laporan/jenis/?{MONTH}")


def test_who_signs_and_who_prints_is_as_it_is_now(
    juni: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    client, address = masuk(penyelia), f"/laporan/jenis/?{MONTH}"
    assert f"Disiapkan oleh, {penyelia.full_name}" in said(client, address)
    Agency.objects.filter(pk=dinas.pk).update(head_title="Plt. Kepala Dinas")
    assert "Mengetahui, Plt. Kepala Dinas" in said(client, address)
    Staff.objects.filter(pk=penyelia.pk).update(full_name="Nama Baru")
    assert "Disiapkan oleh, Nama Baru" in said(client, address)


def test_a_long_page_is_not_kept(
    juni: list[Ticket], penyelia: Staff, masuk: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_content, "LONGEST", 1000)
    client, address = masuk(penyelia), f"/laporan/buku/?{MONTH}"
    client.get(address)
    factories.TicketFactory(conversation=juni[0].conversation, subject="Perihal yang baru")
    assert "Perihal yang baru" in said(client, address)


@pytest.mark.parametrize("chosen", ["", "7", "<b>"])
def test_a_kept_select_is_the_plain_one(chosen: str) -> None:
    choices = [("", "Semua"), ("Hari & jam", (("7", "7 hari"), ("<b>", "<i>")))]
    plain = forms.Select(attrs={"class": "input"}, choices=choices)
    kept = KeptSelect(attrs={"class": "input"}, choices=choices)
    for _ in range(2):
        shown = kept.render("rentang", chosen, attrs={"id": "id_rentang"})
        assert shown == plain.render("rentang", chosen, attrs={"id": "id_rentang"})


def test_a_bar_says_what_it_is_and_no_more() -> None:
    chart = paired_bars(["<b>"], [3], [1], names=("masuk", "selesai"))
    html = drawing(chart)
    assert "<title>&lt;b&gt;: 3 masuk</title>" in html
    assert html.count('<rect class="dash-chart__out"') == 1


def test_what_there_is_to_choose_from_is_read_once_and_a_newer_choice_is_found_all_the_same(
    juni: list[Ticket], dinas: Agency, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    client.get(f"/laporan/jenis/?{MONTH}")
    fresh = factories.ServiceFactory(agency=dinas, name="Layanan Baru Contoh")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/laporan/janji/?{MONTH}")
    assert not [sql for sql in texts(asked) if 'FROM "tickets_channel"' in sql]
    page = client.get(f"/laporan/jenis/?{MONTH}&layanan={fresh.pk}")
    assert "Layanan: Layanan Baru Contoh" in flat(page)
    assert f'<option value="{fresh.pk}" selected>' in page.content.decode()
    other = factories.ServiceFactory(name="Layanan Kantor Lain Contoh")
    assert "Layanan:" not in said(client, f"/laporan/jenis/?{MONTH}&layanan={other.pk}")
