"""What is kept from readers of the ticket stays kept on the one that is split off, and on the way back."""

import datetime as dt
from typing import Any

import pytest

from services.models import Service, Staff
from tests.reading import flat
from tests.tickets.splitting.parts import part
from tickets import desk
from tickets.models import Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NAME = "Sulastri Contoh"


@pytest.fixture
def kept(campur: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    """`campur` as its officer kept the name."""
    return desk.keep_anonymous(campur, by=petugas, now=now)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_the_applicant_is_named_on_neither_page(
    masuk: Any, kept: Ticket, petugas: Staff, layanan: Service, now: dt.datetime
) -> None:
    Ticket.objects.update(applicant_name=NAME, proxy_name="Wagiman Contoh")
    kept.messages.filter(text__startswith="Sekalian").update(text=f"Legalisasi ijazah {NAME}")
    new = desk.split(kept, off=part(kept, layanan), by=petugas, now=now)
    client = masuk(petugas)
    for one in (kept, new):
        page = flat(client.get(one.get_absolute_url()))
        assert one.register_number in page
        assert NAME not in page
        assert "Wagiman" not in page
    assert (fresh(new).applicant_name, fresh(new).proxy_name) == (NAME, "Wagiman Contoh")


def test_what_an_officer_kept_is_no_promise_on_the_new_one(
    kept: Ticket, petugas: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    new = desk.split(kept, off=part(kept, layanan_lain), by=petugas, now=now)
    line = new.events.get(verb="kept_anonymous")
    assert (line.actor, desk.is_promised(new)) == (petugas, False)
    assert fresh(new).is_anonymous  # although `petugas` may not keep names at that service


def test_what_the_citizen_was_promised_is_promised_on_the_new_one(
    campur: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.keep_anonymous(campur, now=now)
    new = desk.split(campur, off=part(campur), by=petugas, now=now)
    assert desk.is_promised(new)


@pytest.mark.parametrize("is_promised", [True, False])
def test_what_is_kept_on_the_new_one_is_kept_where_its_words_return(
    campur: Ticket, petugas: Staff, layanan: Service, now: dt.datetime, is_promised: bool
) -> None:
    new = desk.split(campur, off=part(campur, layanan), by=petugas, now=now)
    desk.keep_anonymous(new, by=None if is_promised else petugas, now=now)
    desk.undo_split(new, by=petugas, now=now)
    assert fresh(campur).is_anonymous
    assert desk.is_promised(campur) == is_promised


def test_a_part_of_a_complaint_about_staff_is_one(
    campur: Ticket, petugas: Staff, penyelia: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    desk.mark_about_staff(campur, now=now)
    new = desk.split(campur, off=part(campur, layanan_lain), by=petugas, now=now)
    assert fresh(new).is_about_staff
    assert Notification.objects.filter(kind="about_staff", ticket=new, staff=penyelia).exists()
    desk.unmark_about_staff(campur, by=penyelia, now=now)
    desk.undo_split(campur, by=petugas, now=now)
    assert fresh(campur).is_about_staff
