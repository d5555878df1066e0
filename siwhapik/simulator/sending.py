"""Accepting a send: everything Meta checks before it answers 200, then the message itself."""

import base64
import mimetypes
import re
import secrets
import sqlite3

import httpx

from siwhapik.simulator import (
    citizens,
    limits,
    media,
    network,
    numbers,
    registry,
    store,
    ticks,
    validation,
    webhooks,
)
from siwhapik.simulator.config import Json, NotLoopback, require_loopback
from siwhapik.simulator.errors import GraphError, webhook_error

TYPING_SECONDS = 25
UNREACHABLE = 131026


def new_wamid() -> str:
    """An id as WhatsApp makes them."""
    return "wamid." + base64.b64encode(b"HBgN" + secrets.token_bytes(27)).decode("ascii")


def accept(number: sqlite3.Row, payload: Json, *, failure: int = 0) -> Json:
    """Take a message in charge and return Meta's answer; raises GraphError when it is refused."""
    kind = validation.check(payload)
    payload = {key: value for key, value in payload.items() if value is not None}
    if "to" in payload and citizens.BSUID.fullmatch(payload["to"]):
        # Meta answers 200 and never delivers: the trap of writing a user id into `to`.
        return _answer(payload, None, _keep(number, None, payload, dropped=True))
    citizen = _recipient(number, payload)
    knobs = network.current()
    if citizen is not None:
        limits.check_rate(number["phone_number_id"], citizen["id"], knobs)
        failure = failure or _late(citizen, number, kind, knobs)
    if kind == "template":
        registry.check(number["waba_id"], payload["template"])
    failure = failure or _check_file(kind, payload)
    first = 0
    # Together: a kill in between must not leave an accepted message without its statuses.
    with store.transaction():
        wamid = _keep(number, citizen, payload)
        if citizen is None:
            _fail_unknown(number, payload, wamid)
        else:
            first = _follow(wamid, failure)
    if first and knobs.status_before_reply:
        webhooks.send_now(first)
    webhooks.wake()
    return _answer(payload, citizen, wamid)


def acknowledge(number: sqlite3.Row, payload: Json) -> Json:
    """A read receipt, with or without a typing indicator; earlier messages become read too."""
    wamid = payload.get("message_id")
    found = store.row(
        "SELECT * FROM message WHERE wamid = ? AND phone_number_id = ? AND direction = 'in'",
        wamid if isinstance(wamid, str) else "",
        number["phone_number_id"],
    )
    if payload.get("messaging_product") != "whatsapp":
        raise GraphError(100, "(#100) The parameter messaging_product is required.")
    if found is None:
        raise GraphError(100, "Param message_id is not a message that this number received")
    now = store.now()
    chat = (found["citizen_id"], number["phone_number_id"])
    store.write(
        "UPDATE message SET read_at = ? WHERE citizen_id = ? AND phone_number_id = ? "
        "AND direction = 'in' AND read_at IS NULL AND id <= ?",
        now,
        *chat,
        found["id"],
    )
    if "typing_indicator" in payload:
        store.write(
            "UPDATE service_window SET typing_until = ? WHERE citizen_id = ? "
            "AND phone_number_id = ?",
            now + TYPING_SECONDS,
            *chat,
        )
    return {"success": True}


def _recipient(number: sqlite3.Row, payload: Json) -> sqlite3.Row | None:
    """Whom the message reaches, None for a stranger; `to` wins over `recipient`."""
    if "to" in payload:
        if not re.fullmatch(r"\+?[\d\s()\-]{5,24}", payload["to"].strip()):
            raise GraphError(131009, "Param to is not a phone number")
        if re.sub(r"\D", "", payload["to"]) == numbers.digits(number):
            raise GraphError(131021)
        return citizens.by_phone(payload["to"])
    if not citizens.BSUID.fullmatch(payload["recipient"]):
        raise GraphError(131009, "Param recipient is not a business-scoped user ID")
    return store.row("SELECT * FROM citizen WHERE user_id = ?", payload["recipient"])


def _late(citizen: sqlite3.Row, number: sqlite3.Row, kind: str, knobs: network.Network) -> int:
    """0, or 131047 to come later; raises it where the network answers at once."""
    if kind == "template":
        return 0
    try:
        limits.check_window(citizen["id"], number["phone_number_id"], knobs)
    except GraphError as error:
        if knobs.window_error == "sync":
            raise
        return error.code
    return 0


def _check_file(kind: str, payload: Json) -> int:
    """Raises for an unusable media id; 131053 (to come later) for a link that cannot be fetched."""
    if kind not in validation.MEDIA_TYPES:
        return 0
    content = payload[kind]
    if content.get("link"):
        return _fetch_link(kind, content)
    found = media.find(str(content["id"]))
    if found is None:
        raise GraphError(
            100,
            f"Param {kind}['id'] is not a valid whatsapp business account media attachment ID",
        )
    if media.bare(found["mime_type"]) not in media.ACCEPTED[kind][1]:
        raise GraphError(131053, f"{found['mime_type']} cannot be sent as {kind}")
    return 0


def _fetch_link(kind: str, content: Json) -> int:
    try:
        url = require_loopback(str(content["link"]))
        answer = httpx.get(url, timeout=10, trust_env=False)
        answer.raise_for_status()
    except (NotLoopback, httpx.HTTPError):
        return 131053
    name = content.get("filename") or url.rsplit("/", 1)[-1]
    guess = answer.headers.get("content-type") or mimetypes.guess_type(name)[0] or ""
    if media.bare(guess) not in media.ACCEPTED[kind][1]:
        return 131053
    content["id"] = media.keep(
        answer.content, number_id="", mime_type=guess, filename=name, origin="uploaded"
    )
    return 0


def _keep(
    number: sqlite3.Row, citizen: sqlite3.Row | None, payload: Json, *, dropped: bool = False
) -> str:
    now, wamid = store.now(), new_wamid()
    store.insert(
        "message",
        wamid=wamid,
        direction="out",
        citizen_id=citizen["id"] if citizen is not None else None,
        phone_number_id=number["phone_number_id"],
        type=payload.get("type", "text"),
        body=store.dump(payload),
        sent_at=now,
        created_at=now,
        callback_data=store.storable(payload.get("biz_opaque_callback_data") or ""),
        dropped=int(dropped or citizen is None),
    )
    if citizen is not None:
        store.write(
            "UPDATE service_window SET typing_until = 0 WHERE citizen_id = ? "
            "AND phone_number_id = ?",
            citizen["id"],
            number["phone_number_id"],
        )
    return wamid


def _follow(wamid: str, failure: int) -> int:
    message = store.row("SELECT * FROM message WHERE wamid = ?", wamid)
    return ticks.follow(message, failure=failure) if message is not None else 0


def _fail_unknown(number: sqlite3.Row, payload: Json, wamid: str) -> None:
    """A stranger without WhatsApp: accepted, then failed, without any contact."""
    now = store.now()
    errors = [webhook_error(UNREACHABLE)]
    store.insert("status", wamid=wamid, status="failed", at=now, errors=store.dump(errors))
    item: Json = {"id": wamid, "status": "failed", "timestamp": str(int(now)), "errors": errors}
    if "to" in payload:
        item["recipient_id"] = re.sub(r"\D", "", payload["to"])
    if data := payload.get("biz_opaque_callback_data"):
        item["biz_opaque_callback_data"] = data
    webhooks.queue(number["phone_number_id"], {"statuses": [item]}, wamid=wamid)


def _answer(payload: Json, citizen: sqlite3.Row | None, wamid: str) -> Json:
    contact = {"input": payload.get("to") or payload["recipient"]}
    if "to" not in payload:
        contact["user_id"] = payload["recipient"]
    elif citizen is not None:
        contact["wa_id"] = citizen["wa_id"]
    else:
        contact["wa_id"] = re.sub(r"\D", "", payload["to"])
    message = {"id": wamid}
    if payload.get("type") == "template":
        message["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}
