"""Texts and fields of an evaluation report by their names."""

from collections.abc import Iterable, Mapping

from django.forms import BaseForm, BoundField
from django.template import Library

from siwhapik.evaluation.composing import TEXTS

register = Library()


@register.filter
def named(form: BaseForm, name: str) -> BoundField:
    """The form's field of that name."""
    return form[name]


@register.filter
def written(texts: Mapping[str, str], names: Iterable[str]) -> list[tuple[str, str]]:
    """(title, text) of what an office wrote."""
    return [(TEXTS[name][0], texts[name]) for name in names]
