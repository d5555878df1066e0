"""From a citizen's message to the acknowledgement on the phone, at a steady rate."""

import contextlib
import os
import tempfile
import threading
import time
from pathlib import Path

import httpx

from tests.benchmarks.load import p95
from tests.processes.product import Product
from tests.processes.seed_names import NUMBER
from tests.processes.servers import wait_until

RATE, SECONDS = 20, 20


def measure() -> dict[str, float]:
    """p50 and p95 in seconds from sending to `delivered` of the first answer; how many had none."""
    with tempfile.TemporaryDirectory(prefix="siwhapik-journey-") as folder:
        given = {key: os.environ[key] for key in ("DATABASE_URL",) if os.environ.get(key)}
        product = Product(
            Path(os.environ["DATA_DIR"]),
            "--no-demo",
            **given,
            SIMULATOR_TOKEN="token-contoh",
            SIMULATOR_DB=f"{folder}/simulator.sqlite3",
        )
        product.output = Path(folder) / "serve.out"
        product.start()
        try:
            return _run(f"http://127.0.0.1:{product.simulator_port}/simulator/api")
        finally:
            product.stop()


def _run(api: str) -> dict[str, float]:
    with httpx.Client(timeout=30, trust_env=False) as http:
        http.post(f"{api}/network", json={"messages_per_second": 1000})
        said = _say(http, api)
        with contextlib.suppress(AssertionError):  # then it is said how many had no answer
            wait_until(
                lambda: len(_answered(http, api)) >= len(said), seconds=120, what="all are answered"
            )
        time.sleep(2)
        answers = _answered(http, api)
    waits = sorted(answers[citizen] - at for citizen, at in said.items() if citizen in answers)
    return {
        "p50": waits[len(waits) // 2],
        "p95": p95(waits),
        "unanswered": len(said) - len(waits),
        "rate": RATE,
    }


def _say(http: httpx.Client, api: str) -> dict[int, float]:
    """Different citizens write, evenly spread; citizen's id -> when."""
    said: dict[int, float] = {}
    lock, started = threading.Lock(), time.monotonic()

    def say(n: int) -> None:
        given = {"citizen": f"6289900{n // 10000:02d}{n % 10000:04d}", "text": "halo"}
        at = time.time()
        answer = http.post(f"{api}/inbound", json=given | {"phone_number_id": NUMBER}).json()
        with lock:
            said[answer["citizen"]["id"]] = at

    threads = []
    for n in range(RATE * SECONDS):
        time.sleep(max(0.0, started + n / RATE - time.monotonic()))
        threads.append(threading.Thread(target=say, args=(n,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return said


def _answered(http: httpx.Client, api: str) -> dict[int, float]:
    """Citizen's id -> when the first answer was delivered to the phone."""
    found: dict[int, float] = {}
    for one in http.get(f"{api}/sent").json()["sent"]:
        if one["status"] in ("delivered", "read"):
            # The simulator delivers 0.4 s after it accepted.
            found.setdefault(one["citizen_id"], one["accepted_at"] + 0.4)
    return found
