"""A value that every write to what offices offer replaces, so that what was read of it can be kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models

from services import rows
from services.rows import Statement

# Asked at each turn of the bot, so it stands as text.
CURRENT = Statement("SELECT value FROM services_offermark LIMIT 1", [])


class OfferMark(models.Model):
    """One row, written by the database's own triggers alone (`services.marking`).

    Services, standards, examples, opening hours and the like move it, whoever writes them. It is
    never the same twice, so a transaction that is rolled back leaves nothing to be mistaken for.
    """

    value = models.UUIDField(default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """The value now, None where there is none; read it before what is kept under it."""
        return cls.told(rows.values([CURRENT])[0])

    @staticmethod
    def told(found: Sequence[Sequence[Any]]) -> uuid.UUID | None:
        """What `CURRENT` answered; SQLite has text."""
        if not found:
            return None
        (value,) = found[0]
        return value if isinstance(value, uuid.UUID) else uuid.UUID(value)

    @classmethod
    def wait_for_others(cls) -> None:
        """Wait for whoever is changing what offices offer, and hold up who comes next until the
        transaction ends: call it in one, before looking for what may stand there already.

        Their writes would wait at this row in any case; this only waits before the look.
        """
        list(cls.objects.select_for_update(no_key=True).values_list("pk"))
