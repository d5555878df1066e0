"""A conversation as the phone shows it: both ways, with ticks, quotes and reactions."""

import sqlite3
from typing import Any

from siwhapik.simulator import limits, media, network, numbers, registry, store, ticks
from siwhapik.simulator.config import Json

PAGE = 500
# Bubbles that hold neither text nor file, as the citizen would read them.
KINDS = {
    "poll_creation": "Jajak pendapat",
    "event": "Acara",
    "order": "Pesanan",
    "group_invite": "Undangan grup",
    "edit": "Pesan diubah",
    "revoke": "Pesan dihapus",
    "system": "Pemberitahuan sistem",
    "user_changed_number": "Nomor telepon ini berganti",
    "customer_identity_changed": "Kode keamanan berganti",
    "unsupported": "Jenis pesan lain",
}


def conversation(citizen: sqlite3.Row, phone_number_id: str, *, after: int = 0) -> Json:
    """{messages, typing, window_closes_at}; messages with an id above `after`, at most 500."""
    found = store.rows(
        "SELECT * FROM (SELECT * FROM message WHERE citizen_id = ? AND phone_number_id = ? "
        "AND dropped = 0 AND id > ? ORDER BY id DESC LIMIT ?) ORDER BY id",
        citizen["id"],
        phone_number_id,
        after,
        PAGE,
    )
    marks = _marks(citizen, phone_number_id)
    here = store.row(
        "SELECT typing_until FROM service_window WHERE citizen_id = ? AND phone_number_id = ?",
        citizen["id"],
        phone_number_id,
    )
    visible = [row for row in found if _is_bubble(row)]
    return {
        "messages": [message(row) | _marked(row["wamid"], marks) for row in visible],
        "typing": bool(here and here["typing_until"] > store.now()),
        "window_closes_at": limits.window_closes_at(
            citizen["id"], phone_number_id, network.current()
        ),
    }


def chats(citizen: sqlite3.Row) -> list[Json]:
    """Every office number with the last text and how many messages are unread."""
    found = []
    for number in numbers.every():
        talk = conversation(citizen, number["phone_number_id"])["messages"]
        unread = [
            one for one in talk if one["direction"] == "out" and one["status"] in {"delivered"}
        ]
        last = talk[-1] if talk else None
        found.append(number | {"last": last, "unread": len(unread)})
    return found


def message(row: sqlite3.Row) -> Json:
    """One message as JSON: what it says, what can be tapped, how far it came."""
    body = store.load(row["body"])
    shown = _inbound(body) if row["direction"] == "in" else _outgoing(body, row["phone_number_id"])
    context = body.get("context") or {}
    quoted = context.get("id") or context.get("message_id")
    statuses = store.rows(
        "SELECT status, at, errors FROM status WHERE wamid = ? AND at <= ? ORDER BY at, id",
        row["wamid"],
        store.now(),
    )
    return {
        "id": row["id"],
        "wamid": row["wamid"],
        "direction": row["direction"],
        "type": row["type"],
        "sent_at": row["sent_at"],
        "callback_data": row["callback_data"],
        "quoted": quoted,
        "forwarded": bool(context.get("forwarded") or context.get("frequently_forwarded")),
        "status": _arrived(row) if row["direction"] == "in" else ticks.reached(row["wamid"]),
        "statuses": [
            {"status": one["status"], "at": one["at"], "errors": store.load(one["errors"])}
            for one in statuses
        ],
        "reactions": [],
        "deleted": False,
        "edited": False,
        **shown,
    }


def sent(phone_number_id: str = "", *, after: int = 0, callback_data: str = "") -> list[Json]:
    """Every send that the API accepted, the dropped ones too, as it was asked for."""
    found = store.rows(
        "SELECT * FROM message WHERE direction = 'out' AND id > ? AND (? = '' OR phone_number_id = ?)"
        " AND (? = '' OR callback_data = ?) ORDER BY id",
        after,
        phone_number_id,
        phone_number_id,
        callback_data,
        callback_data,
    )
    return [
        {
            "id": row["id"],
            "wamid": row["wamid"],
            "citizen_id": row["citizen_id"],
            "phone_number_id": row["phone_number_id"],
            "type": row["type"],
            "callback_data": row["callback_data"],
            "dropped": bool(row["dropped"]),
            "accepted_at": row["created_at"],
            "status": ticks.reached(row["wamid"]),
            "request": store.load(row["body"]),
        }
        for row in found
    ]


def _is_bubble(row: sqlite3.Row) -> bool:
    return row["type"] not in {"reaction", "edit", "revoke"}


def _marks(citizen: sqlite3.Row, phone_number_id: str) -> dict[str, Json]:
    """wamid -> {reactions, deleted, edited, text}: what later messages did to earlier ones."""
    marks: dict[str, Json] = {}
    for row in store.rows(
        "SELECT * FROM message WHERE citizen_id = ? AND phone_number_id = ? AND dropped = 0 "
        "AND type IN ('reaction', 'edit', 'revoke') ORDER BY id",
        citizen["id"],
        phone_number_id,
    ):
        content = store.load(row["body"]).get(row["type"]) or {}
        target = content.get("message_id") or content.get("original_message_id")
        mark = marks.setdefault(str(target), {"by": {}})
        if row["type"] == "reaction":
            mark["by"][row["direction"]] = content.get("emoji")
        elif row["type"] == "revoke":
            mark["deleted"] = True
        else:
            mark |= {"edited": True, "text": content["message"]["text"]["body"]}
    return marks


def _marked(wamid: str, marks: dict[str, Json]) -> Json:
    mark = dict(marks.get(wamid, {"by": {}}))
    reactions = [emoji for emoji in mark.pop("by").values() if emoji]
    return {"reactions": reactions, **mark}


def _arrived(row: sqlite3.Row) -> str:
    """Ticks on the citizen's own message: waiting, sent, delivered (taken with 200), read."""
    if row["read_at"]:
        return "read"
    taken = store.row(
        "SELECT p.delivered_at FROM hook h JOIN post p ON p.id = h.post_id WHERE h.wamid = ? "
        "AND p.delivered_at IS NOT NULL",
        row["wamid"],
    )
    return "delivered" if taken else "sent"


def _inbound(body: Json) -> Json:
    kind = str(body.get("type"))
    content: Any = body.get(kind)
    if kind in ("unsupported", "system"):
        told = content if isinstance(content, dict) else {}
        return {"text": KINDS.get(str(told.get("type")), KINDS[kind])}
    if kind == "interactive":
        content = content or {}
        reply = content.get(content.get("type")) or {}
        return {"text": reply.get("title") or "[balasan]"}
    if kind == "contacts":
        return _cards(content)
    if not isinstance(content, dict):
        return {"text": KINDS.get(kind, KINDS["unsupported"])}
    if kind == "location":
        return {"text": content.get("name") or "", "location": content}
    if "id" in content and "mime_type" in content:
        return {"text": content.get("caption", ""), "media": _file(content["id"])}
    text = content.get("body") or content.get("text") or KINDS.get(kind, KINDS["unsupported"])
    return {"text": str(text)}


def _cards(content: Any) -> Json:
    cards = content if isinstance(content, list) else []
    found = [
        {
            "name": one["name"]["formatted_name"],
            "phones": [
                str(phone.get("phone") or phone.get("wa_id") or "")
                for phone in one.get("phones") or []
                if isinstance(phone, dict)
            ],
        }
        for one in cards
        if isinstance(one, dict)
    ]
    return {"text": ", ".join(one["name"] for one in found), "contacts": found}


def _outgoing(body: Json, phone_number_id: str) -> Json:
    kind = body.get("type", "text")
    content = body.get(kind) or {}
    if kind == "text":
        return {"text": content["body"]}
    if kind == "template":
        number = numbers.find(phone_number_id)
        return registry.shown(number["waba_id"] if number else "", content)
    if kind == "interactive":
        return _interactive(content)
    if kind == "location":
        return {"text": content.get("name") or "", "location": content}
    if kind == "contacts":
        return _cards(content)
    name = content.get("filename")
    found = _file(str(content.get("id") or ""))
    if found and name:
        found["filename"] = name
    return {"text": content.get("caption") or "", "media": found}


def _interactive(content: Json) -> Json:
    action = content.get("action") or {}
    header = content.get("header") or {}
    shown: Json = {
        "text": content["body"]["text"],
        "header": header.get("text", ""),
        "footer": (content.get("footer") or {}).get("text", ""),
        "ask": content["type"],
    }
    if header.get("type") in {"image", "video", "document"}:
        shown["media"] = _file(str((header.get(header["type"]) or {}).get("id") or ""))
    if content["type"] == "button":
        shown["buttons"] = [one["reply"] for one in action["buttons"]]
    elif content["type"] == "list":
        shown["list"] = {"button": action["button"], "sections": action["sections"]}
    elif content["type"] == "cta_url":
        parameters = action["parameters"]
        shown["link"] = {"label": parameters["display_text"], "url": parameters["url"]}
    return shown


def _file(media_id: str) -> Json | None:
    row = media.find(media_id)
    if row is None:
        return None
    return {
        "url": f"/simulator/media/{row['id']}",
        "mime_type": row["mime_type"],
        "filename": row["filename"],
        "size": row["size"],
    }
