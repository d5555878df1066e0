"""The person behind a log-in, with roles and offices: read at every request.

Django builds this read for three times as long as the database takes for it. So the rows are compared
first, by one statement without the ORM, and the ORM reads them again only where one of them changed
(docs/decisions/0069). The statement decides no right: any change of any column is a change.
"""

from __future__ import annotations

import hashlib

from django.core.cache import caches
from django.db import connection

from services import rows
from services.models import Staff
from services.rows import Statement

HOLDS = 3600  # seconds; only to forget who went home
# PostgreSQL writes a row as one text faster than it is made of sixty values.
_WHOLE = {"postgresql": "staff::text, held::text, office::text"}
_ROWS = (
    "SELECT {whole}, works.service_id FROM services_staff staff"
    " LEFT JOIN services_membership held ON held.staff_id = staff.id"
    " LEFT JOIN services_agency office ON office.id = held.agency_id"
    " LEFT JOIN services_membership_services works ON works.membership_id = held.id"
    " WHERE staff.id = %s ORDER BY held.id, works.service_id"
)


def signed_in(pk: int) -> Staff | None:
    """The account with its roles as they are now, and an object of the caller's own; None: no such
    account. Whether it may be used, the log-in rules say (siwhapik.accounts).
    """
    people, key, now = caches["people"], str(pk), _rows(pk)
    kept: tuple[str, Staff] | None = people.get(key)
    if kept is not None and kept[0] == now:
        return kept[1]
    staff = Staff.objects.at_work(pk)
    if staff is not None and now == _rows(pk):  # nothing changed between the two reads
        people.set(key, (now, staff), HOLDS)
    return staff


def _rows(pk: int) -> str:
    """Another word whenever a column of the account, its roles, offices or services has changed."""
    whole = _WHOLE.get(connection.vendor, "staff.*, held.*, office.*")
    found = rows.values([Statement(_ROWS.format(whole=whole), [pk])], planned=True)
    return hashlib.blake2b(repr(found).encode(), digest_size=16).hexdigest()
