"""Services and their standards: a version in force is copied, never edited."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from services.access import Action, can
from services.admin.examples import ExamplesForm
from services.admin_forms import KelolaForm
from services.admin_scope import OwnServices, ScopedAdmin, ScopedInline, agencies_of, own
from services.models import DeadlineBasis, Requirement, Service, ServiceStandard, Staff, Step
from services.models.service import LOOKS_WITHIN
from services.publishing import (
    FINISHED,
    NotPublishable,
    copy_as_draft,
    put_in_force,
    why_not_offered,
)

NOT_YET = (
    "Layanan ini belum dapat dibuka: {reason}. Berlakukan dahulu standarnya, lalu centang Aktif."
)


class ServiceForm(ExamplesForm):
    """A service opens only with a standard that holds; it can always be closed.

    Without a time of its own for looking at files it gets the usual one.
    """

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if is_active and not self.instance.is_active:
            opened = Service.objects.select_related("agency").get(pk=self.instance.pk)
            opened.is_active = True
            if reason := why_not_offered(opened, now=timezone.now()):
                raise ValidationError(NOT_YET.format(reason=reason))
        return is_active

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("look_amount") is None and "look_amount" not in self.errors:
            data |= {"look_amount": LOOKS_WITHIN, "look_basis": DeadlineBasis.WORKING_DAYS}
        data["look_basis"] = data.get("look_basis") or DeadlineBasis.WORKING_DAYS
        return data


@admin.register(Service)
class ServiceAdmin(ScopedAdmin):
    """Supervisors teach the bot here: they read the service and write its example sentences."""

    action = Action.TEACH_BOT
    form = ServiceForm
    list_display = ["name", "agency", "kind", "order", "is_sensitive", "is_active", "offering"]
    list_filter = [own("agency"), "kind", "group", "is_active"]
    list_select_related = ["agency"]
    search_fields = ["name", "short_name", "keywords"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["agency", "name", "short_name", "slug", "summary", "keywords"]}),
        ("Jenis", {"fields": ["kind", "group", "order"]}),
        ("Aturan", {"fields": ["legal_basis", "is_sensitive", "checks_replies", "wants_location"]}),
        ("Janji petugas", {"fields": ["look_amount", "look_basis"]}),
        ("Keadaan", {"fields": ["external_url", "is_active", "offering"]}),
        ("Yang dipelajari bot", {"fields": ["examples"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("agency").prefetch_related("standards")

    def manages(self, request: HttpRequest, service: Service | None = None) -> bool:
        """Whether the person may change the service itself, or add one somewhere."""
        where = service.agency if service is not None else None
        return isinstance(request.user, Staff) and can(request.user, Action.MANAGE_CATALOGUE, where)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.manages(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A new service is of an office whose catalogue the person manages."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.queryset = agencies_of(request, Action.MANAGE_CATALOGUE)
        return field

    @admin.display(description="ditawarkan kepada warga")
    def offering(self, service: Service) -> str:
        if service._state.adding:
            return "Belum. Simpan, berlakukan standarnya, lalu centang Aktif pada layanan ini."
        reason = why_not_offered(service, now=timezone.now())
        return f"Tidak: {reason}" if reason else "Ya"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new service has no standard, so it begins closed."""
        if not self.manages(request, obj):
            if not change:
                raise PermissionDenied
            form.teach()  # the form has no other field
            return
        obj.is_active = obj.is_active and change
        super().save_model(request, obj, form, change)
        if change:
            form.teach()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Tickets and surveys point here: a service never moves to another office."""
        if obj and not self.manages(request, obj):
            named = [name for _, group in self.fieldsets for name in group["fields"]]
            return [name for name in named if name != "examples"]
        return ["agency", "offering"] if obj else ["offering"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and self.manages(request, obj):
            return super().get_fieldsets(request, obj)
        *others, state, learnt = self.fieldsets
        if obj:
            return [learnt, *others, state]  # what a supervisor came for
        return [*others, ("Keadaan", {"fields": ["external_url", "offering"]})]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)


class RequirementInline(ScopedInline):
    action = Action.MANAGE_CATALOGUE
    model = Requirement
    fields = ["order", "name", "note", "is_required", "source_url"]


class StepInline(ScopedInline):
    action = Action.MANAGE_CATALOGUE
    model = Step
    fields = ["order", "text"]


class StandardForm(KelolaForm):
    """A draft; putting it in force is an action of its own, which checks it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if status := self.fields.get("status"):
            open_ones = [one for one in ServiceStandard.Status.choices if one[0] not in FINISHED]
            status.choices = open_ones  # type: ignore[attr-defined]  # a choice field


@admin.register(ServiceStandard)
class ServiceStandardAdmin(ScopedAdmin):
    agency_path = "service__agency"
    form = StandardForm
    inlines = [RequirementInline, StepInline]
    list_display = [
        "service", "agency", "version", "status_words", "turnaround", "valid_from", "valid_until",
    ]  # fmt: skip
    list_filter = ["status", own("service__agency"), ("service", OwnServices)]
    list_select_related = ["service__agency"]
    search_fields = ["service__name"]
    actions = ["copy_versions", "enforce"]
    fieldsets = [
        (None, {"fields": ["service", "version", "status"]}),
        ("Yang diumumkan", {"fields": ["turnaround", "fee", "product", "complaint_handling"]}),
        (
            "Yang dihitung",
            {
                "fields": [
                    ("first_response_amount", "first_response_basis"),
                    ("deadline_amount", "deadline_basis"),
                    "clock_start",
                ]
            },
        ),
        (
            "Penetapan",
            {"fields": ["decree_number", "decree_date", "decreed_by", "valid_from", "valid_until"]},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["service", "version"] if obj else ["version"]

    @admin.display(description="instansi", ordering="service__agency__name")
    def agency(self, standard: ServiceStandard) -> str:
        return standard.service.agency.name

    @admin.display(description="status", ordering="status")
    def status_words(self, standard: ServiceStandard) -> str:
        """The status; a version in force whose last day is over says so."""
        words = standard.get_status_display()
        today = timezone.now().astimezone(standard.service.agency.zone).date()
        ended = standard.valid_until is not None and standard.valid_until < today
        return f"{words}, sudah berakhir" if ended and standard.status == FINISHED[0] else words

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Drafts only: a version that was in force is what tickets were promised."""
        if obj is not None and obj.status in FINISHED:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            last = obj.service.standards.order_by("-version").first()
            obj.version = last.version + 1 if last else 1
        super().save_model(request, obj, form, change)

    @admin.action(description="Salin menjadi versi baru (rancangan)", permissions=["add"])
    def copy_versions(self, request: HttpRequest, rows: QuerySet[ServiceStandard]) -> None:
        for standard in rows.select_related("service"):
            draft = copy_as_draft(standard)
            self.message_user(request, f"Rancangan dibuat: {draft}.", messages.SUCCESS)

    @admin.action(description="Berlakukan mulai hari ini", permissions=["add"])
    def enforce(self, request: HttpRequest, rows: QuerySet[ServiceStandard]) -> None:
        for standard in rows.select_related("service__agency"):
            today = timezone.now().astimezone(standard.service.agency.zone).date()
            try:
                put_in_force(standard, today=today)
            except NotPublishable as reason:
                self.message_user(request, f"{standard}: {reason}", messages.ERROR)
            else:
                words = f"{standard} sekarang berlaku."
                if closed := why_not_offered(standard.service, now=timezone.now()):
                    words += f" Layanannya belum ditawarkan kepada warga: {closed}."
                self.message_user(request, words, messages.SUCCESS)
