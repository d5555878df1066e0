"""SIGKILL while tickets are split, merged, taken apart and ended together: all of it or nothing, to be
clicked again, and no citizen is told twice.
"""

import psycopg
import pytest

from tests.processes.clicks import Click, killed_then_done, officer, picture
from tests.processes.pages import fields_of
from tests.processes.servers import wait_until
from tests.processes.test_bulk import WAITING
from tests.processes.test_stages import a_worker_waits, hold, kill

MESSAGE, LINE, TICKET = "tickets_message", "tickets_ticketevent", "tickets_ticket"
ITEM = "tickets_bulkitem"
NEW = "/tiket/bersama/baru/?perbuatan=gabung"
GOES_ON = "%kami lanjutkan dengan nomor%"
RESULT = "Lampu contoh sudah menyala."


def citizen_writes(world, address, *texts):
    for text in texts:
        world.say(address, text, wamid=f"wamid.{address}-{text}")
    world.settle()


def tickets_of(world, like):
    """(id, number) of these citizens' tickets, in the order of the addresses."""
    return world.rows(
        "SELECT t.id, t.register_number FROM tickets_ticket t JOIN tickets_conversation c"
        " ON c.id = t.conversation_id WHERE c.address LIKE %s ORDER BY c.address, t.id",
        like,
    )


def take_all(world, browser, like):
    """The officer takes them; what the citizens say then is in these tickets."""
    for _, register in tickets_of(world, like):
        Click(browser, register, "ambil").press()
    return tickets_of(world, like)


def times_told(world, like, words):
    """How often each citizen was sent these words, in the order of the addresses."""
    rows = world.rows(
        "SELECT c.address, count(m.id) FROM tickets_conversation c LEFT JOIN tickets_message m"
        " ON m.conversation_id = c.id AND m.direction = 'out' AND m.text LIKE %s"
        " AND m.status IN ('sent', 'delivered', 'read')"
        " WHERE c.address LIKE %s GROUP BY 1 ORDER BY 1",
        words,
        like,
    )
    return [many for _, many in rows]


def split_off(world, browser, address, register):
    """The citizen asks for the same twice; the click that makes the second a ticket of its own."""
    citizen_writes(world, address, "Mohon surat contoh", "Mohon surat contoh lagi")
    [(message,)] = world.rows(
        "SELECT m.id FROM tickets_message m JOIN tickets_conversation c ON c.id = m.conversation_id"
        " WHERE m.direction = 'in' AND m.text = 'Mohon surat contoh lagi' AND c.address = %s",
        address,
    )
    return Click(browser, register, "pisahkan", messages=[message])


def test_killed_while_a_matter_is_split_off_and_merged_again(world):
    like = "6281200007001"
    citizen_writes(world, like, "halo")
    with officer(world) as browser:
        [(_, first)] = take_all(world, browser, like)
        split = split_off(world, browser, like, first)
        killed_then_done(world, split, like=like, tables=(TICKET, MESSAGE, LINE))

        [(_, first), (new, second)] = tickets_of(world, like)
        merge = Click(browser, first, "gabung", others=[new])
        killed_then_done(world, merge, like=like, tables=(MESSAGE, LINE, TICKET))
        world.settle()
        assert times_told(world, like, GOES_ON) == [1]

        undo = Click(browser, second, "batal-gabung")
        killed_then_done(world, undo, like=like, tables=(MESSAGE, LINE, TICKET))
    world.settle()
    assert times_told(world, like, "%kami kerjakan tersendiri lagi%") == [1]
    assert times_told(world, like, "%Kami catat tersendiri dengan nomor%") == [1]
    world.check_outbox(like)


def test_killed_while_a_split_is_undone(world):
    like = "6281200007061"
    citizen_writes(world, like, "halo")
    with officer(world) as browser:
        [(_, first)] = take_all(world, browser, like)
        split_off(world, browser, like, first).press()
        world.settle()
        [_, (new, second)] = tickets_of(world, like)
        undo = Click(browser, second, "batal-pisah")
        killed_then_done(world, undo, like=like, tables=(MESSAGE, LINE, TICKET))
    world.settle()
    ends = {one[0]: one[1:3] for one in picture(world, like)["tickets"]}
    assert ends[new] == ("closed", "duplicate")
    assert times_told(world, like, "%Kami catat tersendiri dengan nomor%") == [1]
    assert times_told(world, like, "%tidak dipakai lagi%") == [1]
    world.check_outbox(like)


def test_killed_while_reports_of_several_citizens_are_put_together_and_ended(world):
    like = "628120000702%"
    for number in range(3):
        citizen_writes(world, f"628120000702{number}", "halo")
    with officer(world) as browser:
        [(_, leader), *others] = take_all(world, browser, like)
        merge = Click(browser, leader, "gabung", others=[pk for pk, _ in others])
        killed_then_done(world, merge, like=like, tables=(TICKET, LINE))

        said = {"outcome": "fulfilled", "summary": RESULT, "led": "selesai"}
        end = Click(browser, leader, "selesai", **said)
        for table in (LINE, ITEM):
            end.press_killed(world, table)
        assert times_told(world, like, f"%{RESULT}%") == [0, 0, 0]
        end_killed_at_a_follower(world, end, follower=others[1][0])
        end.browser.post(end.path, data=end.data)
    wait_until(lambda: world.count(WAITING) == 0, seconds=90, what="the followers end")
    world.settle()
    assert times_told(world, like, f"%{RESULT}%") == [1, 1, 1]
    assert {one[1] for one in picture(world, like)["tickets"]} == {"resolved"}
    world.check_outbox(like)


def end_killed_at_a_follower(world, end, *, follower):
    """The leader ends, one follower after it, and the workers are killed in the middle of another."""
    conversation = (
        "SELECT c.id FROM tickets_conversation c JOIN tickets_ticket t ON t.conversation_id = c.id"
        " WHERE t.id = %s FOR UPDATE OF c"
    )
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with psycopg.connect(world.postgres.url) as row:
        row.execute(conversation, (follower,))
        end.press()
        wait_until(lambda: world.count(waits) > 0, seconds=60, what="a worker at the follower")
        table = hold(world, LINE)
    with table:
        wait_until(lambda: a_worker_waits(world, LINE), seconds=60, what="a worker in its midst")
        kill(world, ("worker", "sweep"))


@pytest.mark.parametrize(
    ("number", "table", "names"),
    [(4, MESSAGE, ("worker", "sweep")), (5, LINE, ())],
    ids=["as words move, the workers", "as the history is written, all"],
)
def test_killed_while_many_are_put_together(world, number, table, names):
    address = f"62812000070{number}0"
    like = f"62812000070{number}%"
    citizen_writes(world, address, "halo")
    citizen_writes(world, f"62812000070{number}1", "halo")
    with officer(world) as browser:
        (leader, first), (other, _) = take_all(world, browser, like)
        split_off(world, browser, address, first).press()
        world.settle()
        [double] = {pk for pk, _ in tickets_of(world, like)} - {leader, other}
        with hold(world, table):
            put_together(browser, [double, other, leader], leader=leader)
            wait_until(lambda: a_worker_waits(world, table), seconds=60, what=f"at {table}")
            kill(world, names)
    if not names:
        world.product.start()
    wait_until(lambda: world.count(WAITING) == 0, seconds=90, what="the job is done")
    world.settle()
    assert times_told(world, like, GOES_ON) == [1, 0]
    ends = {one[0]: (one[1], one[3]) for one in picture(world, like)["tickets"]}
    assert ends[double] == ("closed", leader)
    assert ends[other] == ("waiting_other", leader)
    world.check_outbox(like)


def put_together(browser, tickets, *, leader):
    page = browser.get(f"{NEW}&{'&'.join(f't={pk}' for pk in tickets)}")
    assert page.status_code == 200, page.text[:500]
    _, fields = fields_of(page.text, action="perbuatan=gabung")
    answer = browser.post(NEW, data={**fields, "t": tickets, "leader": leader})
    assert answer.status_code == 302, answer.text[:2000]
