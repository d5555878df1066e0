"""The last register number of an agency and year; taken under its row lock, so without gaps."""

from django.db import connection, models

from services.models import Agency

# Made, counted and read by one statement.
_NEXT = (
    "INSERT INTO tickets_registercounter AS mine (agency_id, year, last) VALUES (%s, %s, 1)"
    " ON CONFLICT (agency_id, year) DO UPDATE SET last = mine.last + 1 RETURNING last"
)


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

    @classmethod
    def next_of(cls, agency_id: int, year: int) -> int:
        """The next number; its row stays locked until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [agency_id, year])
            return int(cursor.fetchone()[0])
