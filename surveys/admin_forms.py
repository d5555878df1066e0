"""The /kelola/ forms of a questionnaire and of a period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSelectWidget

from services.admin_forms import KelolaForm
from services.models import Agency
from services.typed_counts import CountField
from surveys import reports, substituting
from surveys.choosing import questionnaire_of
from surveys.instrument import weight_words
from surveys.loading import questionnaire_in_use
from surveys.models import InstrumentChoice, Questionnaire, SurveyPeriod
from surveys.models.own_questions import SUBSTITUTIONS_STAY
from surveys.models.period import FROZEN
from surveys.period_steps import is_explained
from surveys.ranges import of_period
from tickets.desk.base import Refused


class QuestionnaireForm(KelolaForm):
    """Only a complete version can be in use."""

    def clean_is_default(self) -> bool:
        is_default: bool = self.cleaned_data["is_default"]
        was_default = self.instance.pk is not None and self.instance.is_default
        if was_default and not is_default:
            raise ValidationError(
                "Satu kuesioner harus dipakai. Centang Dipakai pada kuesioner yang lain; yang ini "
                "berhenti dengan sendirinya."
            )
        if is_default and not was_default and (faults := self.instance.faults()):
            raise ValidationError(
                f"Belum lengkap: {'; '.join(faults)}. Rancangan ini tidak dapat dipakai; pilih "
                "kuesioner yang lengkap."
            )
        return is_default


class PeriodForm(KelolaForm):
    """Of two admins who save at once the second one waits, and then reads why it is refused."""

    class Meta:
        field_classes = {"population": CountField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "weight_policy" in self.fields:
            known = [one.weights for one in Questionnaire.objects.all()]
            weights = dict.fromkeys(weight for each in known for weight in each)
            self.fields["weight_policy"] = forms.ChoiceField(
                label="Bobot",
                choices=[(weight, weight_words(weight)) for weight in weights],
                widget=UnfoldAdminSelectWidget,
            )
        if self.instance.pk is not None and "population" in self.fields:
            users, _ = reports.served(self.instance.agency, of_period(self.instance))
            self.fields["population"].help_text = (
                f"Kosongkan untuk memakai catatan kami: sampai sekarang {users} orang selesai "
                "dilayani. Seorang dengan beberapa tiket dihitung satu kali; permohonan yang ditarik "
                "tidak dihitung."
            )
        if self.instance.pk is None:
            self._begin_with_what_the_office_asks()

    def _begin_with_what_the_office_asks(self) -> None:
        """Where the office is not known yet and offices ask different ones, it is left to be chosen."""
        agency = Agency.objects.filter(pk=self.initial.get("agency") or 0).first()
        if agency is not None:
            self.initial["questionnaire"] = questionnaire_of(agency).pk
        elif not InstrumentChoice.objects.exists():
            self.initial["questionnaire"] = questionnaire_in_use().pk

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        agency = cleaned.get("agency")
        if agency is None:
            return cleaned
        list(Agency.objects.select_for_update(no_key=True).filter(pk=agency.pk))
        self._must_not_replace_what_was_asked()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and starts <= ends:
            self._must_not_move_answers((starts, ends))
            self._must_not_count_fewer_than_we_know(cleaned, agency)
        return cleaned

    def _must_not_replace_what_was_asked(self) -> None:
        """Refuse questions of a page that was drawn while the period was still a draft."""
        drafts = SurveyPeriod.objects.filter(state=SurveyPeriod.State.DRAFT)
        was_drawn = "substitutions-TOTAL_FORMS" in self.data
        if was_drawn and self.instance.pk and not drafts.filter(pk=self.instance.pk).exists():
            self.add_error(None, SUBSTITUTIONS_STAY)

    def _must_not_move_answers(self, days: substituting.Days) -> None:
        """Refuse other days of an opened period where answers to two questions would stand in one mean."""
        before = SurveyPeriod.objects.filter(pk=self.instance.pk, state=SurveyPeriod.State.OPEN)
        period = before.first()
        if period is None:
            return
        try:
            substituting.may_move_to(period, days)
        except Refused as refused:
            self.add_error("starts_on" if days[0] != period.starts_on else "ends_on", str(refused))

    def _must_not_count_fewer_than_we_know(self, cleaned: dict[str, Any], agency: Agency) -> None:
        population = cleaned.get("population")
        if not population or not set(self.changed_data) & set(FROZEN):
            return
        period = SurveyPeriod(name="-", agency=agency)
        for name in ("starts_on", "ends_on"):
            setattr(period, name, cleaned[name])
        users, responses = reports.served(agency, of_period(period))
        counted = max(users, responses)
        if population < counted and not is_explained(cleaned.get("population_reason", "")):
            self.add_error(
                "population",
                f"Terlalu sedikit: menurut catatan kami {users} pemohon selesai dilayani dan "
                f"{responses} jawaban masuk dalam periode ini. Isi paling sedikit {counted}, "
                "kosongkan untuk memakai catatan kami, atau tulis penjelasannya.",
            )
