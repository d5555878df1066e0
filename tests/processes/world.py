"""The product with its database, its broker and the far side of WhatsApp, seen from outside."""

import os
import subprocess
import sys
import time
from collections import Counter

import httpx
import psycopg

from tests import ROOT
from tests.processes.product import Product
from tests.processes.seed_names import NUMBER
from tests.processes.servers import Postgres, Redis, wait_until

BROKEN = (httpx.HTTPError, OSError)


class World:
    """Everything that a stream of messages passes through."""

    def __init__(self, product: Product, *, postgres: Postgres, broker: Redis) -> None:
        self.product = product
        self.postgres = postgres
        self.broker = broker
        self.http = httpx.Client(timeout=20, trust_env=False)

    # --- The far side ------------------------------------------------------------------------
    @property
    def far_side(self) -> str:
        return f"http://127.0.0.1:{self.product.simulator_port}/simulator/api"

    def ask(self, path: str, given: dict | None = None, *, seconds: float = 180) -> dict:
        """Call the simulator's control API, again and again while it is being restarted."""
        until = time.monotonic() + seconds
        while True:
            try:
                answer = (
                    self.http.get(f"{self.far_side}/{path}")
                    if given is None
                    else self.http.post(f"{self.far_side}/{path}", json=given)
                )
                answer.raise_for_status()
                return answer.json()
            except BROKEN:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def say(self, wa_id: str, text: str, *, wamid: str) -> str:
        """A citizen writes; the same wamid again is WhatsApp's own redelivery."""
        given = {"citizen": wa_id, "text": text, "wamid": wamid, "phone_number_id": NUMBER}
        return self.ask("inbound", given)["wamid"]

    def sent(self, like: str = "%") -> list[dict]:
        """Every send that WhatsApp accepted, to conversations whose address is like this."""
        ours = {str(pk) for pk, _ in self.outgoing(like)}
        return [one for one in self.ask("sent")["sent"] if one["callback_data"] in ours]

    # --- Our rows ----------------------------------------------------------------------------
    def rows(self, query: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.postgres.url, autocommit=True, connect_timeout=3) as connection:
            return connection.execute(query, values).fetchall()

    def count(self, query: str, *values: object) -> int:
        try:
            return self.rows(query, *values)[0][0]
        except psycopg.OperationalError:
            return -1

    def arrived(self, like: str) -> list[tuple]:
        """(wamid, ticket) of the citizens' messages, by address."""
        return self.rows(
            "SELECT m.external_id, m.ticket_id FROM tickets_message m JOIN tickets_conversation c"
            " ON c.id = m.conversation_id WHERE m.direction = 'in' AND c.address LIKE %s",
            like,
        )

    def outgoing(self, like: str) -> list[tuple]:
        """(id, status) of what we said, by address."""
        return self.rows(
            "SELECT m.id, m.status FROM tickets_message m JOIN tickets_conversation c"
            " ON c.id = m.conversation_id WHERE m.direction = 'out' AND c.address LIKE %s"
            " ORDER BY m.id",
            like,
        )

    def check_outbox(self, like: str) -> list[int]:
        """Nothing left twice, the rows say what left; the ids of those that nobody knows of."""
        arrived = Counter(one["callback_data"] for one in self.sent(like))
        assert not arrived or max(arrived.values()) == 1, "nothing was sent twice"
        rows = self.outgoing(like)
        for pk, status in rows:
            right = ("sent", "delivered", "read") if str(pk) in arrived else ("unknown", "failed")
            assert status in right, (pk, status)
        unknown = [pk for pk, status in rows if status == "unknown"]
        listed = self.rows(
            "SELECT m.id FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id"
            " WHERE m.status = 'unknown' AND t.has_trouble"
        )
        assert set(unknown) <= {pk for (pk,) in listed}, "each is shown as belum pasti"
        return unknown

    def heal(self) -> None:
        """Everything runs."""
        if not self.postgres.runs():
            self.postgres.start()
        self.broker.heal()
        if self.product.process is None or self.product.process.poll() is not None:
            self.product.start()
        wait_until(self.product.web_answers, seconds=60, what="the web answers")
        self.ask("network", {"graph_delay": 0.0, "duplicate_percent": 0})
        self.ask("faults", {"clear": True})
        self.settle()

    def at_rest(self) -> bool:
        """Whether nothing is on its way in or out any more.

        The rows are looked at on both sides of the far side: a message may leave in between, and
        then its statuses are still to come.
        """
        return self._rows_at_rest() and self.ask("state")["idle"] and self._rows_at_rest()

    def _rows_at_rest(self) -> bool:
        return (
            self.count("SELECT count(*) FROM tickets_webhookevent WHERE processed_at IS NULL")
            == self.count(
                "SELECT count(*) FROM tickets_message WHERE direction = 'in' AND worked_at IS NULL"
            )
            == self.count("SELECT count(*) FROM tickets_conversation WHERE converse_at IS NOT NULL")
            == self.count(
                "SELECT count(*) FROM tickets_message WHERE status IN ('queued', 'sending')"
            )
            == 0
        )

    def settle(self, *, seconds: float = 150) -> None:
        """Wait until everything came to its end: longest is a claim whose process died (45 s)."""
        wait_until(self.at_rest, seconds=seconds, what=f"rest; {self.product.log('sweep')[-1500:]}")


def prepare(product: Product, postgres: Postgres) -> None:
    """Migrate the cluster and put the office into it, before anything runs."""
    environment = {
        **os.environ,
        "DATA_DIR": str(product.data_dir),
        "DATABASE_URL": postgres.url,
        "REDIS_URL": "",
    }
    for command in (["manage.py", "prepare"], ["-m", "tests.processes.seed"]):
        subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            timeout=180,
            check=True,
        )
