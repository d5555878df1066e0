"""Which questionnaire an office asks between its periods and for new ones: each choice is a row, the newest counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from services.models.agency import Agency
from services.models.final import FinalModel
from surveys.models.questionnaire import Questionnaire


class InstrumentChoice(FinalModel):
    """One choice, written once."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    # Empty: the one that the super admin chose for all.
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("dipilih")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"pilihan kuesioner {self.pk}"
