"""What holds of matters and their results at the counter; a part of the model in ticket.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

WHATSAPP = "whatsapp"  # of Ticket.Source


class WhyAtCounter(models.TextChoices):
    """Why somebody came or rang in spite of the way by WhatsApp, as they said it."""

    NO_WHATSAPP = "no_whatsapp", "Tidak punya WhatsApp"
    DID_NOT_KNOW = "did_not_know", "Tidak tahu bisa lewat WhatsApp"
    TRIED = "tried", "Sudah mencoba lewat WhatsApp, tetapi gagal"
    ASKED_TO_COME = "asked_to_come", "Diminta datang"
    FACE_TO_FACE = "face_to_face", "Lebih suka tatap muka"
    OTHER = "other", "Alasan lain"


class HeardFrom(models.TextChoices):
    """From where somebody knows that the office serves by WhatsApp, as they said it."""

    SOCIAL = "social", "Media sosial"
    BANNER = "banner", "Spanduk, baliho atau brosur"
    RT_RW = "rt_rw", "RT/RW atau kader"
    EVENT = "event", "Kegiatan atau rapat"
    OFFICER = "officer", "Petugas di loket"
    FRIEND = "friend", "Keluarga, teman atau tetangga"
    WEBSITE = "website", "Situs web"
    OTHER = "other", "Lainnya"


class AtCounter(models.Model):
    """`collect_by` is set exactly while a result waits to be fetched, in any state
    (desk.collecting).
    """

    if TYPE_CHECKING:
        source: str

    collect_place = models.CharField(
        "tempat mengambil", max_length=300, blank=True, default="", db_default=""
    )
    # When the last day to fetch it is over.
    collect_by = models.DateTimeField("diambil sampai", null=True, blank=True)

    came_because = models.CharField(
        "alasan datang",
        max_length=16,
        choices=WhyAtCounter.choices,
        blank=True,
        default="",
        db_default="",
    )

    heard_from = models.CharField(
        "tahu dari mana",
        max_length=10,
        choices=HeardFrom.choices,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        abstract = True

    @property
    def is_from_counter(self) -> bool:
        """Whether an officer wrote it down, so that the citizen has no message with its code."""
        return self.source != WHATSAPP


IS_READY = Q(collect_by__isnull=False)
NOTHING_TO_COLLECT: dict[str, Any] = {"collect_place": "", "collect_by": None}
HAS_REASON = ~Q(came_because="")
HAS_HEARD = ~Q(heard_from="")
INDEXES = (
    # the list of what waits to be fetched, in any state
    models.Index(
        F("agency"),
        F("is_urgent").desc(),
        F("collect_by"),
        F("id"),
        condition=IS_READY,
        name="ticket_to_collect",
    ),
    # why people came: the report
    models.Index(F("agency"), F("received_at"), condition=HAS_REASON, name="ticket_came_because"),
    # from where they knew: the same report
    models.Index(F("agency"), F("received_at"), condition=HAS_HEARD, name="ticket_heard_from"),
)
