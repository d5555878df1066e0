"""The frame of staff pages: the rail by right, the banners, the reminders."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from services.models import Agency, Membership, Role, Staff
from tests import factories
from tests.reading import flat
from tickets.models import Channel, Heartbeat, Notification, Ticket


def page(client: Any) -> str:
    caches["moment"].clear()
    text: str = flat(client.get("/pemberitahuan/"))
    return text


@pytest.fixture
def sweeping(db: None) -> None:
    Heartbeat.objects.create(name="deliver", at=timezone.now())


def test_the_rail_shows_what_one_may(
    masuk: Any, petugas: Staff, penyelia: Staff, evaluator: Staff, admin_opd: Staff
) -> None:
    def links(staff: Staff) -> set[str]:
        text = page(masuk(staff))
        known = ("/antrean/", "/dasbor/", "/dasbor/ikm/", "/kelola/", "/pemberitahuan/")
        return {url for url in known if f'class="rail__link" href="{url}"' in text}

    assert links(petugas) == {"/antrean/", "/dasbor/", "/dasbor/ikm/", "/pemberitahuan/"}
    assert links(penyelia) == {
        "/antrean/",
        "/dasbor/",
        "/dasbor/ikm/",
        "/kelola/",
        "/pemberitahuan/",
    }
    assert links(evaluator) == {"/dasbor/ikm/", "/pemberitahuan/"}
    assert "/kelola/" in links(admin_opd)


def test_all_is_well_and_nothing_is_said(masuk: Any, petugas: Staff, sweeping: None) -> None:
    assert 'class="banner' not in page(masuk(petugas))


def test_a_standstill_of_the_sweeps_is_said(masuk: Any, petugas: Staff) -> None:
    assert "Pengerjaan di belakang layar berhenti" in page(masuk(petugas))
    Heartbeat.objects.create(name="deliver", at=timezone.now() - dt.timedelta(minutes=5))
    assert "Pengerjaan di belakang layar berhenti" in page(masuk(petugas))


def test_a_dead_token_is_said_to_its_own_office_only(
    masuk: Any, petugas: Staff, orang_luar: Staff, kanal: Channel, sweeping: None
) -> None:
    kanal.health = Channel.Health.STOPPED
    kanal.health_error = {"code": "no_access"}
    kanal.save()
    assert "tidak dapat mengirim. Token akses belum diisi." in page(masuk(petugas))
    assert "Token akses" not in page(masuk(orang_luar))


def test_what_several_numbers_have_in_common_is_said_once_and_the_gravest_first(
    masuk: Any, petugas: Staff, kanal: Channel, sweeping: None
) -> None:
    stopped = factories.ChannelFactory(agency=kanal.agency, health=Channel.Health.STOPPED)
    for channel in (kanal, stopped):
        channel.templates.create(
            name="kabar", body="{{1}}", parameter_count=1, status="paused", reported_event="PAUSED"
        )
    Channel.objects.filter(pk=kanal.pk).update(health=Channel.Health.RESTRICTED)
    said = re.findall(r'class="banner[^>]*>.*?<span>(.*?)</span>', page(masuk(petugas)), re.DOTALL)
    assert len(said) == 2
    assert "tidak dapat mengirim" in said[0]
    assert "Templat kabar dijeda" in said[1]


def test_home_leads_each_to_their_work(
    masuk: Any, client: Any, petugas: Staff, penyelia: Staff, evaluator: Staff
) -> None:
    assert client.get("/").headers["Location"] == "/masuk/"
    assert masuk(petugas).get("/").headers["Location"] == "/antrean/"
    assert masuk(penyelia).get("/").headers["Location"] == "/dasbor/"
    assert masuk(evaluator).get("/").headers["Location"] == "/dasbor/ikm/"


def test_a_reminder_is_shown_and_read_by_its_own_person(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    row = Notification.objects.create(
        ticket=tiket, staff=petugas, kind="completion", due_at=tiket.due_at, step="75%",
        created_at=timezone.now(),
    )  # fmt: skip
    assert "tinggal seperempat waktu" in page(masuk(petugas))
    assert "tinggal seperempat waktu" not in page(masuk(petugas_lain))
    masuk(petugas_lain).post(f"/pemberitahuan/{row.pk}/")
    row.refresh_from_db()
    assert row.read_at is None
    answer = masuk(petugas).post(f"/pemberitahuan/{row.pk}/")
    assert answer.headers["Location"] == tiket.get_absolute_url()
    row.refresh_from_db()
    assert row.read_at is not None


def test_the_newest_reminders_are_read_in_the_order_of_an_index(petugas: Staff) -> None:
    if connection.vendor == "postgresql":  # with so few rows it would rather sort them
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    own = Notification.objects.filter(staff=petugas, is_skipped=False)[:100]
    assert "notification_of_staff" in own.explain()


def test_a_reminder_never_leads_a_head_of_office_to_a_missing_page(
    masuk: Any, dinas: Agency, tiket: Ticket
) -> None:
    head = factories.StaffFactory(full_name="Kepala Contoh")
    factories.MembershipFactory(staff=head, agency=dinas, role=Role.OFFICIAL)
    row = Notification.objects.create(
        ticket=tiket, staff=head, kind="completion", due_at=tiket.due_at, step="due",
        created_at=timezone.now(),
    )  # fmt: skip
    listed = page(masuk(head))
    assert "Buka tiket" in listed
    Ticket.objects.filter(pk=tiket.pk).update(agency=factories.AgencyFactory())
    listed = page(masuk(head))
    assert "Tandai dibaca" in listed
    assert "Buka tiket" not in listed
    answer = masuk(head).post(f"/pemberitahuan/{row.pk}/", follow=True)
    assert answer.redirect_chain == [("/pemberitahuan/", 302)]
    text = flat(answer)
    assert f"Notifikasi {tiket.register_number} sudah dibaca." in text
    assert "Sari Contoh" not in text
    row.refresh_from_db()
    assert row.read_at is not None


@pytest.mark.parametrize("address", ["/tiket/TIDAK-ADA/", "/alamat-salah/"])
def test_a_wrong_address_says_what_to_do(masuk: Any, petugas: Staff, address: str) -> None:
    answer = masuk(petugas).get(address)
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in flat(answer)


def test_paper_says_whose_it_is_when_and_by_whom(
    masuk: Any, petugas: Staff, evaluator: Staff, dinas: Agency, clock: Any
) -> None:
    said = f"{dinas.name} · Dicetak Selasa, 9 Juni 2026"
    assert said in page(masuk(petugas))
    assert f"oleh {petugas}" in page(masuk(petugas))
    assert "Semua instansi · Dicetak" in page(masuk(evaluator))


def test_paper_of_who_works_for_two_offices_names_neither(
    masuk: Any, petugas: Staff, dinas: Agency, dinas_wita: Agency, clock: Any
) -> None:
    Membership.objects.create(staff=petugas, agency=dinas_wita, role=Role.OPERATOR)
    said = page(masuk(petugas)).split(" · Dicetak")
    assert len(said) == 1
    assert "Dicetak" in said[0]
