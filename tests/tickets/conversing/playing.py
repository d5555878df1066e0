"""Plays a corpus of citizens' dialogues in this process, by the corpus's own runner.

The corpus and its runner (`dialogues.py` beside it) are given by the environment; this only replaces
how its turns reach the product: messages become rows, and every station is called at once.
"""

import datetime as dt
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from siwhapik.demo.ground import make_offices
from siwhapik.demo.logins import Accounts
from surveys.invitations import invite_due
from tests import factories
from tickets.inbound.converse import converse
from tickets.models import Attachment, Channel, CitizenIdentity, Conversation, Message

_TYPES = {"list_reply": "interactive", "button_reply": "interactive", "voice": "audio"}
STEP = dt.timedelta(seconds=61)
RENAMED = {"m.wamid": "m.external_id", "offered()": "offered(timezone.now())"}


def runner_of(corpus: Path) -> ModuleType:
    """The corpus's own runner as a module."""
    spec = importlib.util.spec_from_file_location("dialogues", corpus.with_name("dialogues.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Helper:
    """The runner's helper, whose functions are called here instead of in a shell."""

    def __init__(self, runner: ModuleType) -> None:
        source = runner.HELPER.partition("out({")[0]
        for old, new in RENAMED.items():
            source = source.replace(old, new)
        self.space: dict[str, Any] = {}
        exec(source, self.space)  # noqa: S102 - the corpus's own code, in tests alone

    def ask(self, op: str, **given: Any) -> dict[str, Any]:
        """One of its functions."""
        found: dict[str, Any] = self.space["OPS"][op](given)
        return found


class World:
    """What the runner's `Play` needs of a world."""

    has_urgent = True

    def __init__(self, runner: ModuleType, traveller: time_machine.Traveller) -> None:
        self.helper, self.traveller = Helper(runner), traveller
        start = self.helper.ask("init")
        self.numbers = start["numbers"]
        self.count = 0

    number: Any = None


def make_world(runner: ModuleType, traveller: time_machine.Traveller) -> World:
    """The example offices with their people, without any matter."""
    offices = make_offices(token="contoh", today=timezone.now().date())
    accounts = Accounts()
    for office in offices:
        accounts.of(office)
    world = World(runner, traveller)
    world.number = runner.World.number.__get__(world)
    return world


def play_of(runner: ModuleType) -> type[Any]:
    """`Play` of the runner with the turns done in this process."""
    return type("Play", (InProcess, runner.Play), {})


class InProcess:
    """The turns of the runner's `Play`, done in this process."""

    def __init__(self, world: World, number: str, office: str = "") -> None:
        self.w, self.number = world, world.number(number, office)
        world.count += 1
        wa_id = f"62812{world.count:08d}"
        channel = Channel.objects.get(phone_number_id=self.number["id"])
        citizen = factories.CitizenFactory(agency=channel.agency, phone=f"+{wa_id}")
        CitizenIdentity.objects.create(
            agency=channel.agency,
            citizen=citizen,
            kind="wa_id",
            value=wa_id,
            valid_from=timezone.now(),
        )
        self.conversation = factories.ConversationFactory(
            channel=channel, citizen=citizen, address=wa_id
        )
        self.q = {"wa_id": wa_id, "user_id": None, "number": self.number["id"]}
        self.sent: list[str] = []
        self.now = {"conv": None, "tickets": [], "messages": [], "settled": True}
        self.log: list[str] = []
        self.page = ""

    def read(self, limit: float = 25) -> None:
        pass

    def settle(self, limit: float = 90) -> None:
        converse(self.conversation.pk, timezone.now())
        self.view()

    def say(self, said: Any) -> None:
        self.w.traveller.shift(STEP)
        for given in said if isinstance(said, list) else [said]:
            item = self.message(given)
            self.log.append(">> " + str(item.get("text") or item))
            self._arrives(item)
            self.w.traveller.shift(dt.timedelta(seconds=1))
        Conversation.objects.filter(pk=self.conversation.pk).update(converse_at=timezone.now())
        self.settle()

    def _arrives(self, item: dict[str, Any]) -> None:
        kind, now = item["type"], timezone.now()
        text = item.get("text") or item.get("caption") or item.get("title") or ""
        quoted = Message.objects.filter(external_id=(item.get("context") or "-")).first()
        about = Message.objects.filter(external_id=item.get("message_id") or "-").first()
        message = factories.MessageFactory(
            ticket=None,
            conversation=self.conversation,
            channel=self.conversation.channel,
            text=text,
            type=_TYPES.get(kind, kind),
            payload=_payload(item, text),
            occurred_at=now,
            received_at=now,
            quoted=quoted or about,
            quoted_external_id=(quoted or about).external_id if quoted or about else "",
        )
        self.sent.append(message.external_id)
        if kind in ("image", "video", "document"):
            Attachment.objects.create(
                message=message,
                filename=item.get("filename") or "",
                file=ContentFile(b"contoh", name="contoh"),
            )
        Conversation.objects.filter(pk=self.conversation.pk).update(
            last_inbound_at=now, window_expires_at=now + dt.timedelta(days=1)
        )

    def officer(self, turn: dict[str, Any]) -> None:
        self.w.traveller.shift(STEP)
        super().officer(turn)
        _give_ids()

    def wait(self, what: str) -> None:
        self.w.traveller.shift(STEP)
        if what == "survey":
            invite_due(timezone.now())
            self.view()
        else:
            super().wait(what)
        _give_ids()

    def quoted(self, which: int) -> str:
        _give_ids()
        return str(super().quoted(which))

    def track(self, text: str) -> None:
        page = Client().post("/lacak/", {"kode": self.fill(text)}, follow=True).content.decode()
        main = page[page.find("<main") :]
        self.page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
        self.log.append(f"## /lacak/ {self.fill(text)} -> {self.page[:300]}")


def _give_ids() -> None:
    """What is in the outbox has been sent."""
    for message in Message.objects.filter(direction="out", external_id=None):
        message.external_id = f"wamid.contoh.{message.pk}"
        message.status = Message.Status.SENT
        message.save(update_fields=["external_id", "status"])


def _payload(item: dict[str, Any], text: str) -> dict[str, Any]:
    kind = item["type"]
    if kind.endswith("_reply"):
        reply = {"type": kind, kind: {"id": item["id"], "title": item["title"]}}
        return {"type": "interactive", "interactive": reply}
    body: Any = {"body": text}
    if kind in ("image", "video", "document"):
        body = {"id": "contoh", "caption": text, "filename": item.get("filename", "")}
    if kind == "location":
        body = {name: item[name] for name in ("latitude", "longitude", "name") if name in item}
    if kind == "voice":
        return {"type": "audio", "audio": {"id": "contoh", "voice": True}}
    return {"type": kind, kind: body}
