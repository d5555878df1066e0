"""Columns for names: one that keeps out what must not be shown, one that names are found by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from services import names


class ShownNameField(models.CharField):  # type: ignore[type-arg]  # not generic at run time
    """A name or file name from outside: whatever writes it, bidi and zero-width signs stay out."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return names.shown(prepared) if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The object says what the row says."""
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            setattr(model_instance, self.attname, names.shown(value))
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        """To the database it is a CharField."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class DerivedField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """Computed from other columns of its row at every write of them, for an index to find."""

    def __init__(
        self, *args: Any, compute: Callable[..., str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})
        self.compute = compute

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if self.compute is not None:
            setattr(model_instance, self.attname, self.compute(model_instance))
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        """To the database it is a TextField."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
