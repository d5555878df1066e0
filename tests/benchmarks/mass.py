"""A history of any size, made inside PostgreSQL: a million tickets and five million messages in minutes.

Words are as frequent as in a language (Zipf), with a long tail of numbers of files that stand once; names repeat,
telephone numbers are spread over the prefixes that there are; four offices of very different size.
"""

# ruff: noqa: S608  # put together of this file's own words and of columns of models

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from services.models.service import Kind
from tests import factories
from tests.benchmarks import seeding, sentences
from tests.benchmarks.mass_sql import (
    SHARES,
    by_office,
    copied,
    insert,
    one_of,
    without_indexes,
)
from tickets.models import (
    Channel,
    Citizen,
    Conversation,
    Message,
    RegisterCounter,
    SearchEntry,
    Ticket,
    TicketEvent,
)
from tickets.models.citizen import names_to_search

DAYS = 700
_ROWS = (Citizen, Conversation, Ticket, Message, SearchEntry, TicketEvent)
_FRAGMENTS, _WORDS_EACH, _NAMES = 200_000, 4, 80_000
_PREFIXES = "11 12 13 21 22 23 51 52 53 55 56 57 58 59 77 78 81 82 83 85 87 88 95 96 97 98 99"
# What the measured office is divided into; the others have one service and one officer.
_SERVICES, _OFFICERS = 8, 15
# Of ten tickets.
_KINDS = (*[Kind.APPLICATION] * 5, *[Kind.INFORMATION] * 3, Kind.COMPLAINT, Kind.CONSULTATION)
_SOURCES = (*[Ticket.Source.WHATSAPP] * 8, Ticket.Source.WALK_IN, Ticket.Source.PHONE)
# What an officer did with a ticket, so many minutes after it came.
_ACTS = (("taken", 40), ("replied", 45), ("noted", 200), ("resolved", 360))
_DIRECTIONS = ("in", "out", "in", "out")  # citizen, bot, citizen, officer, and so on
_ORIGINS = ("citizen", "bot", "citizen", "officer")


@dataclass(frozen=True, slots=True)
class Size:
    """How many tickets, and messages of each."""

    tickets: int
    messages: int

    @property
    def citizens(self) -> int:
        return self.tickets // 2


def fill(channel: Channel, size: Size) -> None:
    """Into an empty database that `seeding.office` has prepared."""
    channels = [*Channel.objects.order_by("pk")]
    if channels == [channel]:
        _divide(channels := [channel, *_other_offices()])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")
        cursor.execute("SET work_mem = '256MB'; SET session_replication_role = replica")
        with without_indexes(cursor, _ROWS):
            _pools(cursor)
            _citizens(cursor, channels, size)
            _tickets(cursor, channels, size)
            _messages(cursor, channels, size)
            _acts(cursor)
            _entries(cursor)
        for model in (Citizen, Conversation, Ticket):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
        cursor.execute("SET session_replication_role = origin; RESET work_mem")
    _counters(channels, size)


def _other_offices() -> list[Channel]:
    found = []
    for number in range(2, len(SHARES) + 1):
        agency = factories.AgencyFactory(code=f"BENCH{number}", slug=f"bench-{number}")
        service = factories.ServiceFactory(agency=agency)
        found.append(factories.ChannelFactory(agency=agency, services=[service]))
    return found


def _divide(channels: list[Channel]) -> None:
    """Services and officers: in the measured office several, so that its figures have many rows."""
    for place, channel in enumerate(channels):
        for _ in range(0 if place else _SERVICES - 1):
            channel.services.add(factories.ServiceFactory(agency=channel.agency))
        for number in range(1 if place else _OFFICERS):
            person = factories.StaffFactory(username=f"bench-{place}-{number}")
            factories.MembershipFactory(staff=person, agency=channel.agency, role="operator")


def _pools(cursor) -> None:
    """Pieces of sentences and names, from which rows are put together."""
    cursor.execute(
        "CREATE UNLOGGED TABLE bench_piece (id int PRIMARY KEY, words text);"
        "CREATE UNLOGGED TABLE bench_name (id int PRIMARY KEY, name text, search_name text)"
    )
    copied(cursor, "bench_piece", (sentences.some_words(_WORDS_EACH) for _ in range(_FRAGMENTS)))
    called = [sentences.somebody() for _ in range(_NAMES)]
    copied(cursor, "bench_name", ((name, names_to_search(name)) for name in called))
    cursor.execute("ANALYZE bench_piece; ANALYZE bench_name")


def _citizens(cursor, channels: list[Channel], size: Size) -> None:
    prefixes = "','".join(_PREFIXES.split())
    cursor.execute(
        "CREATE UNLOGGED TABLE bench_citizen AS SELECT n, floor(random() ^ 3 * %s)::int AS name,"
        f" '+628' || (ARRAY['{prefixes}'])[1 + n %% {len(_PREFIXES.split())}]"
        " || lpad(floor(random() * 1e8)::text, 8, '0') AS phone FROM generate_series(1, %s) n",
        [_NAMES, size.citizens],
    )
    offices = by_office("c.n", [one.agency_id for one in channels])
    insert(
        cursor,
        Citizen(),
        {
            "id": "c.n",
            "agency_id": offices,
            "profile_name": "b.name",
            "search_name": "b.search_name",
            "phone": "c.phone",
            "phone_backwards": "reverse(substr(c.phone, 2))",
        },
        "bench_citizen c JOIN bench_name b ON b.id = c.name",
    )
    insert(
        cursor,
        Conversation(),
        {
            "id": "c.n",
            "citizen_id": "c.n",
            "channel_id": by_office("c.n", [one.pk for one in channels]),
            "address": "substr(c.phone, 2)",
        },
        "bench_citizen c",
    )


def _tickets(cursor, channels: list[Channel], size: Size) -> None:
    """The newest are the open ones."""
    now = timezone.now()
    like = seeding.ticket_of(
        Conversation(channel=channels[0], citizen=Citizen()),
        service=channels[0].services.all()[0],
        n=0,
        is_open=False,
        now=now,
    )
    at = f"(now() - interval '{DAYS} days' * ((%s - x.n) / %s::float8) - interval '1 minute')"
    at = at.replace("%s", str(size.tickets))
    is_open = f"x.n > {size.tickets - seeding.OPEN}"
    code = by_office("x.citizen", [f"'{one.agency.code}'" for one in channels])
    office = by_office("x.citizen", [one.agency_id for one in channels])
    officer = by_office("x.citizen", [one_of(_officers(one)) for one in channels])
    ended = f"CASE WHEN {is_open} THEN NULL ELSE {at} + interval '6 hours' END"
    told = {
        "id": "x.n",
        "register_number": f"{code} || '-' || extract(year FROM {at}) || '-' || lpad(x.n::text, 6, '0')",
        # As codes are written: without signs that look alike.
        "tracking_code": "translate(upper(lpad(to_hex(x.n), 10, '0')), '01', 'XY')",
        "agency_id": office,
        "origin_agency_id": office,
        "channel_id": by_office("x.citizen", [one.pk for one in channels]),
        "citizen_id": "x.citizen",
        "conversation_id": "x.citizen",
        "service_id": by_office("x.citizen", [one_of(_services(one)) for one in channels]),
        "assignee_id": f"CASE WHEN {is_open} AND x.n %% 4 = 0 THEN NULL ELSE {officer} END",
        "kind": one_of(_KINDS),
        "source": one_of(_SOURCES),
        "first_responded_at": f"CASE WHEN {is_open} THEN NULL ELSE {at} + interval '45 minutes' END",
        "state": f"CASE WHEN {is_open} THEN 'new' ELSE 'closed' END",
        "outcome": f"CASE WHEN {is_open} THEN '' ELSE 'answered' END",
        "subject": "'Permohonan ' || p.words || ' ' || q.words",
        **dict.fromkeys(("received_at", "registered_at", "queued_at", "last_message_at"), at),
        **dict.fromkeys(
            ("first_response_due_at", "due_at", "sort_due_at", "window_expires_at"),
            f"{at} + interval '1 day'",
        ),
        "next_reminder_at": f"CASE WHEN {is_open} THEN {at} + interval '12 hours' END",
        "resolved_at": ended,
        "closed_at": ended,
        "unread_count": f"CASE WHEN {is_open} THEN 1 ELSE 0 END",
        "message_count": str(size.messages),
    }
    source = (
        f"(SELECT n, 1 + floor(random() * {size.citizens})::int AS citizen, {_some_piece()} AS a,"
        f" {_some_piece()} AS b FROM generate_series(1, {size.tickets}) n OFFSET 0) x"
        " JOIN bench_piece p ON p.id = x.a JOIN bench_piece q ON q.id = x.b"
    )
    insert(cursor, like, told, source)


def _messages(cursor, channels: list[Channel], size: Size) -> None:
    like = seeding.message_of(
        Ticket(channel=channels[0], conversation=Conversation(), received_at=timezone.now()), turn=0
    )
    turn = f"1 + x.turn %% {len(_ORIGINS)}"
    told = {
        "channel_id": "x.channel_id",
        "conversation_id": "x.conversation_id",
        "ticket_id": "x.id",
        "author_id": "CASE WHEN x.turn %% 4 = 3 THEN x.assignee_id END",
        "direction": f"(ARRAY{list(_DIRECTIONS)})[{turn}]",
        "origin": f"(ARRAY{list(_ORIGINS)})[{turn}]",
        "status": "(ARRAY['received','delivered'])[1 + x.turn %% 2]",
        "external_id": "'wamid.B' || x.id || '-' || x.turn",
        # One in eight names a number of a file that stands nowhere else.
        "text": "p.words || ' ' || q.words || CASE x.id %% 8 WHEN x.turn THEN ' berkas ' || (x.id * 7 + 5000000)"
        " ELSE '' END || ' ' || r.words",
        **dict.fromkeys(
            ("occurred_at", "received_at", "worked_at"),
            "x.received_at + interval '1 minute' * x.turn",
        ),
    }
    pieces = ", ".join(f"{_some_piece()} AS {name}" for name in "abc")
    source = (
        f"(SELECT t.id, t.channel_id, t.conversation_id, t.received_at, t.assignee_id, turn, {pieces} FROM tickets_ticket t,"
        f" generate_series(0, {size.messages - 1}) turn OFFSET 0) x JOIN bench_piece p ON p.id = x.a"
        " JOIN bench_piece q ON q.id = x.b JOIN bench_piece r ON r.id = x.c ORDER BY x.id, x.turn"
    )
    insert(cursor, like, told, source)


def _acts(cursor) -> None:
    """The history of what is resolved, as the officer's verbs leave it."""
    verbs = ", ".join(f"('{verb}', {minutes})" for verb, minutes in _ACTS)
    told = {
        "ticket_id": "t.id",
        "verb": "a.verb",
        "at": "t.received_at + interval '1 minute' * a.minutes",
        "actor_id": "t.assignee_id",
    }
    source = (
        f"tickets_ticket t, (VALUES {verbs}) a(verb, minutes)"
        " WHERE t.resolved_at IS NOT NULL ORDER BY t.id, a.minutes"
    )
    insert(cursor, TicketEvent(), told, source)


def _services(channel: Channel) -> list[int]:
    return sorted(channel.services.values_list("pk", flat=True))


def _officers(channel: Channel) -> list[int]:
    people = channel.agency.memberships.filter(
        role="operator", staff__username__startswith="bench-"
    )
    return sorted(people.values_list("staff_id", flat=True))


def _some_piece() -> str:
    return f"floor(random() * {_FRAGMENTS})::int"


def _entries(cursor) -> None:
    """As tickets.models.search_entries makes them: all words of the pieces are plain ones."""
    marks = "('@' || t.agency_id || ' #' || to_char({at}, 'YYYYMM'))::tsvector || to_tsvector('simple', {text})"
    told = marks.format(at="m.occurred_at", text="m.text")
    matter = marks.format(at="t.received_at", text="t.subject")
    into = "INSERT INTO tickets_searchentry (kind, source, ticket_id, agency_id, words)"
    cursor.execute(
        f"{into} SELECT 'said', m.id, t.id, t.agency_id, {told} FROM tickets_message m"
        " JOIN tickets_ticket t ON t.id = m.ticket_id WHERE m.origin <> 'bot' ORDER BY m.id"
    )
    cursor.execute(
        f"{into} SELECT 'matter', t.id, t.id, t.agency_id, {matter} FROM tickets_ticket t ORDER BY t.id"
    )
    cursor.execute("SELECT tickets_enter_people(min(id), max(id)) FROM tickets_ticket")
    # All words of the pieces and names; the rest are numbers.
    cursor.execute(
        "INSERT INTO tickets_searchword SELECT DISTINCT unnest(string_to_array(words, ' ')) FROM bench_piece"
    )
    cursor.execute(
        "INSERT INTO tickets_searchword SELECT DISTINCT told FROM bench_name,"
        " unnest(tsvector_to_array(tickets_person_words(search_name, ''))) told"
    )


def _counters(channels: list[Channel], size: Size) -> None:
    years = {seeding.YEAR - back for back in range(DAYS // 365 + 2)}
    RegisterCounter.objects.all().delete()
    RegisterCounter.objects.bulk_create(
        RegisterCounter(agency=one.agency, year=year, last=size.tickets)
        for one in channels
        for year in years
    )
