"""A thousand messages while brokers hang, databases fall and processes are killed."""

import os
import signal
import threading
import time
from collections import Counter

from tests.processes.servers import wait_until

CITIZENS, EACH = 250, 4
TEXTS = ("halo", "surat keterangan", "ini keterangan saya", "petugas")


class Stream(threading.Thread):
    """Citizens writing, four messages each; keeps on through every failure."""

    def __init__(self, world):
        super().__init__(daemon=True)
        self.world = world
        self.said: list[str] = []

    def run(self):
        for turn in range(EACH):
            for citizen in range(CITIZENS):
                wamid = f"wamid.ARUS{citizen:04d}-{turn}"
                self.world.say(f"628130000{citizen:04d}", TEXTS[turn], wamid=wamid)
                self.said.append(wamid)
                time.sleep(0.02)

    def reached(self, count):
        wait_until(lambda: len(self.said) >= count, seconds=120, what=f"{count} messages said")


def kill_group(world, name):
    pid = wait_until(lambda: world.product.child(name), seconds=60, what=f"{name} runs")
    os.killpg(pid, signal.SIGKILL)


def make_trouble(world, stream):
    """One after the other, spread over the stream.

    What leaves claims behind comes first: they expire (45 s) while the stream goes on.
    """
    stream.reached(100)
    pids = world.product.kill_supervisor()
    world.product.wait_ended(pids, seconds=30)
    world.product.start()
    for count, name in ((200, "worker"), (300, "sweep"), (400, "web")):
        stream.reached(count)
        kill_group(world, name)
    stream.reached(500)
    world.postgres.stop()
    time.sleep(3)
    world.postgres.start()
    stream.reached(600)
    world.broker.hang()
    stream.reached(700)
    world.broker.go_on()
    stream.reached(800)
    world.broker.stop()
    stream.reached(900)
    world.broker.start()


def test_a_thousand_messages_through_every_failure(world):
    world.ask("network", {"duplicate_percent": 10, "messages_per_second": 1000})
    stream = Stream(world)
    stream.start()
    make_trouble(world, stream)
    stream.join(timeout=240)
    assert len(stream.said) == CITIZENS * EACH
    world.settle(seconds=240)

    found = world.arrived("62813%")
    counted = Counter(wamid for wamid, _ in found)
    assert set(counted) == set(stream.said), "none lost, none invented"
    assert set(counted.values()) == {1}, "none doubled"
    assert all(ticket for _, ticket in found), "every message is in a ticket"
    assert len({ticket for _, ticket in found}) == CITIZENS, "one matter is one ticket"
    world.check_outbox("62813%")
    assert len(world.sent("62813%")) >= CITIZENS
