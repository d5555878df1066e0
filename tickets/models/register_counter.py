"""The last register number of an agency and year; taken under its row lock, so without gaps."""

from django.db import models

from services.models import Agency


class RegisterCounter(models.Model):
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="register_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
