"""A resolved ticket, its resolution, and a citizen who answers."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from services.models import Agency, Service, Staff
from surveys import invitations, period_steps
from surveys.answering import Form, submit, write
from surveys.instrument_files import read_one
from surveys.loading import STANDARD, questionnaire_in_use
from surveys.models import Choice, Element, Invitation, Questionnaire, SurveyPeriod
from surveys.ways import Way
from tests import factories
from tests.surveys.substituting import replace
from tickets.models import Message, Ticket, TicketEvent

NATIONAL = read_one(STANDARD)
GRADES = [[one.letter, one.label, str(one.lower)] for one in NATIONAL.grades]
MIXED = [3, 3, 4, 4, 3, 3, 4, 2, 3]
# The codes of its elements, in their order.
CODES = [element.code for element in NATIONAL.elements]


def resolve(ticket: Ticket, *, by: Staff | None, at: dt.datetime, **changes: Any) -> TicketEvent:
    """What the desk leaves behind when a ticket is resolved."""
    values = {
        "state": Ticket.State.RESOLVED,
        "outcome": Ticket.Outcome.FULFILLED,
        "resolved_at": at,
        "resolved_by": by,
        **changes,
    }
    Ticket.objects.filter(pk=ticket.pk).update(**values)
    return TicketEvent.objects.create(
        ticket=ticket, verb=TicketEvent.Verb.RESOLVED, at=at, actor=by
    )


def token_in(message: Message) -> str:
    """The token in a sealed letter, as WhatsApp would get it."""
    payload = json.loads(message.sealed_payload)
    found = re.search(r"/survei/([\w-]+)/", json.dumps(payload))
    return found[1] if found else payload["url_suffix"][:-1]


def everything(value: int = 4, **changes: Any) -> dict[str, str]:
    """A filled-in form as the browser posts it."""
    return {**dict.fromkeys(CODES, str(value)), **{k: str(v) for k, v in changes.items()}}


def questionnaire_of(code: str, count: int = 9, **values: Any) -> Questionnaire:
    """One with so many elements of four choices each, as an earlier version left it."""
    rows = {"name": code.title(), "grades": GRADES, **values}
    questionnaire = Questionnaire.objects.create(code=code, **rows)
    for number in range(1, count + 1):
        element = Element.objects.create(
            questionnaire=questionnaire,
            code=f"U{number}",
            key=f"key{number}",
            order=number,
            question_number=number,
            name=f"Unsur {number}",
            question=f"Pertanyaan {number}?",
        )
        Choice.objects.bulk_create(
            Choice(element=element, value=value, label=f"kata {value}") for value in range(1, 5)
        )
    return questionnaire


def no_rows(**changes: Any) -> dict[str, Any]:
    """The form of a questionnaire under /kelola/, nothing added to its lists."""
    lists = {
        f"{one}-{what}_FORMS": 0
        for one in ("elements", "profile_options")
        for what in ("TOTAL", "INITIAL")
    }
    return lists | changes


@contextmanager
def tampering() -> Iterator[None]:
    """Let rows that are written once be changed, as who owns the database could."""
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgres:
            cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            if is_postgres:
                cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def penyelesaian(tiket: Ticket, petugas: Staff, now: dt.datetime, clock: Any) -> TicketEvent:
    """`tiket`, resolved just now by `petugas`, within the window."""
    return resolve(tiket, by=petugas, at=now)


@pytest.fixture
def undangan(penyelesaian: TicketEvent, now: dt.datetime) -> Invitation:
    """The invitation for it."""
    assert invitations.invite_due(now) == 1
    return Invitation.objects.get()


@pytest.fixture
def tautan(undangan: Invitation) -> str:
    """The address that the citizen gets."""
    assert undangan.message is not None
    return f"/survei/{token_in(undangan.message)}/"


@pytest.fixture
def jawab(now: dt.datetime) -> Callable[..., Invitation]:
    """`jawab(dinas, [4, 4, ...], service=..., officer=...)`: one more answered survey."""

    def answer(agency: Agency, values: list[int], **given: Any) -> Invitation:
        at = given.pop("at", now)
        comment = given.pop("comment", "")
        officer = given.pop("officer", None)
        channel = factories.ChannelFactory(agency=agency)
        conversation = factories.ConversationFactory(channel=channel)
        ticket = factories.TicketFactory(conversation=conversation, **given)
        resolution = resolve(ticket, by=officer, at=at)
        questionnaire = questionnaire_in_use()
        invitation = Invitation.objects.create(
            resolution=resolution,
            ticket=ticket,
            agency=agency,
            service=ticket.service,
            officer=officer,
            questionnaire=questionnaire,
            state=Invitation.State.SENT,
            token_hash=invitations.hash_of(ticket.tracking_code),
            created_at=at,
            expires_at=at + invitations.VALID,
        )
        elements = {e.code: e for e in questionnaire.elements.all()}
        answers = {elements[c]: v for c, v in zip(CODES, values, strict=True)}
        assert submit(invitation, form=Form(values=answers, comment=comment), now=at)
        return invitation

    return answer


def four_more(agency: Agency, values: list[int], *, at: dt.datetime) -> None:
    """Answers without an invitation, so that five people answered and everybody may see the index."""
    asked = questionnaire_in_use()
    elements = list(asked.elements.order_by("order"))
    for _ in range(4):
        form = Form(values=dict(zip(elements, values, strict=True)))
        write(form, now=at, agency=agency, way=Way.OPEN, questionnaire=asked)


@pytest.fixture
def periode(dinas: Agency) -> SurveyPeriod:
    """A published period that runs; 5 people were served in it."""
    return SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Triwulan II 2026",
        starts_on=dt.date(2026, 4, 1),
        ends_on=dt.date(2026, 6, 30),
        population=5,
    )


@pytest.fixture
def sehari(dinas: Agency, now: dt.datetime) -> SurveyPeriod:
    """A published period of today alone."""
    day = now.date()
    return SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Semester contoh",
        starts_on=day,
        ends_on=day,
    )


@pytest.fixture
def lima(
    dinas: Agency, layanan: Service, layanan_lain: Service, petugas: Staff, jawab: Any
) -> None:
    """Five answers about `dinas`, four of them about `layanan`."""
    for _ in range(4):
        jawab(dinas, [4] * 9, service=layanan, officer=petugas)
    jawab(dinas, MIXED, service=layanan_lain, comment="Ruang tunggu sempit")


@pytest.fixture
def rancangan(dinas: Agency) -> SurveyPeriod:
    """A draft of the running semester."""
    return SurveyPeriod.objects.create(
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Semester I",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 6, 30),
    )


@pytest.fixture
def dibuka(rancangan: SurveyPeriod, admin_opd: Staff, now: dt.datetime) -> SurveyPeriod:
    """It, opened with another question for the fee at all services."""
    replace(rancangan)
    return period_steps.open_period(rancangan, by=admin_opd, now=now)
