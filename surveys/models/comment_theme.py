"""What somebody decided that a remark is about, where its words told wrongly."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from surveys.models.response import Response


class CommentThemes(models.Model):
    """The themes of one remark by hand, in place of those of its words; the newest decision holds."""

    response = models.OneToOneField(Response, models.PROTECT, related_name="themes")
    keys = models.CharField(max_length=200)  # of surveys.themes, with blanks between them
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.keys
