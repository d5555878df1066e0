"""Who came to the counter answers the survey with the code of the receipt, once for each end."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from siwhapik.public.tracking import LIMIT
from surveys.invitations import VALID, invite_due
from surveys.models import Invitation, Response
from tests.reading import flat
from tests.surveys.conftest import everything
from tickets import desk
from tickets.models import Ticket

PATH = "/lacak/survei/"


@pytest.fixture
def loket(dinas: Agency, petugas: Staff, layanan: Service, now: dt.datetime, clock: Any) -> Ticket:
    walk_in = desk.WalkIn(agency=dinas, name="Tono Contoh", service=layanan, note="Surat")
    return desk.register_walk_in(walk_in, by=petugas, now=now)


@pytest.fixture
def selesai(loket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    return desk.resolve(loket, by=petugas, now=now, outcome="fulfilled", summary="Sudah jadi")


def asks(client: Client, ticket: Ticket) -> bool:
    return f'action="{PATH}"' in flat(client.post("/lacak/", {"kode": ticket.tracking_code}))


def opened(client: Client, ticket: Ticket) -> str:
    answer = client.post(PATH, {"kode": ticket.tracking_code})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize("swept", [True, False])
def test_the_code_opens_the_survey_once_it_has_ended(
    client: Client, selesai: Ticket, petugas: Staff, now: dt.datetime, swept: bool
) -> None:
    if swept:
        invite_due(now)
        assert Invitation.objects.get().why == "no_chat"
    assert asks(client, selesai)
    link = opened(client, selesai)
    assert client.get(link).status_code == 200
    assert client.post(link, everything()).status_code == 302
    response = Response.objects.get()
    assert (response.officer, response.service) == (petugas, selesai.service)
    assert response.way == "receipt"
    assert not asks(client, selesai)
    refused = client.post(PATH, {"kode": selesai.tracking_code})
    assert (refused.status_code, "sudah diisi" in flat(refused)) == (409, True)
    assert invite_due(now) == 0
    last = selesai.events.filter(verb="survey_invited").last()
    assert last is not None
    assert last.data == {"by": "citizen", "why": "survey_by_receipt"}


def test_before_the_end_there_is_the_tracking_page_alone(client: Client, loket: Ticket) -> None:
    assert not asks(client, loket)
    assert client.post(PATH, {"kode": loket.tracking_code}).status_code == 409
    assert not Invitation.objects.exists()


def test_opened_again_the_newest_link_serves(client: Client, selesai: Ticket) -> None:
    first, second = opened(client, selesai), opened(client, selesai)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert Invitation.objects.count() == 1
    assert selesai.events.filter(data__why="survey_by_receipt").count() == 1


def test_each_end_is_answered_once(
    client: Client, selesai: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    client.post(opened(client, selesai), everything())
    desk.reopen(selesai, by=petugas, now=now, reason="Salah nama")
    assert not asks(client, selesai)
    desk.resolve(selesai, by=petugas, now=now, outcome="fulfilled", summary="Benar")
    client.post(opened(client, selesai), everything())
    assert Response.objects.count() == 2


@pytest.mark.parametrize("outcome", ["withdrawn", "duplicate", "no_request"])
def test_what_is_not_asked_about_is_not_opened(
    client: Client, loket: Ticket, petugas: Staff, now: dt.datetime, outcome: str
) -> None:
    desk.resolve(loket, by=petugas, now=now, outcome=outcome)
    assert not asks(client, loket)
    assert client.post(PATH, {"kode": loket.tracking_code}).status_code == 409


def test_it_ends_with_the_time_of_an_invitation(
    client: Client, selesai: Ticket, clock: Any
) -> None:
    link = opened(client, selesai)
    clock.shift(VALID)
    assert not asks(client, selesai)
    assert client.get(link).status_code == 410


def test_a_link_in_a_chat_is_not_ended_by_the_paper(
    client: Client, tiket: Ticket, undangan: Invitation
) -> None:
    Ticket.objects.update(source="walk_in")
    token = undangan.token_hash
    assert not asks(client, tiket)
    assert client.post(PATH, {"kode": tiket.tracking_code}).status_code == 409
    undangan.refresh_from_db()
    assert undangan.token_hash == token


def test_guessing_is_counted_as_on_the_tracking_page(client: Client, selesai: Ticket) -> None:
    for number in range(LIMIT):
        assert client.post(PATH, {"kode": f"ABCDE{number + 23456}"}).status_code == 404
    assert client.post(PATH, {"kode": selesai.tracking_code}).status_code == 429
    assert not Invitation.objects.exists()
