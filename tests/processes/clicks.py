"""What an officer does on a ticket's pages, with the web killed in the middle of it."""

import contextlib
import threading

import httpx

from tests.processes.pages import fields_of, log_in
from tests.processes.seed_names import PASSWORD, USERNAME
from tests.processes.servers import wait_until
from tests.processes.test_stages import hold, kill

# A backend that has locked or written rows already, and waits for this table.
IN_THE_MIDDLE = (
    "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE NOT l.granted AND l.relation = %s::regclass AND a.backend_xid IS NOT NULL"
)
# The first thing that is written after the commit.
AFTER_IT = "tickets_queueversion"
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"


@contextlib.contextmanager
def officer(world):
    """A browser in which the operator is logged in."""
    with httpx.Client(base_url=world.product.url, timeout=40, trust_env=False) as browser:
        log_in(browser, USERNAME, PASSWORD)
        yield browser


class Click:
    """One button of a ticket's page; pressed again it sends the same form."""

    def __init__(self, browser, ticket, verb, **filled):
        self.browser = browser
        self.path = f"/tiket/{ticket}/{verb}/"
        self.data = {**self._form(), **filled}

    def _form(self):
        page = self.browser.get(self.path)
        if page.status_code == 200:
            return fields_of(page.text, action=self.path)[1]
        page = self.browser.get(self.path.rsplit("/", 2)[0] + "/")  # a button without a form
        assert page.status_code == 200, (self.path, page.status_code)
        return fields_of(page.text)[1]

    def press(self):
        answer = self.browser.post(self.path, data=self.data)
        assert answer.status_code == 302, (self.path, answer.status_code, answer.text[:3000])
        return answer

    def press_killed(self, world, table):
        """Press it, and kill the web while it waits to write to this table."""
        query = WAITS if table == AFTER_IT else IN_THE_MIDDLE
        with hold(world, table):
            clicked = threading.Thread(target=self._press_in_vain, daemon=True)
            clicked.start()
            what = f"{self.path} at {table}"
            wait_until(lambda: world.count(query, table) > 0, seconds=30, what=what)
            kill(world, ("web",))
        clicked.join(timeout=60)
        assert not clicked.is_alive(), what
        wait_until(world.product.web_answers, seconds=60, what="the web answers again")

    def _press_in_vain(self):
        with contextlib.suppress(httpx.HTTPError):
            self.browser.post(self.path, data=self.data)


def picture(world, like):
    """All that a merge could change or say, of the citizens whose address is like this."""
    tickets = world.rows(
        "SELECT t.id, t.state, t.outcome, t.leader_id, t.leads, t.message_count, t.assignee_id"
        " FROM tickets_ticket t JOIN tickets_conversation c ON c.id = t.conversation_id"
        " WHERE c.address LIKE %s ORDER BY t.id",
        like,
    )
    keys = [one[0] for one in tickets]
    said = world.rows(
        "SELECT id, ticket_id, text FROM tickets_message WHERE ticket_id = ANY(%s) ORDER BY id",
        keys,
    )
    lines = world.rows(
        "SELECT id, ticket_id, verb FROM tickets_ticketevent WHERE ticket_id = ANY(%s) ORDER BY id",
        keys,
    )
    told = world.rows(
        "SELECT id, ticket_id, kind FROM tickets_notification WHERE ticket_id = ANY(%s) ORDER BY id",
        keys,
    )
    return {"tickets": tickets, "said": said, "lines": lines, "told": told}


def difference(before, after):
    """What of two pictures is only in one of them."""
    both = {name: (set(before[name]), set(after[name])) for name in before}
    return {name: one ^ other for name, (one, other) in both.items() if one != other}


def killed_then_done(world, click, *, like, tables):
    """Killed at each of these tables nothing of it stays; then it is done, and a second click, and one
    that is killed after the commit, change nothing more.
    """
    before = picture(world, like)
    for table in tables:
        click.press_killed(world, table)
        moved = difference(before, picture(world, like))
        assert not moved, f"something stayed of {click.path} at {table}: {moved}"
    click.press_killed(world, AFTER_IT)
    done = picture(world, like)
    assert done != before, f"{click.path} was committed before it was killed"
    click.browser.post(click.path, data=click.data)
    moved = difference(done, picture(world, like))
    assert not moved, f"{click.path} was done twice: {moved}"
