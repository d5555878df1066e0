"""What an officer reads, before the click, of the tickets that follow what is about to end."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tickets import desk
from tickets.models import Ticket

_TOO = (
    "{} tiket yang mengikuti ikut selesai, dan pemohonnya menerima kata-kata yang sama. Bila hendak "
    "dikerjakan sendiri-sendiri, lepaskan dahulu."
)


def end_too(tickets: Sequence[Ticket], *, but: Collection[int] = (), lest: str = "") -> str:
    """That what follows these tickets ends with them, "" where nothing does. `but`: tickets (ids) that
    are worked by themselves; `lest`: what has to be true of it.
    """
    led = [one.pk for ticket in tickets for one in desk.followers_of(ticket)]
    many = len({*led} - {*but})
    return f"{lest}{_TOO.format(many)}" if many else ""
