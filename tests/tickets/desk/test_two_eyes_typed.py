"""What an operator types into the product's own words, where all they write is read first."""

import datetime as dt

import pytest

from services.models import Agency, Staff
from tests.tickets.desk.checked import said
from tickets import desk
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "diperiksa")]
REFUSAL = "Permohonan Bapak/Ibu kami tolak"


@pytest.fixture
def dipegang(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    """`tiket` in hand, in an office whose address is known."""
    Agency.objects.filter(pk=tiket.agency_id).update(address="Jl.  Contoh 1")
    desk.take(tiket, by=petugas, now=now)
    return Ticket.objects.get(pk=tiket.pk)


def ready(ticket: Ticket, by: Staff, now: dt.datetime, place: str) -> None:
    desk.mark_ready(ticket, by=by, now=now, place=place, until=now.date() + dt.timedelta(days=20))


def test_an_operator_names_only_a_place_that_is_known(
    dipegang: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    with pytest.raises(desk.Refused, match="pilih tempat dari daftar") as refusal:
        ready(dipegang, petugas, now, REFUSAL)
    assert refusal.value.field == "place"
    dipegang.refresh_from_db()
    assert (said(dipegang), dipegang.collect_place) == ([], "")
    ready(dipegang, petugas, now, "Jl. Contoh 1")
    assert "Jl. Contoh 1" in said(dipegang)[0]


def test_what_a_supervisor_named_is_known(
    dipegang: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    assert desk.places_for(dipegang, penyelia) is None
    ready(dipegang, penyelia, now, "Loket 9")
    assert desk.places_for(dipegang, petugas) == ["Loket 9", "Jl. Contoh 1", dipegang.agency.name]


def test_a_name_that_an_operator_typed_is_not_told(
    dipegang: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    ready(dipegang, petugas, now, "Jl. Contoh 1")
    how = desk.Handover(proxy_name=REFUSAL)
    desk.collected(dipegang, by=petugas, now=now, how=how)
    assert "oleh yang mewakili" in said(dipegang)[-1]
    assert not any(REFUSAL.lower() in text.lower() for text in said(dipegang))
    assert dipegang.events.get(verb="collected").data["proxy_name"]
