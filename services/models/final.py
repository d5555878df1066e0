"""Rows that are written once: what citizens were asked and answered, what an office signed."""

from __future__ import annotations

from typing import Any

from django.db import models


class RowIsFinal(Exception):
    """Something tried to change or delete a row that is written once."""


class Final(models.QuerySet[Any]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> int:
        raise RowIsFinal

    def delete(self) -> tuple[int, dict[str, int]]:
        raise RowIsFinal


class FinalModel(models.Model):
    """A row that cannot be changed once it is written, by no page and no command."""

    objects = Final.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise RowIsFinal
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise RowIsFinal
