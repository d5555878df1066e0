"""A value that every write to what offices offer replaces, so that what was read of it can be kept."""

from __future__ import annotations

import uuid

from django.db import models


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
        return next(iter(cls.objects.values_list("value", flat=True)[:1]), None)

    @classmethod
    def wait_for_others(cls) -> None:
        """Wait for whoever is changing what offices offer, and hold up who comes next until the
        transaction ends: call it in one, before looking for what may stand there already.

        Their writes would wait at this row in any case; this only waits before the look.
        """
        list(cls.objects.select_for_update(no_key=True).values_list("pk"))
