"""Answer the citizen: free text and files inside the window, a template outside."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from services.access import Action
from services.models import Staff
from services.models.staff import GoesOn
from tickets import desk
from tickets.content import InvalidContent
from tickets.models import Message, MessageTemplate, Ticket
from tickets.outbox import WindowClosed
from tickets.reply_forms import ReplyForm, TemplateForm, blanks_of
from tickets.views.composer import errors_of, wrong_in
from tickets.views.going_on import go_on, goes_on
from tickets.views.guard import keep_draft, staff_of, staff_page, workable_ticket
from tickets.views.ticket import ticket_page
from tickets.views.verbs import done, new_form_key

REFUSALS = (desk.Refused, WindowClosed, InvalidContent)
_SENT = "Balasan masuk antrean kirim."
_HELD = "Menunggu persetujuan penyelia; belum dikirim kepada pemohon."
# What each button needs at least of the person's choice, where it does not end the matter.
_LEAST = {
    desk.Then.STAY: GoesOn.ALWAYS,
    desk.Then.WAIT: GoesOn.DONE,
    desk.Then.UNTIL: GoesOn.DONE,
}
_WAITS = "Tiket menunggu pemohon; waktunya dijeda."


@staff_page
@require_POST
def reply(request: HttpRequest, register: str) -> HttpResponse:
    """A POST with text and files; after any error the page shows again what was typed."""
    ticket = workable_ticket(request, register, Action.REPLY)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, ticket, form)
    data = form.cleaned_data
    if warning := _warning(request, ticket, data):
        keep_draft(request, ticket, data["text"], quoted=data["quoted"] or 0)
        return _refused(request, ticket, form, warning=warning)
    letter = desk.Reply(
        text=data["text"].strip(),
        files=tuple(data["files"]),
        form_key=data["form_key"],
        quotes=data["quoted"],
        led=_led(data, words=data["text"].strip()),
    )
    return _send(request, ticket, form, letter)


@staff_page
@require_POST
def template(request: HttpRequest, register: str) -> HttpResponse:
    """A POST with an approved template."""
    ticket = workable_ticket(request, register, Action.REPLY)
    form = TemplateForm(request.POST, ticket=ticket, auto_id="template_%s")
    if not form.is_valid():
        _keep_words(request, ticket, form)
        return _refused(request, ticket, form)
    if warning := _warning(request, ticket, form.cleaned_data):
        _keep_words(request, ticket, form)
        return _refused(request, ticket, form, warning=warning)
    data = form.cleaned_data
    letter = desk.Reply(
        template=data["template"],
        parameters=data["blanks"],
        form_key=data["form_key"],
        led=_led(data, words="".join(data["blanks"][1:])),
    )
    return _send(request, ticket, form, letter)


def _led(data: dict[str, Any], *, words: str) -> desk.EndLed | None:
    """Those that follow end too where the person chose it, and hear the same words."""
    return desk.EndLed(text=words) if data["led"] and data["then"].outcome is not None else None


def _send(
    request: HttpRequest, ticket: Ticket, form: ReplyForm | TemplateForm, letter: desk.Reply
) -> HttpResponse:
    then, until = form.cleaned_data["then"], form.cleaned_data["until"]
    try:
        sent = _reply(request, ticket, letter, then=then, until=until)
    except desk.FollowedByNothing as refusal:
        return done(request, ticket, words=f"{_SENT} Selain itu tidak ada yang berubah: {refusal}")
    except REFUSALS as refusal:
        field = getattr(refusal, "field", "")
        if letter.text:
            keep_draft(request, ticket, letter.text, quoted=letter.quotes or 0)
        elif isinstance(form, TemplateForm):
            _keep_words(request, ticket, form)
            form.is_unfit = field == "parameters"
        form.add_error(field if field in form.fields else None, str(refusal))
        return _refused(request, ticket, form)
    if not sent:
        return _stays(request, ticket, _HELD)
    job = desk.end_led_job(ticket, by=staff_of(request), form_key=letter.form_key)
    if job is not None:
        after = job.get_absolute_url()
        return done(request, ticket, words=_words(ticket, then), after=after)
    return _after(request, ticket, then=then, until=until)


def _after(
    request: HttpRequest, ticket: Ticket, *, then: desk.Then, until: dt.date | None
) -> HttpResponse:
    """What the person sees next, once the answer is on its way."""
    if then is desk.Then.UNTIL and until is None:  # without JavaScript the day is chosen next
        after = reverse("tickets:wait-for-citizen", args=[ticket.register_number])
        return done(request, ticket, words=f"{_SENT} Pilih sampai kapan ditunggu.", after=after)
    words = _words(ticket, then)
    if goes_on(staff_of(request), _LEAST.get(then, GoesOn.ENDED)):
        return go_on(request, ticket, words)
    if then.outcome is not None:  # the composer goes with it
        return done(request, ticket, words=words, after=ticket.get_absolute_url())
    return _stays(request, ticket, words)


def _words(ticket: Ticket, then: desk.Then) -> str:
    if then.outcome is not None:
        outcome = ticket.get_outcome_display().lower()
        return f"{_SENT} {ticket.register_number} selesai: {outcome}."
    return _SENT if then is desk.Then.STAY else f"{_SENT} {_WAITS}"


def _stays(request: HttpRequest, ticket: Ticket, words: str) -> HttpResponse:
    """On the ticket; its composer is made ready for the next answer."""
    if not request.headers.get("HX-Request"):
        messages.success(request, words)
        return redirect(f"{ticket.get_absolute_url()}#akhir")
    newest = ticket.messages.order_by("-pk").values_list("pk", flat=True).first() or 0
    response = HttpResponse(status=204)
    sent = {
        "form_key": new_form_key(),
        "seen": newest,
        "holder": ticket.assignee_id or 0,
        "text": words,
    }
    response["HX-Trigger"] = json.dumps({"reply-sent": sent})
    return response


def _reply(
    request: HttpRequest,
    ticket: Ticket,
    letter: desk.Reply,
    *,
    then: desk.Then,
    until: dt.date | None,
) -> list[Message]:
    staff, now = staff_of(request), timezone.now()
    if then is desk.Then.UNTIL and until is not None:
        return desk.reply_and_wait(ticket, by=staff, now=now, letter=letter, until=until)
    return desk.reply_then(ticket, by=staff, now=now, letter=letter, then=then)


def _refused(
    request: HttpRequest, ticket: Ticket, form: ReplyForm | TemplateForm, *, warning: str = ""
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"errors": errors_of(form), "warning": warning, "wrong": wrong_in(form)}
        return render(request, "tickets/_reply_errors.html", context, status=422)
    return ticket_page(request, ticket, refused=form, warning=warning)


def _unseen(request: HttpRequest, ticket: Ticket, *, seen: int | None) -> list[Message]:
    """What was said since typing began, by the citizen or by a colleague; or changed since."""
    if seen is None:
        return []
    others = Q(direction=Message.Direction.IN) | Q(origin__in=Message.ANSWERING)
    later = ticket.messages.filter(others, pk__gt=seen).exclude(author=staff_of(request))
    counts = ("edit", "revoke")  # about what was said before, and worth reading before an answer
    return [
        message
        for message in later.select_related("author")
        if message.direction != Message.Direction.IN
        or message.says_something
        or message.type in counts
    ]


def _sent_before(request: HttpRequest, form_key: str) -> bool:
    """A second click of the same form is let through: it finds the row of the first."""
    return Message.objects.filter(author=staff_of(request), form_key=f"{form_key}:0").exists()


def _warning(request: HttpRequest, ticket: Ticket, data: dict[str, Any]) -> str:
    """What changed since typing began and is to be known before sending; empty: nothing, or known."""
    if data["confirmed"] or _sent_before(request, data["form_key"]):
        return ""
    said = []
    if unseen := _unseen(request, ticket, seen=data["seen"]):
        said.append(
            f"{len(unseen)} pesan baru sejak Anda mulai mengetik, dari pemohon atau rekan Anda."
        )
        if names := sorted({str(one.author) for one in unseen if one.author is not None}):
            said.append(f"{' dan '.join(names)} sudah membalas.")
    if changed := _changed_hands(ticket, me=staff_of(request), holder=data["holder"]):
        said.append(changed)
    return " ".join([*said, "Baca dahulu, centang, lalu kirim lagi."]) if said else ""


def _changed_hands(ticket: Ticket, *, me: Staff, holder: int | None) -> str:
    """Who holds the ticket now, where that is not who held it when typing began."""
    now_held_by = ticket.assignee_id or 0
    if holder is None or now_held_by in (holder, me.pk):
        return ""
    if ticket.assignee is None:
        return "Tiket ini kini kembali di antrean; dengan membalas, Anda mengambilnya."
    return f"Tiket ini kini dipegang {ticket.assignee}."


def _keep_words(request: HttpRequest, ticket: Ticket, form: TemplateForm) -> None:
    """What was typed for an update is the same draft as the answer's, also for one that WhatsApp
    paused meanwhile.
    """
    for template in MessageTemplate.objects.telling().filter(channel=ticket.channel_id):
        for blank in blanks_of(template):
            text = form.data.get(blank.name, "").strip()
            if text and blank.is_words and str(template.pk) == form.data.get("template"):
                keep_draft(request, ticket, text)
