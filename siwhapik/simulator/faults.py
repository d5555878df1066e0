"""Things that go wrong on purpose: the next N calls fail, hang, break off or lie."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from siwhapik.simulator import store
from siwhapik.simulator.config import Json
from siwhapik.simulator.errors import GraphError

# kind: (is the message accepted all the same?, seconds of waiting)
KINDS = {
    "500": (False, 0.0),
    "non_json": (False, 0.0),
    "timeout": (False, 30.0),
    "slow": (True, 5.0),
    "reset": (True, 0.0),
    "error": (False, 0.0),
    "async_error": (True, 0.0),
}
TARGETS = {"messages", "media", "download"}
LONGEST = 300.0


class InvalidFault(ValueError):
    """A fault was described in a way that cannot be done; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that goes wrong for one call."""

    kind: str
    code: int
    seconds: float
    accepted: bool


def plan(given: Json) -> None:
    """Let the next `count` calls of `target` fail as `kind` says; raises InvalidFault."""
    kind, target = str(given.get("kind")), str(given.get("target") or "messages")
    if kind not in KINDS:
        raise InvalidFault(f"kind must be one of {', '.join(KINDS)}")
    if target not in TARGETS:
        raise InvalidFault(f"target must be one of {', '.join(sorted(TARGETS))}")
    accepted, seconds = KINDS[kind]
    try:
        code, count = int(given.get("code") or 131000), int(given.get("count") or 1)
        seconds = float(given["seconds"]) if given.get("seconds") is not None else seconds
    except (TypeError, ValueError) as error:
        raise InvalidFault("code, count and seconds must be numbers") from error
    if not (1 <= count <= 100_000 and 0 <= seconds <= LONGEST):
        raise InvalidFault(f"count is 1 to 100000, seconds 0 to {LONGEST:.0f}")
    store.insert(
        "fault",
        target=target,
        kind=kind,
        code=code,
        seconds=seconds,
        accepted=int(bool(given.get("accepted", accepted))),
        remaining=count,
    )


def planned() -> list[Json]:
    """What is still to go wrong, the oldest first."""
    return [dict(row) for row in store.rows("SELECT * FROM fault WHERE remaining > 0 ORDER BY id")]


def clear() -> None:
    """Everything works again."""
    store.write("DELETE FROM fault")


def take(target: str) -> Fault | None:
    """The fault for this call, used up by it."""
    # Two calls at once must not share one fault, and most calls have none to look for.
    if not store.row("SELECT 1 FROM fault WHERE target = ? AND remaining > 0", target):
        return None
    with store.transaction():
        found = store.row(
            "SELECT * FROM fault WHERE target = ? AND remaining > 0 ORDER BY id LIMIT 1", target
        )
        if found is None:
            return None
        store.write("UPDATE fault SET remaining = remaining - 1 WHERE id = ?", found["id"])
    return Fault(
        kind=found["kind"],
        code=found["code"],
        seconds=found["seconds"],
        accepted=bool(found["accepted"]),
    )


def answer(fault: Fault, good: HttpResponseBase) -> HttpResponseBase:
    """What the caller gets instead of the good answer (after waiting, for slow and timeout)."""
    if fault.seconds:
        time.sleep(fault.seconds)
    if fault.kind == "500":
        return HttpResponse(
            store.dump(GraphError(131000, "An unknown error occurred").body()),
            status=500,
            content_type="application/json",
        )
    if fault.kind == "non_json":
        page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
        return HttpResponse(page, status=502, content_type="text/html")
    if fault.kind in {"timeout", "reset"}:
        return broken_off()
    return good


def broken_off() -> HttpResponseBase:
    """200 and then nothing: the announced body never comes and the connection is cut."""
    response = StreamingHttpResponse(_half(), content_type="application/json")
    response["Content-Length"] = "500"
    return response


def _half() -> Iterator[bytes]:
    yield b'{"messaging_product":'
