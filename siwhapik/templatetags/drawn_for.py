"""`{% csrf_token %}` adds whom the form was drawn for: on our pages, unfold's and allauth's."""

from django.http import HttpRequest
from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from siwhapik.drawn_for import FIELD, mark_of

register = Library()


class FormMarksNode(Node):
    """Renders Django's hidden field, and ours beside it."""

    def render(self, context: Context) -> SafeString:
        return form_marks(context)


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormMarksNode:
    """Replaces Django's tag of this name."""
    return FormMarksNode()


def form_marks(context: Context) -> SafeString:
    """The hidden fields of a form; a page has made them once for all of its forms."""
    if marks := context.get("form_marks"):
        return SafeString(marks)
    field = CsrfTokenNode().render(context)
    if not field:
        return SafeString("")
    return format_html(
        '{}<input type="hidden" name="{}" value="{}">', field, FIELD, drawn_for(context)
    )


@register.simple_tag(takes_context=True)
def drawn_for(context: Context) -> str:
    """The person whom this page is drawn for; empty for an anonymous visitor."""
    request = context.get("request")
    return mark_of(request.user) if isinstance(request, HttpRequest) else ""
