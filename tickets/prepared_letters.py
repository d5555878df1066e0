"""A prepared text becomes the answer for one matter: its blanks filled in, outside the 24 hours in the number's
approved update.
"""

from __future__ import annotations

import datetime as dt

from services.models import Staff
from tickets import outbox, states
from tickets.desk.base import Refused
from tickets.desk.registering import enter
from tickets.desk.replying import Reply
from tickets.filled_in import Matter
from tickets.models import MessageTemplate, Ticket
from tickets.prepared_texts import why_missing

NO_UPDATE = (
    "Sudah lebih dari 24 jam sejak pesan terakhir pemohon, dan nomor ini belum punya templat kabar "
    "yang disetujui. Hubungi pemohon dengan cara lain."
)


def letter_for(ticket: Ticket, text: str, *, by: Staff, now: dt.datetime, key: str) -> Reply:
    """The answer; a provisional number becomes a register number first, since it may stand in the words.

    Raises Refused for a blank that this matter has nothing for, and without an update.
    """
    if ticket.state not in states.FINAL:
        enter(ticket, now=now, by=by)
    words = Matter(ticket, reader=by, now=now).fill(text)
    if words.missing:
        raise Refused(why_missing(list(words.missing)))
    conversation = ticket.conversation
    if conversation is None or outbox.window_is_open(conversation, now):
        return Reply(text=words.text, form_key=key)
    update = MessageTemplate.objects.updates(conversation.channel_id).order_by("pk").first()
    if update is None:
        raise Refused(NO_UPDATE)
    blanks = (ticket.register_number, " ".join(words.text.split()))
    return Reply(text=words.text, form_key=key, template=update, parameters=blanks)
