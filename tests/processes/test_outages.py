"""SIGKILL while an outage is applied and told of: each ticket has one span, each citizen one message."""

import datetime as dt

import httpx
import pytest

from tests.processes.pages import fields_of, log_in
from tests.processes.seed_names import PASSWORD, SUPERVISOR
from tests.processes.servers import wait_until
from tests.processes.test_stages import a_worker_waits, hold, kill

TOLD = (
    "SELECT ticket_id, count(*) FROM tickets_message WHERE text LIKE %s AND ticket_id = ANY(%s)"
    " GROUP BY 1 ORDER BY 1"
)
SPANS = (
    "SELECT s.ticket_id, count(*) FROM tickets_clockspan s JOIN tickets_outage o"
    " ON o.id = s.outage_id WHERE o.name = %s AND s.ticket_id = ANY(%s) GROUP BY 1 ORDER BY 1"
)


def record_and_tell(world, name):
    """As a supervisor does it, each form sent twice; returns the path of its page."""
    with httpx.Client(base_url=world.product.url, timeout=20, trust_env=False) as browser:
        log_in(browser, SUPERVISOR, PASSWORD)
        [new] = {
            part.split('"')[0]
            for part in browser.get("/gangguan/").text.split('href="')[1:]
            if part.startswith("/gangguan/kantor/")
        }
        _, fields = fields_of(browser.get(new).text, action="")
        zone = dt.timezone(dt.timedelta(hours=7))
        begins = dt.datetime.now(zone) - dt.timedelta(minutes=1)
        given = {
            "form_key": name,
            "kind": "other",
            "name": name,
            "starts_at": f"{begins:%Y-%m-%dT%H:%M}",
        }
        answers = [browser.post(new, data={**fields, **given}) for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 302], answers[0].text[:2000]
        page = answers[0].headers["Location"]
        _, fields = fields_of(browser.get(page).text, action="beri-tahu/")
        for _ in range(2):
            told = browser.post(f"{page}beri-tahu/", data={**fields, "sure": "on"})
            assert told.status_code == 302, told.text[:2000]
    return page


def end(world, page):
    """It works again: who comes in later tests is not told of it."""
    with httpx.Client(base_url=world.product.url, timeout=20, trust_env=False) as browser:
        log_in(browser, SUPERVISOR, PASSWORD)
        _, fields = fields_of(browser.get(page).text, action="pulih/")
        ends = dt.datetime.now(dt.timezone(dt.timedelta(hours=7)))
        given = {**fields, "ends_at": f"{ends:%Y-%m-%dT%H:%M}"}
        assert browser.post(f"{page}pulih/", data=given).status_code == 302
    world.settle()


@pytest.mark.parametrize(
    ("number", "table", "names"),
    [(5, "tickets_clockspan", ("worker", "sweep")), (6, "tickets_message", ())],
    ids=["at the spans, the workers", "at the messages, all"],
)
def test_killed_while_an_outage_is_applied_and_told_of(world, number, table, names):
    like, name = f"628120000{number}%", f"contoh{number}"
    for n in range(4):
        for wamid, text in (("A", "halo, saya mau surat keterangan"), ("B", "petugas")):
            world.say(f"628120000{number}{n:03d}", text, wamid=f"wamid.GANGGUAN{number}{n}{wamid}")
    world.settle()
    tickets = sorted({ticket for _, ticket in world.arrived(like)})
    assert len(tickets) == 4
    with hold(world, table):
        page = record_and_tell(world, name)
        wait_until(lambda: a_worker_waits(world, table), seconds=60, what=f"a worker at {table}")
        kill(world, names)
    if not names:
        world.product.start()
    said, once = f"%karena gangguan {name}%", [(ticket, 1) for ticket in tickets]
    try:
        wait_until(
            lambda: {row[0] for row in world.rows(TOLD, said, tickets)} == {*tickets},
            seconds=90,
            what="all are told",
        )
        world.settle()
        assert world.rows(TOLD, said, tickets) == once
        assert world.rows(SPANS, name, tickets) == once
        world.check_outbox(like)
    finally:
        end(world, page)
