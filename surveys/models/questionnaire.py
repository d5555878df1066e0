"""A version of an instrument: its elements, answers and rules, as its file had them when loaded.

Versions are never edited: a changed file is a new version (`surveys/loading.py`). Results of
two versions are never added up.
"""

from __future__ import annotations

from fractions import Fraction

from django.db import models

from services.models.final import FinalModel
from surveys import instrument
from surveys.completeness import faults_of
from surveys.instrument import EXACT, Grade, Scoring


class Questionnaire(models.Model):
    """One version, for example of PermenPANRB 14/2017."""

    code = models.SlugField("kode", max_length=40)
    version = models.PositiveSmallIntegerField("versi", default=1)
    name = models.CharField("nama", max_length=200)
    legal_basis = models.CharField("dasar hukum", max_length=200, blank=True)
    is_default = models.BooleanField("dipakai", default=False)
    # Of the file's content; empty where the rows are from before instruments were files.
    digest = models.CharField("sidik berkas", max_length=64, blank=True, editable=False)
    legacy_weights = models.JSONField("bobot laporan lama", default=list, editable=False)
    # The category table, best first: letter, words, lower bound of the converted value.
    grades = models.JSONField("kategori", default=list, editable=False)
    unconfirmed = models.JSONField("belum dipastikan", default=list, editable=False)

    class Meta:
        verbose_name = "kuesioner"
        verbose_name_plural = "kuesioner"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="questionnaire_once")
        ]

    def __str__(self) -> str:
        return self.name if self.version == 1 else f"{self.name} (versi {self.version})"

    @property
    def reference(self) -> str:
        """Its value in an address."""
        return self.code if self.version == 1 else f"{self.code}.{self.version}"

    @property
    def weights(self) -> list[str]:
        """The weights that its index may be computed with."""
        return [EXACT, *self.legacy_weights]

    def scoring(self, weight: str = EXACT) -> Scoring:
        """The rules of its index with this weight."""
        rows = (Grade(letter, label, Fraction(lower)) for letter, label, lower in self.grades)
        return Scoring(tuple(rows), weight)

    def asks(self) -> list[instrument.Element]:
        """Its elements as values, in their order; two queries."""
        rows = self.elements.order_by("order").prefetch_related("choices") if self.pk else []
        return [element.as_value() for element in rows]

    def faults(self) -> list[str]:
        """What is missing before it can be used; only drafts from earlier releases have faults."""
        return faults_of(self.asks())


class Element(FinalModel):
    """One unsur; its code is its key, the number of its question is not (forms swap two)."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="elements", verbose_name="kuesioner"
    )
    code = models.CharField("kode", max_length=10)
    key = models.CharField("nama kunci", max_length=30)  # requirements, procedure, ...
    order = models.PositiveSmallIntegerField("urutan unsur")
    question_number = models.PositiveSmallIntegerField("nomor pertanyaan")
    name = models.CharField("nama", max_length=100)
    definition = models.TextField("pengertian", blank=True)
    question = models.CharField("pertanyaan", max_length=300)

    class Meta:
        verbose_name = "unsur"
        verbose_name_plural = "unsur"
        ordering = ["questionnaire", "order"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="element_once"),
            models.UniqueConstraint(
                fields=["questionnaire", "question_number"], name="question_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def as_value(self) -> instrument.Element:
        """The element without its row; answers only where they are worth 1, 2, 3 and so on."""
        answers = sorted(self.choices.all(), key=lambda choice: choice.value)
        is_whole = [answer.value for answer in answers] == list(range(1, len(answers) + 1))
        return instrument.Element(
            code=self.code,
            key=self.key,
            order=self.order,
            question_number=self.question_number,
            name=self.name,
            definition=self.definition,
            question=self.question,
            answers=tuple(answer.label for answer in answers) if is_whole else (),
        )


class Choice(FinalModel):
    """One answer word with its perception value, 1 (worst) to 4 (best)."""

    element = models.ForeignKey(
        Element, models.CASCADE, related_name="choices", verbose_name="unsur"
    )
    value = models.PositiveSmallIntegerField("nilai")
    label = models.CharField("kata", max_length=100)

    class Meta:
        verbose_name = "pilihan"
        verbose_name_plural = "pilihan"
        ordering = ["element", "value"]
        constraints = [
            models.UniqueConstraint(fields=["element", "value"], name="choice_once"),
            models.CheckConstraint(
                condition=models.Q(value__gte=1, value__lte=4), name="choice_value_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class ProfileOption(models.Model):
    """One entry of the respondent's profile lists.

    The file gives the first entries. Offices add others (D1-D4, pelajar, petani) under /kelola/;
    the lists do not count for the index, and a new version copies the added entries.
    """

    class Field(models.TextChoices):
        GENDER = "gender", "Jenis kelamin"
        EDUCATION = "education", "Pendidikan"
        OCCUPATION = "occupation", "Pekerjaan"

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="profile_options", verbose_name="kuesioner"
    )
    field = models.CharField("isian", max_length=12, choices=Field.choices)
    code = models.SlugField("kode", max_length=30)
    label = models.CharField("kata", max_length=100)
    order = models.PositiveSmallIntegerField("urutan", default=1)
    is_added = models.BooleanField("ditambahkan di sini", default=True, editable=False)

    class Meta:
        verbose_name = "pilihan profil"
        verbose_name_plural = "pilihan profil"
        ordering = ["field", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "field", "code"], name="profile_option_once"
            )
        ]

    def __str__(self) -> str:
        return self.label
