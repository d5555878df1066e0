"""A year of survey answers of one office, made inside PostgreSQL: a million in a few minutes.

Ten services; eight of ten came by invitation, the others by poster, counter and paper; profiles and marks as a
questionnaire has them; one in a thousand leaves a remark.
"""

# ruff: noqa: S608  # put together of this file's own words and of columns of models

import datetime as dt

from django.db import connection
from django.utils import timezone

from services.models import Agency
from surveys.loading import questionnaire_in_use
from surveys.models import Answer, Invitation, ProfileOption, QualityFlag, Response
from tests import factories
from tests.benchmarks import seeding
from tests.benchmarks.mass_sql import insert
from tickets.models import Channel, Citizen, Conversation, Ticket

SERVICES = 10
YEAR = seeding.YEAR
_WAYS = ["wa"] * 16 + ["qr", "qr", "kiosk", "paper"]


def fill(channel: Channel, *, start: int, until: int) -> None:
    """Answers of these numbers, spread over the year until yesterday."""
    agency, asked = channel.agency, questionnaire_in_use()
    while agency.services.count() < SERVICES:
        factories.ServiceFactory(agency=agency)
    services = sorted(agency.services.values_list("pk", flat=True))
    numbers = f"generate_series({start + 1}, {until}) n"
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET session_replication_role = replica")
        _matters(cursor, channel, numbers, at=_moment(start, until), services=services)
        _responses(cursor, agency, numbers, at=_moment(start, until), services=services)
        told = {
            "response_id": "n",
            "element_id": f"{asked.elements.order_by('pk')[0].pk} + e",
            "value": "CASE WHEN random() < 0.1 THEN 2 WHEN random() < 0.55 THEN 3 ELSE 4 END",
        }
        count = asked.elements.count()
        insert(
            cursor, Answer(), told, f"{numbers}, generate_series(0, {count - 1}) e ORDER BY n, e"
        )
        flag = {"response_id": "n", "flag": "'same'"}
        insert(cursor, QualityFlag(), flag, f"generate_series({start + 33}, {until}, 33) n")
        for model in (Citizen, Conversation, Ticket, Response):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
        cursor.execute("SET session_replication_role = origin; SET synchronous_commit = on")


def _moment(start: int, until: int) -> str:
    begins = dt.datetime(YEAR, 1, 1, 3, tzinfo=dt.UTC)
    hours = (timezone.now() - begins).total_seconds() / 3600 - 30
    share = f"(n - {start})::float8 / {until - start}"
    return f"(timestamptz '{begins.isoformat()}' + interval '1 hour' * ({share} * {hours:.0f}))"


def _array(values: list[object]) -> str:
    return (
        "(ARRAY["
        + ", ".join(f"'{one}'" if isinstance(one, str) else str(one) for one in values)
        + "])"
    )


def _one(values: list[object], by: str) -> str:
    return f"{_array(values)}[1 + ({by}) %% {len(values)}]"


def _matters(cursor, channel: Channel, numbers: str, *, at: str, services: list[int]) -> None:
    """The citizen, ticket and invitation of each number; every second citizen comes twice."""
    service, citizen = _one(services, "n"), "1 + (n::bigint * 7919) %% greatest(n / 2, 1)"
    told = {"id": "n", "agency_id": str(channel.agency_id), "phone": "'+6281' || n"}
    told |= {
        "profile_name": "'Warga ' || n",
        "search_name": "'warga'",
        "phone_backwards": "reverse(n::text)",
    }
    insert(cursor, Citizen(), told, numbers)
    told = {"id": "n", "citizen_id": "n", "channel_id": str(channel.pk), "address": "n::text"}
    insert(cursor, Conversation(), told, numbers)
    like = seeding.ticket_of(
        Conversation(channel=channel, citizen=Citizen()),
        service=channel.agency.services.all()[0],
        n=0,
        is_open=False,
        now=timezone.now(),
    )
    told = {
        "id": "n",
        "register_number": f"'BENCH-S{YEAR}-' || n",
        "tracking_code": "'B' || lpad(n::text, 9, '0')",
        "citizen_id": citizen,
        "conversation_id": "n",
        "service_id": service,
        "resolved_at": at,
        "received_at": at,
    }
    insert(cursor, like, told, numbers)
    sent = Invitation(state=Invitation.State.SENT, questionnaire=questionnaire_in_use())
    told = {
        "id": "n",
        "resolution_id": "n",
        "ticket_id": "n",
        "message_id": "n",
        "agency_id": str(channel.agency_id),
        "service_id": service,
        "token_hash": "md5(n::text)",
        "created_at": at,
        "answered_at": f"CASE WHEN n %% 20 < 16 THEN {at} + interval '2 hours' END",
    }
    insert(cursor, sent, told, numbers)


def _responses(cursor, agency: Agency, numbers: str, *, at: str, services: list[int]) -> None:
    options: dict[str, list[object]] = {}
    for field, code in ProfileOption.objects.values_list("field", "code"):
        options.setdefault(field, []).append(code)
    stored = f"({at} + interval '2 hours')"
    told = {
        "id": "n",
        "invitation_id": "CASE WHEN n %% 20 < 16 THEN n END",
        "way": _one(list(_WAYS), "n"),
        "service_id": _one(list(services), "n"),
        "submitted_at": stored,
        "submitted_on": f"({stored} AT TIME ZONE '{agency.timezone}')::date",
        "comment": "CASE WHEN n %% 1000 = 0 THEN 'Loket tutup terlalu cepat, mohon antrean diperpanjang' ELSE '' END",
        **{field: _one(codes, "n * 31 / 7") for field, codes in options.items()},
    }
    like = Response(agency=agency, questionnaire=questionnaire_in_use())
    insert(cursor, like, told, numbers)
