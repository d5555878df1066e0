"""A version of the instrument: elements, words, choices; results of two are never compared."""

from __future__ import annotations

from django.db import models


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
