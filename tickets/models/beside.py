"""What stands beside a ticket for the person who opens it: asked at every opening, by one statement.

Without the ORM: three querysets for what is mostly not there cost a ticket page an eighth of its time
(docs/decisions/0056). It decides no right: which other tickets are shown, `visible_to` says. A test
holds it against the querysets.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

from services.models import Staff
from tickets.models.ticket import Ticket

_SELECT = (
    "SELECT (SELECT text FROM tickets_draft WHERE ticket_id = %s AND staff_id = %s),"
    " (SELECT quoted_id FROM tickets_draft WHERE ticket_id = %s AND staff_id = %s),"
    " EXISTS (SELECT 1 FROM tickets_draft WHERE ticket_id = %s AND staff_id <> %s),"
    " EXISTS (SELECT 1 FROM tickets_notification"
    " WHERE staff_id = %s AND NOT is_skipped AND read_at IS NULL),"
    " EXISTS (SELECT 1 FROM tickets_ticket other"
    " JOIN tickets_citizen citizen ON citizen.id = other.citizen_id"
    " WHERE other.id <> %s AND "
)
_BY_PHONE = "citizen.agency_id = %s AND citizen.phone = %s)"
_BY_CITIZEN = "citizen.id = %s)"


class Beside(NamedTuple):
    """The person's draft and the id of what it quotes, whether others have one, whether anything is told to the person as news,
    and whether the citizen, or another one of the office with the same number, has any other ticket.
    """

    draft: str
    quoted: int | None
    has_drafts: bool
    has_news: bool
    has_others: bool


def beside(ticket: Ticket, *, reader: Staff) -> Beside:
    """Reads `ticket.citizen`."""
    citizen = ticket.citizen
    given: list[Any] = [*([ticket.pk, reader.pk] * 3), reader.pk, ticket.pk]
    if citizen.phone:  # it is the citizen's own number, too
        whose, given = _BY_PHONE, [*given, citizen.agency_id, citizen.phone]
    else:
        whose, given = _BY_CITIZEN, [*given, citizen.pk]
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + whose, given)
        draft, quoted, has_drafts, has_news, has_others = cursor.fetchone()
    return Beside(draft or "", quoted, bool(has_drafts), bool(has_news), bool(has_others))
