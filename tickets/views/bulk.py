"""Many tickets at once: the form for those that were chosen in the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from services import access
from services.access import Action
from services.models import Staff
from tickets import bulk, identity
from tickets.bulk_form import BulkForm
from tickets.bulk_forms import FORMS
from tickets.desk.base import Refused
from tickets.models import BulkJob, Ticket
from tickets.views.bulk_all import matching_keys
from tickets.views.guard import posted, staff_of, staff_page
from tickets.views.led_words import end_too
from tickets.views.presenting import short_moment
from tickets.views.verbs import new_form_key

Deed = BulkJob.Deed


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A deed as the bar and its form show it; `key` is pressed in the queue."""

    deed: BulkJob.Deed
    word: str  # in addresses
    label: str
    title: str
    key: str
    action: Action
    intro: str = ""


OFFERS = (
    Offer(
        deed=Deed.REPLY,
        word="balas",
        label="Balas",
        title="Balas {} tiket",
        key="r",
        action=Action.REPLY,
        intro="Tiket yang belum diambil menjadi tugas Anda. Di luar 24 jam balasan dikirim dengan "
        "templat kabar; bila nomornya belum punya, tiket itu tidak dibalas dan disebut alasannya.",
    ),
    Offer(
        deed=Deed.TAKE,
        word="ambil",
        label="Ambil",
        title="Ambil {} tiket",
        key="a",
        action=Action.TAKE,
        intro="Tiket menjadi tugas Anda. Yang sudah diambil rekan dibiarkan.",
    ),
    Offer(
        deed=Deed.ASSIGN,
        word="tugaskan",
        label="Tugaskan",
        title="Tugaskan {} tiket",
        key="t",
        action=Action.ASSIGN,
    ),
    Offer(
        deed=Deed.HAND_OVER,
        word="serahkan",
        label="Serahkan",
        title="Serahkan {} tiket",
        key="s",
        action=Action.HAND_OVER,
        intro="Hanya tiket yang Anda pegang, atau semua bila Anda penyelia.",
    ),
    Offer(
        deed=Deed.SERVICE,
        word="layanan",
        label="Layanan",
        title="Atur layanan {} tiket",
        key="l",
        action=Action.TRANSFER,
        intro="Waktu penyelesaian dihitung ulang menurut layanan itu.",
    ),
    Offer(
        deed=Deed.WAIT,
        word="tunggu",
        label="Tunggu",
        title="Tandai {} tiket menunggu",
        key="w",
        action=Action.WAIT,
        intro="Tiket yang belum diambil menjadi tugas Anda dahulu.",
    ),
    Offer(
        deed=Deed.LABEL,
        word="label",
        label="Label",
        title="Label {} tiket",
        key="b",
        action=Action.NOTE,
        intro="Label hanya dibaca petugas. Daftarnya diatur admin kantor di menu Kelola.",
    ),
    Offer(
        deed=Deed.RESOLVE,
        word="selesaikan",
        label="Selesaikan",
        title="Selesaikan {} tiket",
        key="e",
        action=Action.RESOLVE,
        intro="Tiket yang belum diambil menjadi tugas Anda dahulu. Tiket dapat dibuka lagi selama "
        "tujuh hari.",
    ),
    Offer(
        deed=Deed.MACRO,
        word="makro",
        label="Makro",
        title="Jalankan makro pada {} tiket",
        key="m",
        action=Action.TAKE,
        intro="Tiap tiket: semua langkah makronya, atau tidak satu pun dengan alasannya. Di luar 24 "
        "jam balasannya dikirim dengan templat kabar.",
    ),
    Offer(
        deed=Deed.MERGE,
        word="gabung",
        label="Gabungkan",
        title="Gabungkan {} tiket",
        key="u",
        action=Action.TRANSFER,
        intro="Tiket dari pemohon yang sama diakhiri sebagai ganda dan isinya pindah ke yang memimpin. "
        "Tiket pemohon lain mengikutinya: tetap percakapan masing-masing, dan selesai bersama.",
    ),
)
# What has to be true of the deed, so that it ends what follows these tickets.
_MAY_END = {
    Deed.RESOLVE: "",
    Deed.REPLY: "Bila diselesaikan: ",
    Deed.MACRO: "Bila makronya menyelesaikan tiket: ",
}
_BY_WORD: Mapping[str, Offer] = {one.word: one for one in OFFERS}


def offered(staff: Staff) -> list[Offer]:
    """What this person may do to some tickets; nothing for those who work none."""
    if not access.can(staff, Action.TAKE):
        return []
    return [one for one in OFFERS if access.can(staff, one.action)]


@staff_page
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The form of one deed for the chosen tickets; sent, it starts a job."""
    staff, now = staff_of(request), timezone.now()
    offer = _BY_WORD.get(request.GET.get("perbuatan", ""))
    if offer is None or offer not in offered(staff):
        raise Http404
    data = posted(request)
    tickets = _chosen(request, staff)
    form = FORMS[offer.deed](
        data,
        tickets=tickets,
        now=now,
        reader=staff,
        initial={"form_key": new_form_key(), "seen": now.timestamp()},
    )
    form.auto_id = "bulk_%s"
    if data is not None and form.is_valid():
        try:
            job = _start(offer, form, tickets, by=staff, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _go(request, job.get_absolute_url())
    part = bool(request.headers.get("HX-Request"))
    template = "tickets/bulk/_form.html" if part else "tickets/bulk/begin.html"
    context = _context(offer, form, tickets, reader=staff, now=now)
    return render(request, template, context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, staff: Staff) -> list[Ticket]:
    """The chosen tickets that this person reads, most urgent first; 404 where there is none."""
    given = request.POST if request.method == "POST" else request.GET
    named = given.getlist("t")[: bulk.MOST + 1]
    keys = {int(key[:18]) for key in named if key.isascii() and key.isdigit()}
    if request.GET.get("semua"):
        keys |= {*matching_keys(request, staff=staff, now=timezone.now())}
    tickets = list(Ticket.objects.visible_to(staff).filter(pk__in=keys).for_queue())
    if not tickets:
        raise Http404
    return tickets


def _start(
    offer: Offer, form: BulkForm, tickets: list[Ticket], *, by: Staff, now: dt.datetime
) -> BulkJob:
    order = bulk.Order(
        deed=offer.deed,
        tickets=form.worked(),
        form_key=form.cleaned_data["form_key"],
        seen_at=form.seen_at,
        given=form.given(),
    )
    return bulk.start(order, by=by, now=now)


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def _context(
    offer: Offer, form: BulkForm, tickets: list[Ticket], *, reader: Staff, now: dt.datetime
) -> dict[str, Any]:
    return {
        "offer": offer,
        "title": offer.title.format(len(tickets)),
        "form": form,
        "action": f"{reverse('tickets:bulk')}?perbuatan={offer.word}",
        "tickets": [
            {
                "pk": one.pk,
                "register": one.register_number,
                "name": identity.of(one, reader=reader).name,
                "service": one.service.name if one.service else "Layanan belum dipilih",
            }
            for one in tickets
        ],
        "warning": " ".join(_warnings(offer, tickets, by=reader, now=now)),
    }


def _warnings(offer: Offer, tickets: list[Ticket], *, by: Staff, now: dt.datetime) -> list[str]:
    """What is to be known of these tickets before it is done."""
    said = []
    if len(tickets) > bulk.MOST:
        said.append(f"Paling banyak {bulk.MOST} tiket sekaligus. Kurangi pilihannya.")
    if offer.deed == Deed.REPLY:
        late = [one for one in tickets if one.window_expires_at and one.window_expires_at <= now]
        mute = sum(one.conversation_id is None for one in tickets)
        said += [f"{len(late)} tiket sudah lewat 24 jam sejak pesan terakhirnya."] if late else []
        said += [f"{mute} tiket tidak lewat WhatsApp dan tidak akan dibalas."] if mute else []
    if offer.deed in _MAY_END:
        said += filter(
            None, [end_too(tickets, but=[one.pk for one in tickets], lest=_MAY_END[offer.deed])]
        )
    others = sum(one.assignee_id not in (None, by.pk) for one in tickets)
    if others and offer.deed not in (Deed.SERVICE, Deed.TAKE):
        said.append(f"{others} tiket dipegang rekan Anda.")
    return said


@staff_page
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """What this person started lately."""
    staff = staff_of(request)
    if not offered(staff):
        raise Http404
    now, zone = timezone.now(), _zone_of(staff)
    shown = ("pk", "deed", "created_at", "item_count", "done_count", "waiting_count")
    rows = [
        {
            "url": reverse("tickets:bulk-job", args=[job["pk"]]),
            "title": Deed(job["deed"]).label,
            "at": short_moment(job["created_at"], zone=zone, now=now),
            "total": job["item_count"],
            "done": job["done_count"],
            "waiting": job["waiting_count"],
        }
        for job in BulkJob.objects.of(staff).with_counts().values(*shown)[:20]
    ]
    return render(request, "tickets/bulk/jobs.html", {"jobs": rows})


def _zone_of(staff: Staff) -> ZoneInfo:
    """The zone of the person's first office."""
    held = [one.agency for one in staff.memberships_now() if one.agency is not None]
    return held[0].zone if held else ZoneInfo(settings.TIME_ZONE)
