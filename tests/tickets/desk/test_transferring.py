"""To another office: told once, with hops, due times and the named target of what is not ours."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Service, ServiceStandard, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.conftest import post
from tests.tickets.views.pages import page
from tickets import desk
from tickets.models import Conversation, Message, MessageTemplate, Ticket
from tickets.views.hops import hops_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
H = dt.timedelta(hours=1)


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    return desk.take(tiket, by=petugas, now=now)


@pytest.fixture
def di_sana(dinas_wita: Agency) -> Service:
    """A service of the other office, promised in 48 hours."""
    service = factories.ServiceFactory(agency=dinas_wita, name="Akta Contoh")
    factories.StandardFactory(service=service, deadline_amount=48)
    return service


def told() -> list[str]:
    return [one.text for one in Message.objects.filter(direction="out").order_by("pk")]


def test_the_citizen_is_told_once_where_the_matter_is_now(
    milik: Ticket, petugas: Staff, di_sana: Service, now: dt.datetime
) -> None:
    desk.transfer(milik, by=petugas, now=now, reason="Salah alamat", to_service=di_sana)
    assert told() == [
        f"Permohonan Bapak/Ibu nomor {milik.register_number} kami teruskan ke Dinas Kependudukan "
        "Contoh untuk layanan Akta Contoh.\n\nPaling lambat selesai Kamis 11.00 WITA. Nomornya "
        "tetap, dan Bapak/Ibu tetap menulis ke sini."
    ]
    message, event = Message.objects.get(), milik.events.get(verb="transferred")
    assert (message.origin, event.data["told"]) == ("system", "text")
    assert milik.first_responded_at is None  # it is no answer of an officer


def test_not_ours_names_who_is_competent_and_why(
    milik: Ticket, petugas: Staff, dinas_wita: Agency, now: dt.datetime
) -> None:
    desk.transfer(
        milik, by=petugas, now=now, reason="KTP luar", to_agency=dinas_wita, is_not_ours=True
    )
    assert "ke Dinas Kependudukan Contoh, karena bukan wewenang Dinas Sosial Contoh." in told()[0]
    event = milik.events.get(verb="transferred")
    assert (event.data["why"], event.reason) == ("not_ours", "KTP luar")


def test_to_another_service_of_the_office_nobody_is_told_and_it_is_ours(
    milik: Ticket, petugas: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    with pytest.raises(desk.Refused, match="Pilih instansi itu"):
        desk.transfer(
            milik, by=petugas, now=now, reason="x", to_service=layanan_lain, is_not_ours=True
        )
    assert not milik.events.filter(verb="transferred").exists()
    desk.transfer(milik, by=petugas, now=now, reason="x", to_service=layanan_lain)
    assert told() == []


@pytest.mark.parametrize("has_template", [True, False])
def test_outside_the_window_the_template_tells_or_the_history_says_why_not(
    milik: Ticket, petugas: Staff, di_sana: Service, now: dt.datetime, has_template: bool
) -> None:
    Conversation.objects.update(window_expires_at=None)
    if has_template:
        MessageTemplate.objects.create(
            channel=milik.channel, body="Kabar {{1}}: {{2}}", parameter_count=2, name="kabar_contoh"
        )
    milik.refresh_from_db()
    desk.transfer(milik, by=petugas, now=now, reason="x", to_service=di_sana)
    event = milik.events.get(verb="transferred")
    assert event.data["told"] == ("template" if has_template else "no_template")
    assert len(told()) == has_template


def test_hops_show_the_time_and_the_due_time_at_each(
    milik: Ticket, petugas: Staff, penyelia: Staff, orang_luar: Staff, dinas: Agency, layanan: Service,
    standar: ServiceStandard, di_sana: Service, now: dt.datetime,
) -> None:  # fmt: skip
    assert hops_of(milik, now=now) == []
    desk.transfer(milik, by=petugas, now=now + 2 * H, reason="x", to_service=di_sana)
    boss = factories.MembershipFactory(agency=di_sana.agency, role="supervisor").staff
    desk.transfer(milik, by=boss, now=now + 50 * H, reason="x", to_service=layanan)
    first, second, third = hops_of(milik, now=now + 51 * H)
    assert (first.place, first.length, first.is_late) == (
        "Dinsos Contoh, Surat Keterangan Contoh",
        "2 jam",
        False,
    )
    assert (second.place, second.length) == ("Dukcapil Contoh, Akta Contoh", "2 hari")
    assert second.is_late  # 48 hours from receipt were over
    assert (third.length, third.is_now, third.is_late) == ("1 jam", True, True)


def test_the_page_and_the_office_that_it_left_show_the_hops(
    masuk: Any, milik: Ticket, petugas: Staff, penyelia: Staff, di_sana: Service, now: dt.datetime
) -> None:
    assert "Perjalanan tiket" not in page(masuk(penyelia), milik)
    desk.transfer(milik, by=petugas, now=now, reason="x", to_service=di_sana)
    assert "Dukcapil Contoh, Akta Contoh" in page(masuk(penyelia), milik)  # what is kept here
    boss = factories.MembershipFactory(agency=di_sana.agency, role="supervisor").staff
    assert "Perjalanan tiket" in page(masuk(boss), milik)


def test_the_service_there_is_chosen_and_offices_are_told_apart(
    masuk: Any, milik: Ticket, petugas: Staff, layanan_lain: Service, di_sana: Service
) -> None:
    client = masuk(petugas)
    choices = (
        client.get(f"{milik.get_absolute_url()}teruskan/").context["form"].fields["to_service"]
    )
    assert [group[0] for group in choices.choices[1:]] == ["Dinsos Contoh", "Dukcapil Contoh"]
    answer = post(client, milik, "teruskan", {"to_service": di_sana.pk, "reason": "Salah alamat"})
    assert answer.status_code == 302
    moved = Ticket.objects.get()
    assert (moved.agency, moved.service) == (di_sana.agency, di_sana)


def test_what_no_office_here_is_competent_for_ends_with_the_name_of_who_is(
    masuk: Any, milik: Ticket, petugas: Staff
) -> None:
    data = {"elsewhere": "Kantor Imigrasi Contoh", "reason": "Paspor dibuat di sana."}
    answer = post(masuk(petugas), milik, "teruskan", data)
    assert answer.status_code == 302
    milik.refresh_from_db()
    assert (milik.state, milik.outcome) == ("resolved", "forwarded")
    assert (
        "Ini bukan wewenang Dinas Sosial Contoh. Yang berwenang: Kantor Imigrasi Contoh. Paspor "
        "dibuat di sana." in told()[0]
    )


def test_one_place_only_and_who_may_not_end_it_is_not_asked_who_is_competent(
    masuk: Any, milik: Ticket, petugas: Staff, petugas_lain: Staff, layanan_lain: Service
) -> None:
    both = {"elsewhere": "X", "to_service": layanan_lain.pk, "reason": "x"}
    answer = post(masuk(petugas), milik, "teruskan", both)
    assert (answer.status_code, "Pilih satu tujuan" in flat(answer)) == (422, True)
    assert "Pihak berwenang" not in page(masuk(petugas_lain), milik, "teruskan/")
    refused = post(masuk(petugas_lain), milik, "teruskan", {"elsewhere": "X", "reason": "x"})
    assert refused.status_code == 422
    milik.refresh_from_db()
    assert milik.state == "in_progress"
