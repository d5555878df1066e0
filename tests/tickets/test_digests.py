"""The choice of how to be told, and the mail of the morning: once, unread only, nothing personal."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from services.models import Agency, Staff
from tickets import desk
from tickets.digests import send_digests
from tickets.models import Notification, NotificationChoice, Ticket
from tickets.notifications import KINDS, Kind, Occasion, tell
from tickets.views.notification_choices import SAVED, rows_of

pytestmark = pytest.mark.django_db
CHOICES = "/akun/pemberitahuan/"
H = dt.timedelta(hours=1)


@pytest.fixture
def seven() -> dt.datetime:
    """Wednesday 10 June 2026, 07.00 WIB: the morning after `now`."""
    return dt.datetime(2026, 6, 10, 0, 0, tzinfo=dt.UTC)


def choose(staff: Staff, kind: Kind, *, screen: bool = True, digest: bool = False) -> None:
    NotificationChoice.objects.create(staff=staff, kind=kind, on_screen=screen, in_digest=digest)


def noted(ticket: Ticket, *, by: Staff, now: dt.datetime) -> None:
    desk.note(ticket, by=by, now=now, text="NIK 3515010101010001 Ibu Sari Contoh")


@pytest.fixture
def dipegang(tiket: Ticket, petugas: Staff, now: dt.datetime, clock: Any) -> Ticket:
    return desk.take(tiket, by=petugas, now=now)


def test_unread_ones_are_mailed_once_at_seven_with_numbers_and_kinds_only(
    dipegang: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, seven: dt.datetime
) -> None:
    choose(petugas, Kind.NOTED, digest=True)
    noted(dipegang, by=penyelia, now=now)
    noted(dipegang, by=penyelia, now=now + H)
    assert send_digests(seven - dt.timedelta(minutes=1)) == 0
    assert [send_digests(seven), send_digests(seven), send_digests(seven + H)] == [1, 0, 0]
    (letter,) = mail.outbox
    assert letter.to == ["petugas@contoh.go.id"]
    assert letter.subject == "Notifikasi pagi ini: 2 belum dibaca"
    assert "DINSOS-2026-000001: Catatan rekan di tiket saya\n" in letter.body
    for personal in ("Sari", "3515", "Wati", "NIK"):
        assert personal not in letter.body + letter.subject


def test_what_was_read_or_not_chosen_or_came_since_seven_is_not_mailed(
    dipegang: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, seven: dt.datetime
) -> None:
    noted(dipegang, by=penyelia, now=now)  # not chosen yet
    choose(petugas, Kind.NOTED, digest=True)
    noted(dipegang, by=penyelia, now=now)
    Notification.objects.update(read_at=now)
    noted(dipegang, by=penyelia, now=seven)
    assert send_digests(seven + H) == 0
    assert mail.outbox == []
    assert send_digests(seven + 24 * H) == 1


@pytest.mark.parametrize("days", [4, 5])  # Saturday and Sunday
def test_no_mail_on_a_day_on_which_the_office_is_closed(
    dipegang: Ticket,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    seven: dt.datetime,
    days: int,
) -> None:
    choose(petugas, Kind.NOTED, digest=True)
    noted(dipegang, by=penyelia, now=now)
    closed = seven + dt.timedelta(days=days - 1)
    assert send_digests(closed) == 0
    assert send_digests(seven + dt.timedelta(days=5)) == 1  # Monday


def test_seven_is_by_the_clock_of_the_persons_office(
    dipegang: Ticket,
    dinas: Agency,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    seven: dt.datetime,
) -> None:
    Agency.objects.filter(pk=dinas.pk).update(timezone=Agency.Zone.JAYAPURA)
    choose(petugas, Kind.NOTED, digest=True)
    noted(dipegang, by=penyelia, now=now)
    assert send_digests(seven - 2 * H) == 1


def test_nobody_who_is_off_or_has_no_address_is_mailed(
    dipegang: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, seven: dt.datetime
) -> None:
    choose(petugas, Kind.NOTED, digest=True)
    noted(dipegang, by=penyelia, now=now)
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    assert send_digests(seven) == 0
    Staff.objects.filter(pk=petugas.pk).update(is_active=True, email="")
    assert send_digests(seven) == 0


def test_with_the_mail_server_away_nothing_is_claimed(
    dipegang: Ticket,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    seven: dt.datetime,
    monkeypatch: Any,
) -> None:
    choose(petugas, Kind.NOTED, digest=True)
    noted(dipegang, by=penyelia, now=now)

    def away(self: Any) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        assert send_digests(seven) == 0
    assert send_digests(seven + H) == 1


def test_a_kind_that_is_off_is_not_told_and_one_for_the_mail_alone_is_not_on_screen(
    masuk: Any,
    dipegang: Ticket,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    seven: dt.datetime,
) -> None:
    choose(petugas, Kind.NOTED, screen=False)
    choose(petugas, Kind.ANSWERED, screen=False, digest=True)
    noted(dipegang, by=penyelia, now=now)
    assert not Notification.objects.exists()
    desk.reply(dipegang, by=penyelia, now=now, reply=desk.Reply(text="Baik"))
    browser = masuk(petugas)
    assert "membalas pemohon" not in browser.get("/pemberitahuan/").content.decode()
    assert Notification.objects.get().wants_digest
    browser.get(dipegang.get_absolute_url())  # read there, so nothing is left for the morning
    assert send_digests(seven) == 0


def test_an_emergency_is_on_screen_whatever_was_chosen(
    dipegang: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    choose(petugas, Kind.URGENT, screen=False)
    desk.mark_urgent(dipegang, by=penyelia, now=now)
    assert Notification.objects.filter(staff=petugas, kind="urgent").unread().count() == 1


def test_the_page_shows_and_keeps_each_choice_of_this_person_alone(
    masuk: Any, petugas: Staff, petugas_lain: Staff
) -> None:
    browser = masuk(petugas)
    page = browser.get(CHOICES).content.decode()
    assert all(about.label in page for about in KINDS.values())
    given = {"layar": ["mentioned", "bukan-jenis"], "surel": ["noted"], "segera": "on"}
    assert SAVED in browser.post(CHOICES, given, follow=True).content.decode()
    mine = {row.kind: row for row in rows_of(petugas)}
    assert {kind for kind, row in mine.items() if row.on_screen} == {
        "mentioned",
        "urgent",
        "escalated",
    }
    assert {kind for kind, row in mine.items() if row.in_digest} == {"noted"}
    petugas.refresh_from_db()
    assert petugas.email_reminders
    assert all(row.on_screen and not row.in_digest for row in rows_of(petugas_lain))
    assert not NotificationChoice.objects.filter(kind="bukan-jenis").exists()


def test_a_burst_for_the_mail_alone_is_one_row_too(
    dipegang: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    choose(petugas, Kind.CITIZEN_WROTE, screen=False, digest=True)
    for number in range(3):
        told = Occasion(kind=Kind.CITIZEN_WROTE, cause=f"message:{number}")
        tell(told, ticket=dipegang, now=now)
    assert Notification.objects.get().count == 3
