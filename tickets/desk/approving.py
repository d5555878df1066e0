"""A supervisor lets an operator's words go out: as they were written, once, by the road of that moment."""

from __future__ import annotations

import datetime as dt

from services import access
from services.access import Action
from services.models import Staff
from tickets import outbox, states
from tickets.content import InvalidContent, Template, Text
from tickets.desk.base import Refused, Verb, must_be_able, record, working_on
from tickets.desk.checking import Part, State
from tickets.desk.following import FollowedByNothing, Then, follow
from tickets.desk.giving_back import must_wait, settle
from tickets.desk.quoting import why_not_quoted
from tickets.desk.replying import Reply, say
from tickets.desk.resolving import Resolution, conclude
from tickets.desk.telling import as_update
from tickets.models import Conversation, HeldReply, Message, MessageTemplate, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell
from tickets.transports.registry import content_in

_RETURN = "Kembalikan kepada penulisnya."
NO_UPDATE = (
    "Sudah lebih dari 24 jam sejak pesan terakhir pemohon, dan tidak ada templat kabar yang disetujui "
    f"dan memuat tulisan ini. {_RETURN}"
)


def approve(
    ticket: Ticket, *, by: Staff, now: dt.datetime, held: HeldReply, seen: int | None = None
) -> None:
    """Send what waits, in the author's name, and do what was to follow; a second approval does nothing.

    `seen`: the newest message that the person had on the page. Outside the 24 hours words go in the
    number's approved update. Raises Refused, having sent nothing; FollowedByNothing where it was sent
    and what should have followed was refused.
    """
    with working_on(ticket):
        must_be_able(by, Action.APPROVE_REPLY, ticket)
        held.refresh_from_db()
        if held.ticket_id == ticket.pk and held.state == State.APPROVED:
            return
        must_wait(ticket, held)
        _must_be_fit(ticket, held, by=by, seen=seen)
        data = {"author_name": str(held.author)}
        event = record(ticket, Verb.REPLY_APPROVED, by=by, now=now, data=data)
        settle(ticket, held, State.APPROVED, by=by, now=now)
        letter = Reply(text=held.text, form_key=held.form_key, quoted=held.quoted, until=held.until)
        if held.outcome:
            how = Resolution(
                outcome=held.outcome, summary=held.text, form_key=held.form_key, is_approved=True
            )
            conclude(ticket, by=_who_ends(ticket, held, by), now=now, how=how)
        else:
            _say(ticket, held, now=now, letter=letter)
        told = Occasion(kind=Kind.APPROVED, cause=cause_of(event), people=[held.author])
        tell(told, ticket=ticket, by=by, now=now)
        unfollowed = _follow(ticket, held, by=by, now=now, letter=letter)
    if unfollowed is not None:
        raise unfollowed


def _follow(
    ticket: Ticket, held: HeldReply, *, by: Staff, now: dt.datetime, letter: Reply
) -> FollowedByNothing | None:
    """What follows is in the transaction of the answer, so neither stands alone when a process dies;
    a refusal is returned, and the answer stands.
    """
    if held.outcome:
        return None
    doer = _who_ends(ticket, held, by)
    try:
        follow(ticket, by=doer, now=now, letter=letter, then=Then(held.then))
    except FollowedByNothing as refusal:
        ticket.refresh_from_db()  # its savepoint was taken back
        return refusal
    return None


def _who_ends(ticket: Ticket, held: HeldReply, by: Staff) -> Staff:
    """The author, whose work it was; the supervisor where the author cannot any more."""
    author = held.author
    may = author.is_active and access.can(author, Action.RESOLVE, ticket)
    return author if may else by


def _must_be_fit(ticket: Ticket, held: HeldReply, *, by: Staff, seen: int | None) -> None:
    if held.author_id == by.pk:
        raise Refused("Tulisan sendiri diperiksa orang lain. Minta penyelia yang lain.")
    if ticket.state in states.FINAL:
        raise Refused(f"Tiket ini sudah ditutup. {_RETURN}")
    theirs = ticket.messages.filter(direction=Message.Direction.IN)
    if seen is not None and theirs.filter(pk__gt=seen).exists():
        raise Refused("Pemohon menulis lagi sejak halaman ini Anda buka. Baca dahulu.")


def _say(ticket: Ticket, held: HeldReply, *, now: dt.datetime, letter: Reply) -> None:
    parts = [_part(one) for one in held.parts]
    conversation = ticket.conversation
    if conversation is None:
        raise Refused(f"Tiket ini tidak lagi tersambung lewat WhatsApp. {_RETURN}")
    if not outbox.window_is_open(conversation, now):
        parts = [_outside(ticket, conversation, part) for part in parts]
    for part in parts:
        if isinstance(part.content, Template):
            _must_be_approved(ticket, part.content)
    if letter.quoted is not None and not isinstance(parts[0].content, Template):
        _must_be_quotable(ticket, letter.quoted, now)
    try:
        say(ticket, parts, author=held.author, now=now, reply=letter)
    except InvalidContent as error:
        raise Refused(f"{error} {_RETURN}") from error


def _part(kept: dict[str, dict[str, str]]) -> Part:
    content = content_in(kept["content"])
    if content is None:
        raise Refused(f"Isi tulisan ini tidak terbaca lagi. {_RETURN}")
    file = kept["file"]
    return Part(content, outbox.StoredFile(**file) if file else None)  # type: ignore[arg-type]  # JSON


def _outside(ticket: Ticket, conversation: Conversation, part: Part) -> Part:
    """What may go outside the 24 hours: a template as it is, words in the number's update."""
    if isinstance(part.content, Template):
        return part
    if not isinstance(part.content, Text):
        raise Refused(f"Sudah lebih dari 24 jam; berkas tidak dapat dikirim. {_RETURN}")
    update = as_update(ticket, conversation, part.content.body)
    if update is None:
        raise Refused(NO_UPDATE)
    return Part(update)


def _must_be_quotable(ticket: Ticket, quoted: Message, now: dt.datetime) -> None:
    """What the words answer may have gone while they waited."""
    if why := why_not_quoted(quoted, ticket, now=now):
        raise Refused(f"{why} {_RETURN}")


def _must_be_approved(ticket: Ticket, template: Template) -> None:
    known = MessageTemplate.objects.filter(
        channel=ticket.channel_id, name=template.name, language=template.language
    )
    if not known.filter(status=MessageTemplate.Status.APPROVED).exists():
        raise Refused(f"Templat itu sedang tidak dapat dipakai. {_RETURN}")
