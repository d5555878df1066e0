"""A ticket put aside for oneself: nobody else sees it, and it comes back in time."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.models import Notification, Snooze, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)  # Tuesday, 10.00 WIB
MONDAY = dt.datetime(2026, 6, 15, 2, tzinfo=dt.UTC)  # 09.00 WIB
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff, clock: Any) -> Ticket:
    """`tiket`, held by `petugas`, due in a month."""
    desk.take(tiket, by=petugas, now=NOW)
    later = NOW + dt.timedelta(days=30)
    Ticket.objects.update(sort_due_at=later, due_at=later, first_response_due_at=later)
    tiket.refresh_from_db()
    return tiket


def shown(client: Any, view: str) -> list[str]:
    """The register numbers of a list's rows."""
    page = client.get(f"/antrean/?tampilan={view}" if view else "/antrean/")
    html = page.content.decode().partition('id="queue-list"')[2]
    return [part.partition("/")[0] for part in html.split('class="row__link" href="/tiket/')[1:]]


def wrote(ticket: Ticket, at: dt.datetime) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(last_message_at=at, last_message_direction="in")


def told(staff: Staff) -> int:
    return Notification.objects.filter(kind="reminded", staff=staff).count()


def test_it_leaves_my_tasks_and_no_other_list(
    milik: Ticket, petugas: Staff, petugas_lain: Staff, masuk: Any
) -> None:
    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY)
    mine, theirs = masuk(petugas), masuk(petugas_lain)
    assert shown(mine, "saya") == []
    assert shown(mine, "") == shown(theirs, "") == [milik.register_number]
    assert shown(mine, "ditunda") == [milik.register_number]
    assert "Anda tunda sampai Senin 09.00 WIB" in flat(mine.get("/antrean/?tampilan=ditunda"))
    assert shown(theirs, "ditunda") == []
    assert "Saya tunda" in flat(mine.get("/antrean/"))
    assert "Saya tunda" not in flat(theirs.get("/antrean/"))
    assert not milik.events.exclude(verb="taken").exists()  # it is private
    following = Ticket.objects.visible_to(petugas).next_for(petugas, NOW)
    assert not following.exists()


def test_at_its_time_it_is_told_once_and_stands_on_top(
    milik: Ticket, petugas: Staff, masuk: Any, clock: Any
) -> None:
    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY)
    first = factories.TicketFactory(
        conversation__channel=milik.channel, service=milik.service, assignee=petugas
    )
    assert desk.end_snoozes(MONDAY - MINUTE) == 0
    clock.move_to(MONDAY)
    assert [desk.end_snoozes(MONDAY) for _ in range(2)] == [1, 0]
    assert told(petugas) == 1
    client = masuk(petugas)
    assert shown(client, "saya") == [milik.register_number, first.register_number]
    page = flat(client.get("/antrean/?tampilan=saya"))
    assert "Anda minta diingatkan" in page
    client.get(milik.get_absolute_url())  # opened: it goes to its place
    assert shown(client, "saya") == [first.register_number, milik.register_number]


def test_the_citizens_words_wake_it_at_once(milik: Ticket, petugas: Staff, masuk: Any) -> None:
    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY)
    wrote(milik, NOW + MINUTE)
    assert shown(masuk(petugas), "saya") == [milik.register_number]
    assert desk.end_snoozes(NOW + MINUTE) == 1
    assert told(petugas) == 0  # who holds it is told of the words themselves
    Ticket.objects.update(last_message_direction="out")
    assert shown(masuk(petugas), "saya") == [milik.register_number]


def test_its_due_time_wakes_it(milik: Ticket, petugas: Staff, masuk: Any, clock: Any) -> None:
    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY)
    Ticket.objects.update(sort_due_at=NOW + 5 * MINUTE)
    clock.shift(dt.timedelta(minutes=6))
    client = masuk(petugas)
    assert shown(client, "saya") == shown(client, "lewat") == [milik.register_number]
    assert desk.end_snoozes(NOW + 6 * MINUTE) == 1


def test_what_is_late_already_is_hidden_nowhere(milik: Ticket, petugas: Staff, masuk: Any) -> None:
    Ticket.objects.update(sort_due_at=NOW - MINUTE)
    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY)
    assert shown(masuk(petugas), "saya") == [milik.register_number]
    assert desk.end_snoozes(NOW + MINUTE) == 0  # still a reminder
    assert desk.end_snoozes(MONDAY) == 1
    assert told(petugas) == 1


def test_somebody_elses_ticket_tells_who_set_the_reminder(
    milik: Ticket, penyelia: Staff, petugas: Staff
) -> None:
    desk.snooze(milik, by=penyelia, now=NOW, until=MONDAY)
    wrote(milik, NOW + MINUTE)
    desk.end_snoozes(NOW + 2 * MINUTE)
    assert (told(penyelia), told(petugas)) == (1, 0)


def test_who_may_no_longer_read_it_is_told_nothing(
    milik: Ticket, penyelia: Staff, dinas_wita: Any
) -> None:
    desk.snooze(milik, by=penyelia, now=NOW, until=MONDAY)
    Ticket.objects.update(agency=dinas_wita)
    assert desk.end_snoozes(MONDAY) == 1
    assert (told(penyelia), Snooze.objects.count()) == (0, 0)


def test_set_anew_it_counts_once(milik: Ticket, petugas: Staff) -> None:
    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY)
    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY + MINUTE)
    assert desk.end_snoozes(MONDAY) == 0
    desk.snooze(milik, by=petugas, now=NOW, until=None)
    assert (desk.end_snoozes(MONDAY + MINUTE), told(petugas)) == (0, 0)


@pytest.mark.parametrize("until", [NOW, NOW - MINUTE, NOW + dt.timedelta(days=91)])
def test_a_moment_that_cannot_be_is_refused(
    milik: Ticket, petugas: Staff, until: dt.datetime
) -> None:
    with pytest.raises(desk.Refused):
        desk.snooze(milik, by=petugas, now=NOW, until=until)
    assert not Snooze.objects.exists()


def test_a_run_that_dies_tells_later(
    milik: Ticket, petugas: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    desk.snooze(milik, by=petugas, now=NOW, until=MONDAY)
    with monkeypatch.context() as patch:
        patch.setattr("tickets.desk.snoozing.tell", dies)
        assert desk.end_snoozes(MONDAY) == 0
    assert (desk.end_snoozes(MONDAY), told(petugas)) == (1, 1)


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        ({"offer": "2jam"}, NOW + dt.timedelta(hours=2)),
        ({"offer": "2026-06-15"}, dt.datetime(2026, 6, 15, 0, 30, tzinfo=dt.UTC)),
        ({"offer": "lain", "at": "2026-06-15T09:00"}, MONDAY),
    ],
)
def test_the_form_offers_moments_of_the_office(
    milik: Ticket, petugas: Staff, masuk: Any, sent: dict[str, str], until: dt.datetime
) -> None:
    client, address = masuk(petugas), f"{milik.get_absolute_url()}ingatkan-saya/"
    assert "Senin: Senin 07.30 WIB" in flat(client.get(address))
    assert "Jangan ingatkan lagi" not in flat(client.get(address))
    client.post(address, sent)
    assert Snooze.objects.get().until == until
    page = flat(client.get(address))
    assert "Pengingat Anda sekarang:" in page
    client.post(address, {"offer": "hapus"})
    assert not Snooze.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Pilih waktunya dahulu."),
        ({"offer": "lain"}, "Pilih waktunya dahulu."),
        ({"offer": "lain", "at": "x"}, "Waktu itu tidak dikenali."),
        ({"offer": "lain", "at": "2026-06-09T09:00"}, "Waktu itu sudah lewat."),
        ({"offer": "hapus"}, "hapus"),
    ],
)
def test_the_form_says_what_is_wrong(
    milik: Ticket, petugas: Staff, masuk: Any, sent: dict[str, str], says: str
) -> None:
    answer = masuk(petugas).post(f"{milik.get_absolute_url()}ingatkan-saya/", sent)
    assert (answer.status_code, says in flat(answer)) == (422, True)


def test_an_outsider_and_a_reader_set_none(
    milik: Ticket, orang_luar: Staff, admin_opd: Staff, masuk: Any
) -> None:
    address = f"{milik.get_absolute_url()}ingatkan-saya/"
    assert masuk(orang_luar).post(address, {"offer": "2jam"}).status_code == 404
    assert masuk(admin_opd).post(address, {"offer": "2jam"}).status_code == 403
    assert not Snooze.objects.exists()
