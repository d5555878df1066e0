"""The bot's decisions carried out: by the desk's verbs, and by letters in the outbox."""

import datetime as dt
from collections.abc import Sequence

import structlog

from tickets import desk, outbox, states
from tickets.desk.promises import started_at
from tickets.event_reasons import Why
from tickets.inbound import replies
from tickets.inbound.attaching import attach, move
from tickets.inbound.routing import asked_about
from tickets.inbound.run import Run
from tickets.inbound.ticket_facts import for_staff
from tickets.intake import (
    AboutStaff,
    Anonymous,
    ChooseService,
    Effect,
    End,
    Enqueue,
    IntakeState,
    MoveTo,
    NoMoreMessages,
    OpenTicket,
    Reopen,
    Reply,
    Source,
    Turn,
    Unmatched,
    Urgent,
)
from tickets.intake.wording import moment
from tickets.models import Message, Ticket
from tickets.public_links import tracking_link
from tickets.transports.registry import transport_of

# Nothing stands beside the numbers to call, or beside the promise to be silent.
_WITHOUT_NOTICE = ("emergency", "stopped")
# No number in the register stands for these: what follows is a matter of its own.
_NO_MATTER = (Ticket.Outcome.NO_REQUEST, Ticket.Outcome.ANSWERED)
log = structlog.get_logger(__name__)


def carry_out(
    run: Run, turn: Turn, ticket: Ticket | None, messages: Sequence[Message]
) -> Ticket | None:
    """Effects in order, then the messages into the ticket, then its end (nothing is owed for the
    words that end it), then the reply; the ticket it is now.
    """
    asked_before, run.state = run.state, turn.state
    for effect in turn.effects:
        if not isinstance(effect, End | Source):
            ticket = _apply(run, effect, ticket, messages)
    if ticket is not None:
        owed = ticket.unanswered_since
        attach(run, ticket, messages)
        for source in (effect for effect in turn.effects if isinstance(effect, Source)):
            _note_source(run, source, owed)
        for end in (effect for effect in turn.effects if isinstance(effect, End)):
            _work(run, end, _meant(run, end.register, ticket))
    if not turn.settles:
        _leave_no_question(run, asked_before)
    for reply in turn.replies:
        _say(run, reply, ticket)
    return ticket


def drop_settled_question(run: Run) -> None:
    """Wait for no answer where an officer has reopened what is asked about. Where that was closed
    meanwhile, what the citizen wrote begins a new matter.
    """
    register = run.state.open_question
    if not register or asked_about(run.here, run.state) is not None:
        return
    held, run.state = _held(run, run.state.held), run.state.without_question()
    asked = next((each for each in run.here if each.register_number == register), None)
    if asked is None or asked.state not in states.FINAL:
        return
    if stranded := [message for message in held if message.ticket_id == asked.pk]:
        opened = open_ticket(run, stranded)
        _move(run, stranded, asked, opened)
        desk.enqueue(opened, by=None, now=run.now, why=Why.FOLLOW_UP)


def _leave_no_question(run: Run, before: IntakeState) -> None:
    """A question about a finished ticket that another matter has pushed aside goes to the officers
    with what it was about, unless that went into a new ticket.
    """
    ticket = asked_about(run.here, before)
    if ticket is None or run.state.open_question == before.open_question:
        return
    if Message.objects.filter(pk__in=before.held, ticket=ticket).exists():
        desk.reopen(ticket, by=None, now=run.now, why=Why.FOLLOW_UP)


def open_ticket(run: Run, messages: Sequence[Message]) -> Ticket:
    """A new ticket in intake for these messages, following the last one that was closed."""
    if (unfinished := _in_intake(run)) is not None:
        desk.enqueue(unfinished, by=None, now=run.now, why=Why.OTHER_MATTER)
    channel = run.conversation.channel
    closed = (
        each
        for each in run.tickets
        if each.state in states.FINAL and each.outcome not in _NO_MATTER and not each.is_merged
    )
    first = min((message.occurred_at for message in messages), default=run.now)
    ticket = desk.open_ticket(
        desk.Opening(
            agency=channel.agency,
            channel=channel,
            conversation=run.conversation,
            source=Ticket.Source.WHATSAPP,
            received_at=min(first, run.now),
            state=Ticket.State.INTAKE,
            is_matter=False,
            follows=next(closed, None),
            now=run.now,
            calendar=run.offices.calendar(channel.agency),
        )
    )
    run.tickets.insert(0, ticket)
    return ticket


def _apply(
    run: Run, effect: Effect, ticket: Ticket | None, messages: Sequence[Message]
) -> Ticket | None:
    match effect:
        case OpenTicket(moves):
            moved = _held(run, moves)
            opened = open_ticket(run, [*moved, *messages])
            if ticket is not None:
                _move(run, moved, ticket, opened)
            return opened
        case MoveTo(register, keys):
            target = next(each for each in run.here if each.register_number == register)
            if ticket is not None:
                new = {message.pk for message in messages}
                held = _held(run, tuple(key for key in keys if key not in new))
                _move(run, held, ticket, target)
            return target
        case Reopen(_, register) | Anonymous(register) if register and ticket is not None:
            _work(run, effect, _meant(run, register, ticket))
            return ticket
    if ticket is not None:
        _work(run, effect, ticket)
    return ticket


def _meant(run: Run, register: str, ticket: Ticket) -> Ticket:
    """The ticket with that number, of the citizen's; without one the present ticket."""
    if not register:
        return ticket
    return next(each for each in run.here if each.register_number == register)


def _move(run: Run, messages: Sequence[Message], source: Ticket, target: Ticket) -> None:
    """What was said where the name is kept stays without it."""
    move(run, messages, target)
    if messages:
        desk.keep_as_in(source, target, now=run.now)


def _work(run: Run, effect: Effect, ticket: Ticket) -> None:
    """A verb of the desk, where the ticket is still in a state for it."""
    match effect:
        case ChooseService(service_id):
            _choose(run, service_id, ticket)
        case Enqueue(reason) if ticket.state == Ticket.State.INTAKE:
            desk.enqueue(ticket, by=None, now=run.now, why=Why(reason))
        case Reopen(reason, _) if ticket.state in states.ENDED:
            desk.reopen(ticket, by=None, now=run.now, why=Why(reason))
        case _:
            _mark(run, effect, ticket)


def _mark(run: Run, effect: Effect, ticket: Ticket) -> None:
    """What is noted on a ticket in any state, or ends it."""
    match effect:
        case Urgent() if ticket.is_open:
            desk.mark_urgent(ticket, now=run.now)
        case Anonymous(_):
            desk.keep_anonymous(ticket, now=run.now)
        case AboutStaff() if ticket.is_open:
            desk.mark_about_staff(ticket, now=run.now)
        case End("withdrawn", _):
            desk.withdraw(ticket, now=run.now)
        case End(outcome, _):
            desk.end_intake(ticket, outcome=outcome, now=run.now)
        case Unmatched(text):
            channel = run.conversation.channel
            desk.not_understood(text, channel=channel, ticket=ticket, now=run.now)
        case NoMoreMessages():
            run.conversation.want_no_messages(run.now)


def _note_source(run: Run, source: Source, owed: dt.datetime | None) -> None:
    """On the matter of that number, where it is the citizen's own."""
    ticket = next((one for one in run.here if one.register_number == source.register), None)
    if ticket is not None:
        question, code = source.question, source.code
        desk.told_source(ticket, question=question, code=code, owed=owed, now=run.now)


def _choose(run: Run, service_id: int, ticket: Ticket) -> None:
    if run.catalogue.get(service_id) is None:
        # Closed, or without a standard, since the menu was sent.
        log.info("service_not_offered", ticket=ticket.pk, service=service_id)
        return
    try:
        desk.choose_service(ticket, by=None, now=run.now, service=run.offices.service(service_id))
    except desk.Refused:
        # The ticket was handed to another office meanwhile: its officers read the wish.
        log.info("service_not_chosen", ticket=ticket.pk, service=service_id)


def _in_intake(run: Run) -> Ticket | None:
    return next((each for each in run.here if each.state == Ticket.State.INTAKE), None)


def _held(run: Run, keys: tuple[int, ...]) -> list[Message]:
    if not keys:
        return []
    rows = Message.objects.inbound().filter(conversation=run.conversation, pk__in=keys)
    return list(rows.in_order())


def _say(run: Run, reply: Reply, ticket: Ticket | None) -> None:
    conversation, agency = run.conversation, run.conversation.channel.agency
    own = run.offices.texts(agency, run.now.astimezone(agency.zone).date())
    facts = (_told(run, ticket) if ticket is not None else {}) | {"own": own}
    limits = transport_of(conversation.channel.kind).limits
    first = conversation.privacy_told_at is None and reply.key not in _WITHOUT_NOTICE
    notice = replies.notice_for(reply, own) if first else ""
    content = replies.content(reply, facts, limits=limits, notice=notice)
    # A menu's body numbers its rows already; staff need not read them twice.
    letter = outbox.Letter(
        content=content,
        origin=Message.Origin.BOT,
        ticket=ticket,
        shown_as=for_staff(content.body, ticket, run.tickets),
    )
    try:
        outbox.queue(conversation, letter, now=run.now, is_locked=True)
    except outbox.WindowClosed:
        log.info("bot_reply_outside_window", conversation=conversation.pk, key=reply.key)
        return
    if notice and content.body.endswith(notice):
        conversation.privacy_told_at = run.now


def _told(run: Run, ticket: Ticket) -> dict[str, object]:
    """What a reply may say of the ticket as it stands after the turn."""
    zone = ticket.agency.timezone
    opens_at = run.offices.opens_at(run.conversation.channel.agency, run.now)
    return {
        "register": ticket.register_number if ticket.registered_at else "",
        "tracking_code": ticket.tracking_code,
        "due": moment(ticket.due_at, zone),
        "respond_by": moment(ticket.first_response_due_at, zone),
        "from_complete": started_at(ticket) is None,
        # A promise in calendar hours may fall into a weekend on which the office is closed.
        "opens_later": opens_at is not None and opens_at > ticket.due_at,
        "reply_later": opens_at is not None and opens_at > ticket.first_response_due_at,
        "track_url": tracking_link(ticket.tracking_code),
    }
