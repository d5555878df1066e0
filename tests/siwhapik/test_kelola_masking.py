"""/kelola/ shows no NIK and no telephone number of a citizen: a look there is not logged."""

import base64
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from services.models import Staff
from tests import factories
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]
NIK, PHONE = "3515 0000 0000 0001", "0812-0000-1234"


@pytest.mark.parametrize("who", ["admin_opd", "penyelia"])
def test_reasons_are_masked(
    who: str, masuk: LogIn, tiket: Ticket, request: pytest.FixtureRequest
) -> None:
    reason = f"Anak dari {NIK}, telepon {PHONE}"
    event = tiket.events.create(verb="transferred", at=tiket.received_at, reason=reason)
    client = masuk(request.getfixturevalue(who))
    for path in (
        f"ticket/{tiket.pk}/change/",
        "ticketevent/",
        f"ticketevent/{event.pk}/change/",
    ):
        page = client.get(f"/kelola/tickets/{path}").content.decode()
        assert "Anak dari 35••••••••••0001, telepon +62812••••1234" in page, path
        assert NIK not in page
        assert PHONE not in page


def test_neither_name_nor_number_nor_text_of_a_citizen_is_there(
    masuk: LogIn, admin_opd: Staff, tiket: Ticket
) -> None:
    message = factories.MessageFactory(ticket=tiket, text=f"Rahasia {NIK}")
    Ticket.objects.update(subject=f"Rahasia {NIK}", outcome_note=f"Rahasia {NIK}")
    client = masuk(admin_opd)
    for path in (
        "ticket/",
        f"ticket/{tiket.pk}/change/",
        "message/",
        f"message/{message.pk}/change/",
    ):
        page = client.get(f"/kelola/tickets/{path}").content.decode()
        for word in ("Rahasia", NIK, tiket.citizen.phone, tiket.citizen.profile_name):
            assert word not in page, path


def test_a_wamid_does_not_spell_the_telephone_number(
    masuk: LogIn, admin_opd: Staff, tiket: Ticket
) -> None:
    number = base64.b64encode(tiket.citizen.phone.lstrip("+").encode()).decode().rstrip("=")
    wamid = f"wamid.HBgN{number}FQIAERgSQjA1RTVDMDFBMjg5AA=="
    message = factories.MessageFactory(ticket=tiket, external_id=wamid)
    page = masuk(admin_opd).get(f"/kelola/tickets/message/{message.pk}/change/").content.decode()
    assert number not in page
    assert "MDFBMjg5AA==" in page


def test_no_short_way_tells_a_register_number(
    masuk: LogIn, penyelia: Staff, admin_opd: Staff, super_admin: Staff, tiket: Ticket
) -> None:
    """Django's own shortcut leads from any id to the row's page, for any person."""
    kind = ContentType.objects.get_for_model(Ticket).pk
    for person in (penyelia, admin_opd, super_admin):
        for path in (f"{kind}/{tiket.pk}/", f"{kind}/{tiket.pk + 1}/", f"{kind}/x/", "999/1/"):
            answer = masuk(person).get(f"/kelola/r/{path}")
            assert answer.status_code == 404
            assert tiket.register_number not in answer.content.decode()
