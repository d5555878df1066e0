"""Forms under /kelola/: they show every refusal, and check what the database would refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST_YEAR, LAST_YEAR = 1900, 2200
# Days are added and time zones applied to what is stored: the ends of the calendar allow neither.
NO_SUCH_YEAR = f"Tahun ini tidak mungkin. Isi tahun {FIRST_YEAR} sampai {LAST_YEAR}."
_YEARS = [
    MinValueValidator(dt.date(FIRST_YEAR, 1, 1), NO_SUCH_YEAR),
    MaxValueValidator(dt.date(LAST_YEAR, 12, 31), NO_SUCH_YEAR),
]


class KelolaForm(forms.ModelForm):
    """A form that also checks rules over fields that it does not show.

    Its dates must be of plausible years.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A date with a time: check the date before Django combines the two.
            date = field.fields[0] if isinstance(field, forms.SplitDateTimeField) else field
            if isinstance(date, forms.DateField):
                date.validators.extend(_YEARS)

    def validate_unique(self) -> None:
        """Check rules over fields that the form does not have, too; Django leaves those out."""
        super().validate_unique()
        if self.instance.pk is None or self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as refused:
            self.add_error(None, refused)

    def add_error(self, field: str | None, error: Any) -> None:
        """Put an error about a field that the form does not have above it, with the field's name."""
        for name, one in _by_field(field, error):
            if name is None or name in self.fields:
                super().add_error(name, one)
            else:
                words = [f"{self._name_of(name)}: {each}" for each in one.messages]
                super().add_error(None, ValidationError(words))

    def _name_of(self, field: str) -> str:
        try:
            found = self.instance._meta.get_field(field)
        except FieldDoesNotExist:
            return field
        return str(getattr(found, "verbose_name", field)).capitalize()


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One refusal; `field` is the id of the field to correct, "" for the whole form."""

    label: str
    words: str
    field: str


def refusals(main: forms.BaseForm, formsets: list[Any]) -> list[Refusal]:
    """Every refusal, those of inline rows too, in the order of the page."""
    found = list(_of_form(main, ""))
    for formset in formsets:
        name = str(formset.model._meta.verbose_name).capitalize()
        found += [_whole(name, words) for words in formset.non_form_errors()]
        for number, form in enumerate(formset.forms, 1):
            found += _of_form(form, f"{name} {number}")
    return found


def _of_form(form: forms.BaseForm, row: str) -> Iterator[Refusal]:
    for name, errors in form.errors.items():
        for words in errors:
            if name == NON_FIELD_ERRORS:
                yield _whole(row, words)
            else:
                bound = form[name]
                label = ", ".join(part for part in (row, str(bound.label)) if part)
                yield Refusal(label=label, words=str(words), field=bound.id_for_label)


def _whole(row: str, words: Any) -> Refusal:
    return Refusal(label=row, words=str(words), field="")


def _by_field(field: str | None, error: Any) -> list[tuple[str | None, ValidationError]]:
    known = error if isinstance(error, ValidationError) else ValidationError(error)
    if not hasattr(known, "error_dict"):
        return [(field, known)]
    named = known.error_dict.items()
    return [
        (None if name == NON_FIELD_ERRORS else name, ValidationError(one)) for name, one in named
    ]
