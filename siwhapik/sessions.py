"""Sessions in the database, read by a statement that is made once (docs/decisions/0111).

Every page begins with it, and Django makes its own anew for three times as long.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from services import rows
from services.rows import Question

_VALID = "WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """As Django's, which writes and ends them."""

    def load(self) -> dict[str, Any]:
        """What was kept; of one that is over or that nobody has, Django says what follows."""
        now = rows.moment(timezone.now())
        found: list[Session]
        (found,) = rows.read([Question(Session, _VALID, [self.session_key, now])], planned=True)
        if found:
            return self.decode(found[0].session_data)
        return super().load()
