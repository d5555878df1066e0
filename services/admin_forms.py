"""Forms under /kelola/ say every refusal in words, and what the database would refuse before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError


class KelolaForm(forms.ModelForm):
    """A row whose fixed fields count too: they are not on the form, but rules look at them."""

    def validate_unique(self) -> None:
        """Django leaves out rules that name a field which the form does not have."""
        super().validate_unique()
        if self.instance.pk is None or self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as refused:
            self.add_error(None, refused)

    def add_error(self, field: str | None, error: Any) -> None:
        """An error about a field that the form does not have is said above it, with its name."""
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
    """One thing that was not accepted; `field` is the id of what to mend, "" for the whole."""

    label: str
    words: str
    field: str


def refusals(main: forms.BaseForm, formsets: list[Any]) -> list[Refusal]:
    """Everything that was refused, the rows of the parent included, in the order of the page."""
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
