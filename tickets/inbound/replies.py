"""The bot's reply as something WhatsApp accepts: a text of templates/messages and what to tap."""

from collections.abc import Mapping

from tickets.intake import Option, Reply
from tickets.rendering import render
from tickets.transports.whatsapp import limits
from tickets.transports.whatsapp.outgoing import (
    Buttons,
    LocationRequest,
    Menu,
    Row,
    Section,
    Text,
    shorten,
)

Content = Text | Buttons | Menu | LocationRequest
_LISTED = frozenset({"greeting", "menu", "not_understood", "which"})
_NAME = 60  # characters of a name in the numbered text, so that ten of them fit in a body


def content(reply: Reply, facts: Mapping[str, object]) -> Content:
    """What to send for a reply; `facts` are the ticket's (number, code, due time) after the turn.

    Always within WhatsApp's limits: a body too long for something to tap goes as a plain text.
    """
    names = [f"{n}. {shorten(_full(row), _NAME)}" for n, row in enumerate(reply.options, 1)]
    variables = {**facts, **reply.params, "rows": names, "services": len(names) > 1}
    body = render(reply.key, variables)
    if limits.length(body) > limits.BODY:
        return Text(shorten(body, limits.TEXT - limits.BODY) + _typed(reply.options))
    if reply.key == "ask_location":
        return LocationRequest(body)
    if not reply.options:
        return Text(body)
    if reply.key in _LISTED and len(reply.options) > 1:
        return Menu(body, "Pilih", (Section(_rows(reply.options)),))
    return Buttons(body, _buttons(reply.options))


def _full(row: Option) -> str:
    """A row's name where there is room: a service's whole name, a ticket with its service."""
    if row.id.startswith("svc:"):
        return row.note or row.name
    return f"{row.name} ({row.note})" if row.id.startswith("ticket:") else row.name


def _typed(options: tuple[Option, ...]) -> str:
    """What to type where there is nothing to tap; rows are numbered in the text already."""
    words = [option.id.upper() for option in options if option.id in ("menu", "petugas")]
    return f"\n\nKetik {' atau '.join(words)} bila perlu." if words else ""


def _rows(options: tuple[Option, ...]) -> tuple[Row, ...]:
    titles = _titles(options, limits.ROW_TITLE)
    return tuple(
        Row(
            option.id[: limits.ROW_ID],
            title,
            shorten(option.note, limits.ROW_DESCRIPTION) if option.note != title else "",
        )
        for option, title in zip(options[: limits.ROWS], titles, strict=False)
    )


def _buttons(options: tuple[Option, ...]) -> tuple[tuple[str, str], ...]:
    titles = _titles(options, limits.BUTTON_TITLE)
    pairs = zip(options[: limits.BUTTONS], titles, strict=False)
    return tuple((option.id[: limits.BUTTON_ID], title) for option, title in pairs)


def _titles(options: tuple[Option, ...], limit: int) -> list[str]:
    """Short titles, each different: where cutting makes two alike, the later ones get a number."""
    titles: list[str] = []
    for number, option in enumerate(options, 1):
        title = shorten(option.name, limit) or str(number)
        if title in titles:
            title = f"{shorten(option.name, limit - 4)} {number}"
        titles.append(title)
    return titles
