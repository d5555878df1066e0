"""WhatsApp's Cloud API as a transport: each question of the protocol to the file that answers it."""

import datetime as dt
from collections.abc import Iterator

from tickets.content import Content
from tickets.transports.items import Item
from tickets.transports.protocol import Account, Client, ErrorRule, Limits, Transport
from tickets.transports.whatsapp import errors, limits, news_words, ogg, wamids, window
from tickets.transports.whatsapp.clients import client_for
from tickets.transports.whatsapp.interactive import Payload
from tickets.transports.whatsapp.outgoing import render
from tickets.transports.whatsapp.payloads import parse
from tickets.transports.whatsapp.reading import read_json

_LIMITS = Limits(
    text=limits.TEXT,
    body=limits.BODY,
    caption=limits.CAPTION,
    buttons=limits.BUTTONS,
    button_id=limits.BUTTON_ID,
    button_title=limits.BUTTON_TITLE,
    rows=limits.ROWS,
    row_id=limits.ROW_ID,
    row_title=limits.ROW_TITLE,
    row_description=limits.ROW_DESCRIPTION,
    captioned=limits.CAPTIONED,
    quoted_within=limits.QUOTED_WITHIN,
    file_types=frozenset().union(*(limits.MEDIA[kind].mime_types for kind in limits.SENDABLE)),
)


class WhatsApp(Transport):
    """See `protocol.Transport`."""

    limits = _LIMITS

    def parse(self, body: bytes) -> Iterator[Item]:
        return parse(read_json(body))

    def render(self, content: Content) -> Payload:
        return render(content)

    def check_file(self, mime_type: str, *, size: int, head: bytes) -> str:
        kind = limits.media_kind(mime_type, size)
        if mime_type == ogg.MIME_TYPE:
            ogg.check(head)
        return kind

    def client(self, account: Account) -> Client:
        return client_for(account)

    def window_until(self, last_inbound: dt.datetime) -> dt.datetime:
        return window.expires_at(last_inbound)

    def may_send(self, until: dt.datetime | None, now: dt.datetime) -> bool:
        return window.is_open(until, now)

    def seconds_left(self, until: dt.datetime | None, now: dt.datetime) -> int:
        return window.seconds_left(until, now)

    def rule(self, code: int | None) -> ErrorRule:
        return errors.rule(code)

    def token_of(self, external_id: str) -> str:
        return wamids.token_of(external_id)

    def account_notice_words(
        self, kind: str, *, code: str, details: str, until: str
    ) -> tuple[str, bool]:
        return news_words.account_notice_words(kind, code=code, details=details, until=until)

    def template_words(self, name: str, *, status: str, event: str) -> str:
        return news_words.template_words(name, status=status, event=event)
