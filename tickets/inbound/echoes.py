"""Messages that the office wrote on its own phone (WhatsApp Business app) become answers."""

from collections.abc import Sequence

from tickets import desk
from tickets.inbound.routing import quoted_ticket
from tickets.inbound.run import Run
from tickets.models import Message, Ticket


def place_echoes(run: Run, echoes: Sequence[Message]) -> None:
    """Put each into the ticket that it answers. It opens no ticket where there is none: the citizen
    has asked for nothing.
    """
    here = run.here
    for echo in echoes:
        found = _ticket_of(echo, here)
        if found is None:
            Message.objects.filter(pk=echo.pk).update(worked_at=run.now)
            continue
        desk.answered_on_phone(run.same(found), message=echo, now=run.now)
        if not any(each.state == Ticket.State.INTAKE for each in here):
            run.conversation.silent_at = None  # an officer answers: the bot no longer waits


def _ticket_of(echo: Message, here: Sequence[Ticket]) -> Ticket | None:
    """The quoted one, else the open one in which something happened last, else the latest."""
    quoted = quoted_ticket(echo)
    if quoted is not None:
        return next((each for each in here if each.pk == quoted.pk), quoted)
    open_ones = [each for each in here if each.is_open]
    if open_ones:
        return max(open_ones, key=lambda each: (each.last_message_at or each.received_at, each.pk))
    return here[0] if here else None
