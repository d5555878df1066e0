"""A log is a help, never a condition: if it fails, the children and the supervisor run."""

import errno
import io
import os
import sys
import time
from pathlib import Path

import pytest

from siwhapik.supervisor import child, launch, logs, main
from siwhapik.supervisor.plan import Plan

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def run_to_its_end(one):
    one.start()
    assert one.pid, "it runs"
    _, status = os.waitpid(one.pid, 0)
    one.died()
    return os.waitstatus_to_exitcode(status)


def speaks():
    sys.stdout.write("x" * 100_000)


def breaks():
    sys.stderr.write("sebelum rusak\n")
    raise RuntimeError("rusak")


def full(folder):
    (folder / "contoh.log").symlink_to("/dev/full")


def no_folder(folder):
    folder.rmdir()


def a_folder_of_that_name(folder):
    (folder / "contoh.log").mkdir()


def a_file_where_the_folder_was(folder):
    folder.rmdir()
    folder.write_text("")


@pytest.mark.parametrize(
    "spoil", [full, no_folder, a_folder_of_that_name, a_file_where_the_folder_was]
)
def test_a_child_works_whatever_became_of_its_log(tmp_path, spoil):
    folder = tmp_path / "logs"
    folder.mkdir()
    spoil(folder)
    itself = os.getpid()
    one = child.Child("contoh", lambda: 7, logs=folder, tell=lambda _: None)
    broken = child.Child("contoh", breaks, logs=folder, tell=lambda _: None)
    try:
        assert run_to_its_end(one) == 7
        assert run_to_its_end(broken) == 1
    finally:
        if os.getpid() != itself:  # the copy came back: it must not run the other tests too
            os._exit(99)
    assert one.log.last_lines(6) == []
    assert one.log.new_lines() == []
    one.log.rotate()


def test_what_a_child_cannot_say_any_more_never_returns_into_the_supervisor(tmp_path):
    full(tmp_path)
    itself = os.getpid()
    one = child.Child("contoh", speaks, logs=tmp_path, tell=lambda _: None)
    try:
        assert run_to_its_end(one) in (0, 1)
    finally:
        if os.getpid() != itself:
            os._exit(99)


def test_a_log_that_cannot_be_kept_twice_is_cut_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "ROTATE_BYTES", 10)
    path = tmp_path / "contoh.log"
    path.write_text("baris lama\n" * 10)
    path.with_suffix(".log.1").symlink_to("/dev/full")
    logs.LogFile(path).rotate()
    assert path.read_text() == ""
    path.write_text("baris baru\n" * 10)
    logs.LogFile(path).rotate()
    assert path.with_suffix(".log.1").read_text() == "baris baru\n" * 10


def test_a_child_that_finds_no_room_on_the_machine_is_tried_again(tmp_path, monkeypatch):
    def no_room(*_, **__):
        raise OSError(errno.EAGAIN, "no process left")

    one = child.Child("contoh", lambda: 0, logs=tmp_path, tell=lambda _: None)
    with monkeypatch.context() as patched:
        patched.setattr(launch, "start", no_room)
        one.start()
    assert not one.pid
    one.start_if_due()
    assert not one.pid, "not at once"
    time.sleep(child.BACKOFF_SECONDS[0])
    one.start_if_due()
    assert one.pid
    os.waitpid(one.pid, 0)


class Refusing(io.StringIO):
    """A terminal or journal that takes nothing any more."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    def write(self, _text):
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize("number", [errno.EPIPE, errno.ENOSPC, errno.EBADF, errno.EIO])
def test_the_supervisor_speaks_into_a_void_without_falling(monkeypatch, number):
    monkeypatch.setattr(sys, "stderr", Refusing(number))
    main.say("Si Whapik siap.")


def test_the_supervisor_begins_where_no_folder_for_logs_can_be_made(tmp_path):
    (tmp_path / "logs").write_text("")
    main.Supervisor(Plan(data_dir=str(tmp_path), lock_fd=0, host="127.0.0.1", port=1))


def test_the_warden_is_started_again_later_when_there_is_no_room_for_it(tmp_path, monkeypatch):
    def no_room(*_, **__):
        raise OSError(errno.ENOMEM, "no memory")

    supervisor = main.Supervisor(Plan(data_dir=str(tmp_path), lock_fd=0, host="x", port=1))
    monkeypatch.setattr(main.subprocess, "Popen", no_room)
    supervisor._start_orphan_reaper()
    assert supervisor.orphan_reaper is None
    started = []
    monkeypatch.setattr(supervisor, "_start_orphan_reaper", lambda: started.append(1))
    supervisor._revive({})
    assert started == [1]
