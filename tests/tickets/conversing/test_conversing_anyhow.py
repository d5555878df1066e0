"""Whatever citizens and officers do, in any order, every matter ends where somebody sees it."""

import contextlib
import datetime as dt
import itertools

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.tickets.converse_tools import Phone
from tickets import desk, states
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db

MISTAKEN = "salah kirim pak"
WORDS = st.sampled_from(
    (
        *("halo", "terima kasih", "👍", "ok", "ya", "tidak", "lewati", "menu", "petugas", "cek"),
        *(
            "cek 1",
            "1",
            "2",
            "4",
            "lanjut",
            "baru",
            "lanjutan",
            "stop",
            MISTAKEN,
            "batal semua",
            "??",
        ),
        *("jam buka?", "besok buka ga?", "kantornya dimana?", "bayar berapa?", "berapa lama?"),
        *("syarat surat keterangan?", "mau buat surat keterangan", "mau legalisasi ijazah"),
        *("surat keterangan sama legalisasi sekalian", "gak jadi pak", "belum beres", "zzkrtx"),
        *("sudah sampai mana?", "petugas loket kasar dan minta uang", "jalan berlubang di rt 2"),
        *("nama saya jangan disebut", "tolong kebakaran", "mau bikin ktp", "lampu mati"),
        *("besok saya kirim ya", "namanya masih salah", "Hello, can you help me?", "info ya min"),
        *("Terima kasih telah menghubungi Toko Contoh.", "cek 5371010101900001", "mau tanya"),
    )
)
CITIZEN = st.one_of(
    st.tuples(st.just("says"), st.lists(WORDS, min_size=1, max_size=3)),
    st.tuples(
        st.just("sends"),
        st.sampled_from(["image", "document", "audio", "location", "sticker", "contacts", "order"]),
    ),
    st.tuples(st.just("taps"), st.sampled_from(["row 1", "row 2", "row 3", "menu", "petugas"])),
    st.tuples(st.just("taps"), st.sampled_from(["lanjutan", "baru", "svc:999999", "ticket:X-1"])),
    st.tuples(st.just("waits"), st.sampled_from([2, 11, 60 * 13])),
)
OFFICER = st.tuples(
    st.just("officer"),
    st.sampled_from(["take", "reply", "wait", "resolve", "withdraw", "reopen", "close"]),
)
STEPS = st.lists(st.one_of(CITIZEN, CITIZEN, OFFICER), min_size=1, max_size=14)


class Office:
    """The phone, and an officer who does a verb where it can be done."""

    def __init__(self, phone, by):
        self.phone, self.by = phone, by

    def does(self, step):
        """One step; what the bot said in it."""
        kind, what = step
        self.phone.later(seconds=70)
        return getattr(self, kind)(what) or []

    def says(self, texts):
        for text in texts:
            self.phone.arrives(text)
            self.phone.later(seconds=1)
        return self.phone.work()

    def sends(self, kind):
        return self.phone.says("", kind)

    def taps(self, row):
        return self.phone.chooses(self._row(row))

    def _row(self, row):
        if not row.startswith("row"):
            return row
        letter = self.phone.letters().last()
        ids = list(_ids(letter.payload)) if letter else []
        at = int(row[-1]) - 1
        return ids[at] if at < len(ids) else "menu"

    def waits(self, minutes):
        self.phone.later(minutes=minutes - 10)
        said = self.phone.falls_silent()
        desk.close_due(self.phone.now)
        return said

    def officer(self, verb):
        tickets = self.phone.tickets()
        if not tickets:
            return
        ticket, now, by = tickets[-1], self.phone.now, self.by
        resolution = {"outcome": "fulfilled", "summary": "Selesai"}
        does = {
            "take": lambda: desk.take(ticket, by=by, now=now),
            "reply": lambda: desk.reply(ticket, by=by, now=now, reply=desk.Reply(text="Baik.")),
            "wait": lambda: desk.wait_for_citizen(ticket, by=by, now=now, reason="Berkas"),
            "resolve": lambda: desk.resolve(ticket, by=by, now=now, **resolution),
            "withdraw": lambda: desk.withdraw(ticket, now=now),
            "reopen": lambda: desk.reopen(ticket, by=by, now=now, reason="contoh"),
            "close": lambda: desk.close_due(now + dt.timedelta(days=9)),
        }
        with contextlib.suppress(desk.Refused):
            does[verb]()


def _ids(part):
    if isinstance(part, dict):
        if isinstance(part.get("id"), str) and "title" in part:
            yield part["id"]
        for each in part.values():
            yield from _ids(each)
    elif isinstance(part, list):
        for each in part:
            yield from _ids(each)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same rules; hundreds of runs")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_order_of_words_files_and_verbs_ends_where_somebody_sees_it(
    steps, kanal, standar, layanan_lain, penyelia, now
):
    factories.StandardFactory(service=layanan_lain) if not layanan_lain.standards.exists() else None
    kanal.services.add(layanan_lain)
    phone = Phone(factories.ConversationFactory(channel=kanal), now)
    office = Office(phone, penyelia)
    for step in steps:
        said = office.does(step)
        assert len(said) <= 1, step
        _says_nothing_twice(phone)
        assert not Message.objects.unworked().filter(conversation=phone.conversation).exists()
    for _ in range(2):
        phone.falls_silent()
    _everything_is_seen(phone)


def _says_nothing_twice(phone):
    texts = list(phone.letters().values_list("text", flat=True))
    heard = [first for first, second in itertools.pairwise(texts) if first == second]
    assert not heard


def _everything_is_seen(phone):
    """In the queue, or over; and what needs a person is in no matter that nobody looked at, unless
    the citizen said that it was sent by mistake.
    """
    for ticket in phone.tickets():
        assert ticket.state != states.State.INTAKE
        shown = ticket.messages.inbound().filter(
            type__in=("image", "document", "audio", "location", "contacts", "order")
        )
        if ticket.outcome in (Ticket.Outcome.NO_REQUEST, Ticket.Outcome.ANSWERED):
            was_seen = ticket.first_responded_at or ticket.registered_at
            taken_back = ticket.messages.inbound().filter(text=MISTAKEN)
            assert was_seen or taken_back.exists() or not shown.exists()
        if ticket.is_open:
            assert ticket.registered_at is not None
    inbound = Message.objects.inbound().filter(conversation=phone.conversation)
    assert not inbound.filter(ticket=None).exists()
