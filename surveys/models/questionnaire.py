"""A version of the instrument: elements, words, choices; results of two are never compared."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from surveys.completeness import faults_of

IN_USE = (
    "Kuesioner ini sedang atau pernah dipakai, jadi unsur dan pilihannya tidak dapat diubah. Buat "
    "kuesioner baru dengan kode lain, lengkapi unsurnya, lalu centang Dipakai di sana."
)


class Questionnaire(models.Model):
    """One version, for example PermenPANRB 14/2017 with nine elements."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=200)
    legal_basis = models.CharField("dasar hukum", max_length=200, blank=True)
    is_default = models.BooleanField("dipakai", default=False)

    class Meta:
        verbose_name = "kuesioner"
        verbose_name_plural = "kuesioner"

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_use(self) -> bool:
        """Whether citizens are or were asked with it, or a period counts by it: then it stays."""
        return self.is_default or (
            self.pk is not None
            and (
                self.responses.exists() or self.survey_invitations.exists() or self.periods.exists()
            )
        )

    def faults(self) -> list[str]:
        """What it lacks before citizens can be asked with it, in words; two queries."""
        return (
            faults_of(list(self.elements.prefetch_related("choices"))) if self.pk else faults_of([])
        )


class Element(models.Model):
    """One unsur; its code is its key, the number of its question is not (the form swaps two)."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="elements", verbose_name="kuesioner"
    )
    code = models.CharField("kode", max_length=10)  # U1..U9
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

    def clean(self) -> None:
        """Neither into nor out of a questionnaire in use."""
        keys = {self.questionnaire_id}
        if self.pk is not None:
            keys |= set(Element.objects.filter(pk=self.pk).values_list("questionnaire", flat=True))
        found = Questionnaire.objects.filter(pk__in=keys - {None})
        if any(questionnaire.is_in_use for questionnaire in found):
            raise ValidationError({"questionnaire": IN_USE})


class Choice(models.Model):
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

    def clean(self) -> None:
        element = self.element if self.element_id else None
        if element is not None and element.questionnaire.is_in_use:
            raise ValidationError(IN_USE)


class ProfileOption(models.Model):
    """One entry of the respondent's profile lists, editable by the agency's region."""

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
