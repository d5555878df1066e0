"""Form fields as components/field.html shows them."""

from html import escape

from django.forms import BaseForm, BoundField
from django.template import Library
from django.utils.safestring import SafeString, mark_safe

register = Library()
# The days of an own span: shown where it is chosen.
_OWN = dict.fromkeys(("dari", "sampai"), ' class="period__own"')


@register.simple_tag
def period_fields(form: BaseForm) -> SafeString:
    """The fields of components/period_form.html, each within its label."""
    html = "".join(
        f"<label{_OWN.get(field.name, '')}>{escape(str(field.label))} {field}</label>"
        for field in form
    )
    return mark_safe(html)  # noqa: S308  # names are escaped, and Django writes the fields


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of its hint and its errors, for screen readers (Django: only the hint's)."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    return " ".join(ids)


@register.filter
def described(field: BoundField) -> SafeString:
    """The widget with its described_by."""
    ids = described_by(field)
    return field.as_widget(attrs={"aria-describedby": ids} if ids else None)
