"""What citizens send: every type of message as WhatsApp words it in a webhook."""

import base64
import binascii
import sqlite3
from collections.abc import Callable
from typing import Any

from siwhapik.simulator import citizens, limits, media, network, samples, store, ticks, webhooks
from siwhapik.simulator.config import Json
from siwhapik.simulator.errors import webhook_error
from siwhapik.simulator.sending import new_wamid

SAMPLE_AD: Json = {
    "source_url": "https://example.com/iklan-contoh",
    "source_id": "120200000000000000",
    "source_type": "ad",
    "headline": "Layanan KIA (contoh)",
    "body": "Tanya lewat WhatsApp",
    "media_type": "image",
    "image_url": "https://example.com/iklan-contoh.jpg",
    "ctwa_clid": "contoh",
}


class InvalidInbound(ValueError):
    """The description of an inbound message cannot be used; the text says why."""


def receive(citizen: sqlite3.Row, number: sqlite3.Row, given: Json) -> str:
    """A citizen sends one message (see README for `given`); returns its wamid once it is queued."""
    number_id = number["phone_number_id"]
    kind, content = compose(given, number_id)
    now = store.now()
    at = float(given.get("timestamp") or now)
    wamid = str(given.get("wamid") or new_wamid())
    message = {**sender(citizen), "id": wamid, "timestamp": _timestamp(at), "type": kind}
    message |= {**content, **_extras(given, citizen, number)}
    value: Json = {"contacts": [_contact(citizen)], "messages": [message]}
    if given.get("no_contact"):
        del value["contacts"]
    if given.get("value_errors"):
        value["errors"] = [webhook_error(int(code)) for code in given["value_errors"]]
    silent = kind in {"edit", "revoke"} and network.current().edits == "silent"
    with store.transaction():
        known = store.row("SELECT 1 FROM message WHERE wamid = ?", wamid)
        if not known:
            _keep(citizen, number_id, message, at)
        if kind not in {"system", "unsupported"} or given.get("opens_window", True):
            limits.open_window(citizen["id"], number_id, min(at, now))
        if not silent:
            webhooks.queue(number_id, value, wamid=wamid, delay=float(given.get("delay") or 0))
    limits.count_inbound(number_id)
    return wamid


def compose(given: Json, number_id: str) -> tuple[str, Json]:
    """(type, body) of a message; raises InvalidInbound. `raw` passes anything through."""
    if isinstance(given.get("raw"), dict):
        raw = dict(given["raw"])
        return str(raw.pop("type", "text")), raw
    kind = str(given.get("type") or "text")
    if kind in FILES:
        return _file(kind, given, number_id)
    maker = MAKERS.get(kind)
    if maker is None:
        # A type that does not exist yet.
        return kind, {kind: given.get("content", {})}
    return maker(given)


def change_number(citizen: sqlite3.Row, numbers_met: list[str], *, wa_id: str = "") -> sqlite3.Row:
    """A citizen changes phone: every office number that knows them is told."""
    with store.transaction():
        changed = citizens.change_number(citizen, wa_id)
        for number_id in numbers_met:
            hidden = bool(changed["hides_phone"])
            system: Json = {
                "type": "user_changed_user_id" if hidden else "user_changed_number",
                "body": f"User {citizen['name']} changed their number",
                "user_id": changed["user_id"],
                "previous_user_id": citizen["user_id"],
            }
            if not hidden:
                system["wa_id"] = changed["wa_id"]
            message = sender(citizen) | {
                "id": new_wamid(),
                "timestamp": _timestamp(store.now()),
                "type": "system",
                "system": system,
            }
            _keep(changed, number_id, message, store.now())
            webhooks.queue(number_id, {"messages": [message]}, wamid=message["id"])
    webhooks.wake()
    return changed


def sender(citizen: sqlite3.Row) -> Json:
    """`from` and `from_user_id`, as far as the citizen shows them."""
    found = {"from_user_id": citizen["user_id"]}
    if network.current().bsuid_in_from:
        return {"from": citizen["user_id"], **found}
    return found if citizen["hides_phone"] else {"from": citizen["wa_id"], **found}


def _contact(citizen: sqlite3.Row) -> Json:
    contact = ticks.contact(citizen)
    if network.current().bsuid_in_from:
        contact["wa_id"] = citizen["user_id"]
    return contact


def _timestamp(at: float) -> str | int:
    form = network.current().timestamp_format
    return int(at) if form == "int" else str(int(at * 1000) if form == "ms" else int(at))


def _keep(citizen: sqlite3.Row, number_id: str, message: Json, at: float) -> None:
    store.insert(
        "message",
        wamid=message["id"],
        direction="in",
        citizen_id=citizen["id"],
        phone_number_id=number_id,
        type=str(message.get("type")),
        body=store.dump(message),
        sent_at=at,
        created_at=store.now(),
    )


def _extras(given: Json, citizen: sqlite3.Row, number: sqlite3.Row) -> Json:
    extras: Json = {}
    if given.get("context"):
        quoted = store.row("SELECT direction FROM message WHERE wamid = ?", given["context"])
        ours = quoted is not None and quoted["direction"] == "in"
        author = citizen["wa_id"] if ours else number["display_phone_number"]
        extras["context"] = {
            "from": "".join(filter(str.isdigit, author)),
            "id": str(given["context"]),
        }
    for name in ("forwarded", "frequently_forwarded"):
        if given.get(name):
            extras["context"] = {name: True}
    if given.get("referral"):
        extras["referral"] = SAMPLE_AD if given["referral"] is True else given["referral"]
    if given.get("group_id"):
        extras["group_id"] = str(given["group_id"])
    return extras


FILES = {"image", "video", "document", "audio", "voice", "sticker"}


def _file(kind: str, given: Json, number_id: str) -> tuple[str, Json]:
    declared = int(given.get("file_size") or 0)
    media_id = str(given.get("media_id") or "") or _new_file(kind, given, number_id)
    found = media.find(media_id)
    if found is None:
        raise InvalidInbound("media_id is not a file of this simulator")
    if max(declared, found["size"]) > media.INBOUND_LIMIT:
        return "unsupported", {
            "errors": [webhook_error(131052, "File size exceeds the limit of 100 MB")],
            "unsupported": {"type": kind},
        }
    content = media.in_webhook(found)
    if given.get("caption"):
        content["caption"] = str(given["caption"])
    if kind == "document" and not given.get("no_filename"):
        content["filename"] = str(given.get("filename") or found["filename"])
    if kind in {"audio", "voice"}:
        content["voice"] = kind == "voice" or bool(given.get("voice"))
        return "audio", {"audio": content}
    if kind == "sticker":
        content["animated"] = bool(given.get("animated"))
    return kind, {kind: content}


def _new_file(kind: str, given: Json, number_id: str) -> str:
    data, mime_type, filename = samples.make("audio" if kind == "voice" else kind)
    if given.get("base64"):
        try:
            data = base64.b64decode(str(given["base64"]), validate=True)
        except binascii.Error as error:
            raise InvalidInbound("base64 cannot be read") from error
    return media.keep(
        data,
        number_id=number_id,
        mime_type=str(given.get("mime_type") or mime_type),
        filename=str(given.get("filename") or filename),
        origin="inbound",
    )


def _text(given: Json) -> tuple[str, Json]:
    return "text", {"text": {"body": str(given.get("text", ""))}}


def _location(given: Json) -> tuple[str, Json]:
    try:
        place: Json = {"latitude": float(given["latitude"]), "longitude": float(given["longitude"])}
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInbound("latitude and longitude must be numbers") from error
    place |= {key: str(given[key]) for key in ("name", "address", "url") if given.get(key)}
    return "location", {"location": place}


def _contacts(given: Json) -> tuple[str, Json]:
    if isinstance(given.get("contacts"), list):
        return "contacts", {"contacts": given["contacts"]}
    name = str(given.get("name") or "Kenalan (contoh)")
    card: Json = {"name": {"formatted_name": name, "first_name": name.split()[0]}}
    if phone := str(given.get("phone") or ""):
        card["phones"] = [{"phone": phone, "wa_id": phone.lstrip("+"), "type": "CELL"}]
    return "contacts", {"contacts": [card]}


def _button(given: Json) -> tuple[str, Json]:
    text = str(given.get("text") or "")
    return "button", {"button": {"payload": str(given.get("payload") or text), "text": text}}


def _chosen(kind: str) -> Callable[[Json], tuple[str, Json]]:
    def make(given: Json) -> tuple[str, Json]:
        reply = {key: str(given[key]) for key in ("id", "title", "description") if given.get(key)}
        if given.get("broken"):
            return "interactive", {"interactive": {"type": kind}}
        if "id" not in reply:
            raise InvalidInbound("A reply needs the id that was tapped")
        return "interactive", {"interactive": {"type": kind, kind: reply}}

    return make


def _flow(given: Json) -> tuple[str, Json]:
    reply = {"name": "flow", "body": "Sent", "response_json": str(given.get("response") or "{}")}
    return "interactive", {"interactive": {"type": "nfm_reply", "nfm_reply": reply}}


def _reaction(given: Json) -> tuple[str, Json]:
    content = {"message_id": str(given.get("message_id") or "")}
    if given.get("emoji"):
        content["emoji"] = str(given["emoji"])
    return "reaction", {"reaction": content}


def _order(given: Json) -> tuple[str, Json]:
    items = [{"product_retailer_id": "contoh-1", "quantity": 1, "item_price": 1, "currency": "IDR"}]
    return "order", {"order": {"catalog_id": "1", "text": "", "product_items": items}}


def _system(given: Json) -> tuple[str, Json]:
    if given.get("system") == "customer_identity_changed":
        identity = {"acknowledged": True, "created_timestamp": "1700000000", "hash": "Sj0="}
        body = {"type": "customer_identity_changed", "body": "Identity changed"}
        return "system", {"system": body, "identity": identity}
    return "system", {"system": given.get("content") or {"type": "user_changed_number"}}


def _unsupported(given: Json) -> tuple[str, Json]:
    kind = str(given.get("unsupported_type") or "poll_creation")
    code = int(given.get("code") or 131051)
    error = webhook_error(code, "Message type is currently not supported.")
    return "unsupported", {"errors": [error], "unsupported": {"type": kind}}


def _edit(given: Json) -> tuple[str, Json]:
    original = str(given.get("message_id") or "")
    if network.current().edits == "unsupported":
        return _unsupported({"unsupported_type": "edit"})
    changed = {"type": "text", "text": {"body": str(given.get("text", ""))}}
    return "edit", {"edit": {"original_message_id": original, "message": changed}}


def _revoke(given: Json) -> tuple[str, Json]:
    if network.current().edits == "unsupported":
        return _unsupported({"unsupported_type": "revoke"})
    return "revoke", {"revoke": {"original_message_id": str(given.get("message_id") or "")}}


MAKERS: dict[str, Callable[[Json], tuple[str, Any]]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "button_reply": _chosen("button_reply"),
    "list_reply": _chosen("list_reply"),
    "flow_reply": _flow,
    "reaction": _reaction,
    "order": _order,
    "system": _system,
    "unsupported": _unsupported,
    "edit": _edit,
    "revoke": _revoke,
}
