"""Every command explains its options, and refuses what cannot be in a plain sentence."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError

from siwhapik.data_dir import BASE_DIR
from siwhapik.management.commands import move_to_postgresql, prepare
from siwhapik.supervisor import lock, options
from tests.processes.servers import free_port

OURS = sorted(
    name
    for name, app in get_commands().items()
    if app in ("siwhapik", "services", "tickets", "surveys")
)
DJANGOS = {
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


def test_there_are_commands_to_look_at():
    assert {"demo", "ikm", "load_holidays", "prepare", "serve", "simulate", "sweep"} <= set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_every_command_and_every_option_says_what_it_is_for(name):
    command = load_command_class(get_commands()[name], name)
    assert command.help
    parser = command.create_parser("manage.py", name)
    for action in parser._actions:
        if action.dest not in DJANGOS:
            assert action.help, f"{name} {action.option_strings or action.dest}"
    assert parser.format_help()


def test_serves_own_parser_explains_itself_too():
    parser = options.Options(prog="manage.py serve")
    options.add_arguments(parser)
    assert all(action.help for action in parser._actions)


REFUSED = [
    (["sweep", "--once", "--only", "tickets.entah"], "tickets.entah tidak dikenal. Yang ada: "),
    (["load_holidays", "--years", "0"], "tahun '0' tidak dikenal"),
    (["load_holidays", "--years", "1999"], "tulis tahun dari 2000"),
    (["load_holidays", "--years", "20266"], "tidak dikenal"),
    (["load_holidays", "--years", "-2026"], "years"),
    (["load_holidays", "--years", "2026", "dua"], "tahun 'dua' tidak dikenal"),
    (["load_holidays", "--years", "9" * 5000], "tidak dikenal"),
    (["simulate", "--conversations", "0"], "harus angka 1 sampai"),
    (["simulate", "--conversations", "banyak"], "harus angka 1 sampai"),
    (["simulate", "--rate", "nan"], "harus angka 0.01 sampai 1000"),
    (["simulate", "--rate", "inf"], "harus angka"),
    (["simulate", "--patience", "-1"], "harus angka 0 sampai"),
    (["simulate", "--script", "entah"], "entah"),
    (["simulate", "--url", "bukan alamat"], "--url"),
    (["simulate", "--url", "https://graph.facebook.com"], "alamat komputer ini sendiri"),
    (["simulate", "--url", "http://127.0.0.1:1"], "tidak menjawab"),  # nobody listens there
    (["ikm", "--from-csv", "tidak-ada.csv"], "tidak ditemukan"),
    (["ikm", "--from-csv", "x.csv", "--weight", "0.12"], "0.12"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "said"), REFUSED, ids=lambda value: str(value)[:50])
def test_what_cannot_be_is_refused_in_words(words, said):
    with pytest.raises(CommandError) as refused:
        call_command(*words)
    assert said in str(refused.value)


@pytest.mark.django_db
def test_years_that_can_be_are_loaded(capsys):
    call_command("load_holidays", "--years", "2026", "2026")
    assert "ditambahkan" in capsys.readouterr().out


def test_moving_a_copy_leaves_no_lock_file_beside_it(monkeypatch, tmp_path):
    copy = tmp_path / "salinan.sqlite3"
    copy.touch()
    monkeypatch.setattr(move_to_postgresql, "move", lambda source, say: 0)
    call_command("move_to_postgresql", str(copy))
    assert [path.name for path in tmp_path.iterdir()] == ["salinan.sqlite3"]


def test_a_served_database_is_not_moved(monkeypatch, tmp_path):
    file = tmp_path / "siwhapik.sqlite3"
    file.touch()
    held = lock.hold(tmp_path / "serve.lock")
    monkeypatch.setattr(move_to_postgresql, "move", lambda source, say: 0)
    with pytest.raises(CommandError, match="sudah berjalan"):
        call_command("move_to_postgresql", str(file))
    os.close(held)


def test_a_simulator_without_its_token_is_refused(monkeypatch):
    monkeypatch.delenv("SIMULATOR_TOKEN", raising=False)
    with pytest.raises(CommandError, match="SIMULATOR_TOKEN"):
        prepare.introduce_numbers()


@pytest.mark.parametrize("command", ["prepare", "demo", "load_holidays"])
def test_a_database_that_is_away_is_one_sentence(tmp_path, command):
    pytest.importorskip("psycopg")
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"postgres://orang:rahasia@127.0.0.1:{free_port()}/nama",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Basis data tidak dapat dihubungi; periksa DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "rahasia" not in done.stdout + done.stderr
