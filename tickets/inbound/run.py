"""One run over one locked conversation: what its steps share."""

import datetime as dt
from dataclasses import dataclass, field

from tickets.inbound.catalogue import Offices
from tickets.inbound.routing import complete
from tickets.inbound.ticket_facts import facts_of
from tickets.intake import Catalogue, Context, IntakeState, TicketFacts
from tickets.models import Conversation, Ticket


@dataclass
class Run:
    """`offered`: what to hear by instead of what the number offers (after a fault: nothing); `tied`: the
    tickets, by id, that have just come here from the counter.
    """

    conversation: Conversation
    now: dt.datetime
    state: IntakeState
    tickets: list[Ticket] = field(default_factory=list)
    offices: Offices = field(default_factory=Offices)
    offered: Catalogue | None = None
    tied: set[int] = field(default_factory=set)

    @property
    def catalogue(self) -> Catalogue:
        """What this number offers, and what its office has taught the bot."""
        if self.offered is not None:
            return self.offered
        return self.offices.catalogue(self.conversation.channel, self.now)

    @property
    def here(self) -> list[Ticket]:
        """The tickets of this conversation, the only ones that a run may change.

        Those of the citizen's other numbers are read for answers alone: they belong to other
        conversations, and two runs that took each other's would wait in a circle.
        """
        return [each for each in self.tickets if each.conversation_id == self.conversation.pk]

    def same(self, ticket: Ticket) -> Ticket:
        """The one object of this run for a ticket that was read in it.

        What lies further back than `tickets_of` reads is kept from now on, so that nothing is written
        by what another object knew.
        """
        for each in self.tickets:
            if each.pk == ticket.pk:
                return each
        complete(ticket, self.conversation, self.offices)
        self.tickets.append(ticket)
        return ticket

    def context(self, ticket: Ticket | None, *, quoted: bool = False) -> Context:
        """Where the conversation stands, for the bot."""
        agency = self.conversation.channel.agency
        return Context(
            hours=self.offices.hours(agency, today := self.now.astimezone(agency.zone).date()),
            days=self.offices.days(agency, today),
            zone=agency.timezone,
            opens_at=self.offices.opens_at(agency, self.now),
            ticket=self._facts(ticket) if ticket else None,
            tickets=tuple(map(self._facts, self.tickets)),
            quoted=quoted,
            wants_no_more=self.conversation.no_more_since is not None,
        )

    def _facts(self, ticket: Ticket) -> TicketFacts:
        return facts_of(ticket, self.conversation, is_tied=ticket.pk in self.tied)
