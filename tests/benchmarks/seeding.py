"""An office with a long history: what the pages have to find their way through."""

import datetime as dt
import random

from django.db import connection
from django.utils import timezone

from services.models import Agency, Staff
from tests import factories
from tests.benchmarks import sentences
from tickets.content import Text
from tickets.models import (
    Attachment,
    Channel,
    Citizen,
    Conversation,
    Message,
    RegisterCounter,
    Ticket,
    TicketEvent,
)
from tickets.received import Received

OPEN = 1000  # what an office has open does not grow with its history
BATCH = 2000
TURNS = 3  # messages of a ticket: citizen, bot, citizen
RANDOM = random.Random(14)
YEAR = timezone.now().year
WORDS = "Mohon informasinya, terima kasih."
# By turn, as intake and outbox write them.
_PAYLOADS = (
    Received(says_something=True, reads_as="text").payload(
        {"type": "text", "text": {"body": WORDS}}
    ),
    Text(WORDS).payload(),
)


def office() -> tuple[Agency, Channel, Staff, Staff]:
    """One office, one number, an operator and a supervisor."""
    agency = factories.AgencyFactory(code="BENCH", slug="bench")
    service = factories.ServiceFactory(agency=agency)
    factories.StandardFactory(service=service)
    channel = factories.ChannelFactory(agency=agency, services=[service])
    operator = factories.StaffFactory(username="bench-operator")
    factories.MembershipFactory(staff=operator, agency=agency, role="operator", services=[service])
    head = factories.StaffFactory(username="bench-penyelia")
    factories.MembershipFactory(staff=head, agency=agency, role="supervisor")
    return agency, channel, operator, head


def grow(channel: Channel, *, until: int, open_tickets: int = OPEN) -> None:
    """Add tickets with three messages each until there are `until`, of which so many are open."""
    service = channel.services.get()
    done = Ticket.objects.count()
    already_open = Ticket.objects.open().count()
    for start in range(done, until, BATCH):
        count = min(BATCH, until - start)
        missing = max(0, open_tickets - already_open)
        opened = min(missing, count)
        already_open += opened
        _batch(channel, service=service, start=start, count=count, opened=opened)
    # The next citizen of the journey gets the number after these.
    RegisterCounter.objects.update_or_create(
        agency_id=service.agency_id, year=YEAR, defaults={"last": max(done, until)}
    )


def _batch(channel: Channel, *, service, start: int, count: int, opened: int) -> None:
    now = timezone.now()
    numbers = range(start, start + count)
    citizens = Citizen.objects.bulk_create(
        Citizen(
            agency=channel.agency,
            profile_name=sentences.person(n),
            phone=f"+62812{n * 7919 % 10**8:08d}",
        )
        for n in numbers
    )
    conversations = Conversation.objects.bulk_create(
        Conversation(channel=channel, citizen=citizen, address=citizen.phone[1:])
        for citizen in citizens
    )
    tickets = Ticket.objects.bulk_create(
        ticket_of(conversation, service=service, n=n, is_open=index < opened, now=now)
        for index, (n, conversation) in enumerate(zip(numbers, conversations, strict=True))
    )
    Message.objects.bulk_create(
        message_of(ticket, turn=turn, text=sentences.sentence())
        for ticket in tickets
        for turn in range(TURNS)
    )


def ticket_of(conversation: Conversation, *, service, n: int, is_open: bool, now) -> Ticket:
    """The ticket of this number, not written yet."""
    age = dt.timedelta(hours=RANDOM.uniform(0, 40)) if is_open else dt.timedelta(days=1 + n % 700)
    received = now - age
    due = received + dt.timedelta(days=1)
    ended = None if is_open else received + dt.timedelta(hours=6)
    return Ticket(
        register_number=f"BENCH-{YEAR}-{n + 1:06d}",
        tracking_code=f"B{n:011d}",
        agency_id=service.agency_id,
        origin_agency_id=service.agency_id,
        channel_id=conversation.channel_id,
        citizen=conversation.citizen,
        conversation=conversation,
        service=service,
        source="whatsapp",
        state="new" if is_open else "closed",
        outcome="" if is_open else "answered",
        subject=f"Permohonan contoh {n} {sentences.sentence()}"[:200],
        received_at=received,
        registered_at=received,
        queued_at=received,
        first_response_due_at=due,
        due_at=due,
        sort_due_at=due,
        next_reminder_at=received + dt.timedelta(hours=12) if is_open else None,
        resolved_at=ended,
        closed_at=ended,
        last_message_at=received,
        last_message_text=WORDS,
        last_message_direction="in",
        unread_count=1 if is_open else 0,
        message_count=TURNS,
        window_expires_at=received + dt.timedelta(days=1),
    )


def message_of(ticket: Ticket, *, turn: int, text: str = WORDS) -> Message:
    """A message of the bot (turn 1) or the citizen, not written yet."""
    return Message(
        channel_id=ticket.channel_id,
        conversation_id=ticket.conversation_id,
        ticket=ticket,
        direction="out" if turn == 1 else "in",
        origin="bot" if turn == 1 else "citizen",
        external_id=f"wamid.B{ticket.register_number}-{turn}",
        type="text",
        text=text,
        payload=_PAYLOADS[turn % 2],
        occurred_at=ticket.received_at,
        received_at=ticket.received_at,
        worked_at=ticket.received_at,
        status="delivered" if turn == 1 else "received",
    )


def talk(ticket: Ticket, *, messages: int, officer: Staff) -> str:
    """Make the ticket's conversation so many messages long; the register number.

    Half of them are an officer's, each with its line in the history; some quote, some are files.
    """
    done = ticket.messages.count()
    begins = ticket.received_at - dt.timedelta(minutes=messages)
    rows = Message.objects.bulk_create(
        _said(ticket, begins + dt.timedelta(minutes=n), n=n, officer=officer)
        for n in range(messages - done)
    )
    for quoting, quoted in zip(rows[6::7], rows[4::7], strict=False):
        quoting.quoted, quoting.quoted_external_id = quoted, quoted.external_id or ""
    Message.objects.bulk_update(rows, ["quoted", "quoted_external_id"])
    Attachment.objects.bulk_create(
        Attachment(message=row, state="ready", mime_type="image/jpeg", size=90_000)
        for row in rows
        if row.type == "image"
    )
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket=ticket, verb="replied", at=row.occurred_at, actor=officer)
        for row in rows
        if row.author_id
    )
    return ticket.register_number


def _said(ticket: Ticket, at: dt.datetime, *, n: int, officer: Staff) -> Message:
    message = message_of(ticket, turn=n % 2)
    message.external_id = f"{message.external_id}-{n}"
    message.occurred_at = message.received_at = message.worked_at = at
    message.text = (
        f"Kalimat ke-{n} dari percakapan contoh, dengan kata yang cukup untuk satu baris."
    )
    if n % 2:
        message.origin, message.author = "officer", officer
    elif n % 10 == 4:
        message.type = "image"
    return message


def open_again(count: int) -> None:
    """So many open tickets, half of them with a reminder that is due."""
    now = timezone.now()
    missing = count - Ticket.objects.open().count()
    closed = Ticket.objects.exclude(pk__in=Ticket.objects.open()).order_by("-pk")
    chosen = list(closed.values_list("pk", flat=True)[: max(missing, 0)])
    for index, part in enumerate((chosen[0::2], chosen[1::2])):
        received = now - dt.timedelta(hours=14 - 12 * index)
        due = received + dt.timedelta(days=1)
        for start in range(0, len(part), 5000):
            Ticket.objects.filter(pk__in=part[start : start + 5000]).update(
                state="new",
                outcome="",
                received_at=received,
                first_response_due_at=due,
                due_at=due,
                sort_due_at=due,
                next_reminder_at=received + dt.timedelta(hours=12),
                resolved_at=None,
                closed_at=None,
            )


def settle() -> None:
    """Tidy as autovacuum leaves it after a while, so that it does not tidy while we measure."""
    words = {"postgresql": ("VACUUM (ANALYZE)", "CHECKPOINT"), "sqlite": ("ANALYZE",)}
    with connection.cursor() as cursor:
        for word in words[connection.vendor]:
            cursor.execute(word)
