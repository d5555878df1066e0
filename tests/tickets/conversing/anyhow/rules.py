"""What holds after every step, and once the town is at rest."""

import itertools
from collections import Counter
from typing import Any

from django.http import QueryDict

from services.models import Staff
from tests.tickets.conversing.anyhow.steps import MISTAKEN
from tests.tickets.conversing.anyhow.town import Done, Town
from tickets import narrowing, states
from tickets.event_reasons import Why
from tickets.intake import IntakeState
from tickets.models import Conversation, Message, Ticket, TicketEvent

Verb = TicketEvent.Verb
# Said on a finished matter these ask for nothing to be done again.
MEANS_NO_MORE = frozenset(
    {
        *("thanks", "greeting", "chitchat", "menu", "hours", "place", "fee", "duration", "status"),
        *("requirements", "survey", "stop", "wrong_recipient", "cancel", "lookup", "number"),
        *("mark", "reaction", "revoke", "sticker"),
    }
)
# The bot was not to answer: then a person reads it.
_UNSAID = frozenset({Why.LIMIT, Why.OLD})
# A person has to read these, whatever the bot said to them.
NEEDS_A_PERSON = frozenset(
    {"file", "voice", "audio", "location", "contacts", "order", "call", "emergency"}
)


class Watch:
    """The town before a step, and what must be so after it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.tickets = {each.pk: each for each in Ticket.objects.all()}
        self.letters = set(_bot().values_list("pk", flat=True))
        self.events = set(TicketEvent.objects.values_list("pk", flat=True))
        self.asked = {
            each.pk: IntakeState.from_json(each.bot_state) for each in Conversation.objects.all()
        }

    def after(self, done: Done) -> None:
        """What holds after every step."""
        _nothing_failed()
        self._one_message_a_turn(done)
        says_nothing_twice()
        _no_event_twice()
        self._files_change_no_service(done)
        self._reopened_by_what_means_it(done)

    def _one_message_a_turn(self, done: Done) -> None:
        """One for all that is written together; what quotes another matter is a turn of its own."""
        new = _bot().exclude(pk__in=self.letters)
        said = Counter(new.values_list("conversation", flat=True))
        quotes = sum(kind == "quote" for kind, *_ in done.items)
        assert all(count <= 1 + quotes for count in said.values()), list(new.values_list("text"))

    def _files_change_no_service(self, done: Done) -> None:
        if not done.is_of_files:
            return
        for ticket in Ticket.objects.filter(pk__in=self.tickets):
            before = self.tickets[ticket.pk].service_id
            assert before is None or ticket.service_id == before, done.step

    def _reopened_by_what_means_it(self, done: Done) -> None:
        events = TicketEvent.objects.exclude(pk__in=self.events).filter(verb=Verb.REOPENED)
        for event in events:
            before = self.tickets[event.ticket_id]
            assert before.state in states.ENDED, "what is closed stays so"
            if event.actor_id is not None:
                assert done.verb == "reopen"
                continue
            assert not done.verb, done.step
            state = self.asked.get(before.conversation_id) or IntakeState()
            if event.data.get("why") in _UNSAID or state.asked_at or not done.acts:
                continue
            assert not MEANS_NO_MORE.issuperset(done.acts), (done.step, event.data)


def _bot() -> Any:
    return Message.objects.filter(origin=Message.Origin.BOT).order_by("pk")


def _nothing_failed() -> None:
    """A fault is caught, and its conversation put off: the citizen's words must not wait for that."""
    assert not Conversation.objects.filter(converse_attempts__gt=0).exists()
    waiting = Message.objects.unworked()
    assert not waiting.exists(), list(waiting.values("text", "type", "occurred_at"))


def says_nothing_twice() -> None:
    """Never the same text twice running in one conversation."""
    for conversation in Conversation.objects.all():
        texts = list(_bot().filter(conversation=conversation).values_list("text", flat=True))
        heard = [first for first, second in itertools.pairwise(texts) if first == second]
        assert not heard, heard


def _no_event_twice() -> None:
    rows = TicketEvent.objects.values_list("ticket", "verb", "at", "actor", "reason", "data")
    found = Counter((*row[:-1], str(row[-1])) for row in rows)
    assert not [row for row, count in found.items() if count > 1]
    ids = Counter(Message.objects.exclude(external_id=None).values_list("external_id", flat=True))
    assert not [one for one, count in ids.items() if count > 1]


def everything_is_seen(town: Town, *, by: list[Staff]) -> None:
    """At rest: in a list of an officer, or over; what a person has to read is in no matter that nobody
    looked at; and each word has its place.
    """
    inbound = Message.objects.inbound()
    assert not [one for one in inbound.filter(ticket=None) if one.says_something]
    listed = set().union(*(_listed(staff) for staff in by))
    for ticket in Ticket.objects.all():
        assert ticket.state != states.State.INTAKE, ticket
        has_number = ticket.registered_at is not None
        if ticket.is_open or (has_number and ticket.unanswered_since is not None):
            assert ticket.pk in listed, (ticket.state, ticket.unanswered_since)
            continue
        _nothing_is_owed(town, ticket)
        _is_rightly_over(town, ticket)


def _listed(staff: Staff) -> set[int]:
    """What this person finds in the queue and under "Belum dibalas"."""
    visible = Ticket.objects.visible_to(staff)
    found: set[int] = set()
    for query in ("", "tampilan=belum-dibalas", "status=intake"):
        narrowed = narrowing.narrow(visible, data=QueryDict(query), staff=staff)
        found |= set(narrowed.tickets.values_list("pk", flat=True))
    return found


def _is_rightly_over(town: Town, ticket: Ticket) -> None:
    """What the bot itself has ended held nothing that a person has to read."""
    if ticket.outcome not in (Ticket.Outcome.NO_REQUEST, Ticket.Outcome.ANSWERED):
        return
    if ticket.first_responded_at or ticket.registered_at:
        return
    said = [town.meant.get(one.external_id, "") for one in ticket.messages.inbound()]
    assert MISTAKEN in said or NEEDS_A_PERSON.isdisjoint(said), said


def _nothing_is_owed(town: Town, ticket: Ticket) -> None:
    """After the last that an officer did, nothing was written that needs a person."""
    settled = max(filter(None, (ticket.answered_at, ticket.resolved_at)), default=None)
    for one in ticket.messages.inbound():
        if settled is not None and one.received_at <= settled:
            continue
        said = town.meant.get(one.external_id, "")
        assert said not in NEEDS_A_PERSON, (said, ticket.state, ticket.outcome)
