"""The survey under /kelola/: periods can be edited, instruments and answers only read.

No page tells who answered: no ticket, no exact time, no token stands beside an answer.
"""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from services.access import Action
from services.admin_base import KelolaAdmin
from services.admin_forms import KelolaForm
from services.admin_scope import LongList, is_super
from services.masking import mask_contacts
from surveys.added_admin import AddedQuestionAdmin
from surveys.admin_forms import QuestionnaireForm
from surveys.completeness import faults_of
from surveys.instrument import weight_words
from surveys.models import (
    AddedQuestion,
    Answer,
    Element,
    Invitation,
    ProfileOption,
    Questionnaire,
    Response,
)
from surveys.period_admin import agencies_of
from surveys.presenting import decimal
from tickets.event_reasons import why_words

admin.site.register(AddedQuestion, AddedQuestionAdmin)


class _ElementInline(TabularInline):
    """The questions, read only: elements come from the instrument's file."""

    model = Element
    fields = readonly_fields = [
        "code",
        "question_number",
        "name",
        "definition",
        "question",
        "answers",
    ]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Element]:
        return Element.objects.prefetch_related("choices")

    @admin.display(description="pilihan, dari 1 sampai 4")
    def answers(self, element: Element) -> str:
        return " · ".join(choice.label for choice in element.choices.all())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_super(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class _ProfileInline(TabularInline):
    """The profile's lists, editable: offices add D1-D4, pelajar, petani."""

    model = ProfileOption
    form = KelolaForm
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_super(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Questionnaire)
class QuestionnaireAdmin(KelolaAdmin):
    """Instruments come from files and are shown; the super admin chooses which one is in use."""

    form = QuestionnaireForm
    list_display = ["__str__", "code", "legal_basis", "is_default", "in_short"]
    readonly_fields = [
        "code", "version", "name", "legal_basis", "in_short", "unconfirmed_list", "weight_list", "grade_list",
    ]  # fmt: skip
    fields = [*readonly_fields[:4], "is_default", *readonly_fields[4:]]
    inlines = [_ElementInline, _ProfileInline]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_super(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_super(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.display(description="keterangan")
    def in_short(self, questionnaire: Questionnaire) -> str:
        """Whether it can be used, and how much about it is not yet confirmed."""
        lacks = faults_of([one.as_value() for one in questionnaire.elements.all()])
        notes = len(questionnaire.unconfirmed)
        if lacks:
            return f"Belum lengkap: {'; '.join(lacks)}"
        return f"Lengkap, {notes} hal belum dipastikan" if notes else "Lengkap"

    @admin.display(description="belum dipastikan")
    def unconfirmed_list(self, questionnaire: Questionnaire) -> str:
        return "\n".join(questionnaire.unconfirmed) or "Tidak ada"

    @admin.display(description="bobot tiap unsur")
    def weight_list(self, questionnaire: Questionnaire) -> str:
        return "\n".join(weight_words(one) for one in questionnaire.weights)

    @admin.display(description="kategori, menurut nilai konversi")
    def grade_list(self, questionnaire: Questionnaire) -> str:
        grades = questionnaire.scoring().grades
        return "\n".join(
            f"{one.letter}, {one.label.lower()}: mulai dari {decimal(one.lower, 2)}"
            for one in grades
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        rows: QuerySet[Questionnaire] = super().get_queryset(request)
        return rows.prefetch_related("elements__choices")

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """One version is in use at a time, also when two people switch at once."""
        if obj.is_default:
            list(Questionnaire.objects.select_for_update().order_by("pk"))
            Questionnaire.objects.exclude(pk=obj.pk).update(is_default=False)
        super().save_model(request, obj, form, change)


class _ReadOnly(LongList):
    """Read-only rows of the offices whose remarks this person may read."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(
            agency__in=agencies_of(request, Action.SEE_COMMENTS)
        )
        # Officers do not read remarks about matters that they handled themselves.
        return rows.exclude(officer=request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return agencies_of(request, Action.SEE_COMMENTS).exists()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _AnswerInline(TabularInline):
    model = Answer
    verbose_name = verbose_name_plural = "jawaban"
    fields = ["element", "value"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Answer.objects.select_related("element")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # the response around it was scoped already

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Response)
class ResponseAdmin(_ReadOnly):
    """One respondent's answers, without a way back to the person."""

    list_display = ["submitted_on", "agency", "service", "hours", "masked_comment"]
    list_select_related = ["agency", "service"]
    fields = [
        "agency", "service", "questionnaire", "submitted_on", "hours",
        "gender", "education", "occupation", "masked_occupation", "masked_comment",
    ]  # fmt: skip
    inlines = [_AnswerInline]

    @admin.display(description="saran dan kesan")
    def masked_comment(self, response: Response) -> str:
        return mask_contacts(response.comment)

    @admin.display(description="pekerjaan lainnya")
    def masked_occupation(self, response: Response) -> str:
        return mask_contacts(response.occupation_other)


@admin.register(Invitation)
class InvitationAdmin(_ReadOnly):
    """Who was invited, and why others were not; never whether they answered, and no token."""

    list_display = ["ticket", "agency", "service", "state", "why_not", "created_at"]
    list_filter = ["state"]
    list_select_related = ["ticket", "agency", "service"]
    fields = ["ticket", "agency", "service", "questionnaire", "state", "why_not", "created_at"]

    @admin.display(description="alasan")
    def why_not(self, invitation: Invitation) -> str:
        return why_words(invitation.why, invitation.values) or "-"
