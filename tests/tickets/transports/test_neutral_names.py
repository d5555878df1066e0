"""What the rest of the house says of a message is not in WhatsApp's words."""

import re
from pathlib import Path

import tickets

HOUSE = Path(tickets.__file__).parent
THEIRS = HOUSE / "transports" / "whatsapp"
ITEMS = [HOUSE / name for name in ("content.py", "received.py", "transports/items.py")]


def _says(path: Path, words: str) -> bool:
    return re.search(words, path.read_text("utf-8")) is not None


def test_only_whatsapps_transport_says_wamid() -> None:
    files = [
        path
        for path in HOUSE.rglob("*.py")
        if THEIRS not in path.parents and "migrations" not in path.parts
    ]
    assert len(files) > 100
    assert [path for path in files if _says(path, "wamid")] == []
    assert any(_says(path, "wamid") for path in THEIRS.glob("*.py"))


def test_what_a_channel_tells_has_names_of_any_channel() -> None:
    assert [path for path in ITEMS if _says(path, r"\b(\w+_)?wa_id\b|waba|bsuid|\bMeta\b")] == []
    fields = ITEMS[-1].read_text("utf-8")
    assert re.findall(r"^    \w*phone_number_id:", fields, re.MULTILINE) == []
