"""How far a matter is, for a visitor with its code: in plain words, without personal data."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from services.hours_words import hours_in_words
from services.throttle import allow, give_back, visitor
from siwhapik.public.forms import NOT_FOUND, TrackForm
from surveys.invitations import NotInvited
from surveys.receipts import can_answer, open_survey
from tickets import states
from tickets.desk import explaining
from tickets.desk.joining import goes_on_as
from tickets.event_verbs import PUBLIC_VERBS, VERBS, Verb
from tickets.models import Ticket, TicketEvent
from tickets.words import amount_words, long_words, words

LIMIT, PER = 20, dt.timedelta(minutes=10)
NOT_REGISTERED = "Belum ada: petugas belum menerima permohonan dari percakapan ini"
NO_SURVEY = "Survei ini sudah diisi, atau tautannya sudah dikirim lewat WhatsApp. Terima kasih."
TOO_OFTEN = f"Terlalu sering mencoba. Tunggu {amount_words(PER)}, lalu coba lagi."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """A form, and the answer to it.

    The code travels in the body. Links of our messages carry it behind the #, which track.js puts
    into the form; a code in an address that somebody made by hand is put there too, and no more.
    """
    if request.method == "POST":
        status, context = _answer(request)
    else:
        status, context = 200, {"form": _form(request.GET.get("kode", ""))}
    return render(request, "tickets/track.html", context, status=status)


def _form(code: str) -> TrackForm:
    return TrackForm(initial={"kode": code}, auto_id="%s")


@never_cache
@require_POST
def survey(request: HttpRequest) -> HttpResponse:
    """Opens the survey about a matter of the counter that has ended; else says how it stands."""
    ticket, status, form = _looked_up(request)
    if ticket is None:
        return render(request, "tickets/track.html", {"form": form}, status=status)
    try:
        token = open_survey(ticket, now=timezone.now())
    except NotInvited:
        context = _told(ticket, timezone.now())
        context["form"].add_error(None, NO_SURVEY)
        return render(request, "tickets/track.html", context, status=409)
    return redirect("surveys:answer", token=token)


def _answer(request: HttpRequest) -> tuple[int, dict[str, Any]]:
    ticket, status, form = _looked_up(request)
    return status, {"form": form} if ticket is None else _told(ticket, timezone.now())


def _looked_up(request: HttpRequest) -> tuple[Ticket | None, int, TrackForm]:
    """Only what is looked up and not found counts as a guess."""
    who = visitor(request)
    form = TrackForm(request.POST, auto_id="%s")
    if not form.is_valid():
        return None, 404, form
    if not allow("lacak", who=who, limit=LIMIT, per=PER, now=timezone.now()):
        form.add_error(None, TOO_OFTEN)
        return None, 429, form
    ticket = _found(form.cleaned_data["kode"])
    if ticket is None:
        form.add_error("kode", NOT_FOUND)
        return None, 404, form
    give_back("lacak", who=who)
    return ticket, 200, form


def _told(ticket: Ticket, now: dt.datetime) -> dict[str, Any]:
    return {
        "form": TrackForm({"kode": ticket.tracking_code}, auto_id="%s"),
        "ticket": _shown(ticket, now),
        "timeline": _timeline(ticket),
        "survey_code": ticket.tracking_code if can_answer(ticket, now=now) else "",
    }


def _found(likely: tuple[str, ...]) -> Ticket | None:
    """The matter of the likeliest code that there is."""
    rows = Ticket.objects.filter(tracking_code__in=likely)
    found = {row.tracking_code: row for row in rows.select_related("agency", "service", "standard")}
    return next((found[code] for code in likely if code in found), None)


def _shown(ticket: Ticket, now: dt.datetime) -> dict[str, Any]:
    zone, is_registered = ticket.agency.zone, ticket.registered_at is not None
    facts = [
        ("Nomor register", ticket.register_number if is_registered else NOT_REGISTERED),
        ("Kantor", ticket.agency.name),
        ("Layanan", ticket.service.name if ticket.service else "Belum dipilih"),
        ("Diterima", long_words(ticket.received_at, zone)),
    ]
    if promise := explaining.promised_to_citizen(ticket, say=partial(words, zone=zone, now=now)):
        facts.append(promise)
    if until := explaining.awaited_until(ticket, now=now):
        facts.append(("Jawaban Bapak/Ibu ditunggu sampai", until))
    if ticket.collect_by is not None:
        hours = hours_in_words(ticket.agency.office_hours.all(), on=now.astimezone(zone).date())
        facts.append(("Hasil siap diambil", explaining.where_to_collect(ticket)))
        facts.append(("Jam pelayanan", "; ".join(hours) or "Tanyakan kepada kantor"))
    state = states.of(ticket.state)
    told = state.told[0].upper() + state.told[1:]
    if number := goes_on_as(ticket):
        facts.append(("Dilanjutkan dengan nomor", number))
        told = "Disatukan dengan permintaan Anda yang sama"
    elif ticket.outcome:
        facts.append(("Hasil", ticket.get_outcome_display()))
    return {"look": state.look, "label": told, "facts": facts}


def _without_mistakes(events: Iterable[TicketEvent]) -> list[TicketEvent]:
    """The lines without a take that was undone before anything was sent."""
    kept: list[TicketEvent] = []
    for event in events:
        if event.verb != Verb.TAKE_UNDONE:
            kept.append(event)
        elif not event.data.get("sent"):
            last = max((at for at, one in enumerate(kept) if one.verb == Verb.TAKEN), default=None)
            kept = [one for at, one in enumerate(kept) if at != last]
    return kept


def _timeline(ticket: Ticket) -> list[dict[str, str]]:
    zone = ticket.agency.zone
    told = (*PUBLIC_VERBS, Verb.TAKE_UNDONE)
    lines: list[dict[str, str]] = []
    for event in _without_mistakes(ticket.events.filter(verb__in=told).order_by("at", "pk")):
        text = VERBS[Verb(event.verb)].citizen
        if not lines or lines[-1]["text"] != text:
            lines.append({"text": text, "at": long_words(event.at, zone)})
    return lines
