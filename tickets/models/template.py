"""Templates approved by WhatsApp.

What officers type into a template's blanks is checked in reply_forms.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from tickets.models.channel import Channel
from tickets.transports.registry import SETTLED_TEMPLATE_EVENTS

# The contract of an update: the register number, then what there is to tell.
UPDATE_BLANKS = 2
_NAME = re.compile(r"[a-z0-9_]+")
_BLANK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    def offered(self, channel: int) -> MessageTemplateQuerySet:
        """What an officer may choose for a number: approved, and not the survey's own."""
        approved = self.filter(channel=channel, status=MessageTemplate.Status.APPROVED)
        return approved.exclude(purpose=MessageTemplate.Purpose.SURVEY)

    def updates(self, channel: int) -> MessageTemplateQuerySet:
        """Those of a number that tell how a matter stands: register number, then the words."""
        return self.offered(channel).telling()

    def telling(self) -> MessageTemplateQuerySet:
        """Those that keep the contract of an update, whether or not they may be sent now."""
        contract = {"purpose": MessageTemplate.Purpose.UPDATE, "parameter_count": UPDATE_BLANKS}
        return self.filter(**contract, has_url_suffix=False)

    def reported(self) -> MessageTemplateQuerySet:
        """What WhatsApp has said of them is to be told: not sent any more, or not for long."""
        fine = Q(status=MessageTemplate.Status.APPROVED, reported_event__in=SETTLED_TEMPLATE_EVENTS)
        return self.exclude(reported_event="").exclude(fine)


class MessageTemplate(models.Model):
    """A template as WhatsApp approved it: the only thing that may be sent outside the window."""

    class Purpose(models.TextChoices):
        UPDATE = "update", "Kabar tiket"
        SURVEY = "survey", "Undangan survei"
        OTHER = "other", "Lain-lain"

    class Status(models.TextChoices):
        APPROVED = "approved", "Disetujui"
        PAUSED = "paused", "Dijeda"
        PENDING = "pending", "Ditinjau WhatsApp"
        REJECTED = "rejected", "Ditolak"
        DISABLED = "disabled", "Dihentikan WhatsApp"

    channel = models.ForeignKey(
        Channel, models.CASCADE, related_name="templates", verbose_name="nomor WhatsApp"
    )
    name = models.CharField("nama", max_length=512)
    language = models.CharField("bahasa", max_length=10, default="id")
    purpose = models.CharField(
        "kegunaan", max_length=10, choices=Purpose.choices, default=Purpose.UPDATE
    )
    body = models.TextField("isi", help_text="Dengan {{1}}, {{2}} seperti yang disetujui WhatsApp.")
    parameter_count = models.PositiveSmallIntegerField("banyak isian", default=0)
    has_url_suffix = models.BooleanField("tombol tautan berakhiran", default=False)
    status = models.CharField(
        "status", max_length=10, choices=Status.choices, default=Status.APPROVED
    )
    # What WhatsApp said of it last, in its words, and when; empty when an admin set the status.
    reported_event = models.CharField(max_length=60, blank=True, editable=False)
    reported_reason = models.CharField(max_length=60, blank=True, editable=False)
    reported_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "templat pesan"
        verbose_name_plural = "templat pesan"
        constraints = [
            models.UniqueConstraint(fields=["channel", "name", "language"], name="template_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tells_update(self) -> bool:
        """Whether its first blank is the register number and its second what there is to tell."""
        is_update = self.purpose == MessageTemplate.Purpose.UPDATE
        return is_update and self.parameter_count == UPDATE_BLANKS

    def filled(self, blanks: Sequence[str]) -> str:
        """What the citizen reads, with these words in its blanks."""
        text = self.body
        for number, words in enumerate(blanks, 1):
            text = text.replace(f"{{{{{number}}}}}", " ".join(words.split()))
        return text

    def clean(self) -> None:
        """What WhatsApp would refuse later, before an officer who cannot mend it."""
        if self.name and not _NAME.fullmatch(self.name):
            words = "Hanya huruf kecil, angka, dan garis bawah, seperti di WhatsApp: kabar_tiket."
            raise ValidationError({"name": words})
        blanks = set(_BLANK.findall(self.body))
        if blanks != {str(number + 1) for number in range(len(blanks))}:
            words = (
                "Isian di dalam isi harus {{1}}, {{2}}, dan seterusnya, tanpa ada yang terlewat."
            )
            raise ValidationError({"body": words})
        if self.parameter_count != len(blanks):
            words = f"Di dalam isi ada {len(blanks)} isian. Tulis {len(blanks)}, atau ubah isinya."
            raise ValidationError({"parameter_count": words})
