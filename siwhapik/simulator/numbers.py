"""The office numbers that this WhatsApp knows, as a business account owns them."""

import re
import sqlite3

from siwhapik.simulator import store
from siwhapik.simulator.config import Json
from siwhapik.simulator.errors import GraphError

DEFAULT_WABA = "100000000000001"


def register(entries: list[Json]) -> None:
    """Add numbers or rename them; raises ValueError when one has no id."""
    for entry in entries:
        number_id = str(entry.get("phone_number_id") or "")
        if not re.fullmatch(r"\d{1,32}", number_id):
            raise ValueError("phone_number_id must be digits")
        store.write(
            "INSERT OR REPLACE INTO number VALUES (?, ?, ?, ?)",
            number_id,
            store.storable(str(entry.get("display_phone_number") or number_id)),
            store.storable(str(entry.get("name") or f"Kantor {number_id} (contoh)")),
            str(entry.get("waba_id") or DEFAULT_WABA),
        )


def find(phone_number_id: str) -> sqlite3.Row | None:
    """One number, or None."""
    return store.row("SELECT * FROM number WHERE phone_number_id = ?", phone_number_id)


def get(phone_number_id: str) -> sqlite3.Row:
    """One number; raises the GraphError that Meta gives for an unknown object."""
    found = find(phone_number_id)
    if found is None:
        raise GraphError(
            100, f"Unsupported request. Object with ID '{phone_number_id}' does not exist."
        )
    return found


def every() -> list[Json]:
    """All numbers as JSON, the oldest first: a new phone opens on it."""
    return [
        dict(row)
        for row in store.rows(
            "SELECT * FROM number ORDER BY length(phone_number_id), phone_number_id"
        )
    ]


def digits(number: sqlite3.Row) -> str:
    """The number's digits, to notice a number that writes to itself."""
    return re.sub(r"\D", "", number["display_phone_number"])
