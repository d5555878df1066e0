"""The real product with the example data, seen from outside: log-ins and the far side of WhatsApp."""

import itertools
import re
import time
from typing import Any

import httpx

from tests.processes.product import Product

_names = itertools.count(1)


class Office:
    """One running product, its accounts, and a citizen's side without a browser."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.url = product.url
        self.phone_url = f"http://127.0.0.1:{product.simulator_port}/simulator/"
        self.http = httpx.Client(timeout=30, trust_env=False)
        lines = (product.data_dir / "logins.txt").read_text().splitlines()
        self.passwords = dict(line.split()[:2] for line in lines if line.strip())

    def ask(self, path: str, given: dict[str, Any] | None = None) -> Any:
        """Call the control API of the simulated WhatsApp."""
        address = f"{self.phone_url}api/{path}"
        answer = self.http.get(address) if given is None else self.http.post(address, json=given)
        answer.raise_for_status()
        return answer.json()

    def number(self, words: str) -> dict[str, Any]:
        """The office number whose name holds these words."""
        return next(one for one in self.ask("numbers")["numbers"] if words in one["name"])


class Writer:
    """A new citizen who writes to one number, through the simulator's control API."""

    def __init__(self, office: Office, number: dict[str, Any], name: str) -> None:
        self.office = office
        self.number_id = number["phone_number_id"]
        self.name = f"{name} {next(_names)} (contoh)"
        self.id = office.ask("citizens", {"name": self.name})["citizen"]["id"]

    def says(self, text: str) -> None:
        """One text message."""
        self.sends(type="text", text=text)

    def sends(self, **message: Any) -> None:
        """One message of any type the simulator knows."""
        given = {"citizen": self.id, "phone_number_id": self.number_id, **message}
        self.office.ask("inbound", given)

    def messages(self) -> list[dict[str, Any]]:
        """The conversation as the phone shows it; the phone reads it."""
        query = f"citizen={self.id}&phone_number_id={self.number_id}&open=1"
        return self.office.ask(f"conversation?{query}")["messages"]

    def told(self) -> list[dict[str, Any]]:
        """What came from the office."""
        return [one for one in self.messages() if one["direction"] == "out"]

    def hears(self, words: str, *, seconds: float = 40) -> dict[str, Any]:
        """Wait for a message of the office with these words (any case) in text, file or link."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for one in self.told():
                if words.lower() in str(one).lower():
                    return one
            time.sleep(0.4)
        raise AssertionError(f"never heard {words!r}: {self.messages()[-3:]}")

    def hands_over(self, *, service: str = "", text: str = "Saya perlu bantuan petugas.") -> str:
        """Greet, choose a service (its row in the list), ask for an officer; the register number."""
        self.says("halo")
        greeting = self.hears("Selamat datang")
        if service:
            rows = [row for part in greeting["list"]["sections"] for row in part["rows"]]
            row = next(row for row in rows if service in row["title"])
            self.sends(type="list_reply", id=row["id"], title=row["title"])
            self.hears("syarat")
        self.says(text)
        self.says("petugas")
        words = self.hears("nomor register")["text"]
        return re.search(r"[A-Z]+-\d{4}-\d+", words).group()  # type: ignore[union-attr]
