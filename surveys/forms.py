"""The questionnaire as a form, its questions in the order of the printed one, by element code; and
the choice of an index's date range.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from services.models import Agency
from surveys.answering import Form
from surveys.asking import Asked
from surveys.completeness import faults_of
from surveys.language_files import OWN, Language, languages, own
from surveys.models import AddedQuestion, Element, ProfileOption, Substitution
from surveys.ranges import IndexRange
from surveys.screens import Screen, screens_of

_LISTS = ProfileOption.Field
_OTHER = "lainnya"


class OneAnswer(forms.RadioSelect):
    """Of two answers to one question nobody knows which was meant: such a question is not answered."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        given = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name)]
        return given[0] if len(given) == 1 else None

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """That the answer is missing is said of the question, not of each of its choices."""
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("aria-invalid", None)
        return option


class SurveyForm(forms.Form):
    """Every question needs an answer; profile and comment may stay empty.

    `wanted` is the code of a language; one that does not say every question and answer is not spoken.
    """

    def __init__(
        self,
        asked: Asked,
        data: Mapping[str, Any] | None = None,
        *,
        wanted: str = OWN,
    ) -> None:
        super().__init__(data)
        questionnaire = asked.questionnaire
        self.questions_mark, instead = asked.mark, asked.instead
        self.is_late = asked.is_late
        elements = questionnaire.elements.prefetch_related("choices").order_by("question_number")
        self.elements: list[Element] = list(elements)
        said = [words for one in self.elements for words in _words_of(one, instead.get(one.pk))]
        self.languages = [one for one in languages().values() if one.knows(said)]
        self.language = next((one for one in self.languages if one.code == wanted), own())
        texts = self.language.texts
        for element in self.elements:
            self.fields[element.code] = _question(element, instead.get(element.pk), self.language)
        self.added = list(asked.added)
        for number, added in enumerate(self.added, start=len(self.elements) + 1):
            self.fields[name_of(added)] = _added_question(added, number, self.language)
        self._add_profile(list(questionnaire.profile_options.all()))
        self.fields["comment"] = forms.CharField(
            label=texts["comment"],
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": texts["comment_long"]},
        )

    def _add_profile(self, options: Sequence[ProfileOption]) -> None:
        texts = self.language.texts
        self._lists = [listed for listed in _LISTS if any(row.field == listed for row in options)]
        for listed in self._lists:
            self.fields[listed.value] = forms.ChoiceField(
                label=texts[listed.value],
                required=False,
                choices=[
                    ("", texts["not_given"]),
                    *(
                        (row.code, self.language.of(row.label))
                        for row in options
                        if row.field == listed
                    ),
                ],
            )
        self.fields["occupation_other"] = forms.CharField(
            label=texts["occupation_other"], max_length=100, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Refuse answers to other questions than those of now: another period began meanwhile."""
        if self.data.get("questions", "") != self.questions_mark:
            self.add_error(None, self.language.texts["changed"])
        return self.cleaned_data

    def faults(self) -> list[str]:
        """What is missing from the questionnaire; citizens see it only when it is complete."""
        return faults_of([element.as_value() for element in self.elements])

    def opening_fields(self) -> list[forms.BoundField]:
        """What is asked before the questions."""
        return []

    def questions(self) -> list[forms.BoundField]:
        """The fields of the elements in the order in which they are asked, then of what is asked besides."""
        names = [element.code for element in self.elements]
        return [self[name] for name in (*names, *map(name_of, self.added))]

    def screens(self) -> list[Screen]:
        """One question a screen, for those who see the form so."""
        return screens_of([*self.opening_fields(), *self.questions()])

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
            added={
                one: int(given) for one in self.added if (given := self.cleaned_data[name_of(one)])
            },
        )


def _words_of(element: Element, instead: Substitution | None) -> list[str]:
    question, answers = _as_asked(element, instead)
    return [question, element.name, *answers.values()]


def _as_asked(element: Element, instead: Substitution | None) -> tuple[str, dict[int, str]]:
    """The question, and each answer by its value."""
    if instead is not None:
        return instead.question, dict(enumerate(instead.answers, start=1))
    return element.question, {choice.value: choice.label for choice in element.choices.all()}


def _question(
    element: Element, instead: Substitution | None, language: Language
) -> forms.ChoiceField:
    missing = language.texts["missing"]
    number, of = element.question_number, language.of
    question, answers = _as_asked(element, instead)
    return forms.ChoiceField(
        label=f"{number}. {of(question)}",
        help_text=f"{number}. {of(element.name)}",
        choices=[(str(value), of(label)) for value, label in answers.items()],
        widget=OneAnswer,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def name_of(added: AddedQuestion) -> str:
    """Its field; of other words another one, so that a form with the earlier words answers nothing else."""
    words = hashlib.blake2b(repr((added.question, added.choices)).encode(), digest_size=4)
    return f"tambahan-{added.pk}-{words.hexdigest()}"


def _added_question(added: AddedQuestion, number: int, language: Language) -> forms.ChoiceField:
    """May stay unanswered: the index needs only the questionnaire."""
    return forms.ChoiceField(
        label=f"{number}. {added.question} {language.texts['may_skip']}",
        choices=[(str(place), words) for place, words in enumerate(added.choices, start=1)],
        widget=OneAnswer,
        required=False,
        error_messages={"invalid_choice": language.texts["missing"]},
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
