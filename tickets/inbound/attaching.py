"""Putting messages into a ticket, and keeping what the queue row copies of them right."""

from collections.abc import Sequence

from django.db.models import F
from django.db.models.functions import Greatest

from services import names
from services.masking import shortened
from tickets import desk, last_message, states
from tickets.inbound.run import Run
from tickets.inbound.spoken import is_for_bot, names_matter, owes_reply, tells_matter
from tickets.intake import Catalogue
from tickets.models import Message, QueueVersion, Ticket, holding
from tickets.notifications import Kind, Occasion, cause_of, tell
from tickets.received import Location

_SUBJECT = 200


def attach(run: Run, ticket: Ticket, messages: Sequence[Message], *, drives: bool = True) -> None:
    """These messages belong to this ticket and are worked; a pause for the citizen ends.

    Not so where they drive nothing: older than what was worked already. What asks for a reply is
    owed one from now on, in any state of the ticket.
    """
    if not messages:
        return
    Message.objects.put_into(ticket, messages, now=run.now)
    spoken = [message for message in messages if message.says_something]
    if not spoken:
        return
    told = {
        "window_expires_at": run.conversation.window_expires_at,
        **_row(ticket, spoken, run.catalogue),
        **_matter(ticket, spoken, run.catalogue),
        **_owed(ticket, spoken, run.catalogue, drives=drives),
    }
    count = len(spoken)
    holding.write(ticket, told, add={"unread_count": count, "message_count": count})
    _tell_holder(run, ticket, spoken)
    if drives and ticket.state in states.WAITING_FOR_CITIZEN:
        desk.resume(ticket, by=None, now=run.now)
    QueueVersion.bump_after_commit(ticket.agency_id)


def _tell_holder(run: Run, ticket: Ticket, spoken: Sequence[Message]) -> None:
    """Tell the ticket's officer of what the bot does not answer; a burst is one notice."""
    theirs = [message for message in spoken if not is_for_bot(message, run.catalogue)]
    if theirs:
        first = theirs[0]
        told = Occasion(
            kind=Kind.CITIZEN_WROTE,
            cause=cause_of(first),
            values={"message": first.pk},
            count=len(theirs),
        )
        tell(told, ticket=ticket, now=run.now)


def _row(ticket: Ticket, spoken: Sequence[Message], hears: Catalogue) -> dict[str, object]:
    """The copy for the queue's row: the last that tells something. A mere word for the bot ("cek",
    "lewati", a row of its menu) hides no matter, and "ok" or "halo" no citizen's own words.
    """
    telling = [message for message in spoken if tells_matter(message, hears)]
    if telling:
        return last_message.after_arriving(ticket, telling[-1])
    for_bot = all(is_for_bot(message, hears) for message in spoken)
    own = ticket.last_message_direction == Message.Direction.IN
    if ticket.last_message_at is not None and own and not for_bot:
        return {"last_message_at": max(ticket.last_message_at, spoken[-1].occurred_at)}
    if ticket.last_message_at is not None and for_bot:
        return {}
    return last_message.after_arriving(ticket, spoken[-1])


def move(run: Run, messages: Sequence[Message], target: Ticket) -> None:
    """Messages that turned out to belong to another ticket of the same citizen; those that they
    leave are brought up to date, also as the objects of this run.
    """
    strays = [message for message in messages if message.ticket_id != target.pk]
    if not strays:
        return
    left: dict[int, list[Message]] = {}
    for message in strays:
        if message.ticket_id is not None:
            left.setdefault(message.ticket_id, []).append(message)
    attach(run, target, strays)
    for pk, gone in left.items():
        source = next((each for each in run.tickets if each.pk == pk), None)
        source = source or run.same(Ticket.objects.get(pk=pk))
        _without(source, gone, run.catalogue)


def _owed(
    ticket: Ticket, spoken: Sequence[Message], hears: Catalogue, *, drives: bool
) -> dict[str, object]:
    asking = (one for one in spoken if owes_reply(one, ticket, hears=hears, drives=drives))
    first = min((message.occurred_at for message in asking), default=None)
    return desk.citizen_wrote(ticket, at=first) if first else {}


def _still_owed(source: Ticket, hears: Catalogue) -> dict[str, object]:
    """What is left of it once messages have gone elsewhere."""
    rest = source.messages.all()
    if source.answered_at is not None:
        rest = rest.filter(received_at__gt=source.answered_at)
    asking = (message for message in rest.spoken() if owes_reply(message, source, hears=hears))
    since = next((message.occurred_at for message in asking), None)
    return desk.messages_left(source, still=since)


def _without(source: Ticket, gone: Sequence[Message], hears: Catalogue) -> None:
    count = sum(1 for message in gone if message.says_something)
    holding.flush()
    Ticket.objects.filter(pk=source.pk).update(
        unread_count=Greatest(F("unread_count") - count, 0),
        message_count=Greatest(F("message_count") - count, 0),
        version=F("version") + 1,
        **last_message.after_leaving(source),
        **(_still_owed(source, hears) if source.unanswered_since else {}),
    )
    source.refresh_from_db()
    QueueVersion.bump_after_commit(source.agency_id)


def _matter(ticket: Ticket, messages: Sequence[Message], hears: Catalogue) -> dict[str, object]:
    """The subject and place of the matter, from the first words that tell one."""
    found: dict[str, object] = {}
    if not ticket.subject and (subject := subject_of(messages, hears)):
        found["subject"] = subject
    place = next((m for m in messages if m.type == Location.type), None)
    at = place.received.content if ticket.location is None and place is not None else None
    if isinstance(at, Location):
        found["location"] = at.fields()
    return found


def subject_of(messages: Sequence[Message], hears: Catalogue) -> str:
    """The first words that are more than a greeting, a question about the office, a number or a tap; ""
    when there are none.
    """
    for message in messages:
        text = " ".join(names.shown(message.text).split())
        told = message.type in ("text", "edit") and len(text) > 3
        if told and names_matter(message, hears):
            return shortened(text, _SUBJECT)
    return ""
