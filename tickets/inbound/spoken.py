"""What a citizen's message says, as the bot reads it, and whether it asks the office for a reply."""

from tickets import states
from tickets.content import File
from tickets.intake import Catalogue, Incoming
from tickets.intake.acts import Act
from tickets.intake.frames import is_said
from tickets.intake.heard import Reading
from tickets.intake.normal import words_of
from tickets.intake.reading import is_lookup, read_by
from tickets.models import Message, Ticket
from tickets.received import Choice

# Of a matter that is done, or after the office has answered, these want no answer.
_COURTESY = frozenset({Act.THANKS, Act.WRONG_RECIPIENT, Act.STOP})
_LATE_COURTESY = frozenset({Act.THANKS, Act.WRONG_RECIPIENT})
# Asked about the office and not about a matter: the bot answers, and what is asked next names the ticket.
_OF_THE_OFFICE = frozenset({Act.HOURS, Act.PLACE, Act.CONTACT, Act.WHO, Act.SURVEY, Act.CHITCHAT})
# The bot answers these itself: on a finished matter nothing is left of them.
_ANSWERED = frozenset(
    {
        Act.STATUS,
        Act.HOURS,
        Act.PLACE,
        Act.CONTACT,
        Act.WHO,
        Act.FEE,
        Act.DURATION,
        Act.REQUIREMENTS,
        Act.SURVEY,
        Act.MENU,
    }
)
_ENOUGH = frozenset({Act.SKIP, Act.CANCEL, Act.YES, Act.CHITCHAT, Act.GREETING})


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


def read(message: Message, hears: Catalogue) -> Reading:
    """What it says by itself, as the bot's turn hears it at this number."""
    return read_by((incoming(message),), hears)


def owes_reply(message: Message, ticket: Ticket, *, hears: Catalogue, drives: bool = True) -> bool:
    """Whether an officer has to answer this: of what comes late (it drives nothing)
    all that would have moved the bot or the ticket had it come in time.

    Not thanks, an emoji or a sticker once the office has answered or the matter is done, not a
    "cek" that the bot answers (one that comes late it does not), and nothing without words or file.
    """
    if not message.says_something:
        return False
    reading = read(message, hears)
    if is_lookup(reading):
        return message.is_stale or not drives
    acts = set(reading.acts[:1])
    if reading.files or reading.voice or reading.location or reading.strange or reading.calls:
        return True
    if incoming(message).kind == "contacts":
        return True
    done = not ticket.is_open
    ended = ticket.state in states.ENDED and drives and not message.is_stale
    courtesy = acts <= (_COURTESY if drives else _LATE_COURTESY) or (
        ended and acts <= _ANSWERED | _ENOUGH
    )
    return not (courtesy and (done or ticket.answered_at is not None))


_BARE_NO = 2  # normal words of an answer that says no and nothing else
# Words for the bot, and courtesies: an officer learns nothing from them.
_TELL_NOTHING = frozenset(
    {Act.MENU, Act.PERSON, Act.SKIP, Act.GREETING, Act.THANKS, Act.YES, Act.NO}
)


def tells_matter(message: Message, hears: Catalogue) -> bool:
    """Whether an officer learns something from it."""
    reading = read(message, hears)
    if reading.files or reading.voice or reading.location or reading.strange:
        return True
    if is_for_bot(message, hears) or reading.entities.number:
        return False
    return not set(reading.acts[:1]) <= _TELL_NOTHING or _tells_more(reading)


def names_matter(message: Message, hears: Catalogue) -> bool:
    """Whether a matter may be called by it: "ini robot apa orang?" is none."""
    reading = read(message, hears)
    of_office = reading.service is None and set(reading.acts[:1]) <= _OF_THE_OFFICE
    return not of_office and tells_matter(message, hears)


def _tells_more(reading: Reading) -> bool:
    """ "Maaf bukan, maksud saya akta kematian": an answer that says what is meant instead; "tidak punya
    pak": why something does not come, which "lewati" does not tell.
    """
    if reading.acts[:1] == (Act.SKIP,):
        return not is_said("kata_lewati", words_of(reading.text))
    denies = reading.acts[:1] == (Act.NO,)
    return denies and (bool(reading.services) or len(words_of(reading.text)) > _BARE_NO)


def is_for_bot(message: Message, hears: Catalogue) -> bool:
    """A tap, "cek" or "menu": the bot answers it."""
    reading = read(message, hears)
    return bool(reading.tap) or is_lookup(reading) or reading.acts[:1] == (Act.MENU,)
