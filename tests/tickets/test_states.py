"""The table of states holds together, and what is drawn and stored comes from it."""

import pytest

from tests import ROOT
from tickets import states
from tickets.models import Ticket
from tickets.states import State


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


def test_partial_indexes_keep_what_is_open() -> None:
    asked = ("intake", "new", "in_progress", "waiting_citizen", "waiting_other")
    assert asked == states.OPEN
    assert not any(isinstance(state, State) for state in states.OPEN)  # migrations keep strings


def test_an_open_ticket_is_at_work_or_queued() -> None:
    assert states.at_work(is_held=True) in states.BEGUN
    assert states.at_work(is_held=False) in states.NOT_BEGUN


@pytest.mark.parametrize("look", states.Look)
def test_each_look_is_drawn(look: states.Look) -> None:
    assert f".badge--{look} " in (ROOT / "siwhapik/static/css/components.css").read_text()
