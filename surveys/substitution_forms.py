"""The rows under /kelola/ that replace the question of an element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from services.admin_forms import KelolaForm
from services.models import Service
from surveys.models import Element, Substitution, SurveyPeriod
from surveys.models.own_questions import SUBSTITUTIONS_STAY, TWICE
from surveys.period_steps import SHORTEST_REASON, is_explained

ANSWERS = ("answer_1", "answer_2", "answer_3", "answer_4")
_LABELS = ("Jawaban 1, paling buruk", "Jawaban 2", "Jawaban 3", "Jawaban 4, paling baik")
LONGEST_ANSWER = 60


def _answer_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_ANSWER, widget=UnfoldAdminTextInputWidget()
    )


class SubstitutionForm(KelolaForm):
    """One question with the words of its four answers, and why it is asked instead."""

    answer_1, answer_2, answer_3, answer_4 = (_answer_field(label) for label in _LABELS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(zip(ANSWERS, self.instance.answers, strict=False))

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not is_explained(reason):
            raise ValidationError(f"Tulis alasannya, paling sedikit {SHORTEST_REASON} huruf.")
        return reason

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        answers = [cleaned.get(name, "") for name in ANSWERS]
        if all(answers) and len({one.casefold() for one in answers}) < len(answers):
            self.add_error(ANSWERS[-1], "Keempat jawaban harus berbeda.")
        self.instance.answers = answers
        return cleaned


def _listed(
    form: SubstitutionForm, name: str, rows: Mapping[str, Model], *, refusal: str
) -> forms.TypedChoiceField:
    """The form's choice of a row, among these; its first entry is empty as the field's own is."""
    before = form.fields[name]
    if form.initial.get(name) is not None:
        form.initial[name] = str(form.initial[name])  # as choices are compared
    field = forms.TypedChoiceField(
        label=before.label,
        help_text=before.help_text,
        required=before.required,
        choices=[("", "Pilih ..." if before.required else "Semua layanan")]
        + [(key, str(one)) for key, one in rows.items()],
        coerce=rows.get,
        empty_value=None,
        widget=UnfoldAdminSelectWidget,
    )
    field.error_messages["invalid_choice"] = refusal
    return field


if TYPE_CHECKING:
    _InlineFormSet = forms.BaseInlineFormSet[Substitution, SurveyPeriod, SubstitutionForm]
else:  # takes no arguments when it runs
    _InlineFormSet = forms.BaseInlineFormSet


class SubstitutionFormSet(_InlineFormSet):
    """Offers the elements of the period's questionnaire and the services of its office."""

    instance: SurveyPeriod

    @cached_property
    def _elements(self) -> Mapping[str, Element]:
        rows = Element.objects.filter(questionnaire=self.instance.questionnaire_id)
        return {str(one.pk): one for one in rows.order_by("order")}

    @cached_property
    def _services(self) -> Mapping[str, Service]:
        rows = Service.objects.filter(agency=self.instance.agency_id)
        return {str(one.pk): one for one in rows.order_by("order", "name")}

    def add_fields(self, form: Any, index: int | None) -> None:
        """With rows that are read once for the whole page."""
        super().add_fields(form, index)
        form.fields["element"] = _listed(
            form,
            "element",
            self._elements,
            refusal="Unsur ini bukan dari kuesioner periode ini. Hapus penggantian ini, lalu simpan.",
        )
        form.fields["service"] = _listed(
            form,
            "service",
            self._services,
            refusal="Layanan ini bukan milik instansi periode ini. Pilih yang lain.",
        )

    def clean(self) -> None:
        """Refuse two for one element and service, and all where somebody opened the period meanwhile.

        The period's form holds the office's lock.
        """
        super().clean()
        given = [one.cleaned_data for one in self.forms if one.cleaned_data]
        kept = [one for one in given if not one.get("DELETE")]
        pairs = [(one.get("element"), one.get("service")) for one in kept]
        if len(set(pairs)) < len(pairs):
            raise ValidationError(TWICE)
        drafts = SurveyPeriod.objects.filter(state=SurveyPeriod.State.DRAFT)
        if self.has_changed() and not drafts.filter(pk=self.instance.pk).exists():
            raise ValidationError(SUBSTITUTIONS_STAY)
