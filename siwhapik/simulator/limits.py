"""How much may be sent, and when: the 24-hour window, the pair limit, messages a second."""

import threading
from collections import deque

from siwhapik.simulator import store
from siwhapik.simulator.errors import GraphError
from siwhapik.simulator.network import Network

_lock = threading.Lock()
_recent: dict[str, deque[float]] = {}
# (number, citizen) -> (messages owed, when that was counted)
_owed: dict[tuple[str, int], tuple[float, float]] = {}


def forget() -> None:
    """Set all counters back."""
    with _lock:
        _recent.clear()
        _owed.clear()


def count_inbound(phone_number_id: str) -> None:
    """Inbound messages use the number's throughput too."""
    with _lock:
        _recent.setdefault(phone_number_id, deque(maxlen=2000)).append(store.now())


def check_rate(phone_number_id: str, citizen_id: int, knobs: Network) -> None:
    """Raises 130429 (number too fast) or 131056 (too much to one person); counts otherwise."""
    now, pair = store.now(), (phone_number_id, citizen_id)
    with _lock:
        recent = _recent.setdefault(phone_number_id, deque(maxlen=2000))
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) >= knobs.messages_per_second:
            raise GraphError(130429, "Cloud API message throughput has been reached.")
        owed, since = _owed.get(pair, (0.0, now))
        owed = max(0.0, owed - (now - since) / max(knobs.pair_seconds, 0.001))
        if owed + 1 > knobs.pair_burst:
            raise GraphError(131056, "Too many messages sent to this person in a short time.")
        _owed[pair] = (owed + 1, now)
        recent.append(now)


def open_window(citizen_id: int, phone_number_id: str, at: float) -> None:
    """The citizen wrote (epoch seconds); an older message never shortens the window."""
    store.write(
        "INSERT INTO service_window (citizen_id, phone_number_id, last_inbound) VALUES (?, ?, ?) "
        "ON CONFLICT (citizen_id, phone_number_id) "
        "DO UPDATE SET last_inbound = max(last_inbound, excluded.last_inbound)",
        citizen_id,
        phone_number_id,
        at,
    )


def close_window(citizen_id: int, phone_number_id: str) -> None:
    """Shut the window before its time, as Meta sometimes does."""
    store.write(
        "UPDATE service_window SET last_inbound = 0 WHERE citizen_id = ? AND phone_number_id = ?",
        citizen_id,
        phone_number_id,
    )


def window_closes_at(citizen_id: int, phone_number_id: str, knobs: Network) -> float:
    """Epoch seconds; 0 when the citizen never wrote to this number."""
    found = store.row(
        "SELECT last_inbound FROM service_window WHERE citizen_id = ? AND phone_number_id = ?",
        citizen_id,
        phone_number_id,
    )
    return found["last_inbound"] + knobs.window_seconds if found and found["last_inbound"] else 0.0


def check_window(citizen_id: int, phone_number_id: str, knobs: Network) -> None:
    """Raises 131047 when free text is too late."""
    if window_closes_at(citizen_id, phone_number_id, knobs) <= store.now():
        raise GraphError(131047, "More than 24 hours have passed since the customer last replied.")
