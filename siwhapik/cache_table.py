"""The caches: what each holds, and which processes share it."""

from pathlib import Path
from typing import Any

_REDIS = "siwhapik.cache.FailOpenRedisCache"
_FILES = "siwhapik.cache.FailOpenFileCache"
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def cache_table(redis_url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """Django's CACHES; "" for no Redis."""
    return {
        "default": {"BACKEND": _REDIS, "LOCATION": redis_url}
        if redis_url
        else {"BACKEND": _MEMORY},
        # Finished lists hold names and words of citizens: never outside the process, for a minute.
        "pages": _memory("pages", most=200),
        # Read anew every few seconds by every process: asking Redis costs a page more than it saves.
        "moment": _memory("moment", most=1000),
        # Accounts with their roles, each compared with its rows before it is used (ADR 0069).
        "people": _memory("people", most=500),
        "together": _together(redis_url, data_dir),
    }


def _memory(name: str, *, most: int) -> dict[str, Any]:
    """Of one process."""
    return {"BACKEND": _MEMORY, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": most}}


def _together(redis_url: str, data_dir: Path) -> dict[str, Any]:
    """Who has which ticket open: all processes must see the same, also without Redis (ADR 0059)."""
    if redis_url:
        return {"BACKEND": _REDIS, "LOCATION": redis_url, "KEY_PREFIX": "together"}
    return {
        "BACKEND": _FILES,
        "LOCATION": data_dir / "together",
        "OPTIONS": {"MAX_ENTRIES": 500},
    }
