"""The next ticket opens by itself as each person has chosen."""

from typing import Any

import pytest

from services.models import Staff
from services.models.staff import GoesOn
from tests import factories
from tickets import desk
from tickets.models import Ticket

PAGE = "/akun/tiket-berikutnya/"


@pytest.fixture
def lain(tiket: Ticket, petugas: Staff) -> Ticket:
    """Another ticket in the hands of `petugas`."""
    return factories.TicketFactory(
        conversation__channel=tiket.channel, service=tiket.service, state="in_progress",
        assignee=petugas,
    )  # fmt: skip


def after(client: Any, ticket: Ticket, then: str) -> str:
    """Where one is after this deed."""
    if then == "selesai":
        data = {"outcome": "fulfilled", "summary": "Sudah", "form_key": "form-key-2"}
        answer = client.post(f"{ticket.get_absolute_url()}selesai/", data)
    elif then == "tunggu":
        answer = client.post(f"{ticket.get_absolute_url()}tunggu-pemohon/", {"reason": "KK"})
    else:
        data = {"text": "Baik.", "form_key": "form-key-1", "then": then}
        answer = client.post(f"{ticket.get_absolute_url()}balas/", data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return str(answer["Location"]).partition("#")[0]


@pytest.mark.parametrize(
    ("choice", "goes_on"),
    [
        ("never", set()),
        ("ended", {"fulfilled"}),
        ("done", {"fulfilled", "wait", "selesai", "tunggu"}),
        ("always", {"fulfilled", "wait", "selesai", "tunggu", ""}),
    ],
)
@pytest.mark.parametrize("then", ["", "wait", "fulfilled", "selesai", "tunggu"])
def test_as_chosen(
    masuk: Any, petugas: Staff, tiket: Ticket, lain: Ticket, choice: str, goes_on: set[str],
    then: str, now: Any,
) -> None:  # fmt: skip
    desk.take(tiket, by=petugas, now=now)
    client = masuk(petugas)
    client.post(PAGE, {"sesudah": choice})
    target = lain if then in goes_on else tiket
    assert after(client, tiket, then) == target.get_absolute_url()


def test_as_it_was_for_who_chose_nothing(masuk: Any, petugas: Staff) -> None:
    page = masuk(petugas).get(PAGE).content.decode()
    assert 'value="ended"' in page.partition("checked")[0].rpartition("<input")[2]
    masuk(petugas).post(PAGE, {"sesudah": "apa saja"})
    petugas.refresh_from_db()
    assert petugas.goes_on == GoesOn.ENDED
