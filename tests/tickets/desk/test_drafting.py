"""A colleague's draft is taken over: added to one's own, and nobody loses a word."""

import datetime as dt
from typing import Any

import pytest

from services.models import Role, Staff
from tests import factories
from tickets import desk
from tickets.desk import Refused
from tickets.desk.drafting import LONGEST
from tickets.models import Draft, Notification, Ticket, TicketEvent
from tickets.notifications import notification_words

pytestmark = pytest.mark.django_db
THEIRS = "Selamat pagi, Ibu.\nBerkas sudah lengkap."


@pytest.fixture
def draf(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Draft:
    """What `petugas` typed and did not send."""
    found = desk.save_draft(tiket, by=petugas, now=now, text=THEIRS)
    assert found is not None
    return found


def drafts() -> dict[str, str]:
    return dict(Draft.objects.values_list("staff__username", "text"))


@pytest.mark.parametrize(
    ("own", "whole"),
    [("", THEIRS), (" \n", THEIRS), ("Mohon maaf.\n", f"Mohon maaf.\n\n{THEIRS}")],
)
def test_it_comes_behind_ones_own_words_and_the_colleagues_stays(
    tiket: Ticket, draf: Draft, petugas_lain: Staff, now: dt.datetime, own: str, whole: str
) -> None:
    assert desk.use_draft(tiket, by=petugas_lain, now=now, draft=draf, text=own) == whole
    assert drafts() == {"petugas": THEIRS, "petugas_lain": whole}


def test_the_colleague_is_told_and_the_history_says_so_without_its_words(
    tiket: Ticket, draf: Draft, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.use_draft(tiket, by=petugas_lain, now=now, draft=draf, text="")
    told = Notification.objects.get()
    assert (told.staff.username, told.kind) == ("petugas", "draft_used")
    assert notification_words(told) == (
        "DINSOS-2026-000001: Budi Petugas memakai draf balasan Anda. Draf Anda tetap ada."
    )
    event = TicketEvent.objects.get()
    assert (event.verb, event.actor) == ("draft_used", petugas_lain)
    assert event.data == {"of": draf.staff_id, "of_name": "Rina Petugas"}
    assert "Berkas" not in f"{told.values} {event.data} {event.reason}"


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_what_is_there_already_is_not_added_again(
    tiket: Ticket, draf: Draft, petugas_lain: Staff, now: dt.datetime, line_break: str
) -> None:
    own = f"Pembuka.\n\n{THEIRS}".replace("\n", line_break)
    assert desk.use_draft(tiket, by=petugas_lain, now=now, draft=draf, text=own) == own
    assert not Notification.objects.exists()
    assert not TicketEvent.objects.exists()


@pytest.mark.parametrize("who", ["orang_luar", "pengamat", "admin_opd"])
def test_only_who_may_reply_takes_it(
    tiket: Ticket, draf: Draft, now: dt.datetime, who: str, request: Any
) -> None:
    with pytest.raises(Refused):
        desk.use_draft(tiket, by=request.getfixturevalue(who), now=now, draft=draf, text="")
    assert drafts() == {"petugas": THEIRS}
    assert not TicketEvent.objects.exists()


def test_a_draft_of_another_ticket_is_refused(
    tiket: Ticket, draf: Draft, petugas_lain: Staff, now: dt.datetime
) -> None:
    other = factories.TicketFactory(service=tiket.service, agency=tiket.agency)
    with pytest.raises(Refused, match="tiket lain"):
        desk.use_draft(other, by=petugas_lain, now=now, draft=draf, text="")


@pytest.mark.parametrize(("length", "fits"), [(0, True), (1, False)])
def test_both_together_are_no_longer_than_a_draft_may_be(
    tiket: Ticket, draf: Draft, petugas_lain: Staff, now: dt.datetime, length: int, fits: bool
) -> None:
    own = "x" * (LONGEST - len(f"\n\n{THEIRS}") + length)
    if fits:
        whole = desk.use_draft(tiket, by=petugas_lain, now=now, draft=draf, text=own)
        assert len(whole) == LONGEST
        return
    with pytest.raises(Refused, match="terlalu panjang"):
        desk.use_draft(tiket, by=petugas_lain, now=now, draft=draf, text=own)
    assert drafts() == {"petugas": THEIRS}


def test_a_draft_is_kept_with_plain_line_breaks(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.save_draft(tiket, by=petugas, now=now, text="Satu\r\ndua")
    assert drafts() == {"petugas": "Satu\ndua"}


def test_offered_are_those_of_the_office_and_the_newest_first(
    tiket: Ticket,
    draf: Draft,
    petugas: Staff,
    petugas_lain: Staff,
    penyelia: Staff,
    orang_luar: Staff,
    now: dt.datetime,
) -> None:
    later = now + dt.timedelta(minutes=1)
    for staff, at in ((penyelia, later), (orang_luar, later), (petugas_lain, now)):
        Draft.objects.create(ticket=tiket, staff=staff, text="Draf", updated_at=at)
    gone = factories.StaffFactory(username="pindah")
    factories.MembershipFactory(
        staff=gone, agency=tiket.agency, role=Role.OPERATOR, is_active=False
    )
    Draft.objects.create(
        ticket=tiket, staff=gone, text="Draf", updated_at=now - dt.timedelta(days=9)
    )
    found = Draft.objects.of_colleagues(tiket, reader=petugas_lain)
    assert [one.staff.username for one in found] == ["penyelia", "petugas", "pindah"]
