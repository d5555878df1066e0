"""SIGKILL at each stage of the way in and the way out: the same rows, nothing sent twice."""

import os
import signal
import threading
import time

import psycopg

from tests.processes.servers import wait_until

# Blocking writes to a table holds the worker that is at this stage in the middle of it.
STAGES = {
    "stored by the webhook": ("tickets_webhookevent", ("web",)),
    "turned into messages": ("tickets_message", ("worker", "sweep")),
    "turned into a ticket": ("tickets_ticketevent", ("worker", "sweep")),
    "turned into a ticket, all killed": ("tickets_ticket", ()),
}


def hold(world, table):
    """A transaction in which nobody else can write to this table."""
    connection = psycopg.connect(world.postgres.url)
    connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
    return connection


def a_worker_waits(world, table):
    query = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    return world.count(query, table) > 0


def kill(world, names):
    """These processes with all that they started; the supervisor itself when none is named."""
    if not names:
        pids = world.product.kill_supervisor()
        world.product.wait_ended(pids, seconds=20)
        return
    for name in names:
        pid = wait_until(lambda name=name: world.product.child(name), seconds=20, what=name)
        os.killpg(pid, signal.SIGKILL)


def kill_at(world, stage, *, number):
    """Let one message come exactly as far as this stage and kill the worker that has it."""
    table, names = STAGES[stage]
    wa_id = f"6281200000{number:03d}"
    wait_until(world.product.web_answers, seconds=60, what="the web answers")
    wait_until(world.at_rest, seconds=60, what="the stage before is over")
    with hold(world, table):
        world.say(wa_id, "halo", wamid=f"wamid.TAHAP{number}")
        wait_until(lambda: a_worker_waits(world, table), seconds=60, what=f"a worker at: {stage}")
        kill(world, names)
    if not names:
        world.product.start()
    return f"wamid.TAHAP{number}"


def test_killed_at_each_stage_of_the_way_in(world):
    wamids = [kill_at(world, stage, number=n) for n, stage in enumerate(STAGES)]
    world.settle()
    found = world.arrived("628120000000%")
    assert sorted(wamid for wamid, _ in found) == sorted(wamids)
    assert all(ticket for _, ticket in found), "every message is in a ticket"
    assert len({ticket for _, ticket in found}) == len(wamids)
    world.check_outbox("628120000000%")
    assert len(world.sent("628120000000%")) >= len(wamids), "every citizen got an answer"


def send_killed(world, *, number, fault, names):
    """Kill the worker that is in the middle of a send whose answer WhatsApp withholds."""
    if fault:
        world.ask("faults", fault)
    wa_id = f"6281200000{number:03d}"
    threading.Thread(target=world.say, args=(wa_id, "halo"), kwargs={"wamid": f"w{number}"}).start()
    sending = "SELECT count(*) FROM tickets_message WHERE status = 'sending'"
    wait_until(lambda: world.count(sending) > 0, seconds=60, what="a send is under way")
    time.sleep(0.3)  # the request has left by now
    kill(world, names)
    if not names:
        world.product.start()


def test_killed_in_the_middle_of_a_send(world):
    """It arrived: the status that carries our id settles it. It did not: an officer is told."""
    hangs = {"kind": "timeout", "seconds": 8, "count": 1}
    world.ask("network", {"graph_delay": 3.0})
    send_killed(world, number=501, fault=None, names=("worker", "sweep"))
    world.settle()
    world.ask("network", {"graph_delay": 0.0})
    send_killed(world, number=502, fault=hangs, names=("worker", "sweep"))
    send_killed(world, number=503, fault=hangs, names=())
    world.settle()
    assert world.check_outbox("62812000005%"), "a send that never came back is listed"
    assert len(world.sent("6281200000501")) >= 1, "what WhatsApp took counts as sent"
