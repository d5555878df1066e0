"""What an office keeps of citizens, and why: /privasi/, for one office or for all."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import Context, Engine
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.hours_words import hours_in_words
from services.models import Agency
from tickets.inbound.catalogue import office_values
from tickets.models import AgencyText
from tickets.own_texts import Key, filled

_BLANK_LINES = re.compile(r"\n{3,}")


@require_safe
def privacy(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The page of one office; without its name that of the only office, or what holds for all."""
    offices = Agency.objects.active()
    if slug:
        agency: Agency | None = get_object_or_404(offices, slug=slug)
    else:
        known = list(offices.order_by("name"))
        agency = known[0] if len(known) == 1 else None
    context: dict[str, Any] = {"agency": agency, "blocks": list(blocks(privacy_text(agency)))}
    if agency is None:
        context["offices"] = known
    return render(request, "services/privacy.html", context)


def privacy_text(agency: Agency | None) -> str:
    """The office's own text, else the product's; a text that cannot be filled counts as none."""
    if agency is None:
        return _product_text(None)
    own = AgencyText.objects.filter(agency=agency, key=Key.PRIVACY_PAGE).first()
    if own is not None:
        today = timezone.now().astimezone(agency.zone).date()
        hours = "; ".join(hours_in_words(agency.office_hours.all(), on=today))
        if text := filled(own.text, office_values(agency, hours)):
            return text
    return _product_text(agency)


def blocks(text: str) -> Iterator[dict[str, Any]]:
    """The text as headings ("# "), lists ("- ") and paragraphs: {kind, text} or {kind, lines}."""
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and lines[0].startswith("# "):
            yield {"kind": "heading", "text": lines.pop(0)[2:]}
        if bullets := [line[2:] for line in lines if line.startswith("- ")]:
            before = [line for line in lines if not line.startswith("- ")]
            if before:
                yield {"kind": "paragraph", "text": " ".join(before)}
            yield {"kind": "list", "lines": bullets}
        elif lines:
            yield {"kind": "paragraph", "text": " ".join(lines)}


def _product_text(agency: Agency | None) -> str:
    engine = Engine(dirs=[str(settings.BASE_DIR / "templates" / "services")], autoescape=False)
    text = engine.get_template("privacy.txt").render(Context({"agency": agency}, autoescape=False))
    return _BLANK_LINES.sub("\n\n", text)
