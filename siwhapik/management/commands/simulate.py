"""Let example citizens write to the office through the simulator, for demos and benchmarks."""

import argparse
import itertools
import os
import random
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.core.management.base import BaseCommand, CommandError

from siwhapik.environment_values import BadValueError, own_machine

Json = dict[str, Any]
NAMES = ["Siti", "Budi", "Dewi", "Agus", "Rina", "Joko", "Nur", "Yanto", "Wati", "Slamet"]
HALO: Json = {"type": "text", "text": "Halo, selamat pagi"}
TAP: Json = {"type": "tap"}
PHOTO: Json = {"type": "image"}
ALBUM: Json = {"items": [PHOTO] * 4}
SCRIPTS: dict[str, list[Json]] = {
    "salam": [HALO],
    "layanan": [HALO, TAP, TAP, {"type": "text", "text": "Syaratnya apa saja?"}],
    "album": [HALO, TAP, ALBUM],
    "pengaduan": [
        {"type": "text", "text": "Mau lapor, jalan di depan balai desa berlubang (contoh)"},
        {"type": "location", "latitude": -7.0051, "longitude": 110.4381, "name": "Balai desa"},
        {"type": "image", "caption": "Fotonya (contoh)"},
    ],
    "petugas": [HALO, {"type": "text", "text": "petugas"}],
    "suara": [{"type": "voice"}],
}
WORKERS = 200


def _number(kind: type[float], *, least: float, most: float) -> Callable[[str], float]:
    """An argparse type: a number within bounds."""

    def read(written: str) -> float:
        try:
            value = kind(written)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:  # NaN never is
            raise argparse.ArgumentTypeError(f"harus angka {least:g} sampai {most:g}")
        return value

    return read


@dataclass
class Report:
    """What happened; written from many threads under its lock."""

    lock: threading.Condition = field(default_factory=threading.Condition)
    messages: int = 0
    refused: int = 0
    begun: dict[int, float] = field(default_factory=dict)
    replies: dict[int, list[Json]] = field(default_factory=dict)

    def waits(self) -> list[float]:
        """Seconds from a conversation's first message to its first accepted answer."""
        firsts = ((self.begun[who], given[0]) for who, given in self.replies.items() if given)
        return sorted(reply["accepted_at"] - begun for begun, reply in firsts)


class Command(BaseCommand):
    """`manage.py simulate --conversations 100 --rate 5`."""

    help = "Mengirim percakapan contoh lewat simulator WhatsApp."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How many, how fast, which script, which simulator."""
        parser.add_argument(
            "--conversations",
            type=_number(int, least=1, most=100_000),
            default=20,
            help="banyaknya percakapan; bawaan: 20",
        )
        parser.add_argument(
            "--rate",
            type=_number(float, least=0.01, most=1000),
            default=2.0,
            help="percakapan baru tiap detik; bawaan: 2",
        )
        parser.add_argument(
            "--script",
            choices=["mix", *SCRIPTS],
            default="mix",
            help="apa yang ditulis warga; bawaan: mix, semuanya bergantian",
        )
        parser.add_argument(
            "--number", default="", help="phone_number_id; bawaan: semua bergantian"
        )
        parser.add_argument(
            "--patience",
            type=_number(float, least=0, most=3600),
            default=15,
            help="detik menunggu jawaban; bawaan: 15",
        )
        parser.add_argument(
            "--url",
            default=os.environ.get("SIMULATOR_URL", ""),
            help="alamat simulator; bawaan: SIMULATOR_URL, atau http://127.0.0.1:8001",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Drive the conversations and print what really happened."""
        # Options that Python code gives (call_command) are not checked by their types.
        if options["conversations"] < 1 or options["rate"] <= 0:
            raise CommandError("--conversations dan --rate harus lebih besar dari nol.")
        url = options["url"] or "http://127.0.0.1:8001"
        try:
            own_machine(url)
        except BadValueError as bad:
            raise CommandError(f"--url {bad}.") from None
        limits = httpx.Limits(max_connections=32, max_keepalive_connections=32)
        with httpx.Client(base_url=url, timeout=30, trust_env=False, limits=limits) as client:
            driver = Driver(client, patience=options["patience"])
            seconds = driver.run(
                count=options["conversations"],
                rate=options["rate"],
                script=options["script"],
                offices=self._offices(client, options["number"]),
            )
        self._print(driver.report, options["conversations"], seconds)

    def _offices(self, client: httpx.Client, wanted: str) -> list[str]:
        try:
            answer = client.get("/simulator/api/numbers").raise_for_status().json()
            found = [one["phone_number_id"] for one in answer["numbers"]]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise CommandError(
                f"Simulator di {client.base_url} tidak menjawab ({type(error).__name__}). "
                "Jalankan `make run` dahulu, atau sebutkan alamatnya dengan --url."
            ) from error
        known = ", ".join(found) or "belum ada"
        found = [one for one in found if not wanted or one == wanted]
        if not found:
            raise CommandError(f"Simulator belum mengenal nomor itu. Yang dikenal: {known}.")
        return found

    def _print(self, report: Report, count: int, seconds: float) -> None:
        waits, out = report.waits(), self.stdout.write
        begun = report.begun.values()
        span = max(begun, default=0.0) - min(begun, default=0.0)
        out(f"Percakapan dimulai   : {len(begun)} dari {count} dalam {span:.1f} detik")
        out(f"Selesai semuanya     : {seconds:.1f} detik")
        out(f"Pesan warga dikirim  : {report.messages} ({report.messages / seconds:.1f} per detik)")
        out(f"Ditolak simulator    : {report.refused}")
        out(f"Percakapan terjawab  : {len(waits)}")
        out(f"Jawaban kantor       : {sum(len(one) for one in report.replies.values())}")
        if waits:
            p95 = waits[min(len(waits) - 1, int(len(waits) * 0.95))]
            out(
                f"Jawaban pertama      : median {statistics.median(waits):.2f} detik, p95 {p95:.2f} detik"
            )


class Driver:
    """Starts conversations on time and lets each wait for its answers."""

    def __init__(self, client: httpx.Client, *, patience: float) -> None:
        self.client, self.patience, self.report = client, patience, Report()
        self.done = threading.Event()

    def run(self, *, count: int, rate: float, script: str, offices: list[str]) -> float:
        """Drive `count` conversations, `rate` new ones a second; returns the seconds it took."""
        kinds = itertools.cycle(SCRIPTS if script == "mix" else [script])
        after = max((one["id"] for one in self._sent(0)), default=0)
        listener = threading.Thread(target=self._listen, args=(after,), daemon=True)
        listener.start()
        started = time.monotonic()
        with ThreadPoolExecutor(WORKERS) as pool:
            for index, office in zip(range(count), itertools.cycle(offices)):
                time.sleep(max(0.0, started + index / rate - time.monotonic()))
                pool.submit(self._talk, SCRIPTS[next(kinds)], office)
        seconds = time.monotonic() - started
        self.done.set()
        listener.join()
        return seconds

    def _talk(self, script: list[Json], office: str) -> None:
        name = f"{random.choice(NAMES)} (contoh)"  # noqa: S311 no secret
        citizen: Any = {"name": name, "auto_read": True}
        seen = 0
        for step in script:
            said = self._tapped(citizen, seen) if step is TAP else step
            began = time.time()
            made = self._say(said | {"citizen": citizen, "phone_number_id": office})
            if made is None:
                return
            citizen = made["citizen"]["id"]
            with self.report.lock:
                self.report.begun.setdefault(citizen, began)
                self.report.messages += len(made["wamids"])
            seen = self._await_answer(citizen, seen)

    def _say(self, message: Json) -> Json | None:
        try:
            answer = self.client.post("/simulator/api/inbound", json=message)
            answer.raise_for_status()
        except httpx.HTTPError:
            with self.report.lock:
                self.report.refused += 1
            return None
        found: Json = answer.json()
        return found

    def _await_answer(self, citizen: int, seen: int) -> int:
        """Wait until more answers than `seen` came, at most `patience` seconds; how many now."""
        with self.report.lock:
            self.report.lock.wait_for(
                lambda: len(self.report.replies.get(citizen, [])) > seen, self.patience
            )
            return len(self.report.replies.get(citizen, []))

    def _tapped(self, citizen: int, seen: int) -> Json:
        """Tap the first row or button of the newest answer, or write "1" where there is none."""
        with self.report.lock:
            newest = (self.report.replies.get(citizen) or [{}])[-1]
        content = (newest.get("request") or {}).get("interactive") or {}
        action = content.get("action") or {}
        if action.get("sections"):
            row = action["sections"][0]["rows"][0]
            return {"type": "list_reply", **row, "context": newest["wamid"]}
        if action.get("buttons"):
            return {
                "type": "button_reply",
                **action["buttons"][0]["reply"],
                "context": newest["wamid"],
            }
        return {"type": "text", "text": "1"}

    def _listen(self, after: int) -> None:
        while True:
            last_round = self.done.is_set()
            for one in self._sent(after):
                after = max(after, one["id"])
                with self.report.lock:
                    # Other people may use the simulator at the same time: only ours are counted,
                    # but an answer may overtake the reply that tells us the citizen's id.
                    self.report.replies.setdefault(one["citizen_id"], []).append(one)
                    self.report.lock.notify_all()
            if last_round:
                self._forget_others()
                return
            time.sleep(0.25)

    def _forget_others(self) -> None:
        with self.report.lock:
            for citizen in self.report.replies.keys() - self.report.begun.keys():
                del self.report.replies[citizen]

    def _sent(self, after: int) -> list[Json]:
        try:
            answer = self.client.get("/simulator/api/sent", params={"after": after})
            found: list[Json] = answer.raise_for_status().json()["sent"]
        except (httpx.HTTPError, ValueError, KeyError):
            return []
        return found
