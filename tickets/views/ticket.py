"""The ticket: the conversation, the case beside it, and what changes while it is looked at."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services import access
from services.access import Action
from services.calendars import calendar_of
from services.models import Staff
from services.reach import OF_ONE_OFFICE
from tickets import desk, identity
from tickets.desk import explaining
from tickets.forms import AccessReasonForm
from tickets.lacking import lacking
from tickets.models import AccessLog, Message, Ticket
from tickets.models.beside import Beside, beside
from tickets.models.look import Looker, look
from tickets.notifications import mark_read
from tickets.reply_forms import ReplyForm, TemplateForm
from tickets.transports.registry import transport_of
from tickets.views import case, composer, drafts, quiet_polls, together
from tickets.views.guard import (
    ReasonNeeded,
    numbered_ticket,
    posted,
    readable_ticket,
    sees_numbers,
    staff_of,
    staff_page,
    unmask_numbers,
)
from tickets.views.held import returned_of, waiting_of
from tickets.views.hops import hops_of, was_passed_on
from tickets.views.links import Links
from tickets.views.quoting import asked_quote, quote_of
from tickets.views.thread import Bubble, ThreadView, thread_of
from tickets.views.thread_html import thread_html
from tickets.views.thread_page import (
    ThreadPage,
    asked_start,
    events_of,
    page_of,
    people_in,
)
from tickets.views.undelivered import with_what_became
from tickets.views.unread import forget_count, news_html, remember_none


@staff_page
@require_GET
def ticket(request: HttpRequest, register: str) -> HttpResponse:
    """The page /tiket/<register>/; a form asks for the reason where one is needed."""
    try:
        found = readable_ticket(request, register)
    except ReasonNeeded as needed:
        return reason_page(request, needed.ticket)
    except Http404:
        return passed_on_page(request, register)
    if found.register_number != register:  # it had a provisional number
        return redirect(found.get_absolute_url())
    aside = beside(found, reader=staff_of(request))
    _seen(found, by=staff_of(request), aside=aside)
    return ticket_page(request, found, aside=aside)


def ticket_page(
    request: HttpRequest,
    found: Ticket,
    *,
    aside: Beside | None = None,
    refused: ReplyForm | TemplateForm | None = None,
    warning: str = "",
) -> HttpResponse:
    """The whole page; with a form that was refused it keeps what was typed (422)."""
    staff = staff_of(request)
    aside = aside or beside(found, reader=staff)
    page = page_of(found, asked_start(found, request.GET))
    place = together.place_of(request, found)
    colleagues = together.met(request, place, now=timezone.now())
    standard = case.standard_of(found)  # with what it asks for, which the live parts read
    live = _live_parts(request, found, page, aside=aside)
    quoted = asked_quote(request, refused=refused, kept=aside.quoted)
    quote = quote_of(quoted, found, show=live["show"], page=page)
    context = {
        **live,
        **drafts.beside_composer(request, found, aside=aside, colleagues=colleagues),
        "standard": standard,
        "sop": case.sop_of(found, now=timezone.now()),
        "composer": composer.composer_of(
            found,
            staff=staff,
            newest=max((message.pk for message in page.messages), default=0),
            typed=composer.Typed(aside.draft, live["unsent"], quote),
            refused=refused,
        ),
        "warning": warning,
    }
    return render(request, "tickets/ticket.html", context, status=422 if refused else 200)


@staff_page
@require_GET
def changes(request: HttpRequest, register: str) -> HttpResponse:
    """The present head, conversation and case, or 304."""
    try:
        found = readable_ticket(request, register)
    except ReasonNeeded:
        return HttpResponse("Tulis alasan membuka tiket ini dahulu.", status=401)
    now, staff = timezone.now(), staff_of(request)
    start, place = asked_start(found, request.GET), together.place_of(request, found)
    looker = Looker(found.pk, staff.pk, start, request.session.session_key or "")
    known = quiet_polls.Known(
        looker,
        look(looker, now=now),
        place,
        together.polled(request, place, now=now),
        # A page that comes to sight again is answered, so that it counts as read.
        request.GET.get(together.SEEN, ""),
    )
    quiet_polls.remember(request, known)
    etag = known.etag(now)
    if request.headers.get("If-None-Match") == etag:
        response = quiet_polls.not_modified(etag)
    else:
        aside = beside(found, reader=staff)
        if request.GET.get(together.SEEN):
            _seen(found, by=staff, aside=aside)
        context = _live_parts(request, found, page_of(found, start), aside=aside)
        context |= drafts.beside_composer(request, found, aside=aside, colleagues=known.colleagues)
        response = render(request, "tickets/_ticket_live.html", context)
        response.write(news_html(staff))
    response["ETag"] = etag
    return response


@staff_page
@require_GET
def why(request: HttpRequest, register: str) -> HttpResponse:
    """How both due times were computed."""
    try:
        found = readable_ticket(request, register)
    except ReasonNeeded as needed:
        return reason_page(request, needed.ticket)
    now, calendar = timezone.now(), calendar_of(found.agency)
    first = explaining.explanation(found, now, first=True, calendar=calendar)
    whole = explaining.explanation(found, now, calendar=calendar)
    explanations = [("Balasan pertama", first.sentences), ("Penyelesaian", whole.sentences)]
    if (look := explaining.look_explanation(found, calendar)) is not None:
        explanations.append(("Kiriman baru", look.sentences))
    context = {"ticket": found, "explanations": explanations}
    part = bool(request.headers.get("HX-Request"))
    return render(request, "tickets/_why.html" if part else "tickets/why.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def open_with_reason(request: HttpRequest, register: str) -> HttpResponse:
    """Write down why a ticket with specific data is opened; then it opens for an hour."""
    try:
        found = readable_ticket(request, register)
    except ReasonNeeded as needed:
        form = AccessReasonForm(posted(request))
        if request.method != "POST" or not form.is_valid():
            return reason_page(request, needed.ticket, form=form)
        _log_reason(needed.ticket, request, form.cleaned_data["reason"])
        found = needed.ticket
    return redirect(found.get_absolute_url())


@staff_page
@require_POST
def show_numbers(request: HttpRequest, register: str) -> HttpResponse:
    """Unmask telephone and NIK for an hour; the log keeps that it was done."""
    found = numbered_ticket(request, register)
    if identity.is_kept_from(staff_of(request), found):
        messages.error(request, identity.REFUSED)
    else:
        unmask_numbers(request, found)
    return redirect(found.get_absolute_url())


def _seen(found: Ticket, *, by: Staff, aside: Beside) -> None:
    """This person has the ticket before them: its messages are read where they hold it, and what
    they were told of it is no news any more.
    """
    now = timezone.now()
    if found.assignee_id == by.pk:
        desk.mark_seen(found, by=by, now=now)
    if not aside.has_news:
        remember_none(by)
    elif mark_read(found, by=by, now=now):
        forget_count(by)


def _asked(request: HttpRequest, found: Ticket) -> dict[str, str]:
    """The reason of a head who was asked for an answer, ready to be sent."""
    if not access.can(staff_of(request), Action.ANSWER_ESCALATION, found):
        return {}
    asked = desk.open_escalation(found)
    return {"reason": f"Menjawab permintaan {asked.asked_by}."} if asked else {}


def reason_page(
    request: HttpRequest, found: Ticket, *, form: AccessReasonForm | None = None
) -> HttpResponse:
    """Asks for the reason; shows nothing of the matter but its number."""
    context = {"ticket": found, "form": form or AccessReasonForm(initial=_asked(request, found))}
    status = 422 if form is not None and form.errors else 200
    return render(request, "tickets/reason.html", context, status=status)


def passed_on_page(request: HttpRequest, register: str) -> HttpResponse:
    """What the office that gave the number keeps of a ticket it passed on; 404 for all others."""
    staff = staff_of(request)
    away = Ticket.objects.exclude(agency=F("origin_agency")).select_related("agency")
    offices = access.agencies_where(staff, Action.READ_TICKET, besides=OF_ONE_OFFICE)
    found = get_object_or_404(
        away, register_number=register, origin_agency__in=offices.values("pk")
    )
    facts = [
        ("Instansi sekarang", found.agency.name),
        ("Status", found.get_state_display()),
        ("Hasil", found.get_outcome_display() if found.outcome else "Belum ada"),
    ]
    context = {"ticket": found, "facts": facts, "hops": hops_of(found, now=timezone.now())}
    return render(request, "tickets/passed_on.html", context)


def _live_parts(
    request: HttpRequest, found: Ticket, page: ThreadPage, *, aside: Beside
) -> dict[str, Any]:
    now, staff = timezone.now(), staff_of(request)
    events = with_what_became(events_of(found, page), page)
    people = people_in(page.messages, events, known=(found.assignee, staff))
    citizen = identity.of(found, reader=staff)
    unmasked = sees_numbers(request, found)
    view = ThreadView(
        zone=found.agency.zone,
        text=case.shower(citizen, unmasked=unmasked),
        hides_citizen=citizen.is_hidden,
        address=found.get_absolute_url(),
        people=people,
        why_not_again=partial(desk.why_not_again, found, road=_road(found, now=now)),
    )
    thread = thread_of(page, events=page.of_this_part(events), view=view)
    bubbles = [item.pk for item in thread if isinstance(item, Bubble)]
    shows_others = aside.has_others and not citizen.is_hidden
    shown_history = page.newest_of(events)
    return {
        "ticket": found,
        "links": Links(found.register_number),
        "head": case.head_of(found, staff=staff, now=now, citizen=citizen, events=events),
        "case": case.case_of(found, now=now, citizen=citizen, unmasked=unmasked),
        "lacks": lacking(found, page.sent_files),
        **(case.others_of(found, staff=staff, now=now) if shows_others else {}),
        "hops": hops_of(found, now=now) if was_passed_on(found, events) else [],
        "history": case.history_of(found, shown_history, show=view.text, hidden=citizen.is_hidden),
        "show": view.text,
        "thread": thread_html(thread, ticket=found, request=request),
        "newest": max(bubbles, default=0),
        "part": page,
        "first_bubble": bubbles[0] if bubbles else 0,
        "window": composer.window_of(found, now=now),
        "held": waiting_of(found, staff=staff, now=now, show=view.text),
        "returned": returned_of(found, events, staff=staff, draft=aside, show=view.text),
        "unsent": _unsent(found, page, staff=staff),
    }


def _unsent(found: Ticket, page: ThreadPage, *, staff: Staff) -> str:
    """The words of the last answer where it was not sent, for who may send them again."""
    may_reply = access.can(staff, Action.REPLY, found)
    last = page.last_of(Message.Origin.OFFICER, ticket=found) if may_reply else None
    return composer.unsent_in(last)


def _road(found: Ticket, *, now: dt.datetime) -> desk.Road:
    ends = found.conversation.window_expires_at if found.conversation else None
    channel = found.channel
    is_open = channel is not None and transport_of(channel.kind).may_send(ends, now)
    return desk.Road(channel, window_is_open=is_open)


def _log_reason(found: Ticket, request: HttpRequest, reason: str) -> None:
    AccessLog.objects.create(
        ticket=found, staff=staff_of(request), action=AccessLog.Action.TICKET, reason=reason[:300]
    )
