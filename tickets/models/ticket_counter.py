"""What holds of matters that an officer wrote down at the counter or on the telephone; a part of
the model in ticket.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

WHATSAPP = "whatsapp"  # of Ticket.Source


class AtCounter(models.Model):
    if TYPE_CHECKING:
        source: str

    class Meta:
        abstract = True

    @property
    def is_from_counter(self) -> bool:
        """Whether an officer wrote it down, so that the citizen has no message with its code."""
        return self.source != WHATSAPP
