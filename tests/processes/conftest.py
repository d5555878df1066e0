"""Real processes: started by the test, killed by the test, gone after the test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT
from tests.migrated_tables import begin
from tests.processes import world as worlds
from tests.processes.product import Product, alive
from tests.processes.servers import Postgres, Redis, postgres_bin, redis_binary, wait_until

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("processes")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A DATA_DIR with migrated database and collected static files, to be copied."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    begin(folder)
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env={**kept, "DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        timeout=120,
        check=True,
        umask=0o077,
    )
    return folder


def copy_of(prepared, data_dir, *options, **environment):
    """The product on a copy of what was prepared; not yet started."""
    one = Product(data_dir, *options, **environment)
    if not data_dir.exists():
        shutil.copytree(prepared, data_dir)
        data_dir.chmod(0o700)
    return one


@pytest.fixture
def product(tmp_path, prepared):
    """A factory: product("--no-demo", REDIS_URL=...) is started; all of it is gone at the end."""
    made: list[Product] = []

    def start(*options, data_dir=None, wait=True, **environment):
        where = data_dir or tmp_path / f"data{len(made)}"
        one = copy_of(prepared, where, *options, **environment)
        made.append(one)
        if wait:
            one.start()
        return one

    yield start
    for one in made:
        pids = one.everything() if one.process and one.process.poll() is None else []
        one.stop()
        wait_until(lambda pids=pids: not any(map(alive, pids)), seconds=20, what="all of it ends")


@pytest.fixture(scope="session")
def migrated_cluster(prepared):
    """A cluster that rests, its database with empty tables; to be copied, because migrating takes long."""
    if not postgres_bin():
        pytest.skip("PostgreSQL's initdb and pg_ctl are not on this machine")
    one = Postgres()
    try:
        one.start()
        subprocess.run(
            [sys.executable, "manage.py", "migrate"],
            cwd=ROOT,
            env={
                **os.environ,
                "DATA_DIR": str(prepared),
                "DATABASE_URL": one.url,
                "REDIS_URL": "",
            },
            stdout=subprocess.DEVNULL,
            timeout=400,
            check=True,
        )
        one.rest()
        yield one
    finally:
        one.remove()


@pytest.fixture(scope="session")
def running_world(prepared, migrated_cluster, tmp_path_factory):
    """The product on a cluster and a broker of its own, with an office in it; started once."""
    if not redis_binary():
        pytest.skip("neither redis-server nor valkey-server is on PATH")
    data_dir = tmp_path_factory.mktemp("world") / "data"
    shutil.copytree(prepared, data_dir)
    postgres, broker = Postgres(like=migrated_cluster), Redis()
    environment = {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": broker.url,
        "SIMULATOR_TOKEN": "token-contoh",
        "SIMULATOR_CLOCK_SPEED": "60",  # WhatsApp retries after a minute at most, not an hour
    }
    one = Product(data_dir, "--no-demo", **environment)
    try:
        postgres.start()
        broker.start()
        worlds.prepare(one, postgres)
        yield worlds.World(one.start(), postgres=postgres, broker=broker)
        one.stop()
    finally:
        if one.process and one.process.poll() is None:
            one.kill_supervisor()
        broker.stop()
        postgres.remove()


@pytest.fixture
def world(running_world):
    """The running world in good health, also where the test before stopped a part."""
    running_world.heal()
    return running_world
