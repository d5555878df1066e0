"""How often a visitor has tried lately; in the database, so that it works without a cache."""

from django.db import models


class Throttle(models.Model):
    """One counter of one period for one name and one visitor, both hashed."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["since"], name="throttle_since")]

    def __str__(self) -> str:
        return f"{self.count} sejak {self.since}"
