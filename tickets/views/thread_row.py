"""A message as a ticket page reads it: a plain row, made a message only where a bubble is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Any, NamedTuple

from tickets.models import Message
from tickets.models.said import said_by


class ThreadRow(NamedTuple):
    """The columns of THREAD_FIELDS, in their order."""

    pk: int
    channel_id: int | None
    conversation_id: int | None
    ticket_id: int | None
    direction: str
    origin: str
    author_id: int | None
    external_id: str | None
    type: str
    text: str
    occurred_at: dt.datetime
    received_at: dt.datetime
    quoted_external_id: str
    quoted_id: int | None
    reaction: str
    withdrawn_at: dt.datetime | None
    edited_text: str
    status: str
    error_code: int | None
    retry_of_id: int | None
    payload: Any
    error: Any

    @property
    def key(self) -> Hashable:
        """Equal where the same would be drawn, unless the message failed: the payload is written
        once, and an error shows only with a failure.
        """
        return self[:-2]

    @property
    def may_have_files(self) -> bool:
        """Nothing ever comes with plain text."""
        return self.type != "text"

    @property
    def mentions(self) -> tuple[int, ...]:
        """The people whom a note mentions, by id."""
        is_note = self.direction == Message.Direction.NOTE
        return tuple(self.payload.get("mentions", ())) if is_note else ()

    def place(self, quoted: ThreadRow | None) -> tuple[dt.datetime, int]:
        """Where it stands in its thread: never before what it answers."""
        by = said_by(self)
        return (max(by, said_by(quoted)) if quoted else by), self.pk

    def message(self, *, quoted: ThreadRow | None = None) -> Message:
        """The message, to be read and never saved."""
        message = Message(**self._asdict())
        message.quoted = quoted.message() if quoted else None
        return message
