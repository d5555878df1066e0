"""The control API that the phone page, tests and commands use. README lists every call."""

import base64
import binascii
import sqlite3

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from siwhapik.simulator import (
    chat,
    citizens,
    faults,
    inbound,
    limits,
    media,
    network,
    numbers,
    store,
    ticks,
    webhooks,
)
from siwhapik.simulator.config import CONFIG, Json
from siwhapik.simulator.http import BadRequest, body, control

MOST_AT_ONCE = 1000


@control
def number_list(request: HttpRequest) -> HttpResponseBase:
    """GET all numbers; POST one number or a list of them."""
    if request.method == "POST":
        given = store.load(request.body.decode() or "{}")
        try:
            numbers.register(given if isinstance(given, list) else [given])
        except (ValueError, AttributeError) as error:
            raise BadRequest(str(error)) from error
    return JsonResponse({"numbers": numbers.every()})


@control
def fault_list(request: HttpRequest) -> HttpResponseBase:
    """GET what is planned; POST plans one; DELETE (or POST {"clear": true}) ends all."""
    given = body(request) if request.method == "POST" else {}
    if request.method == "DELETE" or given.get("clear"):
        faults.clear()
    elif request.method == "POST":
        faults.plan(given)
    return JsonResponse({"faults": faults.planned()})


@control
def network_settings(request: HttpRequest) -> HttpResponseBase:
    """GET the knobs; POST turns some of them."""
    knobs = network.change(body(request)) if request.method == "POST" else network.current()
    webhooks.wake()
    return JsonResponse({"network": vars(knobs)})


@control
def receive(request: HttpRequest) -> HttpResponseBase:
    """POST: a citizen sends one message, or several at once with `items` or `count`."""
    given = body(request)
    number = numbers.get(str(given.get("phone_number_id") or _only_number()))
    citizen = citizens.get_or_make(given.get("citizen"))
    items = given.get("items") or [given] * int(given.get("count") or 1)
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_AT_ONCE:
        raise BadRequest(f"1 to {MOST_AT_ONCE} messages at once")
    with store.transaction():
        wamids = [inbound.receive(citizen, number, item) for item in items]
    webhooks.wake()
    return JsonResponse({"citizen": dict(citizen), "wamids": wamids, "wamid": wamids[0]})


@control
def citizen_list(request: HttpRequest) -> HttpResponseBase:
    """GET all citizens; POST makes one or changes its switches; `new_number` moves it."""
    if request.method == "POST":
        given = body(request)
        citizen = citizens.get_or_make(given) if given.get("id") else citizens.make(**given)
        if given.get("online") is True:
            ticks.come_online(citizen)
        if "new_number" in given:
            citizen = inbound.change_number(
                citizen, _numbers_met(citizen), wa_id=str(given["new_number"] or "")
            )
        return JsonResponse({"citizen": dict(citizen)})
    limit, named = request.GET.get("limit", ""), request.GET.get("citizen", "")
    found = citizens.every(int(limit) if limit.isdigit() else -1, named=named)
    return JsonResponse({"citizens": found})


@control
def conversation(request: HttpRequest) -> HttpResponseBase:
    """GET one chat. open=1: the citizen looks at it, so what arrived is read."""
    citizen, number_id = _chat(dict(request.GET.items()))
    if request.GET.get("open") == "1":
        ticks.read_chat(citizen, number_id)
    after = request.GET.get("after", "0")
    found = chat.conversation(citizen, number_id, after=int(after) if after.isdigit() else 0)
    return JsonResponse(found | {"citizen": dict(citizen)})


@control
def chat_list(request: HttpRequest) -> HttpResponseBase:
    """GET the numbers as one citizen's list of chats."""
    citizen = citizens.find(request.GET.get("citizen", ""))
    return JsonResponse({"chats": chat.chats(citizen) if citizen else []})


@control
def sent(request: HttpRequest) -> HttpResponseBase:
    """GET every accepted send."""
    get, after = request.GET.get, request.GET.get("after", "0")
    found = chat.sent(
        get("phone_number_id", ""),
        after=int(after) if after.isdigit() else 0,
        callback_data=get("callback_data", ""),
    )
    return JsonResponse({"count": len(found), "sent": found})


@control
def window(request: HttpRequest) -> HttpResponseBase:
    """POST: shut the 24-hour window of one chat now."""
    citizen, number_id = _chat(body(request))
    limits.close_window(citizen["id"], number_id)
    return JsonResponse({"closed": True})


@control
def add_status(request: HttpRequest) -> HttpResponseBase:
    """POST {wamid, status, code?, delay?}: let any status happen to a message, in any order."""
    given = body(request)
    message = store.row(
        "SELECT * FROM message WHERE wamid = ? AND direction = 'out' AND dropped = 0",
        str(given.get("wamid")),
    )
    if message is None:
        raise BadRequest("wamid is not a message that the office sent")
    code, delay = int(given.get("code") or 0), float(given.get("delay") or 0)
    made = ticks.add(message, str(given.get("status") or "delivered"), delay=delay, code=code)
    webhooks.wake()
    return JsonResponse({"queued": bool(made)})


@control
def upload(request: HttpRequest) -> HttpResponseBase:
    """POST multipart `file`: a file that a citizen is about to send; returns its media_id."""
    file = request.FILES.get("file")
    if file is None:
        raise BadRequest("Which file?")
    media_id = media.keep(
        file.read(),
        number_id="",
        mime_type=request.POST.get("mime_type") or file.content_type or "application/octet-stream",
        filename=file.name or "berkas",
        origin="inbound",
    )
    return JsonResponse({"media_id": media_id})


@control
def expire_media(request: HttpRequest, *, media_id: str) -> HttpResponseBase:
    """POST: the URLs of a file run out now; with {"forget": true} the file is gone too."""
    media.expire_urls(media_id)
    if body(request).get("forget"):
        media.forget(media_id)
    return JsonResponse({"expired": True})


@control
def webhook(request: HttpRequest) -> HttpResponseBase:
    """POST {value, field?} or {envelope} or {base64}, with {signature?}: any webhook at all."""
    given = body(request)
    if isinstance(given.get("value"), dict):
        number_id = str(given.get("phone_number_id") or _only_number())
        queued = webhooks.queue(
            number_id, given["value"], field=str(given.get("field") or "messages")
        )
    else:
        queued = webhooks.queue_body(_bytes(given), str(given.get("signature") or ""))
    webhooks.wake()
    return JsonResponse({"queued": queued})


@control
def connect(request: HttpRequest) -> HttpResponseBase:
    """POST: do the GET handshake again and say how it went."""
    problem = webhooks.connect()
    return JsonResponse({"connected": not problem, "problem": problem})


@control
def state(request: HttpRequest) -> HttpResponseBase:
    """GET: is anything still on its way? `idle` is true when all webhooks were taken."""
    found = store.row(
        "SELECT (SELECT count(*) FROM hook WHERE post_id IS NULL) AS waiting, "
        "(SELECT count(*) FROM post WHERE delivered_at IS NULL AND gave_up = 0) AS posting, "
        "(SELECT count(*) FROM post WHERE delivered_at IS NOT NULL) AS delivered, "
        "(SELECT count(*) FROM post WHERE gave_up = 1) AS given_up, "
        "(SELECT coalesce(sum(attempts), 0) FROM post) AS attempts"
    )
    counts = dict(found) if found else {}
    return JsonResponse(
        counts
        | {
            "idle": not counts["waiting"] and not counts["posting"],
            "connected": webhooks.connected(),
            "webhook_url": CONFIG.webhook_url,
        }
    )


@control
def posts(request: HttpRequest) -> HttpResponseBase:
    """GET the last webhook posts: attempts, last answer, body."""
    found = store.rows("SELECT * FROM post ORDER BY id DESC LIMIT 200")
    listed = [dict(row) | {"body": row["body"].decode("utf-8", "replace")} for row in found]
    return JsonResponse({"posts": listed})


@control
def reset(request: HttpRequest) -> HttpResponseBase:
    """POST: forget chats, citizens, webhooks, faults and knobs; numbers and templates stay."""
    if request.method != "POST":
        raise BadRequest("POST only")
    joined = webhooks.connected()
    store.clear()
    limits.forget()
    if joined:
        network.put("connected", CONFIG.webhook_url)
    return JsonResponse({"reset": True})


def _chat(given: Json) -> tuple[sqlite3.Row, str]:
    citizen = citizens.find(given.get("citizen", ""))
    if citizen is None:
        raise BadRequest("This citizen is not known")
    number = numbers.get(str(given.get("phone_number_id") or _only_number()))
    return citizen, str(number["phone_number_id"])


def _only_number() -> str:
    known = numbers.every()
    if len(known) != 1:
        raise BadRequest("Say which phone_number_id")
    return str(known[0]["phone_number_id"])


def _numbers_met(citizen: sqlite3.Row) -> list[str]:
    found = store.rows(
        "SELECT DISTINCT phone_number_id FROM message WHERE citizen_id = ?", citizen["id"]
    )
    return [row["phone_number_id"] for row in found]


def _bytes(given: Json) -> bytes:
    if isinstance(given.get("envelope"), dict):
        return webhooks.encode(given["envelope"])
    try:
        return base64.b64decode(str(given.get("base64") or ""), validate=True)
    except binascii.Error as error:
        raise BadRequest("base64 cannot be read") from error
