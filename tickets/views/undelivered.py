"""Lines of the history that say that the citizen was told, where WhatsApp refused that message later."""

from __future__ import annotations

from collections.abc import Iterable

from tickets.models import Message, TicketEvent
from tickets.told_words import LOST
from tickets.views.thread_page import ThreadPage


def with_what_became(events: list[TicketEvent], page: ThreadPage) -> list[TicketEvent]:
    """The same lines, knowing it (`data["became"]`); they are to be read, and never saved.

    Asks the database only for messages that the page has not read, and for what was sent in the place
    of one that did not come.
    """
    telling = {pk: event for event in events if (pk := _message_of(event))}
    read = {row.pk: row.status for row in page.messages}
    unread = telling.keys() - read.keys()
    doubtful = {pk for pk in telling if read.get(pk) in LOST} | unread
    became = Message.objects.what_became(doubtful) if doubtful else {}
    for pk in _lost(became):
        event = telling[pk]
        event.data = {**event.data, "became": str(became[pk])}
    return events


def _lost(became: dict[int, str]) -> Iterable[int]:
    return (pk for pk, status in became.items() if status in LOST)


def _message_of(event: TicketEvent) -> int:
    """The message by which the citizen was told; 0 for none, or from before that was kept."""
    data = event.data if isinstance(event.data, dict) else {}
    found = (data.get("message") or data.get("notice") or 0) if "told" in data else 0
    return found if isinstance(found, int) else 0
