"""The form in which an office names its questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from services.models import Agency
from surveys import choosing
from surveys.loading import questionnaire_in_use
from surveys.models import Questionnaire

_FOR_ALL = "bawaan"


class InstrumentForm(forms.Form):
    """One of the complete ones, or the one for all offices."""

    def __init__(self, agency: Agency, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._known = {str(one.pk): one for one in choosing.questionnaires()}
        newest = choosing.choices_of(agency).first()
        self.fields["questionnaire"] = forms.ChoiceField(
            label="Kuesioner",
            initial=str(newest.questionnaire_id or _FOR_ALL) if newest else _FOR_ALL,
            choices=[
                (_FOR_ALL, f"Bawaan untuk semua instansi: {questionnaire_in_use()}"),
                *((key, str(one)) for key, one in self._known.items()),
            ],
        )

    def chosen(self) -> Questionnaire | None:
        """The one of a valid form."""
        return self._known.get(self.cleaned_data["questionnaire"])
