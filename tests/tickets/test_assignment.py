"""Sharing out tickets: fair, and never to an officer who cannot take one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.assignment import Candidate, least_loaded, round_robin, share_out

ADI, BUDI, CICI = Candidate(1, 4), Candidate(2, 1), Candidate(3, 1)


def test_the_turn_goes_round():
    everyone = [CICI, ADI, BUDI]
    turns = [round_robin(everyone, last=last) for last in (None, 1, 2, 3, 99)]
    assert turns == [1, 2, 3, 1, 1]


def test_the_turn_passes_on_when_the_last_one_has_left():
    assert round_robin([ADI, CICI], last=2) == 3


def test_the_one_with_the_fewest_open_tickets_is_next():
    assert least_loaded([ADI, CICI, BUDI]) == 2


@pytest.mark.parametrize("full", [Candidate(1, open_count=5, capacity=5), Candidate(1, capacity=0)])
def test_nobody_without_room_is_chosen(full):
    assert round_robin([full], last=None) is None
    assert least_loaded([full]) is None
    assert round_robin([full, BUDI], last=None) == 2
    assert least_loaded([full, BUDI]) == 2


def test_an_empty_office_gives_nobody():
    assert round_robin([], last=3) is None
    assert least_loaded([]) is None


people = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 9),
        st.integers(0, 5),
        st.none() | st.integers(0, 5),
    ),
    unique_by=lambda person: person.id,
)


@given(people, st.none() | st.integers(0, 10))
def test_a_choice_is_able_and_does_not_hang_on_the_order_of_the_list(candidates, last):
    able = {person.id for person in candidates if person.has_room}
    for choose in (lambda rows: round_robin(rows, last=last), least_loaded):
        chosen = choose(candidates)
        assert chosen == choose(list(reversed(candidates)))
        assert (chosen in able) if able else chosen is None


@given(people)
def test_everybody_able_has_a_turn(candidates):
    able = {person.id for person in candidates if person.has_room}
    last, turns = None, set()
    for _ in able:
        last = round_robin(candidates, last=last)
        turns.add(last)
    assert turns == able


def test_shared_out_tickets_count_for_the_next_choice():
    wanted = [(ticket, (1, 2, 3)) for ticket in range(4)]
    assert share_out(wanted, people=[ADI, BUDI, CICI]) == {0: 2, 1: 3, 2: 2, 3: 3}


def test_what_nobody_works_or_has_room_for_is_given_to_nobody():
    full = Candidate(4, open_count=1, capacity=2)
    wanted = [(10, ()), (11, (4,)), (12, (4,)), (13, (9,))]
    assert share_out(wanted, people=[full]) == {10: None, 11: 4, 12: None, 13: None}
