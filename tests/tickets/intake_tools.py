"""The pure bot, asked by tests."""

from dataclasses import replace
from datetime import UTC, datetime

from tickets.intake import (
    Catalogue,
    Context,
    Incoming,
    IntakeState,
    ServiceInfo,
    TicketFacts,
    turn,
)

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday 10.00 WIB


KIA = ServiceInfo(
    id=11,
    name="Kartu Identitas Anak (KIA)",
    requirements=("Kutipan akta kelahiran", "Kartu Keluarga (KK)", "KTP-el orang tua"),
    time="1 hari kerja",
    fee="Gratis, tidak dipungut biaya",
    product="KIA",
)


BIRTH = ServiceInfo(id=12, name="Akta Kelahiran", requirements=("Surat lahir", "KK"))


DEATH = ServiceInfo(id=13, name="Akta Kematian", requirements=("Surat kematian",))


INFO = ServiceInfo(id=14, name="Pusat Informasi", kind="information", group="information")


LAMP = ServiceInfo(
    id=15,
    name="Pengaduan Lingkungan",
    kind="complaint",
    group="complaint",
    wants_location=True,
    wants_photo=True,
)


CATALOGUE = Catalogue((KIA, BIRTH, DEATH, INFO, LAMP))


INTAKE = TicketFacts(register="KIM-2026-000001", state="intake")


NEW = replace(INTAKE, state="new", service="KIA", service_id=11)


def said(text="", kind="text", at=NOW, id=1, **more):
    return Incoming(id=id, kind=kind, at=at, text=text, **more)


def context(ticket=None, *others, **more):
    own = (*([ticket] if ticket else []), *others)
    return Context(ticket=ticket, tickets=own, **more)


def run(*messages, state=None, ticket=None, others=(), now=NOW, catalogue=CATALOGUE, **more):
    return turn(state or IntakeState(), messages, catalogue, context(ticket, *others, **more), now)


def keys(result):
    return [reply.key for reply in result.replies]


def chosen(service_id):
    started = run(said("halo")).state
    tap = said("x", kind="interactive", reply_id=f"svc:{service_id}")
    return run(tap, state=started, ticket=INTAKE).state
