"""The ticket's mark that a send failed or is "belum pasti", for the queue and the banner."""

from django.db.models import Exists, OuterRef

from tickets.content import Template
from tickets.models import Message, QueueVersion, Ticket
from tickets.models.message_queryset import HELD_BACK

TROUBLED = (Message.Status.FAILED, Message.Status.UNKNOWN)


def lock(message: Message) -> None:
    """Hold the ticket before its message changes: the lock order of the whole product."""
    if message.ticket_id:
        list(Ticket.objects.select_for_update(no_key=True).filter(pk=message.ticket_id))


def tell(message: Message) -> None:
    """Let the ticket and the pages that show it know what became of a message."""
    if message.ticket is None:
        return
    refresh(message.ticket.pk)
    QueueVersion.bump(message.ticket.agency_id)


def refresh(ticket_id: int) -> None:
    """Set the mark from the messages: one that was sent again by hand no longer counts.

    Nor does one that the closed window kept back, once the officer has sent a template since: it
    can never be sent again as it was.
    """
    template_since = Message.objects.filter(
        ticket=OuterRef("ticket"),
        pk__gt=OuterRef("pk"),
        type=Template.type,
        origin=Message.Origin.OFFICER,
        status__in=(Message.Status.ACCEPTED, *Message.ARRIVING),
    )
    troubled = Message.objects.filter(
        ticket=OuterRef("pk"), status__in=TROUBLED, retried_by__isnull=True
    ).exclude(HELD_BACK & Exists(template_since))
    Ticket.objects.filter(pk=ticket_id).update(has_trouble=Exists(troubled))
