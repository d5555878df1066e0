"""A second matter in a ticket becomes a ticket of its own (docs/decisions/0071)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services import access, names
from services.access import Action
from services.masking import shortened
from services.models import Service, Staff
from tickets import intake, states
from tickets.desk.about_staff import mark_as_in
from tickets.desk.anonymity import keep_as_in
from tickets.desk.assigning import take
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    must_be_able,
    record,
    working_on,
    write,
)
from tickets.desk.correcting import without_mask
from tickets.desk.moving import move, owe
from tickets.desk.opening import SUBJECT, Opening, open_ticket
from tickets.desk.registering import enter
from tickets.desk.telling import tell_split
from tickets.models import Conversation, Message, Ticket, TicketEvent
from tickets.models.search_entries import MARKS
from tickets.notifications import Kind, Occasion, cause_of, tell

MOST = 100  # messages


@dataclass(frozen=True, kw_only=True)
class Second:
    """The second matter: which messages say it (ids), and what it is about; an empty subject is made
    from its first words.
    """

    messages: Sequence[int]
    service: Service | None = None
    subject: str = ""


def split(ticket: Ticket, *, off: Second, by: Staff, now: dt.datetime) -> Ticket:
    """Make a ticket of these messages; its promises count from the first of them.

    It stays with who splits, where that is the ticket's officer and works the other service too. The
    citizen is told its number once, within the window. Repeating it returns the ticket that exists.
    Raises Refused.
    """
    keys = set(off.messages)
    with working_on(ticket):
        must_be_able(by, Action.TRANSFER, ticket)
        if (known := _made_before(ticket, keys)) is not None:
            return known
        _must_be_divisible(ticket)
        spoken = chosen(ticket, keys)
        _must_leave_something(ticket, keys)
        take_from_bot(ticket, keys)
        enter(ticket, now=now, by=by)
        new = _opened(ticket, spoken, off, by=by, now=now)
        with working_on(new):
            _fill(new, ticket, spoken, by=by, now=now)
    return new


def divisible(ticket: Ticket) -> list[Message]:
    """The citizen's own words and files in it, in order, with which a second matter may begin."""
    found = ticket.messages.filter(conversation=ticket.conversation_id or 0)
    return [one for one in found.spoken() if not is_mark(one)]


def is_divisible(message: Message, ticket: Ticket) -> bool:
    """Whether this message of the ticket is one of these."""
    here = ticket.conversation_id is not None and message.conversation_id == ticket.conversation_id
    said = message.direction == Message.Direction.IN and message.says_something
    return here and said and not is_mark(message)


def can_split(ticket: Ticket) -> bool:
    """Whether there may be a second matter in it; who may split it is another question."""
    is_whatsapp = ticket.conversation_id is not None
    return is_whatsapp and ticket.state not in (State.INTAKE, *states.FINAL)


def _made_before(ticket: Ticket, keys: set[int]) -> Ticket | None:
    """The ticket that a click on the same form has just made."""
    if not keys or ticket.messages.filter(pk__in=keys).exists():
        return None
    lines = ticket.events.filter(verb=Verb.SPLIT, data__has_key="to").order_by("-at", "-pk")
    for one in lines[:5]:
        if set(one.data["messages"]) == keys:
            return Ticket.objects.get(pk=one.data["ticket"])
    return None


def _must_be_divisible(ticket: Ticket) -> None:
    if ticket.state == State.INTAKE:
        raise Refused("Bot masih bertanya kepada pemohon. Ambil tiket ini dahulu.")
    if ticket.state in states.FINAL:
        raise Refused("Tiket ini sudah ditutup, jadi pesannya tidak dapat dipisahkan lagi.")
    if ticket.conversation_id is None:
        raise Refused("Tiket ini tidak mempunyai percakapan WhatsApp.")


def chosen(ticket: Ticket, keys: set[int]) -> list[Message]:
    """The chosen messages in order: the citizen's own words and files, of this very conversation."""
    if not keys:
        raise Refused("Pilih pesannya dahulu.", field="messages")
    if len(keys) > MOST:
        raise Refused(f"Paling banyak {MOST} pesan sekaligus.", field="messages")
    spoken = [one for one in divisible(ticket) if one.pk in keys]
    if len(spoken) != len(keys):
        raise Refused(
            "Sebagian pesan itu bukan lagi pesan pemohon di tiket ini. Muat ulang, lalu pilih lagi.",
            field="messages",
        )
    return spoken


def is_mark(message: Message) -> bool:
    """Whether it is shown on another message."""
    return message.type in MARKS and message.quoted_id is not None


def _must_leave_something(ticket: Ticket, keys: set[int]) -> None:
    """A matter without a word of its citizen is none; one of the counter was said there."""
    rest = ticket.messages.exclude(pk__in=keys).spoken()
    if not any(not is_mark(one) for one in rest):
        raise Refused(
            "Semua pesan terpilih, jadi tidak ada urusan yang tersisa di tiket ini. Bila layanannya "
            "keliru, pakai Teruskan; bila perihal atau jenisnya, Perbaiki data tiket.",
            field="messages",
        )


def take_from_bot(ticket: Ticket, keys: set[int]) -> None:
    """The bot, which asked where these belong, moves them nowhere any more. Raises Refused while it
    asks whether a matter that has ended goes on with them.
    """
    conversation = Conversation.objects.filter(tickets=ticket).first()
    if conversation is None:
        return
    state = intake.IntakeState.from_json(conversation.bot_state)
    if not keys & {*state.held}:
        return
    if state.open_question:
        raise Refused(
            "Bot baru saja menanyakan pesan ini kepada pemohon. Tunggu jawabannya, "
            "paling lama 10 menit, lalu coba lagi.",
            field="messages",
        )
    state = replace(state, held=tuple(key for key in state.held if key not in keys))
    conversation.bot_state = state.to_json()
    conversation.save(update_fields=["bot_state"])


def _opened(
    ticket: Ticket, spoken: Sequence[Message], off: Second, *, by: Staff, now: dt.datetime
) -> Ticket:
    service = off.service
    if service is not None and (service.agency_id != ticket.agency_id or not service.is_active):
        raise Refused(
            "Layanan itu tidak ada di instansi ini. Pilih layanan yang lain.", field="service"
        )
    if service is None and ticket.service is not None and ticket.service.checks_replies:
        service = ticket.service  # else words would go unread to the same citizen (0070)
    typed = without_mask(" ".join(off.subject.replace("\x00", "").split()), field="subject")
    return open_ticket(
        Opening(
            agency=ticket.agency,
            channel=ticket.channel,
            conversation=ticket.conversation,
            source=Ticket.Source.WHATSAPP,
            received_at=min(spoken[0].occurred_at, now),
            state=State.NEW,
            service=service,
            subject=typed or _first_words(spoken),
            applicant_name=ticket.applicant_name,  # the moved words may name them
            proxy_name=ticket.proxy_name,
            by=by,
            now=now,
        )
    )


def _first_words(spoken: Sequence[Message]) -> str:
    lines = (" ".join(names.shown(one.text).split()) for one in spoken)
    return shortened(next(filter(None, lines), ""), SUBJECT)


def _fill(
    new: Ticket, old: Ticket, spoken: Sequence[Message], *, by: Staff, now: dt.datetime
) -> None:
    keep_as_in(old, new, by=by, now=now)
    mark_as_in(old, new, by=by, now=now)
    told, notice = tell_split(new, out_of=old, now=now)
    write(new, last_message_at=None)  # the row shows the citizen's words, not our notice of them
    move(spoken, out_of=old, into=new, now=now)
    owe(new, spoken)
    common = {
        "messages": [one.pk for one in spoken],
        "notice": notice.pk if notice else None,
        "told": told,
    }
    left = {"to": new.register_number, "ticket": new.pk, **common}
    line = record(old, Verb.SPLIT, by=by, now=now, data=left)
    record(
        new,
        Verb.SPLIT,
        by=by,
        now=now,
        data={"from": old.register_number, "ticket": old.pk, **common},
    )
    _tell_officers(new, old, line, by=by, now=now)


def _tell_officers(
    new: Ticket, old: Ticket, line: TicketEvent, *, by: Staff, now: dt.datetime
) -> None:
    values = {"to": new.register_number, "count": len(line.data["messages"])}
    told = Occasion(kind=Kind.SPLIT, cause=cause_of(line), values=values)
    tell(told, ticket=old, by=by, now=now)
    if old.assignee_id == by.pk and access.can(by, Action.TAKE, new):
        take(new, by=by, now=now)
        write(new, unread_count=0)
    else:
        write(new, unread_count=max(new.unread_count, 1))
        tell(Occasion(kind=Kind.ARRIVED, cause=cause_of(line)), ticket=new, by=by, now=now)
