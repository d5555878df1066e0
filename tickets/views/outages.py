"""/gangguan/: what did not work at an office, since when, and what it did to tickets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services import access
from services.access import Action
from services.calendars import calendar_of
from services.models import Staff
from services.models.agency import AgencyQuerySet
from tickets import desk, waiting_dates
from tickets.models import Outage
from tickets.outage_forms import EndForm, OutageForm, TellForm, WithdrawForm, filled_with
from tickets.outage_words import since_words
from tickets.views.guard import page_number, posted, staff_of, staff_page
from tickets.views.outage_page import PAGE, page_of, row_of
from tickets.views.verbs import mark, new_form_key
from tickets.words import long_words


@staff_page
@require_GET
def outages(request: HttpRequest) -> HttpResponse:
    """Those of the person's offices, what goes on first; older ones page by page."""
    staff, now = staff_of(request), timezone.now()
    if not access.can(staff, Action.SEE_OUTAGES):
        raise PermissionDenied
    found = Outage.objects.visible_to(staff).listed()
    number = page_number(request.GET.get("hal", "1"), most=10_000)
    shown = list(found[(number - 1) * PAGE : number * PAGE + 1])
    context = {
        "rows": [row_of(one, now=now) for one in shown[:PAGE]],
        "offices": list(_offices(staff).order_by("name")),
        "first_url": "?" if number > 1 else "",
        "next_url": f"?hal={number + 1}" if len(shown) > PAGE else "",
    }
    return render(request, "tickets/outages/list.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, agency: str) -> HttpResponse:
    """Record one for an office."""
    staff, now = staff_of(request), timezone.now()
    office = get_object_or_404(_offices(staff), pk=page_number(agency))
    initial = {"form_key": new_form_key(), "starts_at": now}
    form = OutageForm(posted(request), agency=office, initial=initial)

    def do() -> Outage:
        plan, key = form.plan(), form.cleaned_data["form_key"]
        return desk.record_outage(office, plan=plan, by=staff, now=now, form_key=key)

    done = _done(request, form, do)
    if done is not None:
        messages.success(request, f"{done} dicatat. Tiket yang terkena sedang dihitung ulang.")
        return redirect("tickets:outage", pk=done.pk)
    return _form_page(request, form, title="Catat gangguan", back=reverse("tickets:outages"))


@staff_page
@require_GET
def outage(request: HttpRequest, pk: str) -> HttpResponse:
    """One of them: since when, what it did to tickets, who is told, and who wrote what."""
    staff, now = staff_of(request), timezone.now()
    found = _seen(request, pk)
    after = request.GET.get("sesudah", "")
    page = page_of(found, reader=staff, now=now, before=page_number(after) if after else None)
    return render(request, "tickets/outages/page.html", page | _forms(found, now))


@staff_page
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: str) -> HttpResponse:
    """Say it differently: tickets get the times of now instead of those before."""
    found = _recorded(request, pk)
    staff, now, office = staff_of(request), timezone.now(), found.agency
    initial = {"form_key": new_form_key(), **filled_with(found)}
    form = OutageForm(posted(request), agency=office, initial=initial)
    done = _done(
        request, form, lambda: desk.correct_outage(found, plan=form.plan(), by=staff, now=now)
    )
    if done is not None:
        messages.success(request, "Catatan diperbaiki. Tiket yang terkena sedang dihitung ulang.")
        return redirect("tickets:outage", pk=found.pk)
    back = reverse("tickets:outage", args=[found.pk])
    return _form_page(request, form, title="Perbaiki catatan gangguan", back=back)


@staff_page
@require_POST
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """It works again."""
    found, now = _recorded(request, pk), timezone.now()
    form = _end_form(found, request, now)
    done = _done(
        request,
        form,
        lambda: desk.end_outage(
            found, at=form.cleaned_data["ends_at"], by=staff_of(request), now=now
        ),
    )
    if done is None:
        return _shown_again(request, found, "end", form)
    messages.success(request, "Dicatat sudah pulih. Tenggat sedang dihitung ulang.")
    return redirect("tickets:outage", pk=found.pk)


@staff_page
@require_POST
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """It was none."""
    found, form = _recorded(request, pk), WithdrawForm(posted(request))
    done = _done(
        request,
        form,
        lambda: desk.withdraw_outage(
            found, reason=form.cleaned_data["reason"], by=staff_of(request), now=timezone.now()
        ),
    )
    if done is None:
        return _shown_again(request, found, "withdraw", form)
    messages.success(request, "Catatan dicabut. Tenggat sedang dikembalikan.")
    return redirect("tickets:outage", pk=found.pk)


@staff_page
@require_POST
def tell(request: HttpRequest, pk: str) -> HttpResponse:
    """Tell those who wait, or stop."""
    found, stops = _recorded(request, pk), "stop" in request.POST
    form = TellForm({"sure": "on"} if stops else posted(request))
    done = _done(
        request,
        form,
        lambda: desk.tell_of_outage(found, by=staff_of(request), now=timezone.now(), on=not stops),
    )
    words = "Pemberitahuan dihentikan." if stops else _told_when(found, timezone.now())
    if done is None:
        return _shown_again(request, found, "tell", form)
    messages.success(request, words)
    return redirect("tickets:outage", pk=found.pk)


def _told_when(outage: Outage, now: dt.datetime) -> str:
    """Nobody is woken: while the office is closed they are told once it opens."""
    opens = waiting_dates.opening_from(calendar_of(outage.agency), now)
    if opens <= now:
        return "Pemohon yang menunggu diberi tahu, masing-masing sekali."
    return (
        f"Kantor sedang tutup. Pemohon yang masih menunggu diberi tahu mulai "
        f"{long_words(opens, outage.agency.zone)}, masing-masing sekali."
    )


def outage_banners(agencies: Sequence[int], *, now: dt.datetime) -> list[dict[str, str]]:
    """What goes on at these offices, for the top of every page."""
    if not agencies:
        return []
    found = Outage.objects.going_on().filter(agency__in=agencies).select_related("agency")
    return [_banner(one, now=now) for one in found.order_by("starts_at")[:3]]


def _banner(outage: Outage, *, now: dt.datetime) -> dict[str, str]:
    zone = outage.agency.zone
    since = since_words(outage.kind, outage.name, since=outage.starts_at, zone=zone, now=now)
    text = f"{since}. Waktu penyelesaian tiket yang terkena dijeda."
    url = reverse("tickets:outage", args=[outage.pk])
    return {"text": text, "tone": "warn", "url": url, "label": "Rincian"}


def _offices(staff: Staff) -> AgencyQuerySet:
    return access.agencies_where(staff, Action.RECORD_OUTAGE).filter(is_active=True)


def _seen(request: HttpRequest, pk: str) -> Outage:
    """404 for an outsider."""
    rows = Outage.objects.visible_to(staff_of(request)).select_related("agency", "recorded_by")
    return get_object_or_404(rows, pk=page_number(pk))


def _recorded(request: HttpRequest, pk: str) -> Outage:
    """For who may change it: 404 for an outsider, 403 for who may only see it."""
    found = _seen(request, pk)
    if not access.can(staff_of(request), Action.RECORD_OUTAGE, found.agency):
        raise PermissionDenied
    return found


def _end_form(outage: Outage, request: HttpRequest | None, now: dt.datetime) -> EndForm:
    data = posted(request) if request is not None else None
    return EndForm(data, zone=outage.agency.zone, initial={"ends_at": now})


def _done(request: HttpRequest, form: Form, do: Callable[[], Outage]) -> Outage | None:
    """What the desk did, or None where the form is to be shown, with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return do()
    except desk.Refused as refusal:
        mark(form, refusal)
        return None


def _form_page(request: HttpRequest, form: OutageForm, *, title: str, back: str) -> HttpResponse:
    """`back`: an address."""
    context = {"form": form, "title": title, "back": back}
    status = 422 if form.errors else 200
    return render(request, "tickets/outages/form.html", context, status=status)


def _shown_again(request: HttpRequest, outage: Outage, name: str, form: Form) -> HttpResponse:
    """The page with the form that was refused, and what was typed into it."""
    now = timezone.now()
    page = page_of(outage, reader=staff_of(request), now=now)
    context = page | _forms(outage, now) | {name: form, "form": form}
    return render(request, "tickets/outages/page.html", context, status=422)


def _forms(outage: Outage, now: dt.datetime) -> dict[str, Form]:
    return {
        "end": _end_form(outage, None, now),
        "withdraw": WithdrawForm(),
        "tell": TellForm(),
    }
