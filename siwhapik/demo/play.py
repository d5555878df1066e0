"""One matter from its first message to its ending, by the same verbs that people use."""

import datetime as dt
import random
from dataclasses import dataclass
from enum import Enum

from services.models import Staff
from services.workdays import WorkCalendar, next_opening
from siwhapik.demo.ground import Office
from siwhapik.demo.kinds import Story
from siwhapik.demo.thread import Thread
from tickets import desk
from tickets.desk import promises
from tickets.models import Ticket

MINUTE = dt.timedelta(minutes=1)
GREETING = (
    "Selamat datang di layanan WhatsApp *{office}*. Silakan pilih keperluan Bapak/Ibu, atau "
    "tulis saja. (contoh)"
)
RECEIVED = (
    "Terima kasih. Permohonan Bapak/Ibu sudah tercatat.\n\nNomor register: *{register}*\n"
    "Kode lacak: *{code}*\nLayanan: {service}\nBiaya: gratis\n\nKetik CEK untuk melihat "
    "perkembangan."
)


class Ending(Enum):
    """How far the matter has come by now."""

    INTAKE = 0
    NEW = 1
    IN_PROGRESS = 2
    WAITING_CITIZEN = 3
    WAITING_OTHER = 4
    RESOLVED = 5


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is played: who, where, when and how far."""

    office: Office
    story: Story
    key: str
    received_at: dt.datetime
    ending: Ending
    officer: Staff
    now: dt.datetime
    calendar: WorkCalendar
    chance: random.Random


def play(scene: Scene, thread: Thread) -> Ticket:
    """The ticket that the desk made; steps that would lie in the future are left out."""
    ticket = _open(scene, thread)
    if scene.ending is Ending.INTAKE:
        return ticket
    chosen = _choose(scene, thread, ticket)
    if scene.ending is Ending.NEW:
        return ticket
    is_slow = scene.chance.random() < 0.15
    soonest, latest = (260, 700) if is_slow else (5, 180)
    at = _at_the_office(scene, chosen, soonest=soonest, latest=latest)
    if at is None:
        return ticket
    desk.take(ticket, by=scene.officer, now=at)
    return _work(scene, thread, ticket, at)


def _open(scene: Scene, thread: Thread) -> Ticket:
    agency, received = scene.office.agency, scene.received_at
    conversation = thread.conversation
    ticket = desk.open_ticket(
        desk.Opening(
            agency=agency,
            citizen=conversation.citizen,
            source=Ticket.Source.WHATSAPP,
            received_at=received,
            channel=conversation.channel,
            conversation=conversation,
            subject=scene.story.opening,
            is_matter=False,
        )
    )
    thread.said(scene.story.opening, received)
    thread.bot(GREETING.format(office=agency.short_name), received + dt.timedelta(seconds=4))
    return ticket


def _choose(scene: Scene, thread: Thread, ticket: Ticket) -> dt.datetime:
    """The citizen picks the service and sends what belongs to it; the bot acknowledges."""
    service = scene.office.services[scene.key]
    at = scene.received_at + MINUTE
    thread.said(service.short_name, at)
    desk.choose_service(ticket, service=service, now=at)
    for number, name in enumerate(scene.story.files):
        thread.sent_file(name, at + dt.timedelta(seconds=25 + 7 * number))
    if scene.story.place:
        thread.sent_place(scene.story.place, at + dt.timedelta(seconds=50))
        latitude, longitude, name = scene.story.place
        place = {"latitude": latitude, "longitude": longitude, "name": name}
        Ticket.objects.filter(pk=ticket.pk).update(location=place)
    at += MINUTE
    desk.enqueue(ticket, now=at)
    words = RECEIVED.format(
        register=ticket.register_number, code=ticket.tracking_code, service=service.name
    )
    thread.bot(words, at)
    return at


def _work(scene: Scene, thread: Thread, ticket: Ticket, at: dt.datetime) -> Ticket:
    story, officer, ending = scene.story, scene.officer, scene.ending
    at = min(at + scene.chance.randint(2, 40) * MINUTE, scene.now - MINUTE)
    first = story.asked or "Selamat datang, Bapak/Ibu. Berkasnya sedang saya periksa."
    thread.answered(first, at, by=officer)
    desk.answered(ticket, by=officer, now=at)
    if ending is Ending.WAITING_OTHER:
        reason = "Menunggu jawaban pusat data (contoh)"
        return desk.wait_for_other(ticket, by=officer, now=at + MINUTE, reason=reason)
    if ending is Ending.WAITING_CITIZEN or story.asked:
        desk.wait_for_citizen(ticket, by=officer, now=at + MINUTE, reason="Kelengkapan berkas")
        if ending is Ending.WAITING_CITIZEN:
            return ticket
        at += scene.chance.randint(10, 300) * MINUTE
        if at >= scene.now:
            return ticket
        thread.said(story.brought, at)
        thread.sent_file("susulan-contoh.jpg", at + dt.timedelta(seconds=20))
        desk.resume(ticket, by=None, now=at)
    if ending is Ending.IN_PROGRESS:
        return ticket
    return _resolve(scene, thread, ticket, at)


def _resolve(scene: Scene, thread: Thread, ticket: Ticket, at: dt.datetime) -> Ticket:
    done = _at_the_office(scene, at, soonest=8, latest=150)
    if done is None:
        return ticket
    if promises.starts_when_complete(ticket):
        desk.completed_files(ticket, by=scene.officer, now=done - MINUTE)
    if scene.chance.random() < 0.2:
        desk.note(ticket, by=scene.officer, now=done - MINUTE, text="Berkas asli sudah dicocokkan.")
    thread.answered(scene.story.answer, done, by=scene.officer)
    thread.said("Terima kasih banyak", done + 3 * MINUTE)
    how = desk.Resolution(outcome=scene.story.outcome, summary=scene.story.summary, is_told=False)
    return desk.conclude(ticket, by=scene.officer, now=done + 5 * MINUTE, how=how)


def _at_the_office(
    scene: Scene, at: dt.datetime, *, soonest: int, latest: int
) -> dt.datetime | None:
    """Some minutes later, in office hours; None when that has not come yet."""
    later = at + scene.chance.randint(soonest, latest) * MINUTE
    opened = next_opening(scene.calendar, later)
    if opened > later:
        opened += scene.chance.randint(1, 45) * MINUTE
    return opened if opened < scene.now - 10 * MINUTE else None
