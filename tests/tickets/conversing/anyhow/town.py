"""A town: two citizens, three numbers of two offices, their staff, and the machine that works.

Everything goes by the product's own doors: webhooks, the desk's verbs, the sweeps.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from services.models import Agency, Service, Staff
from tests.tickets.conversing.anyhow import officers
from tests.tickets.conversing.anyhow.posting import Post, arrive
from tickets import desk, reminders
from tickets.inbound.converse import converse_pending, enqueue_silent
from tickets.models import Channel, Citizen, Conversation, Message, Ticket

Item = tuple[Any, ...]
PEOPLE = ("6281200001234", "6281200005678")
_LATE = {"late": dt.timedelta(hours=3), "days late": dt.timedelta(days=2)}
_SWEEPS = (
    enqueue_silent,
    desk.take_back_everywhere,
    desk.auto_assign_everywhere,
    desk.follow_up,
    desk.end_snoozes,
    desk.recount_answers,
    reminders.remind,
    reminders.warn_closing_windows,
    desk.close_due,
)


@dataclass
class Done:
    """What a step did: what a citizen sent in it and meant by it, or the verb of an officer."""

    step: Item
    acts: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    verb: str = ""

    @property
    def is_of_files(self) -> bool:
        """Nothing but files with their captions."""
        return bool(self.items) and all(kind == "file" for kind, *_ in self.items)


class Town:
    """`meant`: the act of each message that a citizen sent, by the id that WhatsApp gave it."""

    def __init__(self, clock: Any, channels: list[Channel], staff: list[Staff]) -> None:
        self.clock, self.channels, self.staff = clock, channels, staff
        self.services = list(Service.objects.order_by("pk"))
        self.offices = list(Agency.objects.order_by("pk"))
        self.meant: dict[str, str] = {}

    @property
    def now(self) -> dt.datetime:
        return timezone.now()

    def plays(self, step: tuple[Any, ...]) -> Done:
        """One step, and whatever the machine does about it."""
        done = Done(step)
        getattr(self, f"_{step[0]}")(done, *step[1:])
        self.delivers()
        return done

    def rests(self) -> None:
        """Nobody does anything for two hours."""
        for _ in range(4):
            self._waits(None, 31)
        self.delivers()

    def delivers(self) -> None:
        """WhatsApp has taken what is in the outbox."""
        queued = Message.objects.filter(direction="out", external_id=None)
        for letter in queued.exclude(status=Message.Status.FAILED):
            letter.external_id, letter.status = f"wamid.OUT{letter.pk}", Message.Status.SENT
            letter.save(update_fields=["external_id", "status"])

    def letters(self, conversation: Conversation) -> list[Message]:
        """The bot's, the newest first."""
        letters = Message.objects.filter(conversation=conversation, origin=Message.Origin.BOT)
        return list(letters.order_by("-pk"))

    def _waits(self, _: Done | None, minutes: int) -> None:
        self.clock.shift(dt.timedelta(minutes=minutes))
        for sweep in _SWEEPS:
            sweep(self.now)

    def _closes(self, _: Done, which: int) -> None:
        """A service is offered no more, or again."""
        service = self.services[which % len(self.services)]
        service.is_active = not service.is_active
        service.save(update_fields=["is_active"])

    def _officer(self, done: Done, *told: Any) -> None:
        verb, which, who, choice, gap = told
        self.clock.shift(dt.timedelta(seconds=gap))
        tickets = list(Ticket.objects.order_by("-pk"))
        if not tickets:
            return
        done.verb, ticket = verb, tickets[which % len(tickets)]
        by = self.staff[who % len(self.staff)]
        officers.act(self, verb, ticket, by=by, choice=choice)
        self.works()

    def works(self) -> None:
        """The citizens have been quiet for a moment."""
        self.clock.shift(dt.timedelta(seconds=3))
        converse_pending(self.now)

    def _citizen(self, done: Done, *told: Any) -> None:
        who, number, way, items, gap = told
        self.clock.shift(dt.timedelta(seconds=gap))
        channel = self.channels[number]
        post = Post(wa_id=PEOPLE[who], number_id=channel.phone_number_id)
        conversation = conversation_of(PEOPLE[who], channel)
        written = self.now - _LATE.get(way, dt.timedelta())
        envelopes = []
        for at, item in enumerate(items):
            when = written + dt.timedelta(seconds=at)
            act, envelope = self._envelope(post, conversation, item, when)
            if envelope is not None:
                done.acts.append(act)
                done.items.append(item)
                envelopes.append(envelope)
        self._arrive(envelopes, way)
        self.works()

    def _arrive(self, envelopes: list[Any], way: str) -> None:
        if way == "in one":
            entries = [entry for each in envelopes for entry in each["entry"]]
            envelopes = [{**each, "entry": entries} for each in envelopes[:1]]
        for envelope in reversed(envelopes) if way == "backwards" else envelopes:
            arrive(envelope, self.now)
            if way == "doubled":
                arrive(envelope | {"again": True}, self.now)
            self.clock.shift(dt.timedelta(seconds=1))

    def _envelope(
        self, post: Post, conversation: Conversation | None, item: Item, at: dt.datetime
    ) -> tuple[str, Any]:
        """What the item means, and its webhook; none where there is nothing to be about."""
        kind, *told = item
        if kind == "call":
            return "person", post.called(at)
        make = getattr(self, f"_{kind}", None)
        message = make(post, conversation, told, at) if make else post.other(kind, at)
        act = {"text": told[:1], "quote": told[1:2]}.get(kind, [kind])[0]
        if message is None:
            return act, None
        self.meant[message["id"]] = act
        return act, post.envelope(message)

    def _text(self, post: Post, _: Any, told: list[Any], at: dt.datetime) -> Any:
        return post.text(self._filled(told[1]), at)

    def _file(self, post: Post, _: Any, told: list[Any], at: dt.datetime) -> Any:
        kind, caption, filename = told
        return post.file((kind, self._filled(caption), filename), at)

    def _row(self, post: Post, _: Any, told: list[Any], at: dt.datetime) -> Any:
        return post.tap(self._filled(told[0]), at)

    def _tap(self, post: Post, conversation: Any, told: list[Any], at: dt.datetime) -> Any:
        back, row = told
        letters = self.letters(conversation) if conversation else []
        ids = list(_ids(letters[back].payload)) if back < len(letters) else []
        return post.tap(ids[row], at) if row < len(ids) else None

    def _quote(self, post: Post, conversation: Any, told: list[Any], at: dt.datetime) -> Any:
        target = self._said(conversation, told[0], "out")
        context = {"context": {"id": target}} if target else {}
        return post.text(self._filled(told[2]), at, **context)

    def _reaction(self, post: Post, conversation: Any, told: list[Any], at: dt.datetime) -> Any:
        target = self._said(conversation, told[0], "out")
        return post.about("reaction", target, at, told[1]) if target else None

    def _edit(self, post: Post, conversation: Any, told: list[Any], at: dt.datetime) -> Any:
        target = self._said(conversation, told[0], "in")
        return post.about("edit", target, at, self._filled(told[2])) if target else None

    def _revoke(self, post: Post, conversation: Any, told: list[Any], at: dt.datetime) -> Any:
        target = self._said(conversation, told[0], "in")
        return post.about("revoke", target, at) if target else None

    def _said(self, conversation: Conversation | None, back: int, direction: str) -> str:
        there = Message.objects.filter(conversation=conversation, direction=direction)
        ids = [one for one in there.order_by("-pk").values_list("external_id", flat=True) if one]
        return ids[back] if conversation is not None and back < len(ids) else ""

    def _filled(self, text: str) -> str:
        if "{" not in text:
            return text
        tickets = list(Ticket.objects.order_by("-pk"))
        last = tickets[0] if tickets else Ticket(register_number="DINSOS-2026-000099")
        blanks = {
            "{register}": last.register_number,
            "{code}": last.tracking_code or "ABCD2345",
            "{service}": self.services[0].name,
            "{other}": self.services[1].name,
        }
        for blank, value in blanks.items():
            text = text.replace(blank, value)
        return text


def conversation_of(wa_id: str, channel: Channel) -> Conversation | None:
    citizen = Citizen.objects.filter(agency=channel.agency, phone=f"+{wa_id}").first()
    return Conversation.objects.filter(channel=channel, citizen=citizen).first()


def _ids(part: Any):
    """The rows that a letter offers."""
    if isinstance(part, dict):
        if isinstance(part.get("id"), str) and "title" in part:
            yield part["id"]
        for each in part.values():
            yield from _ids(each)
    elif isinstance(part, list):
        for each in part:
            yield from _ids(each)
