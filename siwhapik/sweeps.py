"""Every sweep of every app: plain functions that work off the rows that are due.

`manage.py sweep` calls them without a broker, Celery's beat calls the same ones through it.
Running both is harmless, since every step that they take is a compare-and-set.

An app's `tasks.py` has `SWEEPS`: name -> function(now) -> how many rows it moved, or
name -> (function, seconds between two runs), or name -> (function, seconds, lane): sweeps of one
lane run one after the other, those of different lanes side by side (docs/decisions/0033).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

import structlog
from django.apps import apps
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from tickets.models import Heartbeat

log = structlog.get_logger(__name__)

Work = Callable[[datetime], int]
Entry = Work | tuple[Work, float] | tuple[Work, float, str]
Registry = Mapping[str, Entry]

DEFAULT_SECONDS = 5.0
# A heartbeat is a write of its own: often enough for /readyz, rarely enough for a small disk.
HEARTBEAT_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """One named piece of periodic work."""

    name: str
    work: Work
    seconds: float  # between two runs
    lane: str = ""


def registered(*registries: Registry) -> dict[str, Sweep]:
    """All sweeps of the registries given (by default: of all apps), by name."""
    sweeps: dict[str, Sweep] = {}
    for registry in registries or _of_all_apps():
        for name, entry in registry.items():
            sweeps[name] = _sweep(name, entry)
    return sweeps


def _sweep(name: str, entry: Entry) -> Sweep:
    if not isinstance(entry, tuple):
        return Sweep(name=name, work=entry, seconds=DEFAULT_SECONDS)
    work, seconds, *lane = entry
    return Sweep(name=name, work=work, seconds=float(seconds), lane="".join(lane))


def _of_all_apps() -> list[Registry]:
    """What each app's `tasks.py` lists, in the order of INSTALLED_APPS."""
    modules = (
        import_module(f"{config.name}.tasks")
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, "tasks")
    )
    return [module.SWEEPS for module in modules if hasattr(module, "SWEEPS")]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one run did."""

    moved: int = 0
    error: str = ""  # for the log and the console
    error_type: str = ""  # for the heartbeat: a database's messages quote rows


class Runner:
    """Runs sweeps and writes their heartbeats; the error of one never stops another."""

    def __init__(self) -> None:
        self._beats: dict[str, tuple[float, str]] = {}

    def run(self, sweep: Sweep, *, now: datetime | None = None) -> Outcome:
        """Run one sweep to its end; errors are logged and returned, never raised."""
        close_old_connections()  # after a restart of the database the old connection is dead
        started = time.monotonic()
        try:
            outcome = Outcome(moved=sweep.work(now or timezone.now()) or 0)
        except Exception as error:
            log.exception("sweep.failed", sweep=sweep.name)
            close_old_connections()
            kind = type(error).__name__
            outcome = Outcome(error=f"{kind}: {error}"[:300], error_type=kind)
        self._beat(sweep.name, outcome=outcome, took=time.monotonic() - started)
        return outcome

    def _beat(self, name: str, *, outcome: Outcome, took: float) -> None:
        at, error = self._beats.get(name, (float("-inf"), ""))
        if time.monotonic() - at < HEARTBEAT_SECONDS and error == outcome.error_type:
            return
        try:
            self._record(name, outcome=outcome, took=took)
        except (DatabaseError, InterfaceError):
            log.warning("sweep.heartbeat_not_written", sweep=name)
        else:
            self._beats[name] = (time.monotonic(), outcome.error_type)

    @staticmethod
    def _record(name: str, *, outcome: Outcome, took: float) -> None:
        """Write the heartbeat: `at` is the last success; an error leaves it as it was."""
        if outcome.error_type:
            Heartbeat.objects.filter(name=name).update(error=outcome.error_type)
            return
        values = {"at": timezone.now(), "took_ms": int(took * 1000), "error": ""}
        Heartbeat.objects.update_or_create(name=name, defaults=values)
