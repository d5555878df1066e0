"""A citizen who writes to two numbers has two conversations: a run changes what belongs to its own.

So it never waits for another conversation, nor holds a ticket that another run waits for: two runs of
one citizen cannot wait in a circle (docs/decisions/0057).
"""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Service
from tests import factories
from tests.tickets.converse_tools import Phone
from tickets.models import Channel, Conversation, Ticket

pytestmark = pytest.mark.django_db
ELSEWHERE = "DINSOS-2026-000777"
WORDS = (
    "batal semua",
    f"batalkan {ELSEWHERE}",
    "nama saya jangan disebut, petugas loket kasar",
    f"cek {ELSEWHERE}",
    f"{ELSEWHERE} belum beres",
    "masih belum beres pak",
    "lanjut",
    "petugas",
    "tolong kebakaran",
    "stop",
    "surat keterangan sama legalisasi sekalian",
)
TAPS = (f"cek:{ELSEWHERE}", f"ticket:{ELSEWHERE}", "lanjutan", "baru")


@pytest.fixture
def phone(kanal: Channel, standar: Any, layanan_lain: Service, now: dt.datetime) -> Phone:
    """Has an open matter here, and an open and a finished one by another number of the office."""
    kanal.services.add(layanan_lain)
    phone = Phone(factories.ConversationFactory(channel=kanal), now)
    other = factories.ChannelFactory(agency=kanal.agency)
    there = factories.ConversationFactory(channel=other, citizen=phone.conversation.citizen)
    for number, state in ((ELSEWHERE, Ticket.State.NEW), ("DINSOS-2026-000778", "resolved")):
        factories.TicketFactory(
            conversation=there,
            channel=other,
            agency=kanal.agency,
            citizen=there.citizen,
            state=state,
            register_number=number,
            registered_at=now,
            outcome="withdrawn" if state == "resolved" else "",
        )
    phone.says("mau buat surat keterangan")
    phone.later(minutes=2).says("petugas")
    return phone


def rows_elsewhere(phone: Phone) -> list[dict[str, Any]]:
    there = Ticket.objects.exclude(conversation=phone.conversation).order_by("pk")
    assert {each.citizen for each in there} == {phone.conversation.citizen}
    return list(there.values())


def conversations_read(queries: CaptureQueriesContext) -> set[str]:
    """The ids of the conversations whose rows are read or written."""
    return {
        found[1]
        for each in queries
        if (found := re.search(r'tickets_conversation"? .*\bid"? = (\d+)', each["sql"]))
    }


@pytest.mark.parametrize("said", [*WORDS, *(f"tap {row}" for row in TAPS)])
def test_a_run_touches_nothing_of_another_number(phone: Phone, said: str) -> None:
    before = rows_elsewhere(phone)
    phone.later(minutes=2)
    with CaptureQueriesContext(connection) as queries:
        if said.startswith("tap "):
            phone.chooses(said.removeprefix("tap "))
        else:
            phone.says(said)
            phone.later(minutes=2).says("lanjut")
    assert rows_elsewhere(phone) == before
    assert conversations_read(queries) <= {str(phone.conversation.pk)}


def test_what_the_bot_remembers_of_another_number_is_not_worked_again(phone: Phone) -> None:
    """As where two citizens were made one, and a ticket stayed where it was."""
    state = Conversation.objects.get(pk=phone.conversation.pk).bot_state
    Conversation.objects.filter(pk=phone.conversation.pk).update(
        bot_state={**state, "withdrawn": ["DINSOS-2026-000778"]}
    )
    before = rows_elsewhere(phone)
    phone.later(minutes=2).says("lanjut")
    assert rows_elsewhere(phone) == before
