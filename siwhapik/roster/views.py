"""The pages under /piket/: the week, one shift, one absence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from services import access, duty
from services.models import Absence, Agency, DutyShift, Staff
from siwhapik.roster.forms import LeaveForm, ShiftForm
from siwhapik.roster.relieving import address_for
from siwhapik.roster.week import address, page_of, people_of, sheet_of
from tickets.views.guard import page_number, posted, staff_of, staff_page
from tickets.words import weekday_words


@staff_page
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """The week of one office; operators read, supervisors and heads change it."""
    staff, now = staff_of(request), timezone.now()
    agencies = list(access.rosters_of(staff).filter(is_active=True).order_by("name"))
    agency = _chosen(request.GET.get("instansi", ""), agencies)
    sheet = sheet_of(agency, day=_asked_day(request, agency, now), now=now)
    context = page_of(sheet, reader=staff) | {"agencies": agencies if len(agencies) > 1 else []}
    return render(request, "roster/week.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, agency: str) -> HttpResponse:
    """Put a shift down; a gap's link has filled in day and hours."""
    office = _kept_office(request, agency)
    asked = {"staff": "petugas", "day": "hari", "starts": "mulai", "ends": "selesai"}
    initial = {name: request.GET.get(key) for name, key in asked.items()}
    form = ShiftForm(posted(request), people=people_of(office), initial=initial)
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        if _done(form, lambda: duty.put_down(office, plan, by=staff_of(request))):
            messages.success(request, f"{plan.staff} piket {weekday_words(plan.day)}.")
            return redirect(address(office, plan.day))
    return _form_page(request, office, form=form, title="Tambah piket", button="Tambahkan")


@staff_page
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Another person, day or hours for one shift."""
    shift = _kept_shift(request, pk)
    office = shift.agency
    begins, ends = (at.astimezone(office.zone) for at in (shift.starts_at, shift.ends_at))
    initial = {
        "staff": shift.staff_id,
        "day": begins.date(),
        "starts": begins.time(),
        "ends": ends.time(),
    }
    form = ShiftForm(posted(request), people=people_of(office), initial=initial)
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        if _done(form, lambda: duty.put_down(office, plan, by=staff_of(request), instead_of=shift)):
            messages.success(request, f"Piket {plan.staff} diubah.")
            return redirect(address(office, plan.day))
    return _form_page(
        request,
        office,
        form=form,
        title="Ubah piket",
        button="Simpan",
        remove=reverse("roster:remove", args=[shift.pk]),
    )


@staff_page
@require_POST
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """What was dragged to another day."""
    shift = _kept_shift(request, pk)
    day = _date(request.POST.get("hari", "")) or shift.starts_at.date()
    try:
        duty.move(shift, by=staff_of(request), to_day=day)
    except duty.RosterRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Piket {shift.staff} pindah ke {weekday_words(day)}.")
    return redirect(address(shift.agency, day))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    shift = _kept_shift(request, pk)
    day = shift.starts_at.astimezone(shift.agency.zone).date()
    duty.remove(shift, by=staff_of(request))
    messages.success(request, f"Piket {shift.staff} dihapus.")
    return redirect(address(shift.agency, day))


@staff_page
@require_POST
def copy(request: HttpRequest, agency: str) -> HttpResponse:
    """The week before, once more."""
    office = _kept_office(request, agency)
    day = _date(request.POST.get("minggu", "")) or timezone.localdate(timezone=office.zone)
    kept, left = duty.copy_last_week(office, day, by=staff_of(request))
    words = f"{kept} piket disalin dari minggu lalu."
    left_out = f" {left} tidak disalin: petugasnya tidak bertugas atau sudah piket." if left else ""
    messages.success(request, words + left_out)
    return redirect(address(office, day))


@staff_page
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, agency: str) -> HttpResponse:
    """Write down who is away; then what that person holds is passed on."""
    office = _kept_office(request, agency)
    today = timezone.localdate(timezone=office.zone)
    initial = {"staff": request.GET.get("petugas"), "starts_on": today, "ends_on": today}
    form = LeaveForm(posted(request), people=people_of(office), initial=initial)
    if request.method == "POST" and form.is_valid():
        absence = Absence(**form.cleaned_data)
        duty.write_away(absence, by=staff_of(request))
        messages.success(request, f"{absence.staff} dicatat tidak bertugas.")
        staff = staff_of(request)
        relieve = (
            address_for(absence.staff, office, reader=staff) if _covers(absence, today) else ""
        )
        return redirect(relieve or address(office, absence.starts_on))
    return _form_page(request, office, form=form, title="Catat tidak bertugas", button="Simpan")


@staff_page
@require_POST
def end_leave(request: HttpRequest, pk: str) -> HttpResponse:
    """The person is there after all: the absence is removed."""
    absence = get_object_or_404(Absence.objects.select_related("staff"), pk=page_number(pk))
    office = _kept_office_of(request, absence.staff)
    duty.write_back(absence, by=staff_of(request))
    messages.success(request, f"{absence.staff} bertugas kembali.")
    return redirect(address(office, absence.starts_on))


def _covers(absence: Absence, day: dt.date) -> bool:
    return absence.starts_on <= day <= absence.ends_on


def _chosen(asked: str, agencies: list[Agency]) -> Agency:
    if not agencies:
        raise PermissionDenied
    return next((one for one in agencies if str(one.pk) == asked), agencies[0])


def _kept_office(request: HttpRequest, pk: str) -> Agency:
    """404 for whoever may not see its roster, 403 for whoever may only read it."""
    staff = staff_of(request)
    office = get_object_or_404(access.rosters_of(staff), pk=page_number(pk))
    if not access.keeps_roster(staff, office):
        raise PermissionDenied
    return office


def _kept_shift(request: HttpRequest, pk: str) -> DutyShift:
    rows = DutyShift.objects.filter(agency__in=access.rosters_of(staff_of(request)))
    shift = get_object_or_404(rows.select_related("agency", "staff"), pk=page_number(pk))
    if not access.keeps_roster(staff_of(request), shift.agency):
        raise PermissionDenied
    return shift


def _kept_office_of(request: HttpRequest, person: Staff) -> Agency:
    """An office that this person keeps the roster of and the other one works at."""
    staff = staff_of(request)
    offices = access.rosters_of(staff).filter(
        memberships__staff=person, memberships__is_active=True
    )
    kept = [one for one in offices.distinct() if access.keeps_roster(staff, one)]
    if not kept:
        raise PermissionDenied
    return kept[0]


def _done(form: Form, do: Callable[[], object]) -> bool:
    """Whether it was done; a refusal is shown beside its field."""
    try:
        do()
    except duty.RosterRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    return True


def _form_page(
    request: HttpRequest, office: Agency, *, form: Form, title: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "agency": office, "back": _back(request, office)}
    status = 422 if form.errors else 200
    return render(request, "roster/form.html", context | {"remove": "", **more}, status=status)


def _back(request: HttpRequest, office: Agency) -> str:
    day = _date(request.GET.get("hari", ""))
    return address(office, day or timezone.localdate(timezone=office.zone))


def _asked_day(request: HttpRequest, agency: Agency, now: dt.datetime) -> dt.date:
    return _date(request.GET.get("minggu", "")) or now.astimezone(agency.zone).date()


def _date(text: str) -> dt.date | None:
    """A date of an address; none that is too far for a week around it."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if duty.FIRST_DAY <= day <= duty.LAST_DAY else None
