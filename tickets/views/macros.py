"""Macros: the page of one's own and the office's, and running one for a ticket."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services import access
from services.access import Action
from services.models import Staff
from tickets import desk, macros
from tickets.macro_forms import MacroForm, RunForm, may_share, offices_of
from tickets.macro_words import Words
from tickets.models import Macro
from tickets.views.guard import posted, staff_of, staff_page, workable_ticket
from tickets.views.led_words import end_too
from tickets.views.prepared import PreparedPage, prepared_page
from tickets.views.verbs import Verb, new_form_key, verb_page

RUN = Verb(
    title="Jalankan makro",
    button="Jalankan",
    done="Makro dijalankan.",
    intro="Semua langkahnya dilakukan, atau tidak satu pun. Di luar 24 jam balasannya dikirim dengan "
    "templat kabar.",
    reloads=True,
)


@staff_page
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The page /makro/."""
    staff = staff_of(request)
    rows = list(_readable(staff).select_related("agency"))
    words = Words(rows)
    shown = [
        {
            "macro": one,
            "words": words.of(one),
            "shared": one.owner_id is None,
            "may": _may_change(staff, one),
        }
        for one in rows
    ]
    context = {"mine": [one for one in shown if not one["shared"]]}
    context["shared"] = [one for one in shown if one["shared"]]
    return render(request, "tickets/macros.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _readable(staff_of(request))
    return _edit(request, Macro(), title="Makro baru")


@staff_page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, _changeable(staff_of(request), pk), title="Ubah makro")


@staff_page
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    one = _changeable(staff_of(request), pk)
    one.delete()
    messages.success(request, f"Makro {one.name} dihapus.")
    return redirect("tickets:macros")


@staff_page
@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, register: str) -> HttpResponse:
    """The choice of a macro over the ticket; chosen, it is run."""
    ticket = workable_ticket(request, register, Action.TAKE)
    staff, now = staff_of(request), timezone.now()
    form = RunForm(
        posted(request), ticket=ticket, staff=staff, initial={"form_key": new_form_key()}
    )
    led = end_too([ticket], lest="Bila makronya menyelesaikan tiket: ")
    verb = replace(RUN, intro=" ".join(filter(None, (RUN.intro, led))))

    def do(data: dict[str, Any]) -> str:
        macro: Macro = data["macro"]
        key = data["form_key"]
        macros.run_macro(ticket, by=staff, now=now, macro=macro, form_key=key)
        held = " Tulisannya menunggu persetujuan penyelia." if ticket.approval_asked_at else ""
        if desk.end_led_job(ticket, by=staff, form_key=key):
            held += " Tiket yang mengikuti ikut diselesaikan; hasilnya di daftar pekerjaan bersama."
        return f"Makro {macro.name} dijalankan.{held}"

    return verb_page(request, ticket, verb=verb, form=form, do=do)


def _edit(request: HttpRequest, one: Macro, *, title: str) -> HttpResponse:
    staff = staff_of(request)
    form = MacroForm(posted(request), macro=one, staff=staff)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Makro {one.name} disimpan.")
        return redirect("tickets:macros")
    page = PreparedPage(
        title=title,
        back=(reverse("tickets:macros"), "Kembali ke makro"),
        deletes=(reverse("tickets:macro-delete", args=[one.pk]), "Hapus makro ini")
        if one.pk
        else None,
        hint="Isi yang perlu saja; yang kosong tidak dilakukan. Dikerjakan berurutan dari atas.",
    )
    return prepared_page(request, form, page)


def _readable(staff: Staff) -> Any:
    """Those that this person sees; refused to who works no tickets and keeps none."""
    if not (access.can(staff, Action.TAKE) or may_share(staff)):
        raise PermissionDenied
    return Macro.objects.for_reader(staff).filter(agency__in=offices_of(staff))


def _may_change(staff: Staff, macro: Macro) -> bool:
    if macro.owner_id is not None:
        return macro.owner_id == staff.pk
    return access.can(staff, Action.SHARE_MACROS, macro.agency)


def _changeable(staff: Staff, pk: int) -> Macro:
    one: Macro = get_object_or_404(_readable(staff).select_related("agency"), pk=pk)
    if not _may_change(staff, one):
        raise Http404
    return one
