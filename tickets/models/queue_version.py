"""A counter that a polling page compares before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction

from services import rows
from services.models import Agency
from services.rows import Statement

# After every commit that a queue shows, so without the ORM, which takes ten times as long.
_BUMP = (
    "INSERT INTO tickets_queueversion AS mine (agency_id, version) VALUES (%s, 1)"
    " ON CONFLICT (agency_id) DO UPDATE SET version = mine.version + 1"
)


@dataclass(frozen=True)
class _Bump:
    """Equal for one agency, so that it can be found among the callbacks that wait for the commit."""

    agency_id: int

    def __call__(self) -> None:
        QueueVersion.bump(self.agency_id)


class QueueVersion(models.Model):
    """Bumped after commit, in a statement of its own, so that it never serialises an agency."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="queue_version")
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def bump(cls, agency_id: int) -> None:
        """Tell the queue pages of an agency that something changed."""
        connection = transaction.get_connection()
        # Lost in a power cut, it is only late: a list is drawn anew within a minute (views/queue.py).
        alone = connection.vendor == "postgresql" and not connection.in_atomic_block
        relaxed = [rows.UNTIL_COMMIT] if alone else []
        rows.write([*relaxed, Statement(_BUMP, [agency_id])])

    @classmethod
    def bump_after_commit(cls, agency_id: int) -> None:
        """Tell them after the commit, once for all changes of one transaction."""
        bump, connection = _Bump(agency_id), transaction.get_connection()
        within = set(connection.savepoint_ids)
        # A waiting callback is enough, unless the rollback of an inner savepoint may still drop it.
        if not any(told == bump and sids <= within for sids, told, _ in connection.run_on_commit):
            transaction.on_commit(bump, robust=True)
