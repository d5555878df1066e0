"""Chats from before this simulator started, so that the phone shows what the office has."""

import json
from pathlib import Path

from siwhapik.simulator import citizens, limits, numbers, store
from siwhapik.simulator.config import Json


def plant(path: Path) -> int:
    """Register numbers and chats of a seed file; returns how many messages were new.

    {"numbers": [...], "chats": [{"phone_number_id", "name", "wa_id", "last_inbound",
    "messages": [{"wamid", "direction", "at", "text"}]}]}; times in epoch seconds. The office gets no
    webhooks of them, because it has them. With a broken or missing file the simulator still starts.
    """
    try:
        seed = json.loads(path.read_text())
        numbers.register(seed["numbers"])
        with store.transaction():
            return sum(_chat(chat) for chat in seed["chats"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return 0


def _chat(chat: Json) -> int:
    citizen = citizens.find(chat["wa_id"])
    if citizen is None:
        citizen = citizens.make(name=chat["name"], wa_id=chat["wa_id"])
    limits.open_window(citizen["id"], chat["phone_number_id"], float(chat["last_inbound"]))
    new = [one for one in chat["messages"] if _is_new(one["wamid"])]
    for one in new:
        _message(citizen["id"], chat["phone_number_id"], one)
    return len(new)


def _is_new(wamid: str) -> bool:
    return store.row("SELECT 1 FROM message WHERE wamid = ?", wamid) is None


def _message(citizen_id: int, phone_number_id: str, given: Json) -> None:
    body = {"id": given["wamid"], "type": "text", "text": {"body": given["text"]}}
    at = float(given["at"])
    store.insert(
        "message",
        wamid=given["wamid"],
        direction=given["direction"],
        citizen_id=citizen_id,
        phone_number_id=phone_number_id,
        type="text",
        body=store.dump(body),
        sent_at=at,
        created_at=at,
        read_at=at,
    )
    if given["direction"] == "out":
        store.insert("status", wamid=given["wamid"], status="read", at=at)
