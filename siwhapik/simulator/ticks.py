"""What becomes of a message that the office sent: sent, delivered, read, played, or failed."""

import sqlite3

from siwhapik.simulator import citizens, network, store, webhooks
from siwhapik.simulator.config import CONFIG, Json
from siwhapik.simulator.errors import webhook_error

RANK = {"sent": 1, "delivered": 2, "read": 3, "played": 4}


def follow(message: sqlite3.Row, *, failure: int = 0) -> int:
    """Plan the statuses of an accepted message; returns the id of the first event queued.

    failure: an error code lets it fail asynchronously after `sent`.
    """
    knobs, citizen = network.current(), citizens.by_id(message["citizen_id"])
    failure = failure or citizen["failure_code"] or 0
    first = add(message, "sent", delay=knobs.sent_delay)
    if failure:
        add(message, "failed", delay=knobs.delivered_delay, code=failure)
        if knobs.delivered_after_failed:
            add(message, "delivered", delay=knobs.read_delay)
        return first
    if citizen["online"] and not (knobs.skip_delivered and citizen["auto_read"]):
        add(message, "delivered", delay=knobs.delivered_delay)
    if citizen["online"] and citizen["auto_read"] and citizen["read_receipts"]:
        add(message, "read", delay=knobs.read_delay)
    return first


def add(message: sqlite3.Row, status: str, *, delay: float = 0, code: int = 0) -> int:
    """One status now or after `delay` seconds; returns its event id, 0 when it was there before."""
    wamid = message["wamid"]
    errors = [webhook_error(code)] if code else []
    at = store.now() + delay / CONFIG.clock_speed
    with store.transaction():
        if store.row("SELECT 1 FROM status WHERE wamid = ? AND status = ?", wamid, status):
            return 0
        store.insert("status", wamid=wamid, status=status, at=at, errors=store.dump(errors))
        value = _value(message, status, int(at), errors)
        return webhooks.queue(message["phone_number_id"], value, wamid=wamid, delay=delay)


def come_online(citizen: sqlite3.Row) -> None:
    """The phone is on again: everything that waited arrives now."""
    for message in store.rows(
        "SELECT * FROM message WHERE citizen_id = ? AND direction = 'out' AND dropped = 0",
        citizen["id"],
    ):
        if reached(message["wamid"]) == "sent":
            add(message, "delivered")
    webhooks.wake()


def read_chat(citizen: sqlite3.Row, phone_number_id: str) -> int:
    """The citizen has the chat open: what arrived is read (if they send receipts). Returns how many."""
    knobs, count = network.current(), 0
    if not (citizen["online"] and citizen["read_receipts"]):
        return 0
    for message in store.rows(
        "SELECT m.* FROM message m JOIN status s ON s.wamid = m.wamid AND s.status = 'sent' "
        "WHERE m.citizen_id = ? AND m.phone_number_id = ? AND m.direction = 'out' AND s.at <= ? "
        "AND NOT EXISTS (SELECT 1 FROM status r WHERE r.wamid = m.wamid "
        "AND r.status IN ('read', 'failed'))",
        citizen["id"],
        phone_number_id,
        store.now(),
    ):
        if knobs.skip_delivered or reached(message["wamid"]) == "delivered":
            count += bool(add(message, "read"))
    if count:
        webhooks.wake()
    return count


def reached(wamid: str) -> str:
    """The furthest status that has come by now; "failed" only when nothing better came."""
    found = {
        row["status"]
        for row in store.rows(
            "SELECT status FROM status WHERE wamid = ? AND at <= ?", wamid, store.now()
        )
    }
    best = max((one for one in found if one in RANK), key=RANK.__getitem__, default="accepted")
    return "failed" if "failed" in found and RANK.get(best, 0) < RANK["delivered"] else best


def _value(message: sqlite3.Row, status: str, at: int, errors: list[Json]) -> Json:
    citizen = citizens.by_id(message["citizen_id"])
    item: Json = {"id": message["wamid"], "status": status, "timestamp": str(at)}
    if not citizen["hides_phone"]:
        item["recipient_id"] = citizen["wa_id"]
    if status != "failed" or citizen["hides_phone"]:
        item["recipient_user_id"] = citizen["user_id"]
    if message["callback_data"]:
        item["biz_opaque_callback_data"] = message["callback_data"]
    if _priced(message["wamid"], status):
        category = "utility" if message["type"] == "template" else "service"
        item["pricing"] = {
            "billable": True,
            "pricing_model": "PMP",
            "type": "regular",
            "category": category,
        }
    if errors:
        return {"statuses": [{**item, "errors": errors}]}
    return {"contacts": [contact(citizen)], "statuses": [item]}


def _priced(wamid: str, status: str) -> bool:
    if status in {"sent", "delivered"}:
        return True
    known = store.row("SELECT 1 FROM status WHERE wamid = ? AND status = 'delivered'", wamid)
    return status == "read" and known is None


def contact(citizen: sqlite3.Row) -> Json:
    """A citizen as `contacts[]` names them; the phone is missing where it is hidden."""
    profile: Json = {"name": citizen["name"]}
    if citizen["username"]:
        profile["username"] = f"@{citizen['username']}"
    found: Json = {"profile": profile, "user_id": citizen["user_id"]}
    if not citizen["hides_phone"]:
        found["wa_id"] = citizen["wa_id"]
    return found
