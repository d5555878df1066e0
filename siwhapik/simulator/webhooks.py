"""The way to the office: events wait in the store, are batched, signed and posted until 200."""

import hashlib
import hmac
import logging
import random
import secrets
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx

from siwhapik.simulator import network, numbers, store
from siwhapik.simulator.config import CONFIG, Json

log = logging.getLogger(__name__)
DAY = 86400.0
# Immediately, then with decreasing frequency, for seven days; the true schedule is not published.
RETRY_AFTER = [0.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0]
GIVE_UP_AFTER = 7 * DAY
BODY_LIMIT = 3_000_000
WORKERS = 12

_woken = threading.Event()
_client = httpx.Client(timeout=httpx.Timeout(20, connect=5), trust_env=False)


def queue(
    number_id: str, value: Json, *, field: str = "messages", wamid: str = "", delay: float = 0
) -> int:
    """Store one event for the office; it leaves after `delay` seconds. Returns its id."""
    return store.insert(
        "hook",
        phone_number_id=number_id,
        field=field,
        value=store.dump(value),
        wamid=wamid,
        due_at=store.now() + delay / CONFIG.clock_speed,
    )


def queue_body(body: bytes, signature: str = "") -> int:
    """Store a ready body (any bytes); an empty signature means the right one."""
    now = store.now()
    values = {"body": body, "items": 1, "created_at": now, "due_at": now}
    return store.insert("post", **values, signature=signature)


def wake() -> None:
    """Wake the sending thread; call it after the transaction that queued the post."""
    _woken.set()


def sign(body: bytes) -> str:
    """X-Hub-Signature-256 over the bytes on the wire."""
    return "sha256=" + hmac.new(CONFIG.app_secret.encode(), body, hashlib.sha256).hexdigest()


def encode(envelope: Json) -> bytes:
    """JSON as Meta writes it: ASCII only, lowercase escapes, and every slash escaped."""
    return store.dump(envelope).replace("/", "\\/").encode("ascii")


def connect() -> str:
    """Meta's GET handshake; returns "" when the office proved the token, else what went wrong."""
    if not CONFIG.webhook_url:
        return "SIMULATOR_WEBHOOK_URL is not set"
    challenge = str(secrets.randbelow(10**10))
    query = {
        "hub.mode": "subscribe",
        "hub.challenge": challenge,
        "hub.verify_token": CONFIG.verify_token,
    }
    try:
        answer = _client.get(CONFIG.webhook_url, params=query)
    except httpx.HTTPError as error:
        return f"{type(error).__name__}: {error}"
    if answer.status_code != 200 or answer.text != challenge:
        return f"HTTP {answer.status_code}, the challenge did not come back"
    network.put("connected", CONFIG.webhook_url)
    wake()
    return ""


def connected() -> bool:
    """Whether this webhook URL has passed the handshake, now or before a restart."""
    stored = store.row("SELECT value FROM setting WHERE name = 'connected'")
    return bool(stored) and store.load(stored["value"]) == CONFIG.webhook_url if stored else False


def start() -> None:
    """Start the background threads of this process."""
    threading.Thread(target=_run, name="webhooks", daemon=True).start()


def send_now(hook_id: int) -> None:
    """Post one event before anything else happens (a status that overtakes the HTTP answer)."""
    with store.transaction():
        chosen = store.rows("SELECT * FROM hook WHERE id = ? AND post_id IS NULL", hook_id)
        post_ids = _compose(chosen, 1) if chosen else []
    for post_id in post_ids:
        _deliver(post_id)


def _run() -> None:
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="post")
    in_flight: set[int] = set()
    waiting = 0.2
    while True:
        _woken.wait(waiting)
        _woken.clear()
        try:
            waiting = _round(pool, in_flight)
        except sqlite3.Error:
            log.exception("webhook round failed, trying again")
            waiting = 1.0


def _round(pool: ThreadPoolExecutor, in_flight: set[int]) -> float:
    """Compose what is due, hand it to the pool; returns how long to sleep."""
    if not connected():
        # `serve` starts both at once, so the office may not be up yet: try the handshake again.
        return 0.2 if CONFIG.webhook_url and not connect() else 1.0
    knobs = network.current()
    if not knobs.paused:
        _compose_due(knobs)
    room = WORKERS * 2 - len(in_flight)
    due = store.rows(
        "SELECT id FROM post WHERE delivered_at IS NULL AND gave_up = 0 AND due_at <= ? "
        "ORDER BY due_at, id LIMIT ?",
        store.now(),
        room + len(in_flight),
    )
    for row in due:
        if row["id"] not in in_flight and len(in_flight) < WORKERS * 2:
            in_flight.add(row["id"])
            pool.submit(_deliver_and_forget, row["id"], in_flight)
    return _until_next(in_flight)


def _until_next(in_flight: set[int]) -> float:
    found = store.row(
        "SELECT min(due_at) AS due FROM (SELECT due_at FROM hook WHERE post_id IS NULL UNION ALL "
        "SELECT due_at FROM post WHERE delivered_at IS NULL AND gave_up = 0)"
    )
    if found is None or found["due"] is None:
        return 1.0
    floor = 0.05 if in_flight else 0.005
    return float(min(max(found["due"] - store.now(), floor), 1.0))


def _compose_due(knobs: network.Network) -> None:
    with store.transaction():
        due = store.rows(
            "SELECT * FROM hook WHERE post_id IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?",
            store.now(),
            max(knobs.batch_size, 200),
        )
        if knobs.shuffle:
            random.shuffle(due)
        for post_id in _compose(due, knobs.batch_size):
            if random.randrange(100) < knobs.duplicate_percent:  # noqa: S311 no secret
                _duplicate(post_id)


def _duplicate(post_id: int) -> None:
    now = store.now()
    store.write(
        "INSERT INTO post (body, items, created_at, due_at, copy_of) "
        "SELECT body, items, ?, ?, id FROM post WHERE id = ?",
        now,
        now + random.random() * 2 / CONFIG.clock_speed,  # noqa: S311 no secret
        post_id,
    )


def _compose(hooks: list[sqlite3.Row], batch_size: int) -> list[int]:
    """Turn events into posts of at most batch_size events and 3 MB; returns the posts' ids."""
    made: list[int] = []
    group: list[sqlite3.Row] = []
    size = 0
    for hook in hooks:
        if group and (len(group) >= batch_size or size + len(hook["value"]) > BODY_LIMIT):
            made.append(_post(group))
            group, size = [], 0
        group.append(hook)
        size += len(hook["value"]) + 300
    if group:
        made.append(_post(group))
    return made


def _post(group: list[sqlite3.Row]) -> int:
    now = store.now()
    post_id = store.insert(
        "post", body=encode(envelope(group)), items=len(group), created_at=now, due_at=now
    )
    for hook in group:
        store.write("UPDATE hook SET post_id = ? WHERE id = ?", post_id, hook["id"])
    return post_id


def envelope(group: list[sqlite3.Row]) -> Json:
    """Events as entry[] x changes[] x items[]: neighbours share a change or an entry at times."""
    entries: list[Json] = []
    for hook in group:
        number = numbers.find(hook["phone_number_id"])
        waba_id = number["waba_id"] if number else numbers.DEFAULT_WABA
        value = _value(hook, number)
        if not entries or entries[-1]["id"] != waba_id or random.random() < 0.2:  # noqa: S311
            entries.append({"id": waba_id, "changes": []})
        changes = entries[-1]["changes"]
        if changes and random.random() < 0.5 and _join(changes[-1], hook["field"], value):  # noqa: S311
            continue
        changes.append({"value": value, "field": hook["field"]})
    return {"object": "whatsapp_business_account", "entry": entries}


def _value(hook: sqlite3.Row, number: sqlite3.Row | None) -> Json:
    given: Json = store.load(hook["value"])
    if hook["field"] != "messages" and "messaging_product" not in given:
        return given
    shown = number["display_phone_number"] if number else hook["phone_number_id"]
    metadata = {
        "display_phone_number": "".join(filter(str.isdigit, shown)),
        "phone_number_id": hook["phone_number_id"],
    }
    return {"messaging_product": "whatsapp", "metadata": metadata, **given}


def _join(change: Json, field: str, value: Json) -> bool:
    """Put a value into the change before it where number and kind of item are the same."""
    earlier = change["value"]
    kinds = [kind for kind in ("messages", "statuses") if kind in value]
    if (
        change["field"] != field
        or len(kinds) != 1
        or kinds[0] not in earlier
        or earlier.get("metadata") != value.get("metadata")
        or "errors" in value
    ):
        return False
    earlier[kinds[0]] += value[kinds[0]]
    for contact in value.get("contacts", []):
        if contact not in earlier.setdefault("contacts", []):
            earlier["contacts"].append(contact)
    return True


def _deliver_and_forget(post_id: int, in_flight: set[int]) -> None:
    try:
        _deliver(post_id)
    except sqlite3.Error:
        log.exception("could not record the outcome of post %s", post_id)
    finally:
        in_flight.discard(post_id)
        wake()


def _deliver(post_id: int) -> None:
    post = store.row("SELECT * FROM post WHERE id = ? AND delivered_at IS NULL", post_id)
    if post is None:
        return
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature-256": post["signature"] or sign(post["body"]),
    }
    try:
        response = _client.post(CONFIG.webhook_url, content=post["body"], headers=headers)
        answer = str(response.status_code)
    except httpx.HTTPError as error:
        answer = type(error).__name__
    _record(post, answer)


def _record(post: sqlite3.Row, answer: str) -> None:
    now, attempts = store.now(), post["attempts"] + 1
    if answer == "200":
        store.write(
            "UPDATE post SET delivered_at = ?, attempts = ?, answer = '200' WHERE id = ?",
            now,
            attempts,
            post["id"],
        )
        return
    pause = RETRY_AFTER[min(post["attempts"], len(RETRY_AFTER) - 1)] / CONFIG.clock_speed
    too_old = now - post["created_at"] > GIVE_UP_AFTER / CONFIG.clock_speed
    store.write(
        "UPDATE post SET attempts = ?, due_at = ?, answer = ?, gave_up = ? WHERE id = ?",
        attempts,
        now + pause,
        answer,
        int(too_old),
        post["id"],
    )
