"""Survey periods under /kelola/: what they are. Their steps are taken on a page of their own."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from services import access
from services.access import Action
from services.admin_base import KelolaAdmin
from services.admin_scope import ScopedStack
from services.models import Agency, Staff
from surveys import substituting
from surveys.admin_forms import PeriodForm
from surveys.instrument import weight_words
from surveys.lacking import without_open_period
from surveys.models import Substitution, SurveyPeriod
from surveys.substitution_forms import ANSWERS, SubstitutionForm, SubstitutionFormSet


def agencies_of(request: HttpRequest, action: Action) -> QuerySet[Agency]:
    """The offices at which whoever asks may do that."""
    if not request.user.is_authenticated:
        return Agency.objects.none()
    return access.agencies_where(request.user, action)


class SubstitutionInline(ScopedStack):
    """Questions that stand in place of an element's own."""

    model = Substitution
    form = SubstitutionForm
    formset = SubstitutionFormSet
    action = Action.MANAGE_CATALOGUE
    fields = ["element", "service", "question", *ANSWERS, "reason"]


@admin.register(SurveyPeriod)
class SurveyPeriodAdmin(KelolaAdmin):
    """What a period is; its steps (open, close, publish) are taken on a page of their own."""

    form = PeriodForm
    list_display = [
        "name", "agency", "starts_on", "ends_on", "weight", "state", "published_at",
    ]  # fmt: skip
    list_filter = ["state"]
    readonly_fields = ["steps"]
    list_select_related = ["agency"]

    def get_inlines(self, request: HttpRequest, obj: SurveyPeriod | None) -> list[Any]:
        """Questions are replaced in a draft only, once its questionnaire is known."""
        is_draft = obj is not None and obj.state == SurveyPeriod.State.DRAFT
        return [SubstitutionInline] if is_draft else []

    @admin.display(description="bobot", ordering="weight_policy")
    def weight(self, period: SurveyPeriod) -> str:
        return weight_words(period.weight_policy)

    @admin.display(description="keadaan")
    def steps(self, period: SurveyPeriod | None) -> str:
        """Its state, with the way to the page where it is changed."""
        if period is None or period.pk is None:
            return (
                "Rancangan. Simpan dahulu; sesudah itu pertanyaan unsur dapat diganti di sini dan "
                "periode dibuka di halaman periode survei."
            )
        address = reverse("surveys:period", args=[period.pk])
        return format_html(
            '{}. <a class="underline" href="{}">Buka, tutup, atau umumkan</a>',
            period.get_state_display(),
            address,
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new period belongs to the office of the address, or of a person who manages only one."""
        mine = agencies_of(request, Action.MANAGE_CATALOGUE)
        if (given := request.GET.get("agency", "")).isdecimal() and len(given) < 18:
            mine = mine.filter(pk=int(given))
        found = list(mine.values_list("pk", flat=True)[:2])
        return {"agency": found[0]} if len(found) == 1 else {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[SurveyPeriod]:
        agencies = agencies_of(request, Action.MANAGE_CATALOGUE)
        return SurveyPeriod.objects.filter(agency__in=agencies)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "agency":
            kwargs["queryset"] = agencies_of(request, Action.MANAGE_CATALOGUE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, and above it which offices have no open period."""
        staff = request.user
        if request.method == "GET" and isinstance(staff, Staff):
            lacking = without_open_period(staff, now=timezone.now())
            if lacking:
                names = ", ".join(office.short_name for office in lacking)
                words = f"Belum ada periode survei yang dibuka: {names}."
                self.message_user(request, words, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return agencies_of(request, Action.MANAGE_CATALOGUE).exists()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        agencies = agencies_of(request, Action.MANAGE_CATALOGUE)
        return agencies.filter(pk=obj.agency_id).exists() if obj else agencies.exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts: what citizens were asked in a period stays."""
        is_kept = obj is not None and obj.state != SurveyPeriod.State.DRAFT
        return self.has_view_permission(request, obj) and not is_kept

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what the form changed: the state may have moved since the row was read."""
        obj.save(update_fields=form.changed_data if change else None)
        if not change:
            self._carry_over(request, obj)

    def _carry_over(self, request: HttpRequest, period: SurveyPeriod) -> None:
        by = cast(Staff, request.user)
        before = substituting.carry_over(period, by=by, now=timezone.now())
        if before is not None:
            words = (
                f"Pengganti unsur dari {before.name} ikut disalin. Periksa apakah masih berlaku."
            )
            self.message_user(request, words, messages.WARNING)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Note who replaced a question, and when."""
        for row in formset.save(commit=False):
            row.made_by, row.made_at = request.user, timezone.now()
            row.save()
        for row in formset.deleted_objects:
            row.delete()
