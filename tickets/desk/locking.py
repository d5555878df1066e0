"""The lock order of the whole product; every row lock of the desk is taken here.

A bulk job's part, then conversations by id, then tickets by id, then the register counter. Whoever holds a
conversation never waits for another one with a smaller id, so no two can wait in a circle: what works on
several tickets locks all of them at once (`lock_all`), and what holds one conversation already takes a
ticket of none without following it into another (`lock_unbound`).
"""

from __future__ import annotations

from collections.abc import Sequence

from tickets.models import Conversation, Ticket, holding

_RELATED = ("agency", "service", "standard", "assignee")


def lock_all(tickets: Sequence[Ticket]) -> bool:
    """Hold their conversations, then the tickets, and bring them up to date; False where one of them was
    in another conversation by then: the caller lets go of all, and tries again.

    The rows read before may be old: when two citizens turn out to be one, tickets move to the
    conversation that remains.
    """
    before = [ticket.conversation_id for ticket in tickets]
    for conversation in sorted({pk for pk in before if pk is not None}):
        if not holding.holds(conversation):
            lock_conversation(conversation)
    for ticket in sorted(tickets, key=lambda one: one.pk):
        _lock_ticket(ticket)
    return [ticket.conversation_id for ticket in tickets] == before


def lock_conversation(pk: int) -> None:
    """Hold the conversation's row until the transaction ends.

    No key: inserting a message (a key share) while another waits for this lock must not deadlock.
    """
    row = Conversation.objects.select_for_update(no_key=True).filter(pk=pk)
    list(row.values_list("pk"))


def lock_unbound(ticket: Ticket) -> bool:
    """Hold a ticket that is in no conversation; False, without a wait for anything else, where it is in
    one by now.
    """
    free = Ticket.objects.select_for_update(no_key=True).filter(pk=ticket.pk, conversation=None)
    return bool(free.values_list("pk"))


def _lock_ticket(ticket: Ticket) -> None:
    # What it has not is nearly always what it has not yet; if it has, Django reads it when asked.
    has = [name for name in _RELATED if getattr(ticket, f"{name}_id") is not None]
    locked = Ticket.objects.select_for_update(no_key=True, of=("self",)).select_related(*has)
    ticket.refresh_from_db(from_queryset=locked)
