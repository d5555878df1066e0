"""SIGKILL while many tickets are answered: each of them is answered, and none twice."""

import httpx
import pytest

from tests.processes.pages import fields_of, log_in
from tests.processes.seed_names import PASSWORD, USERNAME
from tests.processes.servers import wait_until
from tests.processes.test_stages import a_worker_waits, hold, kill

NEW = "/tiket/bersama/baru/?perbuatan=balas"
WAITING = "SELECT count(*) FROM tickets_bulkitem WHERE state = 'waiting'"


def answer_all(world, tickets, text):
    """Choose these tickets and send the form twice, as a double click does."""
    with httpx.Client(base_url=world.product.url, timeout=20, trust_env=False) as browser:
        log_in(browser, USERNAME, PASSWORD)
        page = browser.get(f"{NEW}&{'&'.join(f't={pk}' for pk in tickets)}")
        assert page.status_code == 200, page.text[:500]
        _, fields = fields_of(page.text, action="perbuatan=balas")
        sent = {**fields, "t": tickets, "text": text, "then": ""}
        answers = [browser.post(NEW, data=sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302], answers[0].text[:2000]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


@pytest.mark.parametrize(
    ("number", "table", "names"),
    [(7, "tickets_ticketevent", ("worker", "sweep")), (8, "tickets_message", ())],
    ids=["after the answer is written, the workers", "at the answer, all"],
)
def test_killed_while_many_are_answered(world, number, table, names):
    like = f"628120000{number}%"
    for n in range(5):
        world.say(f"628120000{number}{n:03d}", "halo", wamid=f"wamid.BANYAK{number}{n}")
    world.settle()
    tickets = sorted({ticket for _, ticket in world.arrived(like)})
    assert len(tickets) == 5
    with hold(world, table):
        answer_all(world, tickets, f"Kami proses {number}.")
        wait_until(lambda: a_worker_waits(world, table), seconds=60, what=f"a worker at {table}")
        kill(world, names)
    if not names:
        world.product.start()
    wait_until(lambda: world.count(WAITING) == 0, seconds=90, what="the job is done")
    world.settle()
    answered = world.rows(
        "SELECT i.ticket_id, i.state, count(m.id) FROM tickets_bulkitem i JOIN tickets_message m"
        " ON m.ticket_id = i.ticket_id AND m.text = %s GROUP BY 1, 2 ORDER BY 1",
        f"Kami proses {number}.",
    )
    assert answered == [(ticket, "done", 1) for ticket in tickets]
    world.check_outbox(like)
