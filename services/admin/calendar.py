"""Opening times, holidays, duty and absences: supervisors keep them up to date."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet
from django.http import HttpRequest

from services import duty
from services.access import Action
from services.admin_forms import KelolaForm
from services.admin_scope import ScopedAdmin, agencies_of, is_super, own
from services.hours_words import closing_words
from services.models import Absence, DutyShift, Holiday, Membership, OfficeHours, Staff


class ClosingTime(forms.TimeField):
    """People write the midnight at the end of a day as 24.00; it is stored as 00.00."""

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, str) and value.strip() in {"24.00", "24:00", "24:00:00"}:
            return dt.time.min
        return super().to_python(value)


@admin.register(OfficeHours)
class OfficeHoursAdmin(ScopedAdmin):
    action = Action.MANAGE_HOURS
    may_delete = True
    list_display = ["weekday", "opens", "until", "agency", "valid_from", "valid_until"]
    list_filter = [own("agency"), "weekday"]
    list_select_related = ["agency"]

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "closes":
            kwargs["form_class"] = ClosingTime
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="tutup", ordering="closes")
    def until(self, hours: OfficeHours) -> str:
        return closing_words(hours.closes)


class HolidayForm(KelolaForm):
    """An office's own row overrides the national one of that date."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._must_be_the_only_one(self.cleaned_data)
        return cleaned

    def _must_be_the_only_one(self, cleaned: dict[str, Any]) -> None:
        if "date" not in cleaned:
            return
        same = Holiday.objects.filter(date=cleaned["date"], agency=cleaned.get("agency"))
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError({"date": "Tanggal ini sudah ada. Ubah baris yang sudah ada."})


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    action = Action.MANAGE_HOURS
    shows_common = True
    may_delete = True
    form = HolidayForm
    list_display = ["date", "name", "kind", "is_working", "agency"]
    list_filter = ["kind", own("agency")]
    list_select_related = ["agency"]
    search_fields = ["name"]
    date_hierarchy = "date"
    ordering = ["-date"]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Only the super admin leaves the agency empty, which means all of Indonesia."""
        form = super().get_form(request, obj, **kwargs)
        if "agency" in form.base_fields and not is_super(request):
            form.base_fields["agency"].required = True
        return form


class RosterAdmin(ScopedAdmin):
    """Rows that are written by the verbs of services.duty, so that a change is found again."""

    def write(self, row: Any, *, by: Any) -> None:
        raise NotImplementedError

    def take_away(self, row: Any, *, by: Any) -> None:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.write(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.take_away(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self.take_away(row, by=request.user)


@admin.register(DutyShift)
class DutyShiftAdmin(RosterAdmin):
    action = Action.MANAGE_ROSTER
    may_delete = True
    list_display = ["staff", "agency", "starts_at", "ends_at"]
    list_filter = [own("agency")]
    list_select_related = ["agency", "staff"]
    date_hierarchy = "starts_at"

    def write(self, row: DutyShift, *, by: Staff) -> None:
        duty.write_shift(row, by=by)

    def take_away(self, row: DutyShift, *, by: Staff) -> None:
        duty.remove(row, by=by)


@admin.register(Absence)
class AbsenceAdmin(RosterAdmin):
    """A supervisor of any office that the person works at may enter it."""

    action = Action.MANAGE_ROSTER
    agency_path = "staff__memberships__agency"
    may_delete = True
    list_display = ["staff", "kind", "starts_on", "ends_on", "reason"]
    list_select_related = ["staff"]
    date_hierarchy = "starts_on"

    def write(self, row: Absence, *, by: Staff) -> None:
        duty.write_away(row, by=by)

    def take_away(self, row: Absence, *, by: Staff) -> None:
        duty.write_back(row, by=by)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).distinct()
        if is_super(request):
            return rows
        return rows.filter(staff__memberships__in=self._held_here(request))

    def may(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or is_super(request):
            return super().may(request)
        return self._held_here(request).filter(staff=obj.staff).exists()

    def _held_here(self, request: HttpRequest) -> QuerySet[Membership]:
        """The person's roles here: an absence of a former colleague would empty another office's queue."""
        agencies = agencies_of(request, self.action)
        return Membership.objects.filter(is_active=True, agency__in=agencies)
