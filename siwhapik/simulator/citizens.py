"""The invented people who write to the office, with or without a visible phone number."""

import re
import secrets
import sqlite3
from typing import Any

from siwhapik.simulator import store
from siwhapik.simulator.config import Json

BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
# Numbers that belong to no person: the only unknown numbers that answer here.
EXAMPLE_NUMBER = re.compile(r"628\d{2}0000\d{4}")
COUNTRY_CODE = "62"
FLAGS = ("hides_phone", "online", "read_receipts", "auto_read")


class InvalidCitizen(ValueError):
    """The description of a citizen cannot be used; the text says why."""


def find(key: object) -> sqlite3.Row | None:
    """A citizen by our id, phone digits or business-scoped user id."""
    text = str(key).lstrip("+")
    if found := store.row("SELECT * FROM citizen WHERE wa_id = ? OR user_id = ?", text, text):
        return found
    if text.isascii() and text.isdigit() and len(text) < 10:
        return store.row("SELECT * FROM citizen WHERE id = ?", int(text))
    return None


def make(**given: Any) -> sqlite3.Row:
    """A new citizen (name, wa_id, user_id, username, flags, failure_code), all optional.

    Raises InvalidCitizen when a number or id is malformed or taken.
    """
    wa_id = re.sub(r"[^\d]", "", str(given.get("wa_id") or "")) or _free_number()
    user_id = str(given.get("user_id") or new_user_id())
    if not BSUID.fullmatch(user_id):
        raise InvalidCitizen("user_id must look like ID.1349…")
    if not 8 <= len(wa_id) <= 15:
        raise InvalidCitizen("wa_id must have 8 to 15 digits")
    name = store.storable(str(given.get("name") or f"Warga {wa_id[-4:]} (contoh)"))[:100]
    try:
        row_id = store.insert("citizen", name=name, wa_id=wa_id, user_id=user_id)
    except sqlite3.IntegrityError as error:
        raise InvalidCitizen("This number or user id is taken") from error
    return update(row_id, given)


def update(citizen_id: int, given: Json) -> sqlite3.Row:
    """Turn a citizen's switches: flags, name, username, failure_code."""
    for name in FLAGS:
        if isinstance(given.get(name), bool):
            _set(citizen_id, name, int(given[name]))
    if isinstance(given.get("username"), str):
        _set(citizen_id, "username", store.storable(given["username"].lstrip("@"))[:35])
    if given.get("rename"):
        _set(citizen_id, "name", store.storable(str(given["rename"]))[:100])
    if "failure_code" in given:
        code = given["failure_code"]
        _set(citizen_id, "failure_code", int(code) if code else None)
    return by_id(citizen_id)


def get_or_make(given: object) -> sqlite3.Row:
    """The citizen that `given` names (id, phone, user id, or an object), made when new."""
    if isinstance(given, dict):
        for key in ("id", "wa_id", "user_id"):
            if given.get(key) and (found := find(given[key])):
                return update(found["id"], given)
        return make(**given)
    if given in (None, ""):
        raise InvalidCitizen("Say which citizen: an id, a phone number, a user id or an object")
    if found := find(given):
        return found
    text = str(given)
    return make(user_id=text) if BSUID.fullmatch(text) else make(wa_id=text)


def by_id(citizen_id: int) -> sqlite3.Row:
    """A citizen that is known to exist."""
    found = store.row("SELECT * FROM citizen WHERE id = ?", citizen_id)
    if found is None:
        raise InvalidCitizen(f"No citizen {citizen_id}")
    return found


def every(limit: int = -1, *, named: str = "") -> list[Json]:
    """Citizens as JSON with the number they wrote to last; `named`, the silent and the latest first.

    Messages of an office do not count: its answer to one citizen comes after another has written.
    """
    wanted = find(named) if named else None
    found = store.rows(
        "SELECT c.*, m.phone_number_id AS last_number FROM citizen c LEFT JOIN message m "
        "ON m.id = (SELECT max(id) FROM message WHERE citizen_id = c.id AND direction = 'in') "
        "ORDER BY c.id = ? DESC, m.id IS NOT NULL, m.sent_at DESC, c.id DESC LIMIT ?",
        wanted["id"] if wanted else 0,
        limit,
    )
    return [dict(row) for row in found]


def change_number(citizen: sqlite3.Row, wa_id: str = "") -> sqlite3.Row:
    """Give a citizen a new phone; WhatsApp then makes a new user id too."""
    new = re.sub(r"\D", "", wa_id) or _free_number()
    if (holder := find(new)) and holder["id"] != citizen["id"]:
        raise InvalidCitizen("This number is taken")
    store.write(
        "UPDATE citizen SET wa_id = ?, user_id = ? WHERE id = ?", new, new_user_id(), citizen["id"]
    )
    return by_id(citizen["id"])


def by_phone(text: str) -> sqlite3.Row | None:
    """Whom `to` reaches: without a plus the business's own country code is put in front."""
    digits = re.sub(r"\D", "", text)
    if not text.strip().startswith("+"):
        digits = COUNTRY_CODE + digits
    found = store.row("SELECT * FROM citizen WHERE wa_id = ?", digits)
    if found is None and EXAMPLE_NUMBER.fullmatch(digits):
        return make(wa_id=digits)
    return found


def new_user_id() -> str:
    """A fresh business-scoped user id."""
    return f"ID.{secrets.randbelow(9 * 10**15) + 10**15}"


def _free_number() -> str:
    while True:
        number = f"628{11 + secrets.randbelow(88)}0000{secrets.randbelow(10**4):04d}"
        if not store.row("SELECT 1 FROM citizen WHERE wa_id = ?", number):
            return number


def _set(citizen_id: int, column: str, value: object) -> None:
    store.write(f"UPDATE citizen SET {column} = ? WHERE id = ?", value, citizen_id)  # noqa: S608 own names
