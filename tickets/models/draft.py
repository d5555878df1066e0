"""What an officer was typing; only the officer deletes it. Colleagues may take its text over."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models import Membership, Staff
from tickets.models.message import Message
from tickets.models.ticket import Ticket


class DraftQuerySet(models.QuerySet["Draft"]):
    def of_colleagues(self, ticket: Ticket, *, reader: Staff) -> "DraftQuerySet":
        """What others typed for this ticket, newest first. Only people of its office, present or
        past: what was typed where a ticket came from stays there.
        """
        here = Membership.objects.filter(Q(agency=ticket.agency_id) | Q(agency=None))
        drafts = self.filter(ticket=ticket, staff__in=here.values("staff"))
        return drafts.exclude(staff=reader).select_related("staff").order_by("-updated_at", "-pk")


class Draft(models.Model):
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="drafts")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    quoted = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "staff"], name="draft_once")]

    def __str__(self) -> str:
        return f"draf {self.pk}"
