"""The product as a person starts it, with a handle on each of its processes."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests import ROOT
from tests.processes.servers import free_port, listens, wait_until

# Programs of their own; all other children are copies of the supervisor, known by their name.
PROGRAMS = {
    "simulator": "siwhapik.simulator.wsgi",
    "orphan_reaper": "supervisor/orphan_reaper.py",
    "broker": "valkey-server",
}


def command_line(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def is_named(pid: int, name: str) -> bool:
    """Whether this process is the child of that name."""
    if name in PROGRAMS:
        return PROGRAMS[name] in command_line(pid)
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip() == f"siwhapik-{name}"
    return False


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def descendants(pid: int) -> list[int]:
    found = children_of(pid)
    return found + [deeper for child in found for deeper in descendants(child)]


class Product:
    """`manage.py serve` on a free port with a DATA_DIR of its own."""

    def __init__(self, data_dir: Path, *options: str, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.simulator_port = free_port()
        self.options = options
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.output = data_dir.parent / f"{data_dir.name}.out"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, seconds: float = 180) -> "Product":
        """Start and wait for the banner."""
        self.spawn()
        wait_until(self._announced, seconds=seconds, what="the banner")
        return self

    def spawn(self) -> None:
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        environment = {
            **kept,
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "SIMULATOR_PORT": str(self.simulator_port),
            "SERVE_FOLLOWS_PARENT": "1",  # a killed test run leaves nothing behind
            **self.environment,
        }
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *self.options],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def _announced(self) -> bool:
        assert self.process.poll() is None, f"serve ended: {self.text()}"
        return "Si Whapik siap" in self.text()

    def text(self) -> str:
        return self.output.read_text(errors="replace") if self.output.exists() else ""

    def log(self, name: str) -> str:
        path = self.data_dir / "logs" / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def pid(self) -> int:
        return self.process.pid

    def everything(self) -> list[int]:
        """Every process below the supervisor, and itself."""
        return [self.pid, *descendants(self.pid)]

    def child(self, name: str) -> int:
        """The first process of a child, by name; 0 when it does not run."""
        for pid in children_of(self.pid):
            # An orphaned grandchild is adopted for a moment; only a child leads its own session.
            leads = alive(pid) and os.getsid(pid) == pid
            if leads and is_named(pid, name):
                return pid
        return 0

    def kill(self, name: str) -> int:
        """SIGKILL a child's first process; its pid."""
        pid = wait_until(lambda: self.child(name), seconds=20, what=f"{name} runs")
        os.kill(pid, signal.SIGKILL)
        return pid

    def kill_supervisor(self) -> list[int]:
        """SIGKILL the supervisor; all pids that there were."""
        pids = self.everything()
        self.process.kill()
        self.process.wait()
        return pids

    def stop(self) -> int:
        """As Ctrl-C does; the exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            pids = self.kill_supervisor()
            wait_until(lambda: not any(map(alive, pids)), seconds=20, what="all of it ends")
            raise

    def get(self, path: str, *, port: int = 0, timeout: float = 10) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def ready(self) -> dict:
        return json.loads(self.get("/readyz")[1])

    def web_answers(self) -> bool:
        return listens(self.port) and self.get("/healthz", timeout=2)[0] == 200

    def wait_ended(self, pids: list[int], *, seconds: float = 15) -> float:
        """Wait until none of these processes is left; the seconds that it took."""
        started = time.monotonic()
        wait_until(lambda: not any(map(alive, pids)), seconds=seconds, what="no process is left")
        return time.monotonic() - started
