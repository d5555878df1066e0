"""The knobs of the network between WhatsApp and the office; they are in the store."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from siwhapik.simulator import store


class InvalidSetting(ValueError):
    """A knob was turned to something that it cannot be; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """How webhooks travel and how strict the far side is. Times in seconds."""

    batch_size: int = 1
    shuffle: bool = False
    duplicate_percent: int = 0
    paused: bool = False
    graph_delay: float = 0.0
    status_before_reply: bool = False
    skip_delivered: bool = False
    delivered_after_failed: bool = False
    sent_delay: float = 0.05
    delivered_delay: float = 0.4
    read_delay: float = 1.0
    bsuid_in_from: bool = False
    timestamp_format: str = "string"
    edits: str = "coexistence"
    window_seconds: float = 24 * 3600.0
    window_error: str = "sync"
    pair_burst: int = 45
    pair_seconds: float = 6.0
    messages_per_second: int = 80
    media_url_seconds: float = 300.0


CHOICES = {
    "timestamp_format": {"string", "int", "ms"},
    "edits": {"coexistence", "unsupported", "silent"},
    "window_error": {"sync", "async"},
}
RANGES = {"batch_size": (1, 1000), "duplicate_percent": (0, 100)}


def current() -> Network:
    """The present knobs."""
    stored = store.row("SELECT value FROM setting WHERE name = 'network'")
    return Network(**store.load(stored["value"])) if stored else Network()


def change(values: dict[str, Any]) -> Network:
    """Turn some knobs and return all; raises InvalidSetting and changes nothing on a bad one."""
    kinds = {field.name: type(getattr(Network(), field.name)) for field in fields(Network)}
    if unknown := values.keys() - kinds.keys():
        raise InvalidSetting(f"Unknown setting: {', '.join(sorted(unknown))}")
    checked = {name: _checked(name, value, kinds[name]) for name, value in values.items()}
    with store.transaction():
        changed = replace(current(), **checked)
        put("network", asdict(changed))
    return changed


def put(name: str, value: Any) -> None:
    """Store a value under a name."""
    store.write("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, store.dump(value))


def _checked(name: str, value: Any, kind: type) -> Any:
    if kind is bool:
        if not isinstance(value, bool):
            raise InvalidSetting(f"{name} must be true or false")
        return value
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise InvalidSetting(f"{name} must be one of {', '.join(sorted(CHOICES[name]))}")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidSetting(f"{name} must be a number")
    low, high = RANGES.get(name, (0, 10**9))
    if not low <= value <= high:
        raise InvalidSetting(f"{name} must be between {low} and {high}")
    return kind(value)
