"""What an office teaches its bot: sentences of acts, and those that it has not understood yet."""

from __future__ import annotations

import datetime as dt

from django.db import models

from services import sentences
from services.models import Agency, Service, Staff
from tickets.models.channel import Channel
from tickets.models.ticket import Ticket


class ActExample(models.Model):
    """A sentence with which citizens of this office do something: ask for the hours, cancel."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="act_examples", verbose_name="instansi"
    )
    act = models.CharField("maksud", max_length=30)  # a tickets.intake.acts.Act
    text = models.CharField("contoh kalimat", max_length=sentences.LONGEST)
    folded = models.CharField(max_length=sentences.LONGEST, editable=False)

    class Meta:
        verbose_name = "contoh kalimat maksud"
        verbose_name_plural = "contoh kalimat maksud"
        ordering = ["act", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "folded"], name="act_example_once")
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep what duplicates are found by."""
        self.text = sentences.tidy(self.text)
        self.folded = sentences.folded(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came


class UnmatchedSentenceQuerySet(models.QuerySet["UnmatchedSentence"]):
    def visible_to(self, staff: Staff) -> UnmatchedSentenceQuerySet:
        """Citizens' words: those of matters that this person reads without giving a reason.

        Not those of a matter that became anonymous since. A sentence without a matter belongs to
        no one; people who teach at its office see it.
        """
        open_ones = Ticket.objects.visible_to(staff).filter(is_anonymous=False)
        readable = open_ones.filter(pk=models.OuterRef("ticket"))
        return self.filter(models.Q(ticket__isnull=True) | models.Exists(readable))

    def unsettled(self) -> UnmatchedSentenceQuerySet:
        """Neither made an example nor dismissed."""
        return self.filter(settled_at__isnull=True)

    def most_frequent(self, *, since: dt.datetime) -> UnmatchedSentenceQuerySet:
        """What was said since then, most frequent first."""
        return self.filter(said_at__gte=since).order_by("-count", "-said_at", "pk")


class UnmatchedSentence(models.Model):
    """What the bot did not understand, or an officer put under another service; numbers masked.

    `service` is what an officer chose for it, `ticket` the matter in which it was said last.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name="instansi")
    channel = models.ForeignKey(
        Channel, models.CASCADE, related_name="+", verbose_name="nomor WhatsApp"
    )
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, related_name="+", verbose_name="tiket"
    )
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, related_name="+", verbose_name="layanan"
    )
    text = models.CharField("kalimat", max_length=sentences.LONGEST)
    folded = models.CharField(max_length=sentences.LONGEST)
    said_at = models.DateTimeField("terakhir ditulis")
    count = models.PositiveIntegerField("berapa kali", default=1)
    settled_at = models.DateTimeField("diputuskan", null=True)

    objects = UnmatchedSentenceQuerySet.as_manager()

    class Meta:
        verbose_name = "kalimat yang belum dipahami"
        verbose_name_plural = "kalimat yang belum dipahami"
        constraints = [
            models.UniqueConstraint(fields=["channel", "folded"], name="unmatched_sentence_once")
        ]
        indexes = [
            # the weekly list, and the sweep that forgets
            models.Index(fields=["agency", "said_at"], name="unmatched_sentence_said")
        ]

    def __str__(self) -> str:
        return self.text


class UnmatchedDay(models.Model):
    """How often a sentence was said on one day of its office; gone with the sentence."""

    sentence = models.ForeignKey(UnmatchedSentence, models.CASCADE, related_name="days")
    day = models.DateField("hari")
    count = models.PositiveIntegerField("berapa kali", default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sentence", "day"], name="unmatched_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.sentence_id} {self.day}"
