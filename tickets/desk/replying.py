"""An officer's answer to the citizen: words, files, or a template when the window is closed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from services.access import Action
from services.models import Staff
from tickets import outbox, states
from tickets.content import (
    Content,
    File,
    InvalidContent,
    Template,
    Text,
    length,
    with_plain_line_breaks,
)
from tickets.desk import files
from tickets.desk.assigning import begin_work
from tickets.desk.base import Refused, Verb, must_be_able, record, working_on, write
from tickets.desk.checking import Part, ToCheck, hold, is_checked, was_held
from tickets.desk.ending_led import EndLed
from tickets.desk.owing import answered
from tickets.desk.quoting import quotable
from tickets.desk.registering import enter
from tickets.filenames import file_name
from tickets.models import Conversation, Draft, Message, MessageTemplate, Ticket
from tickets.notifications import Kind, Occasion, cause_of, tell
from tickets.transports.protocol import Transport
from tickets.transports.registry import transport_of

MAX_FILES = 10


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is to be said. With a template nothing else is; `parameters` fill it in their order.

    `quotes`: the message of the citizen that it answers, by its id; `quoted` is that message. `known`:
    instead of words, something of the office's own in which nothing was typed, so nobody has to check
    it and what is being typed stays.
    """

    text: str = ""
    files: Sequence[UploadedFile[bytes]] = ()
    form_key: str = ""
    template: MessageTemplate | None = None
    parameters: tuple[str, ...] = ()
    known: Content | None = None
    quotes: int | None = None
    quoted: Message | None = None
    then: str = ""  # what follows (`desk.Then`), and the day of a wait: kept while it is checked
    until: dt.date | None = None
    led: EndLed | None = None  # with a `then` that ends the matter: what follows it ends too


def reply(ticket: Ticket, *, by: Staff, now: dt.datetime, reply: Reply) -> list[Message]:
    """Answer the citizen; an unassigned ticket becomes the officer's.

    The first answer of an officer ends the first-response clock. A repeated form gives the
    messages that exist. Nothing where it waits for approval (desk.checking). Raises Refused (nothing
    sent, no file kept) for an empty answer, a file that WhatsApp would not take, free text outside the
    24-hour window, and a quote that the citizen would not see.
    """
    if sent := _sent_before(by, reply):
        return sent
    must_be_able(by, Action.REPLY, ticket)
    conversation = _conversation_of(ticket)
    if reply.template is None and not outbox.window_is_open(conversation, now):
        raise Refused(str(outbox.WindowClosed()))
    parts = _parts_of(reply, conversation)
    try:
        return _answer(ticket, parts, by=by, now=now, reply=reply)
    except BaseException:
        for part in parts:
            if part.file is not None:
                outbox.discard(part.file)
        raise


def _answer(
    ticket: Ticket, parts: list[Part], *, by: Staff, now: dt.datetime, reply: Reply
) -> list[Message]:
    with working_on(ticket):
        if sent := _sent_before(by, reply):
            _discard_all(parts)
            return sent
        must_be_able(by, Action.REPLY, ticket)
        if ticket.state in states.FINAL:
            raise Refused("Tiket ini sudah ditutup. Bila ada hal baru, buat tiket baru.")
        if was_held(ticket, by=by, form_key=_key(reply.form_key)):
            _discard_all(parts)
            return []
        if reply.quotes and reply.template is None:
            reply = replace(reply, quoted=quotable(ticket, reply.quotes, now=now))
        enter(ticket, now=now, by=by)
        if ticket.is_open and ticket.assignee_id is None:
            begin_work(ticket, by, now)
            record(ticket, Verb.TAKEN, by=by, now=now, data={"to": by.pk})
        if reply.known is None and is_checked(ticket, by):
            hold(ticket, by=by, now=now, words=_to_check(reply, parts))
            return []
        messages = say(ticket, parts, author=by, now=now, reply=reply)
        write(ticket, unread_count=0)
        if reply.known is None:
            Draft.objects.filter(ticket=ticket, staff=by).delete()
    return messages


def _to_check(reply: Reply, parts: list[Part]) -> ToCheck:
    shown = [part.content.text for part in parts if part.content.text]
    return ToCheck(
        text="\n\n".join(shown),
        parts=parts,
        form_key=_key(reply.form_key),
        quoted=reply.quoted,
        then=reply.then,
        until=reply.until,
    )


def say(
    ticket: Ticket, parts: Sequence[Part], *, author: Staff, now: dt.datetime, reply: Reply
) -> list[Message]:
    """Put an answer into the outbox; call it inside `working_on`, where all has been checked.

    Raises Refused where the window closed, InvalidContent for what does not fit the channel.
    """
    conversation = _conversation_of(ticket)
    messages = []
    for number, part in enumerate(parts):
        letter = _letter(ticket, part, by=author, reply=reply, number=number)
        messages.append(_queue(conversation, letter, now))
    answer = answered(ticket, by=author, now=now)
    data = {"messages": [message.pk for message in messages], **answer}
    event = record(ticket, Verb.REPLIED, by=author, now=now, data=data)
    told = Occasion(kind=Kind.ANSWERED, cause=cause_of(event), values={"message": messages[0].pk})
    tell(told, ticket=ticket, by=author, now=now)
    return messages


def _queue(conversation: Conversation, letter: outbox.Letter, now: dt.datetime) -> Message:
    try:
        return outbox.queue(conversation, letter, now=now)
    except outbox.WindowClosed as error:
        raise Refused(str(error)) from error


def _letter(ticket: Ticket, part: Part, *, by: Staff, reply: Reply, number: int) -> outbox.Letter:
    """A quote goes with the first message; WhatsApp shows none above a template."""
    shows_quote = number == 0 and not isinstance(part.content, Template)
    return outbox.Letter(
        content=part.content,
        origin=Message.Origin.OFFICER,
        ticket=ticket,
        author=by,
        form_key=f"{_key(reply.form_key)}:{number}" if reply.form_key else "",
        quoted=reply.quoted if shows_quote else None,
        file=part.file,
    )


def _key(form_key: str) -> str:
    """Room for the number of the message behind it, in 64 characters; a key of its own key is itself."""
    if len(form_key) <= 60:
        return form_key
    return hashlib.sha256(form_key.encode()).hexdigest()[:60]


def _sent_before(by: Staff, reply: Reply) -> list[Message]:
    if not reply.form_key:
        return []
    key = _key(reply.form_key)
    mine = Message.objects.filter(author=by).filter(
        Q(form_key__in=[f"{key}:{number}" for number in range(MAX_FILES + 1)])
    )
    return list(mine.in_order())


def _conversation_of(ticket: Ticket) -> Conversation:
    if ticket.conversation is None:
        raise Refused(
            "Pemohon ini tidak tersambung lewat WhatsApp. Hubungi langsung, lalu tulis hasilnya "
            "sebagai catatan."
        )
    return ticket.conversation


def _parts_of(reply: Reply, conversation: Conversation) -> list[Part]:
    """The messages to send; the bytes of files are stored when everything has been checked."""
    transport = transport_of(conversation.channel.kind)
    try:
        if reply.known is not None:
            transport.render(reply.known)
            return [Part(reply.known)]
        if reply.template is not None:
            template = _template(reply, conversation)
            transport.render(template)
            return [Part(template)]
        return _words_and_files(reply, transport)
    except InvalidContent as error:
        field = "parameters" if reply.template is not None else "text"
        raise Refused(str(error), field=field) from error


def _words_and_files(reply: Reply, transport: Transport) -> list[Part]:
    text = with_plain_line_breaks(reply.text).replace("\x00", "").strip()
    if not text and not reply.files:
        raise Refused("Tulis balasan atau pilih berkas dahulu.", field="text")
    if len(reply.files) > MAX_FILES:
        raise Refused(f"Paling banyak {MAX_FILES} berkas sekali kirim.", field="files")
    checked = [(file, *files.check(file, transport)) for file in reply.files]
    # One file with words is one message: the words are its caption.
    is_caption = (
        len(checked) == 1
        and checked[0][1] in transport.limits.captioned
        and length(text) <= transport.limits.caption
    )
    parts = [] if is_caption or not text else [Part(Text(text))]
    contents = [
        File(kind, file_name(file.name or "", mime_type), text if is_caption else "")
        for file, kind, mime_type in checked
    ]
    for said in (*(part.content for part in parts), *contents):
        transport.render(said)
    for content, (file, _, mime_type) in zip(contents, checked, strict=True):
        parts.append(Part(content, files.store(file, mime_type)))
    return parts


def _template(reply: Reply, conversation: Conversation) -> Template:
    template = reply.template
    if template is None or template.channel_id != conversation.channel_id:
        raise Refused("Templat itu bukan milik nomor ini. Pilih templat yang lain.")
    if template.status != MessageTemplate.Status.APPROVED:
        raise Refused("Templat itu sedang tidak dapat dipakai. Pilih templat yang lain.")
    if len(reply.parameters) != template.parameter_count or not all(
        parameter.strip() for parameter in reply.parameters
    ):
        raise Refused("Isi semua bagian kosong pada templat.")
    return Template(
        name=template.name,
        language=template.language,
        body_parameters=reply.parameters,
        preview=template.filled(reply.parameters),
    )


def _discard_all(parts: list[Part]) -> None:
    for part in parts:
        if part.file is not None:
            outbox.discard(part.file)
