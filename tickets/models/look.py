"""Whether a ticket page would look different: asked by every poll, by one statement.

Without the ORM: the poll asks every five seconds for every open page, and nearly always finds nothing
new (docs/decisions/0059). It decides no right, but holds what rights are read from, so that a change
of them is a change.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, NamedTuple

from django.db import connection

# Rows of seven texts, the first of which says what they are.
_TICKET = (
    "SELECT 't', CAST(version AS TEXT), state, COALESCE(CAST(assignee_id AS TEXT), ''),"
    " COALESCE(CAST(window_expires_at AS TEXT), ''), CAST(agency_id AS TEXT),"
    " COALESCE(CAST(service_id AS TEXT), '') FROM tickets_ticket WHERE id = %s"
)
_EVENTS = (
    " UNION ALL SELECT 'e', COALESCE(CAST(MAX(id) AS TEXT), ''), '', '', '', '', ''"
    " FROM tickets_ticketevent WHERE ticket_id = %s"
)
_MESSAGES = (
    " UNION ALL SELECT 'm', CAST(id AS TEXT), status, reaction,"
    " COALESCE(CAST(withdrawn_at AS TEXT), ''), edited_text, CAST(error AS TEXT)"
    " FROM tickets_message WHERE ticket_id = %s"
)
_FILES = (
    " UNION ALL SELECT 'f', CAST(file.id AS TEXT), file.state, file.preview, '', '', ''"
    " FROM tickets_attachment file JOIN tickets_message said ON said.id = file.message_id"
    " WHERE said.ticket_id = %s"
)
_PERSON = (
    " UNION ALL SELECT 'p', CAST(is_active AS TEXT), password, full_name, username, '', ''"
    " FROM services_staff WHERE id = %s"
    " UNION ALL SELECT 'r', CAST(id AS TEXT), role, COALESCE(CAST(agency_id AS TEXT), ''),"
    " CAST(is_active AS TEXT), '', '' FROM services_membership WHERE staff_id = %s"
    " UNION ALL SELECT 's', CAST(works.service_id AS TEXT), CAST(works.membership_id AS TEXT),"
    " '', '', '', '' FROM services_membership_services works"
    " JOIN services_membership held ON held.id = works.membership_id WHERE held.staff_id = %s"
)
_NEWS = (
    " UNION ALL SELECT 'n', CAST(id AS TEXT), CAST(count AS TEXT), '', '', '', ''"
    " FROM (SELECT id, count FROM tickets_notification WHERE staff_id = %s AND NOT is_skipped"
    " AND on_screen AND read_at IS NULL ORDER BY created_at DESC LIMIT 1) newest"
)
_SESSION = (
    " UNION ALL SELECT 'l', '', '', '', '', '', '' FROM django_session"
    " WHERE session_key = %s AND expire_date > %s"
)


class Looker(NamedTuple):
    """Who looks at which ticket, from which message on (None: all of them), in which log-in.

    Every message that arrives changes the ticket's version, so an older one that is late is seen too.
    """

    ticket: int
    staff: int
    start: dt.datetime | None
    session: str


def look(looker: Looker, *, now: dt.datetime) -> str:
    """Another word whenever the page, what is news to the person, or what their rights are read from
    has changed.
    """
    since, begin = "", []
    said = ""
    if looker.start is not None:
        begin = [_adapted(looker.start)]
        since, said = " AND occurred_at >= %s", " AND said.occurred_at >= %s"
    statement = f"{_TICKET}{_EVENTS}{_MESSAGES}{since}{_FILES}{said}{_PERSON}{_NEWS}{_SESSION}"
    given: list[Any] = [looker.ticket, looker.ticket, looker.ticket, *begin, looker.ticket, *begin]
    given += [*([looker.staff] * 4), looker.session, _adapted(now)]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = sorted(cursor.fetchall())
    return hashlib.blake2b(repr(rows).encode(), digest_size=12).hexdigest()


def _adapted(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
