"""Texts and fields of an evaluation report by their names."""

from collections.abc import Iterable, Mapping
from html import escape

from django.forms import BaseForm, BoundField
from django.template import Library
from django.utils.safestring import SafeString, mark_safe

from siwhapik.evaluation.composing import TEXTS
from siwhapik.evaluation.contents import Entry

register = Library()


@register.filter
def named(form: BaseForm, name: str) -> BoundField:
    """The form's field of that name."""
    return form[name]


@register.filter
def written(texts: Mapping[str, str], names: Iterable[str]) -> list[tuple[str, str]]:
    """(title, text) of what an office wrote."""
    return [(TEXTS[name][0], texts[name]) for name in names]


@register.simple_tag
def entry_links(entries: Iterable[Entry]) -> SafeString:
    """The lines of a table of contents."""
    html = "".join(
        f'<li><a class="tabs__item" href="{escape(one.url)}"'
        f"{_HERE if one.is_here else ''}>{escape(one.title)}</a></li>"
        for one in entries
    )
    return mark_safe(html)  # noqa: S308  # addresses and titles are escaped


_HERE = ' aria-current="page"'
