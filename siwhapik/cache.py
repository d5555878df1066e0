"""Caches that fail open: with Redis or the disk gone, pages and log-in work, only slower."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import structlog
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

# A hung Redis costs half a second a request; after one the process asks no more for so long.
RESTS = 5.0
# By server, for all threads of the process; on the monotonic clock.
_resting_until: dict[tuple[str, ...], float] = {}


class FailOpenClient(RedisCacheClient):
    """Django's Redis client, with every broken connection answered as a miss."""

    _servers: list[str]


def _fail_open(name: str, missing: Any) -> Any:
    plain = getattr(RedisCacheClient, name)

    def method(self: FailOpenClient, *args: Any, **kwargs: Any) -> Any:
        server = tuple(self._servers)
        if time.monotonic() >= _resting_until.get(server, float("-inf")):
            try:
                return plain(self, *args, **kwargs)
            except (RedisError, OSError):
                _resting_until[server] = time.monotonic() + RESTS
                log.warning("cache.unreachable", operation=name)
        return missing(args) if callable(missing) else missing

    return method


def _default_of_get(args: tuple[Any, ...]) -> Any:
    return args[1] if len(args) > 1 else None


MISSES: dict[str, Any] = {
    "get": _default_of_get,
    "get_many": lambda args: {},
    "set": None,
    "set_many": lambda args: [],
    "add": True,
    "delete": False,
    "delete_many": None,
    "has_key": False,
    "touch": False,
    "clear": False,
    "incr": 1,
}
for _name, _missing in MISSES.items():
    setattr(FailOpenClient, _name, _fail_open(_name, _missing))


class FailOpenRedisCache(RedisCache):
    """Redis as the cache, never as something that a page depends on."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", 0.5)
        options.setdefault("socket_connect_timeout", 0.5)
        super().__init__(server, params)
        self._class = FailOpenClient


class FailOpenFileCache(FileBasedCache):
    """Files that all processes of a machine share, where there is no Redis; a full disk forgets."""

    def __init__(self, folder: str, params: dict[str, Any]) -> None:
        # The folder is made last, and again by each write.
        with contextlib.suppress(OSError):
            super().__init__(folder, params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except OSError:
            return default

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except OSError:
            log.warning("cache.unwritable")
