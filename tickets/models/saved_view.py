"""Filters of the queue under a name: one's own, or an office's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from services import access
from services.access import Action
from services.models import Agency

if TYPE_CHECKING:
    from services.models import Staff


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def for_reader(self, staff: Staff) -> SavedViewQuerySet:
        """This person's own, and those of the offices whose tickets they read."""
        offices = access.agencies_where(staff, Action.READ_TICKET)
        return self.filter(Q(owner=staff, agency__isnull=True) | Q(agency__in=offices))


class SavedView(models.Model):
    """`query` is the queue's address without anything that was typed; with an agency it is shared."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField("nama", max_length=40)
    query = models.CharField(max_length=500)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
