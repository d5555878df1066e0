"""`manage.py serve`: run everything until told to stop."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType

from siwhapik.data_dir import BASE_DIR
from siwhapik.environment import require_sound
from siwhapik.supervisor import kernel, launch, options, orphan_reaper, plan, ready, single
from siwhapik.supervisor.child import Child

TICK_SECONDS = 0.2
STOP_SECONDS = 8.0
READY_SECONDS = 120.0
ROTATE_SECONDS = 600.0


def say(text: str) -> None:
    """Print a line to the terminal or the journal; a line that cannot be written is lost."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


class Supervisor:
    """Owns every process of one installation; ends them all when it ends."""

    def __init__(self, wanted: plan.Plan) -> None:
        self.plan = wanted
        self.logs = Path(wanted.data_dir) / "logs"
        with contextlib.suppress(OSError):  # then there are no logs, and everything runs
            self.logs.mkdir(mode=0o700, exist_ok=True)
        self.children: list[Child] = []
        self.orphan_reaper: subprocess.Popen[bytes] | None = None
        self.stop_asked = 0
        self._parts: ModuleType | None = None
        self._announced = False
        self._rotate_at = time.monotonic() + ROTATE_SECONDS
        self._ready_until = 0.0

    def run(self) -> int:
        """Start, watch, stop; the exit code."""
        kernel.adopt_orphans()
        for number in launch.STOPPING:
            signal.signal(number, self._ask_to_stop)
        self._start_orphan_reaper()
        try:
            if self.plan.broker_binary:
                self._start(plan.broker(self.plan))
            say("Menyiapkan basis data, berkas tampilan, dan data contoh ...")
            self._load_parts()
            if not self._prepare():
                return 0 if self.stop_asked else 1
            self._read_numbers()
            for note in ready.prepared(self.plan).notes:
                say(f"Perhatian: {note}")
            for spec in plan.children(self.plan):
                self._start(spec)
            self._ready_until = time.monotonic() + READY_SECONDS
            while not self.stop_asked:
                self._tick()
        finally:
            self._stop()
        return 0

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.stop_asked += 1

    def _load_parts(self) -> None:
        """Load Django once for all children: only now, when the environment is set."""
        self._parts = import_module("siwhapik.supervisor.preload")
        self._parts.load()

    def _start(self, spec: plan.Spec) -> Child:
        child = Child(spec.name, self._work(spec), logs=self.logs, tell=self._tell)
        self.children.append(child)
        child.start()
        return child

    def _work(self, spec: plan.Spec) -> launch.Work:
        if spec.command:
            return launch.program(spec.command)
        part = getattr(self._parts, spec.name)
        return lambda: part(self.plan)

    def _prepare(self) -> bool:
        """Bring the database up to date before anything reads it; False when that failed."""
        child = self._start(plan.preparation())
        while not self.stop_asked:
            child.start_if_due()
            self._show_logs()
            dead = kernel.reap()
            if (code := dead.get(child.pid)) is not None:
                self.children.remove(child)
                child.died()
                if code:
                    say(f"Persiapan gagal (kode {code}). Catatan: {child.log.path}")
                    self._quote(child)
                return code == 0
            self._revive(dead)
            time.sleep(TICK_SECONDS / 4)
        return False

    def _read_numbers(self) -> None:
        """Pass the numbers that `prepare` read to the simulator, which has no database access."""
        numbers = Path(self.plan.data_dir) / plan.SIMULATOR_NUMBERS_FILE
        if self.plan.simulator_port:
            with contextlib.suppress(OSError):  # there is none, or the disk gives it no more
                os.environ["SIMULATOR_NUMBERS"] = numbers.read_text()

    def _tick(self) -> None:
        self._revive(kernel.reap())
        for child in self.children:
            child.start_if_due()
        self._show_logs()
        self._announce()
        if time.monotonic() > self._rotate_at:
            self._rotate_at = time.monotonic() + ROTATE_SECONDS
            for child in self.children:
                child.log.rotate()
        time.sleep(TICK_SECONDS)

    def _revive(self, dead: dict[int, int]) -> None:
        if self.orphan_reaper and self.orphan_reaper.pid in dead:
            self.orphan_reaper.returncode = dead[self.orphan_reaper.pid]
            self.orphan_reaper = None
        if self.orphan_reaper is None:
            self._start_orphan_reaper()
        for child in self.children:
            if (code := dead.get(child.pid)) is not None:
                pause = child.died()
                say(f"[{child.name}] berhenti (kode {code}); dimulai lagi {pause:g} detik lagi.")
                self._quote(child)

    def _quote(self, child: Child) -> None:
        if not self.plan.show_logs:
            for line in child.log.last_lines(6):
                say(f"[{child.name}] {line}")

    def _show_logs(self) -> None:
        if self.plan.show_logs:
            for child in self.children:
                for line in child.log.new_lines():
                    say(f"[{child.name}] {line}")

    def _announce(self) -> None:
        if self._announced:
            return
        if ready.answers(self.plan):
            self._announced = True
            say(ready.banner(self.plan, address=os.environ["PUBLIC_BASE_URL"]))
        elif time.monotonic() > self._ready_until:
            self._announced = True
            say(f"Web belum menjawab setelah {READY_SECONDS:g} detik. Catatan: {self.logs}/web.log")

    def _start_orphan_reaper(self) -> None:
        """Start the orphan reaper; it shares the lock, so no other `serve` starts before it is done."""
        self.orphan_reaper = None
        with contextlib.suppress(
            OSError
        ):  # the machine has no process left: the next tick tries again
            self.orphan_reaper = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-S", "-E", "-s", str(Path(orphan_reaper.__file__).resolve())],
                stdin=subprocess.PIPE,
                start_new_session=True,
                pass_fds=(self.plan.lock_fd,),
            )
        for child in self.children:
            if child.pid:
                self._tell(f"+{child.pid}")

    def _tell(self, line: str) -> None:
        if self.orphan_reaper is None or self.orphan_reaper.stdin is None:
            return
        try:
            self.orphan_reaper.stdin.write(f"{line}\n".encode())
            self.orphan_reaper.stdin.flush()
        except OSError:
            return  # it died; the next tick starts another and sends it every group

    def _stop(self) -> None:
        """End the children in order: first those that take work in, last the broker."""
        say("Menghentikan ...")
        asked_before = self.stop_asked
        last = [child for child in self.children if child.name == "broker"]
        first = [child for child in self.children if child not in last]
        for group in (first, last):
            for child in group:
                child.stop()
            until = time.monotonic() + STOP_SECONDS
            while any(child.pid for child in group):
                if time.monotonic() > until or self.stop_asked > asked_before:
                    for child in group:
                        child.kill()
                self._bury(kernel.reap())
                time.sleep(0.05)
        if self.orphan_reaper and self.orphan_reaper.stdin:
            with contextlib.suppress(OSError):
                self.orphan_reaper.stdin.close()
        say("Berhenti.")

    def _bury(self, dead: dict[int, int]) -> None:
        for child in self.children:
            if child.pid in dead:
                child.died()


def main(words: list[str]) -> int:
    """Decide which processes run, and run them until told to stop; returns the exit code."""
    require_sound(os.environ)
    parser = options.Options(prog="manage.py serve", description=options.HELP)
    options.add_arguments(parser)
    os.umask(0o077)  # the database holds personal data
    if os.environ.get("SERVE_FOLLOWS_PARENT"):
        kernel.follow_parent()
    kernel.few_arenas()
    try:
        chosen = parser.parse_args(words)
        if chosen.only:
            return single.run(chosen)
        wanted = options.decide(chosen)
    except options.RefusedError as refused:
        say(str(refused))
        return 2
    os.chdir(BASE_DIR)
    os.environ |= options.environment(wanted)
    return Supervisor(wanted).run()
