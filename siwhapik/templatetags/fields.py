"""Form fields as components/field.html shows them."""

from django.forms import BoundField
from django.template import Library
from django.utils.safestring import SafeString

register = Library()


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
