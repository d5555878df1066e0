"""The supervisor's parts, one at a time; the whole of it is in tests/processes."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from siwhapik.data_dir import BASE_DIR
from siwhapik.supervisor import child, kernel, launch, options, ready
from siwhapik.supervisor.plan import Plan, children

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def started(work, *, log):
    """A child that does this work; its exit code."""
    with log.open("wb") as output:
        pid = launch.start(work, name="contoh", output=output.fileno())
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


@pytest.fixture
def log(tmp_path):
    return tmp_path / "contoh.log"


def test_a_child_ends_with_the_code_of_its_work(log):
    def leaves():
        raise SystemExit(3)

    def breaks():
        raise RuntimeError("rusak")

    assert started(lambda: None, log=log) == 0
    assert started(lambda: 7, log=log) == 7
    assert started(leaves, log=log) == 3
    assert started(breaks, log=log) == 1
    assert "RuntimeError: rusak" in log.read_text()
    assert started(launch.program((sys.executable, "-c", "raise SystemExit(5)")), log=log) == 5


def test_a_child_that_cannot_begin_ends_and_never_goes_on_as_the_supervisor(log, monkeypatch):
    def breaks(_name):
        raise OSError("tidak ada tempat")

    monkeypatch.setattr(kernel, "name_process", breaks)
    itself = os.getpid()
    try:
        assert started(lambda: 0, log=log) == 1
    finally:
        if os.getpid() != itself:  # the copy came back: it must not run the other tests too
            os._exit(99)


def look_around():
    """What a child sees of itself; 0."""
    held = [_target(number) for number in os.listdir("/proc/self/fd")]
    seen = {
        "leads": os.getsid(0) == os.getpid(),
        "name": Path("/proc/self/comm").read_text().strip(),
        "standard": [_target(number) for number in (0, 1, 2)],
        "lock": any("serve.lock" in target for target in held),
    }
    sys.stdout.write(json.dumps(seen))
    return 0


def _target(number):
    try:
        return os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        return ""


def test_a_child_leads_its_own_session_under_a_name_and_holds_nothing_of_ours(log, tmp_path):
    """An open lock or pipe in a child would outlive the supervisor."""
    with (tmp_path / "serve.lock").open("w"):
        assert started(look_around, log=log) == 0
    assert json.loads(log.read_text()) == {
        "leads": True,
        "name": "siwhapik-contoh",
        "standard": ["/dev/null", str(log), str(log)],
        "lock": False,
    }


PRELOADED = """
import threading
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connections
from django.utils.functional import empty
from siwhapik.supervisor import preload
preload.load()
assert threading.active_count() == 1, threading.enumerate()
assert not any(one.connection for one in connections.all(initialized_only=True))
# Read before `prepare` has collected, it would be an old one, or none.
assert staticfiles_storage._wrapped is empty, "the manifest is loaded"
"""


def test_what_the_children_share_has_no_thread_no_connection_and_nothing_not_yet_prepared(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", PRELOADED],
        cwd=BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "siwhapik.settings"},
        stderr=subprocess.PIPE,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()


def test_a_child_can_be_stopped_though_the_supervisor_handles_the_signal(log):
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with log.open("wb") as output:
            pid = launch.start(lambda: time.sleep(60), name="contoh", output=output.fileno())
        os.kill(pid, signal.SIGTERM)
        _, status = os.waitpid(pid, 0)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGTERM


def test_a_child_that_crashes_again_and_again_is_started_ever_later(tmp_path):
    told = []
    one = child.Child("contoh", lambda: None, logs=tmp_path, tell=told.append)
    pauses = []
    for _ in range(4):
        one.start()
        pid = one.pid
        os.waitpid(pid, 0)
        pauses.append(one.died())
        assert told[-2:] == [f"+{pid}", f"-{pid}"]
    assert pauses == list(child.BACKOFF_SECONDS[:4])
    one.start_if_due()
    assert not one.pid


def chosen(*words, tmp_path, monkeypatch, **environment):
    for name in ("REDIS_URL", "WHATSAPP_API_BASE_URL", "PUBLIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"DATA_DIR": str(tmp_path), **environment}.items():
        monkeypatch.setenv(name, value)
    parser = argparse.ArgumentParser()
    options.add_arguments(parser)
    plan = options.decide(parser.parse_args(["--port", "0", *words]))
    os.close(plan.lock_fd)
    return plan


def test_without_a_simulator_nothing_is_told_about_one(tmp_path, monkeypatch):
    given = {"tmp_path": tmp_path, "monkeypatch": monkeypatch}
    plan = chosen("--no-simulator", "--no-broker", **given)
    assert (plan.simulator_port, plan.demo, plan.broker_url) == (0, False, "")
    assert [spec.name for spec in children(plan)] == ["web", "sweep"]
    assert "SIMULATOR_URL" not in options.environment(plan)


def test_the_simulator_is_the_only_way_out_beside_which_it_runs(tmp_path, monkeypatch):
    given = {"tmp_path": tmp_path, "monkeypatch": monkeypatch}
    plan = chosen(REDIS_URL="redis://127.0.0.1:6379/5", **given)
    names = [spec.name for spec in children(plan)]
    assert names == ["simulator", "web", "sweep", "worker", "beat"]
    environment = options.environment(plan)
    assert environment["WHATSAPP_API_BASE_URL"] == environment["SIMULATOR_URL"]
    assert environment["REDIS_URL"] == "redis://127.0.0.1:6379/5"
    with pytest.raises(options.RefusedError, match="Simulator tidak dapat berjalan"):
        chosen("--simulator", WHATSAPP_API_BASE_URL="https://graph.facebook.com", **given)


def test_example_figures_go_to_no_other_system(tmp_path, monkeypatch):
    given = {"tmp_path": tmp_path, "monkeypatch": monkeypatch}
    with pytest.raises(options.RefusedError, match="NATIONAL_SKM_URL=https:"):
        chosen(NATIONAL_SKM_URL="https://skm.example.go.id", **given)


def test_for_real_people_nothing_is_invented_unless_it_is_asked_for(tmp_path, monkeypatch):
    given = {"tmp_path": tmp_path, "monkeypatch": monkeypatch}
    public = given | {"PUBLIC_BASE_URL": "https://wa.example.go.id"}

    def made(*words, **environment):
        plan = chosen(*words, **environment)
        return bool(plan.simulator_port), plan.demo

    assert made(**given) == (True, True)
    assert made("--no-demo", **given) == (True, False)
    assert made("--no-simulator", **given) == (False, False)
    assert made("--no-simulator", "--demo", **given) == (False, True)
    assert made(**public) == (False, False)
    assert made("--simulator", **public) == (True, False)
    assert made("--demo", **public) == (False, True)
    assert made("--simulator", "--demo", **public) == (True, True)


@pytest.mark.parametrize(
    "words", [["--port", "70000"], ["--port", "x"], ["--simulator-port=-1"], ["--entah"], ["x"]]
)
def test_a_wrong_option_is_a_sentence(words):
    parser = options.Options(prog="manage.py serve")
    options.add_arguments(parser)
    with pytest.raises(options.RefusedError, match=r"Pilihan salah: .*serve --help"):
        parser.parse_args(words)


LOGINS = """\
superadmin           aaaa-bbbb-cccc   Super admin, semua instansi
petugas1.dinsos      dddd-eeee-ffff   Petugas, Dinsos (contoh)
petugas2.dinsos      gggg-hhhh-jjjj   Petugas, Dinsos (contoh)
petugas1.dkkpg       kkkk-mmmm-nnnn   Petugas, Dukcapil (contoh)
"""


def leave_word(folder, *, accounts, examples=False, notes=()):
    """As `prepare` does."""
    found = {"accounts": accounts, "examples": examples, "notes": list(notes)}
    (folder / "prepared.json").write_text(json.dumps(found))


def test_the_banner_shows_one_account_for_each_role_and_where_all_are(tmp_path):
    plan = Plan(data_dir=str(tmp_path), lock_fd=0, host="127.0.0.1", port=1, simulator_port=2)
    (tmp_path / "logins.txt").write_text(LOGINS)
    leave_word(tmp_path, accounts=4, examples=True)
    said = ready.banner(plan, address="http://127.0.0.1:1")
    assert "http://127.0.0.1:1/" in said
    assert "http://127.0.0.1:2/simulator/" in said
    shown = [line.split() for line in said.splitlines() if "-" in line and "contoh" in line]
    assert ["Petugas", "petugas1.dinsos", "dddd-eeee-ffff", "Dinsos", "(contoh)"] in shown
    assert "petugas2.dinsos" not in said
    assert "petugas1.dkkpg" not in said
    assert f"Semua 4 akun contoh ada di {tmp_path}/logins.txt" in said


def said_by_banner(folder):
    plan = Plan(data_dir=str(folder), lock_fd=0, host="127.0.0.1", port=1)
    return ready.banner(plan, address="https://wa.example.go.id")


def test_the_banner_says_how_to_make_the_first_account_where_there_is_none(tmp_path):
    leave_word(tmp_path, accounts=0)
    said = said_by_banner(tmp_path)
    assert "Belum ada akun" in said
    assert "createsuperuser" in said
    assert "Telepon contoh" not in said


def test_the_banner_never_says_that_there_is_no_account_where_there_is_one(tmp_path):
    """Nor shows those of the example data once they are shut, or of another database."""
    (tmp_path / "logins.txt").write_text(LOGINS)
    leave_word(tmp_path, accounts=3)
    said = said_by_banner(tmp_path)
    assert "Silakan masuk dengan akun Anda" in said
    assert "Belum ada akun" not in said
    assert "aaaa-bbbb-cccc" not in said


@pytest.mark.parametrize("word", [None, "", "{", "[]", "{}", '{"accounts": "x"}'])
def test_what_is_not_known_is_not_said(tmp_path, word):
    if word is not None:
        (tmp_path / "prepared.json").write_text(word)
    said = said_by_banner(tmp_path)
    assert "akun" not in said
    assert ready.prepared(Plan(data_dir=str(tmp_path), lock_fd=0, host="x", port=1)).notes == ()


def test_a_part_that_cannot_work_alone_says_what_it_needs():
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--only", "worker"],
        cwd=BASE_DIR,
        env={**os.environ, "REDIS_URL": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == (
        "worker memerlukan REDIS_URL. Tanpa Redis/Valkey cukup jalankan web dan sweep."
    )
