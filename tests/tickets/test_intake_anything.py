"""Nothing that is written to the bot is swallowed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.intake_tools import (
    INTAKE,
    KIA,
    NOW,
    context,
)
from tickets.intake import (
    Catalogue,
    End,
    Enqueue,
    Incoming,
    IntakeState,
    OpenTicket,
    Reopen,
    cell,
    silence,
    turn,
)
from tickets.intake.acts import Act
from tickets.intake.policy import Sign


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {},
        {"step": 5, "sent": ["x", 3], "files": [1, None], "held": [True, "2"]},
        {"version": 99, "step": "other", "asked_at": "yesterday", "misunderstandings": -4},
    ],
)
def test_a_state_of_another_version_is_read_as_far_as_it_goes(data):
    assert IntakeState.from_json(data) == IntakeState()


TEXTS = st.one_of(
    st.sampled_from(
        [
            "halo",
            "1",
            "10",
            "kia",
            "menu",
            "petugas",
            "cek",
            "cek 1",
            "belum beres",
            "terima kasih",
            "lewati",
            "baru",
            "lanjutan",
            "KIM-2026-000001",
            "",
            "akta",
            "pohon tumbang di jalan raya",
        ]
    ),
    st.text(max_size=60),
)


MESSAGES = st.builds(
    Incoming,
    id=st.integers(1, 10**6),
    kind=st.sampled_from(
        [
            "text",
            "image",
            "video",
            "document",
            "audio",
            "sticker",
            "location",
            "contacts",
            "interactive",
            "button",
            "unsupported",
            "order",
            "call",
        ]
    ),
    at=st.integers(-120, 0).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    text=TEXTS,
    reply_id=st.one_of(
        st.just(""),
        st.sampled_from(
            [
                "svc:11",
                "svc:99",
                "svc:x",
                "group:general",
                "page:general:1",
                "page:x:9999",
                "petugas",
                "menu",
                "cek:KIM-2026-000001",
                "ticket:KIM-2026-000001",
                "lanjutan",
                "baru",
                "belum",
            ]
        ),
        st.text(max_size=12),
    ),
    filename=st.text(max_size=20),
)


STATES_OF_TICKET = ["intake", "new", "in_progress", "waiting_citizen", "resolved", "closed"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.lists(MESSAGES, max_size=4), st.sampled_from([*STATES_OF_TICKET, ""]))),
    st.integers(0, 25),
)
def test_whatever_is_written_nothing_is_swallowed(batches, services):
    catalogue = Catalogue(tuple(replace(KIA, id=n, name=f"Layanan {n}") for n in range(services)))
    state, ticket = IntakeState(), None
    for minute, (messages, forced) in enumerate(batches):
        now = NOW + timedelta(minutes=minute)
        if ticket and forced:
            ticket = replace(ticket, state=forced)
        before, result = ticket, turn(state, messages, catalogue, context(ticket), now)
        assert len(result.replies) <= 1
        assert all(len(reply.options) <= 10 for reply in result.replies)
        state = IntakeState.from_json(result.state.to_json())
        assert state == result.state or len(result.state.files) > 39 or len(result.state.held) > 39
        ticket = follow(ticket, result)
        if messages:
            assert ticket is not None
            handled = result.replies or result.effects or ticket.state not in ("resolved", "closed")
            what, _, _ = cell(state, messages, catalogue, context(before), now)
            thrice = state.said.endswith("+")  # and has been told to ask for an officer
            assert handled or what in WANTS_NOTHING or state.held or thrice
        ended = silence(state, catalogue, context(ticket), now)
        if ticket is not None and ticket.state == "intake":
            waits = Enqueue("silence") in ended.effects
            nothing = isinstance(ended.effects[0], End) and not any(map(shows_something, messages))
            assert waits or nothing


# Of a matter that is over: courtesies, and answers to nothing.
WANTS_NOTHING = {
    Act.THANKS,
    Act.WRONG_RECIPIENT,
    Act.SKIP,
    Act.YES,
    Act.NO,
    Act.CANCEL,
    Act.STOP,
    Act.RESUME,
    Sign.NUMBER,
    Sign.MARK,
}


def shows_something(message):
    """What only a person can look at."""
    return message.kind in ("image", "video", "document", "audio", "location", "contacts")


def follow(ticket, result):
    for effect in result.effects:
        if isinstance(effect, OpenTicket):
            ticket = replace(INTAKE)
        elif isinstance(effect, Enqueue):
            assert ticket is not None
            assert ticket.state == "intake"
            ticket = replace(ticket, state="new")
        elif isinstance(effect, Reopen):
            assert ticket.state == "resolved"
            ticket = replace(ticket, state="in_progress")
        elif isinstance(effect, End):
            assert ticket.is_open
            state = "resolved" if effect.outcome == "withdrawn" else "closed"
            ticket = replace(ticket, state=state, outcome=effect.outcome)
    return ticket
