"""What a citizen's message says, as the bot reads it, and whether it asks the office for a reply."""

from tickets import states
from tickets.content import File
from tickets.intake import Incoming
from tickets.intake.understanding import CHECK, SKIP, Reading, read
from tickets.models import Message, Ticket
from tickets.received import Choice


def incoming(message: Message) -> Incoming:
    """A message as the bot reads it."""
    received = message.received
    content = received.content
    return Incoming(
        id=message.pk,
        kind=received.reads_as,
        at=message.occurred_at,
        text=message.text,
        reply_id=content.id if isinstance(content, Choice) else "",
        filename=content.filename if isinstance(content, File) else "",
        quoted=bool(message.quoted_external_id),
    )


def owes_reply(message: Message, ticket: Ticket, *, drives: bool = True) -> bool:
    """Whether an officer has to answer this: of what comes late (it drives nothing)
    all that would have moved the bot or the ticket had it come in time.

    Not thanks, an emoji or a sticker once the office has answered or the matter is done, not a
    "cek" that the bot answers (one that comes late it does not), and nothing without words or file.
    """
    if not message.says_something:
        return False
    reading = read([incoming(message)])
    if _checks(reading):
        return message.is_stale or not drives
    done = not ticket.is_open
    enough = ticket.state in states.ENDED and _says_enough(reading)
    changes_nothing = reading.courtesy or enough
    return not (changes_nothing and (done or ticket.answered_at is not None))


def _checks(reading: Reading) -> bool:
    return reading.command == CHECK and not reading.tells


def _says_enough(reading: Reading) -> bool:
    """ "Sudah", "cukup": nothing more is wanted."""
    return reading.command == SKIP and not (reading.tells or reading.denies)
