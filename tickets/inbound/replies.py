"""The bot's reply as something the channel takes: a text of templates/messages and what to tap."""

from collections.abc import Mapping

from tickets.content import (
    Buttons,
    LocationRequest,
    Menu,
    Row,
    Section,
    Text,
    length,
    shorten,
)
from tickets.intake import Option, Reply
from tickets.own_texts import ENGLISH_NOTICE, Key
from tickets.rendering import render
from tickets.transports.protocol import Limits

Said = Text | Buttons | Menu | LocationRequest
_LISTED = frozenset(
    {
        "greeting",
        "menu",
        "not_understood",
        "which",
        "which_service",
        "which_for_files",
        "two_matters",
        "ask_source",
    }
)
_UNNAMED = "Nama dan nomor Bapak/Ibu kami rahasiakan.\n\n"
_IN_ENGLISH = frozenset({"english"})
_NAME = 60  # characters of a name in the numbered text, so that ten of them fit in a body
_TICKET = 84  # of a ticket's service, day and number


def content(reply: Reply, facts: Mapping[str, object], *, limits: Limits, notice: str = "") -> Said:
    """What to send for a reply; `facts` are the ticket's (number, code, due time) after the turn.

    Always within the channel's limits: a body too long for something to tap goes as a plain text.
    `notice` stands at its end where there is room; else it has to wait for the next reply.
    """
    names = [f"{n}. {_full(row)}" for n, row in enumerate(reply.options, 1)]
    variables = {**reply.params, **facts, "rows": names, "services": len(names) > 1}
    said = (_UNNAMED if reply.params.get("secret") else "") + render(reply.key, variables)
    body = _with_notice(said, notice, limits)
    if length(body) > limits.body:
        return Text(shorten(body, limits.text - limits.body) + _typed(reply.options))
    if reply.key == "ask_location":
        return LocationRequest(body)
    if not reply.options:
        return Text(body)
    if reply.key in _LISTED and len(reply.options) > 1:
        return Menu(body, "Pilih", (Section(_rows(reply.options, limits)),))
    return Buttons(body, _buttons(reply.options, limits))


def notice_for(reply: Reply, own: Mapping[str, str]) -> str:
    """The sentence about personal data in the language of this reply."""
    return own[ENGLISH_NOTICE if reply.key in _IN_ENGLISH else Key.PRIVACY]


def _with_notice(body: str, notice: str, limits: Limits) -> str:
    longer = f"{body}\n\n{notice}" if notice else body
    return longer if length(longer) <= limits.body else body


def _full(row: Option) -> str:
    """A row's name where there is room: a service's whole name, a ticket with its service."""
    if row.id.startswith("svc:"):
        return shorten(row.note or row.name, _NAME)
    if row.id.startswith("ticket:"):
        return shorten(f"{row.name}, {row.note}", _TICKET)
    return shorten(row.name, _NAME)


def _typed(options: tuple[Option, ...]) -> str:
    """What to type where there is nothing to tap; rows are numbered in the text already."""
    words = [option.id.upper() for option in options if option.id in ("menu", "petugas")]
    return f"\n\nKetik {' atau '.join(words)} bila perlu." if words else ""


def _rows(options: tuple[Option, ...], limits: Limits) -> tuple[Row, ...]:
    titles = _titles(options, limits.row_title)
    return tuple(
        Row(
            option.id[: limits.row_id],
            title,
            shorten(option.note, limits.row_description) if option.note != title else "",
        )
        for option, title in zip(options[: limits.rows], titles, strict=False)
    )


def _buttons(options: tuple[Option, ...], limits: Limits) -> tuple[tuple[str, str], ...]:
    titles = _titles(options, limits.button_title)
    pairs = zip(options[: limits.buttons], titles, strict=False)
    return tuple((option.id[: limits.button_id], title) for option, title in pairs)


def _titles(options: tuple[Option, ...], limit: int) -> list[str]:
    """Short titles, each different: where cutting makes two alike, the later ones get a number."""
    titles: list[str] = []
    for number, option in enumerate(options, 1):
        title = shorten(option.name, limit) or str(number)
        if title in titles:
            title = f"{shorten(option.name, limit - 4)} {number}"
        titles.append(title)
    return titles
