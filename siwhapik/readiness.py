"""The state of database, broker, sweeps and disk, each with a plain sentence.

Every check answers `{"status": ...}`, with `says` (what is wrong and what to do) where it is not well.
"""

import os
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from redis.exceptions import RedisError, ResponseError

from siwhapik.sweeps import Sweep, registered
from tickets.models import Heartbeat

log = structlog.get_logger(__name__)

Part = dict[str, Any]
WELL = ("ok", "none")

# The quickest sweeps run every few seconds: after two minutes of silence no process sweeps.
SWEEPS_STALE_AFTER = timedelta(minutes=2)
# A sweep is due every few seconds and takes one; a minute later it hangs, or no process runs it.
SWEEP_LATE_AFTER = timedelta(seconds=60)
DISK_FREE_LEAST = 0.05
_PROBE = "siwhapik:readyz"
_loaded_at = time.monotonic()


def parts() -> dict[str, Part]:
    """Every part by its name; the database first, since the sweeps' heartbeats are in it."""
    database = _database()
    reachable = database["status"] == "ok"
    return {
        "database": database,
        "broker": _broker(),
        "sweeps": _sweeps() if reachable else {"status": "unknown"},
        "disk": _disk(),
    }


def _not_well(status: str, says: str, **more: Any) -> Part:
    return {"status": status, "says": says, **more}


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except (DatabaseError, InterfaceError) as error:
        log.warning("readyz.database_down", error=type(error).__name__)
        return _not_well(
            "down",
            "Basis data tidak dapat dihubungi. Jalankan kembali; yang lain menyusul sendiri.",
        )
    return {"status": "ok"}


def _broker() -> Part:
    """Whether wake-ups reach workers: a broker that answers but refuses writes passes none on."""
    if not settings.REDIS_URL:
        return {"status": "none"}
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5
        )
        with client:
            client.set(_PROBE, "1", ex=60)
    except ResponseError as error:
        log.warning("readyz.broker_refuses", error=type(error).__name__)
        return _not_well(
            "refuses",
            "Redis/Valkey menolak ditulisi (memorinya penuh, hanya-baca, atau disknya penuh). Tidak "
            "ada yang hilang, hanya lebih lambat. Perbesar maxmemory atau periksa servernya.",
        )
    except (RedisError, OSError):
        return _not_well(
            "down",
            "Redis/Valkey tidak dapat dihubungi. Tidak ada yang hilang, hanya lebih lambat. "
            "Jalankan kembali Redis/Valkey.",
        )
    return {"status": "ok"}


@cache
def _known() -> dict[str, Sweep]:
    return registered()


def late(beats: Iterable[tuple[str, datetime]], *, now: datetime, up: float) -> list[str]:
    """Sweeps whose last success is a minute older than their interval; `beats`: name, last success.

    A sweep that never succeeded is late once this process has been up (seconds) for as long.
    """
    ended = dict(beats)
    names = []
    for sweep in _known().values():
        allowed = timedelta(seconds=sweep.seconds) + SWEEP_LATE_AFTER
        at = ended.get(sweep.name)
        age = now - at if at else timedelta(seconds=up)
        if age > allowed:
            names.append(sweep.name)
    return sorted(names)


def _sweeps() -> Part:
    """The age of the last success of any sweep, and the sweeps that fail or do not end."""
    try:
        rows = list(Heartbeat.objects.filter(name__in=_known()).values_list("name", "at", "error"))
    except (DatabaseError, InterfaceError):  # the tables are not there yet
        return {"status": "unknown"}
    if not rows:
        return {"status": "waiting"}
    now = timezone.now()
    ended = [(name, at) for name, at, _ in rows]
    age = now - max(at for _, at in ended)
    found: dict[str, Any] = {
        "age_seconds": round(age.total_seconds()),
        "failing": sorted(name for name, _, error in rows if error),
        "late": late(ended, now=now, up=time.monotonic() - _loaded_at),
    }
    if age > SWEEPS_STALE_AFTER:
        return _not_well(
            "stale", "Tidak ada sapuan yang berjalan. Jalankan kembali sweep dan worker.", **found
        )
    if found["failing"]:
        names = ", ".join(found["failing"])
        return _not_well("failing", f"Sapuan gagal: {names}. Lihat catatan sweep.", **found)
    if found["late"]:
        names = ", ".join(found["late"])
        return _not_well(
            "late",
            f"Sapuan belum selesai lebih dari 60 detik: {names}. Lihat catatan sweep.",
            **found,
        )
    return {"status": "ok", **found}


def _disk() -> Part:
    """The free share of the fullest disk that we write the database or citizens' files to."""
    try:
        shares = [_free(str(place)) for place in {settings.DATA_DIR, settings.MEDIA_ROOT}]
    except OSError as error:
        log.warning("readyz.disk_unreadable", error=type(error).__name__)
        return _not_well("unknown", "Disk tempat data disimpan tidak dapat diperiksa.")
    free = min(shares)
    percent = round(free * 100, 1)
    if free < DISK_FREE_LEAST:
        shown = f"{percent:.1f}".replace(".", ",")
        return _not_well(
            "low",
            f"Ruang disk tinggal {shown} %. Kosongkan atau perbesar disk sebelum berkas warga "
            "dan catatan tidak dapat disimpan.",
            free_percent=percent,
        )
    return {"status": "ok", "free_percent": percent}


def _free(place: str) -> float:
    """The free share of bytes or of inodes, whichever is smaller."""
    while not os.path.exists(place):  # the folder for files is made with the first file
        place = os.path.dirname(place)
    room = os.statvfs(place)
    bytes_left = room.f_bavail / room.f_blocks if room.f_blocks else 1.0
    files_left = room.f_favail / room.f_files if room.f_files else 1.0
    return min(bytes_left, files_left)
