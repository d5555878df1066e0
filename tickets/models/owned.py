"""What an office has for all its officers, or one officer for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from services.models import Staff

M = TypeVar("M", bound=models.Model)


class OwnedQuerySet(models.QuerySet[M]):
    """Rows with an `owner`; without one they are the office's."""

    def shared(self) -> Self:
        """The offices'."""
        return self.filter(owner__isnull=True)

    def for_reader(self, staff: Staff) -> Self:
        """The offices', and this person's own."""
        return self.filter(Q(owner__isnull=True) | Q(owner=staff))
