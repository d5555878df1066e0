"""What the bot would say, without a row being written: for the pages that teach it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from tickets import intake
from tickets.act_words import act_words
from tickets.content import Buttons, Menu
from tickets.inbound import replies
from tickets.inbound.catalogue import Offices, office_values
from tickets.inbound.replies import Said
from tickets.inbound.situations import CODES, REGISTERS, play
from tickets.intake import Context, Incoming, Option, Reply
from tickets.intake.examples import topic_of
from tickets.intake.grave import surely
from tickets.intake.hearing import Heard, hear_all
from tickets.intake.knowledge import Knowledge
from tickets.intake.policy import Situation
from tickets.intake.values import Catalogue
from tickets.intake.wording import moment
from tickets.models import AgencyText, Channel
from tickets.own_texts import Key, said
from tickets.policy_words import cell_words
from tickets.transports.registry import transport_of

_WORTH = 0.1  # score; what is less near explains nothing


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One message on the phone: its words, and what can be tapped below them."""

    body: str
    taps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Why:
    """One line of the explanation."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What the bot would answer, and why; without bubbles it would say nothing."""

    bubbles: tuple[Bubble, ...]
    why: tuple[Why, ...]


def try_sentence(text: str, *, channel: Channel, situation: Situation, now: dt.datetime) -> Tried:
    """Play one sentence of a citizen who is in this situation on this number. Reads only."""
    offices = Offices()
    catalogue = offices.catalogue(channel, now)
    played = play(situation, catalogue, context=_context(channel, offices, now), now=now)
    written = [Incoming(id=2, kind="text", at=now, text=text)]
    heard = surely(hear_all(written, Knowledge.of(catalogue)))  # as the turn reads it
    turn = intake.turn(played.state, written, catalogue, played.context, now)
    facts = _facts(channel, offices, now)
    first = situation is Situation.NO_TICKET
    bubbles = tuple(
        bubble_of(reply, channel, facts=facts, with_notice=first) for reply in turn.replies
    )
    cell = intake.cell(played.state, written, catalogue, played.context, now)
    matters = [Why(label="Urusan warga", value=each.name) for each in played.services]
    lines = [*matters, *_why(heard, catalogue), Why(label="Aturan", value=cell_words(*cell))]
    return Tried(bubbles=bubbles, why=tuple(lines))


def sample_of(row: AgencyText) -> Bubble:
    """The reply in which citizens read this text of an office, stored or not, on its first number."""
    channel = Channel.objects.filter(agency=row.agency_id).order_by("pk").first()
    channel = channel or Channel(agency=row.agency)
    now, offices = dt.datetime.now(dt.UTC), Offices()
    today = now.astimezone(row.agency.zone).date()
    hours = offices.hours(row.agency, today)
    facts = _facts(channel, offices, now)
    own = {**offices.texts(row.agency, today)}
    own[row.key] = said(Key(row.key), {row.key: row.text}, office_values(row.agency, hours))
    facts["own"] = own
    if row.key in (Key.PLACE, Key.CONTACT, Key.WHO):
        return Bubble(body=own[row.key])
    if row.key == Key.CLOSING:
        reply = Reply("acknowledged", {"kind": "application", "service": "Layanan contoh"})
        return bubble_of(reply, channel, facts=facts, with_notice=False)
    rows = (Option("svc:1", "Layanan contoh"), Option("petugas", "Hubungi petugas"))
    reply = Reply("greeting", {"hours": hours}, rows)
    return bubble_of(reply, channel, facts=facts, with_notice=True)


def bubble_of(
    reply: Reply, channel: Channel, *, facts: Mapping[str, object], with_notice: bool
) -> Bubble:
    """A reply as the phone shows it."""
    own = facts["own"]
    notice = replies.notice_for(reply, own) if with_notice and isinstance(own, dict) else ""
    limits = transport_of(channel.kind).limits
    return _bubble(replies.content(reply, facts, limits=limits, notice=notice))


def _bubble(content: Said) -> Bubble:
    taps: tuple[str, ...] = ()
    if isinstance(content, Menu):
        taps = tuple(row.title for section in content.sections for row in section.rows)
    elif isinstance(content, Buttons):
        taps = tuple(title for _, title in content.buttons)
    return Bubble(body=content.body, taps=taps)


def _context(channel: Channel, offices: Offices, now: dt.datetime) -> Context:
    agency = channel.agency
    return Context(
        hours=offices.hours(agency, today := now.astimezone(agency.zone).date()),
        days=offices.days(agency, today),
        zone=agency.timezone,
        opens_at=offices.opens_at(agency, now),
    )


def _facts(channel: Channel, offices: Offices, now: dt.datetime) -> dict[str, object]:
    """What a reply says of a ticket: an invented one."""
    agency = channel.agency
    due = moment(now + dt.timedelta(days=1), agency.timezone)
    return {
        "register": REGISTERS[0],
        "tracking_code": CODES[0],
        "due": due,
        "respond_by": due,
        "from_complete": False,
        "opens_later": False,
        "reply_later": False,
        "track_url": f"{settings.PUBLIC_BASE_URL}/lacak/#{CODES[0]}",
        "own": dict(offices.texts(agency, now.astimezone(agency.zone).date())),
    }


def _why(heard: Heard, catalogue: Catalogue) -> list[Why]:
    names = {service.id: service.name for service in catalogue.services}
    lines = [Why(label="Maksud", value=", ".join(act_words(act) for act in heard.acts))]
    clear = names.get(heard.service or 0, "")
    lines.append(Why(label="Layanan", value=clear or "tidak jelas"))
    for likely in heard.services:
        words = f"{names.get(likely.service_id, '-')}, nilai {_score(likely.score)}"
        lines.append(Why(label="Mungkin", value=f'{words}, mirip dengan "{likely.by}"'))
    for near in heard.near:
        if near.score >= _WORTH:
            words = f"{_named(near.name, names)}, nilai {_score(near.score)}"
            lines.append(Why(label="Yang terdekat", value=f'{words}, mirip dengan "{near.by}"'))
    return lines


def _named(name: str, services: Mapping[int, str]) -> str:
    """An act, a service of this number or a kind of services in words."""
    if name.isdecimal():
        return services.get(int(name), "-")
    topic = topic_of(name)
    return f"{topic.title} (tidak di nomor ini)" if topic else act_words(name)


def _score(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")
