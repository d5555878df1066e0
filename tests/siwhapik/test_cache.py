"""With Redis gone the cache answers as an empty one, and pages work."""

import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.test import Client

from siwhapik.cache import RESTS, FailOpenFileCache, FailOpenRedisCache

DEAD = "redis://127.0.0.1:9/0"


@pytest.fixture
def dead() -> FailOpenRedisCache:
    return FailOpenRedisCache(DEAD, {})


def test_reading_is_a_miss(dead: FailOpenRedisCache) -> None:
    assert dead.get("a") is None
    assert dead.get("a", "else") == "else"
    assert dead.get_many(["a", "b"]) == {}
    assert "a" not in dead


def test_writing_is_forgotten(dead: FailOpenRedisCache) -> None:
    dead.set("a", 1)
    dead.set_many({"a": 1})
    dead.delete("a")
    dead.clear()
    assert dead.add("a", 1) is True
    assert dead.get("a") is None


def test_get_or_set_gives_the_value(dead: FailOpenRedisCache) -> None:
    assert dead.get_or_set("a", lambda: 7) == 7


def test_a_hung_server_is_asked_once_and_then_left_to_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hung:
        hung.settimeout(0.2)
        cache = FailOpenRedisCache(f"redis://127.0.0.1:{hung.getsockname()[1]}/0", {})
        for _ in range(20):
            assert cache.get("a", "else") == "else"
        asked = 0
        with suppress(TimeoutError):
            while True:
                hung.accept()[0].close()
                asked += 1
        assert asked <= 2  # redis-py may try one connection twice
        later = time.monotonic() + RESTS
        monkeypatch.setattr(time, "monotonic", lambda: later)
        cache.get("a")
        hung.accept()[0].close()


def test_files_that_cannot_be_written_are_a_miss(tmp_path: Path) -> None:
    (tmp_path / "full").write_text("not a folder")
    cache = FailOpenFileCache(str(tmp_path / "full"), {})
    cache.set("a", 1, 10)
    assert cache.get("a", "else") == "else"


@pytest.mark.django_db
def test_pages_work_with_the_cache_gone(client: Client, settings: object) -> None:
    settings.CACHES = {  # type: ignore[attr-defined]  # pytest-django's settings
        "default": {"BACKEND": "siwhapik.cache.FailOpenRedisCache", "LOCATION": DEAD}
    }
    assert client.get("/layanan/").status_code == 200
    assert client.get("/masuk/").status_code == 200
