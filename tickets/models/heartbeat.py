"""When each sweep last ran to its end."""

from django.db import models


class Heartbeat(models.Model):
    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)  # the exception's type; "": it ended well

    def __str__(self) -> str:
        return self.name
