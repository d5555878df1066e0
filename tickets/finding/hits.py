"""Looks up what the words of a search stand in; how, depends on the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from tickets.finding import hits_postgresql, hits_sqlite
from tickets.finding.asked_words import named_words
from tickets.finding.statement import WANTED, Reach, Sql
from tickets.matching.words import Asked
from tickets.models import SearchEntry, Ticket

SECONDS = 1.5


class Hit(NamedTuple):
    """A text that was found (`what` is a `SearchEntry.Kind`), or a ticket of one of the lists.

    `entry` is its place in the order of its kind: the newest has the greatest.
    """

    what: str
    entry: int
    ticket: int
    one: str = ""  # the text, or the older of two
    two: str = ""
    side: str = ""  # a message's direction


def has_words_of_people() -> bool:
    """Whether citizens are found by an index of their words; else each of them is looked at."""
    return connections[SearchEntry.objects.db].vendor == "postgresql"


def look_up(asked: Asked, *, reach: Reach, lists: Mapping[str, QuerySet[Ticket]]) -> list[Hit]:
    """In one statement: the newest tickets of each list, and the newest texts of each kind that hold
    all that is asked for. Raises TooBroad.
    """
    connection = connections[SearchEntry.objects.db]
    database = hits_postgresql if connection.vendor == "postgresql" else hits_sqlite
    parts = list(_of_lists(lists))
    if asked.terms and (allowed := _sql(reach.tickets)):
        parts += database.parts(connection, asked, reach=reach, allowed=allowed)
    if reach.whom and (known := _sql(reach.whom.tickets)):
        parts.append(hits_postgresql.of_people(connection, reach.whom, reach=reach, allowed=known))
    if not parts:
        return []
    is_postgresql = database is hits_postgresql
    named = named_words(connection, asked, reach.whom) if is_postgresql else []
    return [Hit(*row) for row in database.rows(connection, parts, named=named, seconds=SECONDS)]


def _of_lists(lists: Mapping[str, QuerySet[Ticket]]) -> Iterator[Sql]:
    for name, tickets in lists.items():
        if found := _sql(tickets.order_by("-pk")[:WANTED]):
            sql, params = found
            told = f"SELECT '{name}' AS what, 0 AS entry, x.id AS ticket, '' AS one, '' AS two, '' AS side"
            yield f"{told} FROM ({sql}) x", params


def _sql(tickets: QuerySet[Ticket]) -> Sql | None:
    """The ids of these tickets as a subquery; None where there can be none."""
    try:
        return tickets.values_list("id").query.sql_with_params()
    except EmptyResultSet:
        return None
