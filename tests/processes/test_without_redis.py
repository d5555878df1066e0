"""With Redis hung or gone: log in, see the queue, reply; it arrives, only later."""

import contextlib
import re
import time

import httpx

from tests.processes.seed_names import PASSWORD, USERNAME
from tests.processes.servers import wait_until


def hidden(page, name):
    """The value of a hidden field."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field, f"{name} is not on the page"
    value = re.search(r'value="([^"]*)"', field[0])
    return value[1] if value else ""


def log_in(base):
    browser = httpx.Client(base_url=base, timeout=15, follow_redirects=True, trust_env=False)
    token = hidden(browser.get("/masuk/").text, "csrfmiddlewaretoken")
    answer = browser.post(
        "/masuk/",
        data={"csrfmiddlewaretoken": token, "login": USERNAME, "password": PASSWORD},
        headers={"Referer": f"{base}/masuk/"},
    )
    assert "sessionid" in browser.cookies, answer.text[-2000:]
    return browser


def work_a_ticket(world, *, wa_id, register):
    """Log in, find the ticket in the queue, take it, reply; the seconds that it took."""
    base = world.product.url
    started = time.monotonic()
    with contextlib.closing(log_in(base)) as browser:
        # The tests before may have filled the first page with more urgent matters.
        assert f"/tiket/{register}/" in browser.get("/antrean/", params={"q": register}).text
        page = browser.get(f"/tiket/{register}/").text
        token = hidden(page, "csrfmiddlewaretoken")
        posting = {"headers": {"Referer": f"{base}/tiket/{register}/"}}
        browser.post(f"/tiket/{register}/ambil/", data={"csrfmiddlewaretoken": token}, **posting)
        page = browser.get(f"/tiket/{register}/").text
        data = {
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
            "form_key": hidden(page, "form_key"),
            "text": f"Baik, kami bantu ({wa_id}).",
        }
        answer = browser.post(f"/tiket/{register}/balas/", data=data, **posting)
        assert answer.status_code == 200, answer.text[-2000:]
    return time.monotonic() - started


def ticket_of(world, wa_id):
    """Its register number once it is in the queue."""
    world.say(wa_id, "petugas", wamid=f"wamid.{wa_id}")
    query = (
        "SELECT t.register_number FROM tickets_ticket t JOIN tickets_conversation c"
        " ON c.id = t.conversation_id WHERE c.address LIKE %s AND t.state = 'new'"
    )
    found = wait_until(
        lambda: world.rows(query, f"%{wa_id}"), seconds=60, what="it is in the queue"
    )
    return found[0][0]


def arrived(world, wa_id):
    return any(
        f"kami bantu ({wa_id})" in (one["request"].get("text") or {}).get("body", "")
        for one in world.sent()
    )


def test_log_in_queue_and_reply_work_without_redis(world):
    for number, trouble in enumerate((world.broker.hang, world.broker.stop), start=1):
        trouble()
        wa_id = f"628140000{number:04d}"
        register = ticket_of(world, wa_id)
        seconds = work_a_ticket(world, wa_id=wa_id, register=register)
        wait_until(lambda wa_id=wa_id: arrived(world, wa_id), seconds=40, what="the reply arrives")
        assert seconds < 30
        assert world.product.ready()["broker"]["status"] == "down"
        assert world.product.get("/readyz")[0] == 200
    world.broker.heal()
    world.settle()
    assert not world.check_outbox("62814%")


def test_with_the_database_down_a_webhook_is_503_and_comes_again(world):
    world.postgres.stop()
    world.say("6281400009999", "halo", wamid="wamid.TURUN")
    wait_until(
        lambda: any("503" in str(post["answer"]) for post in world.ask("posts")["posts"]),
        seconds=40,
        what="WhatsApp is told 503",
    )
    assert world.product.get("/readyz")[0] == 503
    assert world.product.get("/healthz")[0] == 200
    world.postgres.start()
    world.settle()
    assert [wamid for wamid, _ in world.arrived("6281400009999")] == ["wamid.TURUN"]
