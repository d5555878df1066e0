"""Columns for names: one without characters that must not be shown, one to search by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from services import names


class ShownNameField(models.CharField):  # type: ignore[type-arg]  # not generic at run time
    """A name or file name from outside: every write removes bidi and zero-width characters."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return names.shown(prepared) if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Clean the value, on the object too, so that it equals the row."""
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            setattr(model_instance, self.attname, names.shown(value))
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        """To the database it is a CharField."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class DerivedField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """Computed from other columns whenever they are written, for an index."""

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
