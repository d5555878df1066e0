"""Who looked at what, and why: files, hidden numbers, and tickets opened with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tickets.models.attachment import Attachment
from tickets.models.ticket import Ticket


class AccessLog(models.Model):
    """Rows are added, never changed."""

    class Action(models.TextChoices):
        FILE = "file", "Membuka berkas"
        PREVIEW = "preview", "Melihat pratinjau berkas"
        PHONE = "phone", "Membuka nomor telepon"
        TICKET = "ticket", "Membuka tiket dengan alasan"
        REMINDED = "reminded", "Pimpinan membuka tiket"

    # What nobody has to do for the work at hand: a ticket of others, a number that is hidden.
    SPECIAL = (Action.PHONE, Action.TICKET, Action.REMINDED)

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas"
    )
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="access_log", verbose_name="tiket"
    )
    attachment = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_log",
        verbose_name="berkas",
    )
    action = models.CharField("tindakan", max_length=10, choices=Action.choices)
    reason = models.CharField("alasan", max_length=300, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "catatan akses"
        verbose_name_plural = "catatan akses"
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["ticket", "staff", "at"], name="access_log_ticket"),
            # the report of who saw what in some days
            models.Index(fields=["at"], name="access_log_at"),
            models.Index(
                fields=["at"],
                condition=Q(action__in=["phone", "ticket", "reminded"]),
                name="access_log_special",
            ),
        ]

    def __str__(self) -> str:
        return self.get_action_display()
