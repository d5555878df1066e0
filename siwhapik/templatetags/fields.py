"""Form fields as components/field.html shows them."""

from django.forms import BoundField
from django.template import Library
from django.utils.safestring import SafeString

register = Library()


@register.filter
def described(field: BoundField) -> SafeString:
    """The widget, described for screen readers by its hint and its errors (Django: only the hint)."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    return field.as_widget(attrs={"aria-describedby": " ".join(ids)} if ids else None)
