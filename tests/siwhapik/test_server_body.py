"""Bodies are read in their size and time, and what is refused says why."""

import asyncio
import errno
import time

import pytest

from siwhapik.server import body, limits
from siwhapik.server.body import GoneError, Reason, RefusedError, Room, read
from siwhapik.server.limits import ANY, SMALL_BYTES, Limit, Table

MANY = 1024 * 1024
TABLE = Table(
    {
        "/webhooks/whatsapp/": Limit(most=4 * MANY),
        f"/tiket/{ANY}/balas/": Limit(most=105 * MANY, for_staff=True),
    }
)


class Sender:
    """Sends these parts, a pause (seconds) before each; then hangs, or ends."""

    def __init__(self, *parts: bytes, pause: float = 0.0, hangs: bool = False) -> None:
        self.parts, self.pause, self.hangs = list(parts), pause, hangs

    def __aiter__(self):
        return self

    async def __call__(self):
        return b"".join([part async for part in self])

    async def __anext__(self):
        await asyncio.sleep(self.pause)
        if self.parts:
            return self.parts.pop(0)
        if self.hangs:
            await asyncio.sleep(60)
        raise StopAsyncIteration


def taken(sender, *, length=None, most=SMALL_BYTES, room=None):
    async def take():
        return await read(sender, length=length, most=most, room=room or Room(100 * MANY))

    return asyncio.run(take())


def refusal(sender, **given):
    with pytest.raises(RefusedError) as found:
        taken(sender, **given)
    return found.value.reason


@pytest.fixture
def quick(monkeypatch):
    """The same rules, fifty times as fast."""
    monkeypatch.setattr(limits, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(limits, "LEAST_BYTES_PER_SECOND", 50_000)
    monkeypatch.setattr(body, "DISCARDED_SECONDS", 0.3)


@pytest.mark.parametrize("size", [1, 64 * 1024, 64 * 1024 + 1, 300_000, SMALL_BYTES])
def test_a_whole_body_is_handed_on_announced_or_in_chunks(size):
    for length in (size, None):
        parts = [b"x" * (size // 2), b"y" * (size - size // 2)]
        kept, got = taken(Sender(*filter(None, parts)), length=length)
        assert got == size
        assert kept.read() == b"".join(parts)


def test_a_small_body_whose_connection_breaks_is_nobodys_form():
    class Broken(Sender):
        async def __call__(self):
            raise RuntimeError("stream error")

    with pytest.raises(GoneError):
        taken(Broken(), length=5)


def test_nothing_at_all_is_an_empty_body():
    assert taken(Sender())[1] == 0


def test_one_byte_too_many_is_refused_however_it_was_announced(quick):
    assert refusal(Sender(b"x" * SMALL_BYTES, b"y"), length=None) == Reason.TOO_BIG
    assert refusal(Sender(b"x" * 11), most=10) == Reason.TOO_BIG


def test_a_sender_that_says_nothing_or_drips_is_not_waited_for(quick):
    for sender in (Sender(hangs=True), Sender(*[b"x"] * 500, pause=0.05)):
        began = time.monotonic()
        assert refusal(sender, length=500) == Reason.TOO_SLOW
        assert time.monotonic() - began < 1


def test_who_sends_steadily_may_take_as_long_as_it_needs(quick):
    sender = Sender(*[b"x" * 10_000] * 10, pause=0.05)  # 200 KB/s for half a second
    assert taken(sender, length=100_000)[1] == 100_000


def test_the_time_grows_with_what_came():
    assert limits.seconds_for(0) == 10
    assert limits.seconds_for(MANY) == 10 + 64


def test_half_a_body_is_nobodys_form():
    """A connection that broke, or a length that was not true: Django never sees half a text."""
    for length in (10, 4):
        with pytest.raises(GoneError):
            taken(Sender(b"x" * 5), length=length)


def test_a_refused_sender_is_listened_to_within_bytes_and_seconds(quick, monkeypatch):
    monkeypatch.setattr(body, "DISCARDED_BYTES", 50)
    endless = Sender(*[b"x" * 20] * 100)
    assert refusal(endless, most=10) == Reason.TOO_BIG
    assert len(endless.parts) == 100 - 1 - 3
    silent = Sender(b"x" * 20, hangs=True)
    began = time.monotonic()
    assert refusal(silent, most=10) == Reason.TOO_BIG
    assert time.monotonic() - began < 1


def test_all_bodies_together_hold_only_so_much_and_small_ones_always_pass():
    room = Room(100_000)
    assert refusal(Sender(b"x" * 200_000), room=room) == Reason.NO_ROOM
    assert room.taken == 0, "given back"
    room.take(100_000)  # others fill it
    assert taken(Sender(b"x" * body.FREE_BYTES), room=room)[1] == body.FREE_BYTES
    assert refusal(Sender(b"x" * (body.FREE_BYTES + 1)), room=room) == Reason.NO_ROOM
    assert room.taken == 100_000


def test_a_full_disk_refuses_what_does_not_fit_into_memory(monkeypatch):
    class Full:
        def write(self, _):
            raise OSError(errno.ENOSPC, "no space left")

        def close(self):
            pass

    monkeypatch.setattr(body, "SpooledTemporaryFile", lambda **_: Full())
    assert refusal(Sender(b"x" * 300_000)) == Reason.NO_ROOM


@pytest.mark.parametrize(
    ("path", "most", "for_staff"),
    [
        ("/webhooks/whatsapp/", 4 * MANY, False),
        ("/tiket/DKKPG-2026-000001/balas/", 105 * MANY, True),
        ("/tiket/balas/", SMALL_BYTES, False),
        ("/tiket/a/b/balas/", SMALL_BYTES, False),
        ("/tiket/DKKPG-2026-000001/balas", SMALL_BYTES, False),
        ("/tiket/DKKPG-2026-000001/balas-template/", SMALL_BYTES, False),
        ("/webhooks/whatsapp", SMALL_BYTES, False),
        ("/masuk/", SMALL_BYTES, False),
        ("/survei/abc/", SMALL_BYTES, False),
        ("/kelola/services/agency/add/", SMALL_BYTES, False),
        ("/entah", SMALL_BYTES, False),
        ("", SMALL_BYTES, False),
    ],
)
def test_only_what_the_table_names_takes_more_than_a_form(path, most, for_staff):
    limit = TABLE.of(path)
    assert (limit.most, limit.for_staff) == (most, for_staff)
