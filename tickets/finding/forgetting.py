"""Takes the words out of PostgreSQL's list of words (known_words) that stand in no text and in no name any more.

What a citizen said or was called goes with them; a rare word of it must not stay behind.
"""

# ruff: noqa: S608  # put together of our own words; values are parameters

import datetime as dt

from django.db import connections, transaction

from tickets.finding.hits import has_words_of_people
from tickets.finding.known_words import QUOTED
from tickets.models import SearchEntry

_HOURS = 7 * 24  # each word is looked up once a week
_MOST = 500
_STANDS = " OR ".join(
    f"EXISTS (SELECT FROM tickets_searchentry WHERE kind = '{kind}' AND words @@ ({QUOTED})::tsquery)"
    for kind in SearchEntry.Kind.values
)
_UNUSED = (
    "SELECT word FROM tickets_searchword"
    f" WHERE mod(abs(hashtext(word)::bigint), {_HOURS}) = %s AND NOT ({_STANDS}) LIMIT {_MOST}"
)
# Whoever writes an entry holds it with others (migration 0089): so none is being written, and none waits for long.
_NOBODY_WRITES = "SELECT pg_try_advisory_xact_lock(hashtext('tickets_searchword'))"
_DROP = f"DELETE FROM tickets_searchword WHERE word = ANY(%s) AND NOT ({_STANDS})"


def forget_unused_words(now: dt.datetime) -> int:
    """Of a part of the list, another in each hour of the week; returns how many went. While entries are written, none go."""
    if not has_words_of_people():
        return 0
    alias = SearchEntry.objects.db
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0"
        )
        cursor.execute(_UNUSED, [(now.weekday() * 24 + now.hour) % _HOURS])
        unused = [word for (word,) in cursor.fetchall()]
        if not unused:
            return 0
        cursor.execute(_NOBODY_WRITES)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_DROP, [unused])
        return int(cursor.rowcount)
