"""When a message had been said: its place among others, for whole messages and for plain rows."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

_WITHIN_SECOND = dt.timedelta(microseconds=999_999)


class Dated(Protocol):
    """What the rule needs of a message."""

    @property
    def direction(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def occurred_at(self) -> dt.datetime: ...
    @property
    def received_at(self) -> dt.datetime: ...


def comes_in(message: Dated) -> bool:
    """Whether a channel brought it: a citizen's words, or the office's own from its phone."""
    return message.direction == "in" or message.origin == "app"


def said_by(message: Dated) -> dt.datetime:
    """The moment by which it had been said, which is its place among other messages.

    WhatsApp cuts its times to whole seconds: what comes from it has been written somewhere
    within that second, and before it arrived. It follows what we wrote in the same second,
    unless it had arrived by then.
    """
    at = message.occurred_at
    if at.microsecond or not comes_in(message):
        return at
    return max(at, min(at + _WITHIN_SECOND, message.received_at))
