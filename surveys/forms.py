"""The questionnaire as a form, its questions in the order of the printed one, by element code; and
the choice of an index's date range.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from services.models import Agency
from surveys.answering import Form
from surveys.completeness import faults_of
from surveys.models import Element, ProfileOption, Questionnaire
from surveys.ranges import IndexRange

_LISTS = ProfileOption.Field
_OTHER = "lainnya"


class SurveyForm(forms.Form):
    """Every question needs an answer; profile and comment may stay empty."""

    def __init__(self, questionnaire: Questionnaire, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        elements = questionnaire.elements.prefetch_related("choices").order_by("question_number")
        self.elements: list[Element] = list(elements)
        for element in self.elements:
            self.fields[element.code] = _question(element)
        options = list(questionnaire.profile_options.all())
        self._lists = [listed for listed in _LISTS if any(row.field == listed for row in options)]
        for listed in self._lists:
            self.fields[listed.value] = forms.ChoiceField(
                label=listed.label,
                required=False,
                choices=[
                    ("", "Tidak diisi"),
                    *((row.code, row.label) for row in options if row.field == listed),
                ],
            )
        self.fields["occupation_other"] = forms.CharField(
            label="Pekerjaan lainnya, sebutkan", max_length=100, required=False
        )
        self.fields["comment"] = forms.CharField(
            label="Saran atau kesan",
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": "Saran terlalu panjang, paling banyak 2.000 huruf."},
        )

    def faults(self) -> list[str]:
        """What is missing from the questionnaire; citizens see it only when it is complete."""
        return faults_of([element.as_value() for element in self.elements])

    def opening_fields(self) -> list[forms.BoundField]:
        """What is asked before the questions."""
        return []

    def questions(self) -> list[forms.BoundField]:
        """The fields of the elements, in the order in which they are asked."""
        return [self[element.code] for element in self.elements]

    def profile_fields(self) -> list[forms.BoundField]:
        """The fields about the respondent, as far as the questionnaire asks for them."""
        listed = [self[listed.value] for listed in self._lists]
        return [*listed, self["occupation_other"]] if _LISTS.OCCUPATION in self._lists else listed

    def answers(self) -> Form:
        """The answers of a valid form."""
        profile = {listed.value: self.cleaned_data[listed.value] for listed in self._lists}
        if profile.get("occupation") == _OTHER:
            profile["occupation_other"] = self.cleaned_data["occupation_other"]
        return Form(
            values={element: int(self.cleaned_data[element.code]) for element in self.elements},
            profile=profile,
            comment=self.cleaned_data["comment"],
        )


def _question(element: Element) -> forms.ChoiceField:
    missing = "Pilih salah satu jawaban."
    return forms.ChoiceField(
        label=f"{element.question_number}. {element.question}",
        help_text=f"{element.question_number}. {element.name}",
        choices=[(str(choice.value), choice.label) for choice in element.choices.all()],
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class RangeForm(forms.Form):
    """The date ranges to choose from, with the one that is shown (`ranges.chosen` reads the address)."""

    def __init__(
        self, offered: Sequence[IndexRange], *, shown: IndexRange, agency: Agency | None = None
    ) -> None:
        super().__init__(auto_id="%s", initial={"periode": shown.code})
        if agency is not None:
            self.fields["instansi"] = forms.CharField(initial=agency.slug, widget=forms.HiddenInput)
        self.fields["periode"] = forms.ChoiceField(
            label="Periode", choices=[(one.code, one.label) for one in offered]
        )
