"""The situations of the bot's policy, played for the page on which a sentence is tried: pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tickets import intake
from tickets.intake import Context, Incoming, IntakeState, TicketFacts
from tickets.intake.policy import Situation
from tickets.intake.values import Catalogue, ServiceInfo
from tickets.states import State

SITUATIONS: Mapping[Situation, str] = {
    Situation.NO_TICKET: "Pertama kali menulis",
    Situation.CHOOSING: "Sudah disapa, layanannya belum dipilih",
    Situation.DOCUMENTS: "Layanan sudah dipilih, berkas atau cerita ditunggu",
    Situation.WITH_OFFICER: "Urusannya sedang di petugas",
    Situation.TWO_OPEN: "Dua urusannya sedang di petugas",
    Situation.RESOLVED: "Urusannya sudah selesai",
    Situation.CLOSED: "Urusannya sudah ditutup",
}
REGISTERS = ("CONTOH-2026-000001", "CONTOH-2026-000002")
CODES = ("ABCDE23456", "FGHJK23456")
_STATES = {
    Situation.CHOOSING: State.INTAKE,
    Situation.DOCUMENTS: State.INTAKE,
    Situation.WITH_OFFICER: State.IN_PROGRESS,
    Situation.TWO_OPEN: State.IN_PROGRESS,
    Situation.RESOLVED: State.RESOLVED,
    Situation.CLOSED: State.CLOSED,
}
_KINDS = ("application", "complaint", "consultation", "information")  # the first is played first


@dataclass(frozen=True, kw_only=True)
class Played:
    """Where the conversation stands, and the services of the citizen's matters there."""

    state: IntakeState
    context: Context
    services: tuple[ServiceInfo, ...] = ()


def play(
    situation: Situation, catalogue: Catalogue, *, context: Context, now: dt.datetime
) -> Played:
    """A citizen in this situation; what they wrote before is played on the bot itself.

    Where the number has no service, one whose matter has none.
    """
    if situation is Situation.NO_TICKET:
        return Played(state=IntakeState(), context=context)
    chosen = _chosen(catalogue)[: 2 if situation is Situation.TWO_OPEN else 1]
    if situation is Situation.CHOOSING:
        chosen = ()
    tickets = _tickets(situation, chosen, now)
    there = replace(context, ticket=tickets[0], tickets=tickets)
    state = _greeted(catalogue, context, now)
    if situation is Situation.DOCUMENTS and chosen:
        tap = _said("", now, kind="interactive", reply_id=f"svc:{chosen[0].id}")
        state = intake.turn(state, [tap], catalogue, there, now).state
    elif situation not in (Situation.CHOOSING, Situation.DOCUMENTS):
        state = IntakeState(step="done", service_id=chosen[0].id if chosen else None)
    return Played(state=state, context=there, services=chosen)


def _greeted(catalogue: Catalogue, context: Context, now: dt.datetime) -> IntakeState:
    return intake.turn(IntakeState(), [_said("halo", now)], catalogue, context, now).state


def _said(text: str, now: dt.datetime, *, kind: str = "text", reply_id: str = "") -> Incoming:
    return Incoming(id=1, kind=kind, at=now, text=text, reply_id=reply_id)


def _chosen(catalogue: Catalogue) -> tuple[ServiceInfo, ...]:
    """The services that are played: applications first, those that ask for papers before others."""

    def order(service: ServiceInfo) -> tuple[int, bool]:
        return _KINDS.index(service.kind), not service.requirements

    return tuple(sorted(catalogue.services, key=order))


def _tickets(
    situation: Situation, services: tuple[ServiceInfo, ...], now: dt.datetime
) -> tuple[TicketFacts, ...]:
    count = 2 if situation is Situation.TWO_OPEN else 1
    return tuple(
        TicketFacts(
            register=REGISTERS[at],
            tracking_code=CODES[at],
            state=_STATES[situation],
            service=services[at].name if at < len(services) else "",
            service_id=services[at].id if at < len(services) else None,
            opened_at=now - dt.timedelta(days=at + 1),
            is_registered=_STATES[situation] != State.INTAKE,
        )
        for at in range(count)
    )
