"""The table of states holds together, and what is drawn and stored comes from it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Staff
from tests import ROOT
from tests.tickets.intake_tools import run, said
from tickets import states
from tickets.intake.values import TicketFacts
from tickets.models import Ticket
from tickets.states import State
from tickets.views.tabs import counts_of


def test_each_state_has_a_row_and_each_row_is_a_choice() -> None:
    assert list(states.TABLE) == list(State)
    assert list(Ticket._meta.get_field("state").choices) == list(states.CHOICES)


def test_a_state_that_does_not_exist_says_so() -> None:
    with pytest.raises(ValueError, match="asleep"):
        states.of("asleep")


def test_the_groups_part_the_states() -> None:
    assert sorted(states.OPEN + states.DONE) == sorted(State)
    assert sorted(states.NOT_BEGUN + states.BEGUN) == sorted(states.OPEN)
    assert sorted(states.ENDED + states.FINAL) == sorted(states.DONE)
    assert set(states.WAITING_FOR_CITIZEN) < set(states.WAITING) < set(states.BEGUN)


def test_migrations_keep_plain_strings_of_partial_indexes() -> None:
    assert not any(isinstance(state, State) for state in states.OPEN)


def test_an_open_ticket_is_at_work_or_queued() -> None:
    assert states.at_work(is_held=True) in states.BEGUN
    assert states.at_work(is_held=False) in states.NOT_BEGUN


@pytest.mark.parametrize("look", states.Look)
def test_each_look_is_drawn(look: states.Look) -> None:
    assert f".badge--{look} " in (ROOT / "siwhapik/static/css/badges.css").read_text()


@pytest.mark.parametrize("state", State)
def test_pages_and_bot_say_what_the_table_says(
    state: State, tiket: Ticket, penyelia: Staff, masuk: Callable[[Staff], Client]
) -> None:
    facts = states.of(state)
    now = timezone.now()
    Ticket.objects.update(state=state, resolved_at=None if facts.is_open else now)
    pages = masuk(penyelia)
    shown = f'badge--{facts.look}">{facts.label}<'
    assert shown in pages.get(f"/antrean/?status={state}").content.decode()
    assert shown in pages.get(tiket.get_absolute_url()).content.decode()
    public = pages.post("/lacak/", {"kode": tiket.tracking_code}).content.decode()
    assert f'badge--{facts.look}">{facts.told[0].upper()}{facts.told[1:]}<' in public
    told = TicketFacts(register=tiket.register_number, state=state)
    reply = run(said("cek"), ticket=told).replies[0]
    assert reply.params["tickets"][0]["state"] == facts.told


@pytest.mark.parametrize("state", State)
def test_lists_hold_a_state_where_the_table_says(
    state: State, tiket: Ticket, penyelia: Staff
) -> None:
    facts = states.of(state)
    Ticket.objects.update(state=state, unanswered_since=timezone.now())
    assert Ticket.objects.open().exists() == facts.is_open
    assert Ticket.objects.done().exists() != facts.is_open
    assert Ticket.objects.unanswered().exists() == (state != State.INTAKE)
    counts = counts_of(Ticket.objects.all(), staff=penyelia, version="uji", now=timezone.now())
    assert counts.get(f"status_{state}", 0) == facts.is_open
