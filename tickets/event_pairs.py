"""The lines of a history that are about two tickets, and what they share with the others of event_verbs.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tickets.told_words import told_words

Data = Mapping[str, Any]


def split(data: Data) -> str:
    """A second matter left, or this is it."""
    count = len(data.get("messages", ()))
    if before := name_in(data, "from"):
        return f"memisahkan {count} pesan dari tiket {before} menjadi tiket ini"
    told = told_words(data)
    return f"memisahkan {count} pesan menjadi tiket {name_in(data, 'to')}{told}"


def split_undone(data: Data) -> str:
    """It is back."""
    told = told_words(data)
    return f"menyatukan kembali tiket {name_in(data, 'from')} dengan {name_in(data, 'to')}{told}"


def merged(data: Data) -> str:
    """This goes on under another number, or another goes on here."""
    told = told_words(data)
    if before := name_in(data, "from"):
        return f"menggabungkan tiket {before} ke tiket ini{told}"
    return f"menggabungkan tiket ini ke tiket {name_in(data, 'to')}{told}"


def merge_undone(data: Data) -> str:
    """Each goes on by itself."""
    told = told_words(data)
    return f"memisahkan lagi tiket {name_in(data, 'from')} dari {name_in(data, 'to')}{told}"


def followed(data: Data) -> str:
    """This waits for another ticket, or another for this one."""
    if follower := name_in(data, "from"):
        return f"mengikutkan tiket {follower} pada tiket ini"
    return f"mengikutkan tiket ini pada tiket {name_in(data, 'to')}"


def let_go(data: Data) -> str:
    """It waits no longer."""
    if follower := name_in(data, "from"):
        return f"melepaskan tiket {follower} dari tiket ini"
    return f"melepaskan tiket ini dari tiket {name_in(data, 'to')}"


def name_in(data: Data, key: str) -> str:
    """A name in the data; "" for bare keys of rows, which tell a reader nothing."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def let_go_by_itself(data: Data) -> str:
    """The same where no officer did it."""
    return f"Tidak lagi bersama tiket {name_in(data, 'to') or name_in(data, 'from')}"
