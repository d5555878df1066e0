"""A PostgreSQL cluster and a Redis of our own, to be stopped, hung and started again."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

from siwhapik.supervisor.kernel import die_with


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, *, seconds: float, what: str):
    """Poll until the condition is truthy; its value."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if value := condition():
                return value
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s in vain: {what}")


def listens(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        return True


def postgres_bin() -> Path | None:
    """The folder with initdb and pg_ctl: Debian keeps it off PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[4])
    on_path = shutil.which("initdb")
    if not found and on_path:
        found = [Path(on_path).resolve()]
    return found[-1].parent if found and (found[-1].parent / "pg_ctl").exists() else None


def redis_binary() -> str:
    return shutil.which("redis-server") or shutil.which("valkey-server") or ""


def unprivileged_user() -> str | None:
    """Who may run PostgreSQL when we are root, which it refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    return None


class Postgres:
    """One throw-away cluster on loopback, trust authentication; empty, or a copy of one that rests."""

    def __init__(self, *, like: "Postgres | None" = None) -> None:
        self.bin = postgres_bin()
        self.user = unprivileged_user()
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="siwhapik-pg-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        if self.user:
            shutil.chown(self.folder, self.user)
        if like:
            subprocess.run(["cp", "-a", str(like.data), str(self.data)], timeout=60, check=True)
            return
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *words: object) -> None:
        output = self.folder / "output"
        with output.open("a") as file:
            result = subprocess.run(
                [str(self.bin / program), *map(str, words)],
                user=self.user,
                group=self.user and pwd.getpwnam(self.user).pw_gid,
                extra_groups=[] if self.user else None,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                timeout=60,
                check=False,
            )
        assert result.returncode == 0, output.read_text()[-2000:]

    def runs(self) -> bool:
        with contextlib.suppress(OSError):
            return listens(self.port)
        return False

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
            # The processes die here, not the machine: what was written to the system stays.
            " -c max_connections=60 -c shared_buffers=64MB -c fsync=off"
        )
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start"
        )

    def stop(self) -> None:
        """At once, as in a crash: what was not durable is lost."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def rest(self) -> None:
        """In good order, so that its folder can be copied."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    def remove(self) -> None:
        with contextlib.suppress(AssertionError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    """One throw-away broker on loopback; nothing survives its stop."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [redis_binary(), "--port", str(self.port), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            preexec_fn=partial(die_with, os.getpid()),
        )
        wait_until(lambda: listens(self.port), seconds=10, what="redis listens")

    def heal(self) -> None:
        """Running again, also where the test before stopped it."""
        if self.process is None:
            self.start()
        self.go_on()

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
