"""Quick replies and the blanks that can stand in them, fetched when an officer first types "/" or "{"."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from services.access import Action
from services.models import Article
from tickets.filled_in import Matter
from tickets.models import QuickReply
from tickets.prepared_texts import BLANKS
from tickets.views.guard import staff_of, staff_page, workable_ticket

MOST_ARTICLES = 50


@staff_page
@require_GET
def quick_replies(request: HttpRequest, register: str) -> JsonResponse:
    """{"replies": [{"shortcut", "title", "text", "folder", "own", "missing"}], "blanks": [...]},
    filled in for this matter; `missing` are the blanks for which it has nothing.
    """
    ticket = workable_ticket(request, register, Action.REPLY)
    staff = staff_of(request)
    matter = Matter(ticket, reader=staff, now=timezone.now())
    fitting = QuickReply.objects.for_reader(staff).fitting(ticket.service, agency=ticket.agency_id)
    replies = []
    for one in fitting:
        filled = matter.fill(one.text)
        replies.append(
            {
                "shortcut": one.shortcut,
                "title": one.title,
                "text": filled.text,
                "folder": one.folder,
                "own": one.owner_id is not None,
                "missing": list(filled.missing),
            }
        )
    articles = Article.objects.published().filter(agency=ticket.agency_id).fitting(ticket.service)
    replies += [_of_article(one) for one in articles[:MOST_ARTICLES]]
    blanks = [
        {"name": name, "label": BLANKS[name][0], "value": value}
        for name, value in matter.values().items()
    ]
    return JsonResponse({"replies": replies, "blanks": blanks})


def _of_article(article: Article) -> dict[str, object]:
    """An FAQ article beside the quick replies; it has no blanks."""
    return {
        "shortcut": f"faq-{article.pk}",
        "title": article.question,
        "text": article.answer,
        "folder": "Tanya jawab",
        "own": False,
        "missing": [],
    }
