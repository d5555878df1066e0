"""Labels: an office's own words on its tickets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import F

from services.models import Agency
from tickets.models.queue_version import QueueVersion
from tickets.models.ticket import Ticket

_BATCH = 500


class Label(models.Model):
    """A ticket's row has a copy of name and colour, so that no list reads them."""

    class Tone(models.TextChoices):
        """Pairs of tokens.css that are readable, light and dark (test_labels.py)."""

        IDLE = "idle", "Abu-abu"
        INFO = "info", "Biru"
        OK = "ok", "Hijau"
        WARN = "warn", "Jingga"
        DANGER = "danger", "Merah"
        NOTE = "note", "Kuning"

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="labels", verbose_name="instansi"
    )
    name = models.CharField("nama", max_length=30)
    tone = models.CharField("warna", max_length=6, choices=Tone.choices, default=Tone.IDLE)

    class Meta:
        verbose_name = "label"
        verbose_name_plural = "label"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="label_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Write it, and what the rows of its tickets show of it."""
        with transaction.atomic(savepoint=False):
            super().save(**options)
            self._copy(TicketLabel.tickets_with([self]))

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Take it off its tickets, too."""
        with transaction.atomic(savepoint=False):
            tickets = TicketLabel.tickets_with([self])
            gone = super().delete(*args, **options)
            self._copy(tickets)
        return gone

    def _copy(self, tickets: Sequence[int]) -> None:
        for start in range(0, len(tickets), _BATCH):
            copy_labels(tickets[start : start + _BATCH])
        QueueVersion.bump_after_commit(self.agency_id)


class TicketLabel(models.Model):
    """One label on one ticket; desk.labelling writes it together with the copy."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="ticket_labels")
    label = models.ForeignKey(Label, models.CASCADE, related_name="ticket_labels")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "label"], name="label_once_on_ticket")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.label_id}"

    @staticmethod
    def tickets_with(labels: Iterable[Label]) -> list[int]:
        """The tickets, by id, that have any of these labels."""
        rows = TicketLabel.objects.filter(label__in=[one.pk for one in labels])
        return list(rows.order_by("ticket_id").values_list("ticket_id", flat=True).distinct())


def copy_labels(tickets: Sequence[int]) -> None:
    """Write on the rows of these tickets which labels they have: [[name, tone], ...]."""
    shown: dict[int, list[list[str]]] = {pk: [] for pk in tickets}
    rows = TicketLabel.objects.filter(ticket__in=tickets).order_by("label__name")
    for ticket, name, tone in rows.values_list("ticket_id", "label__name", "label__tone"):
        shown[ticket].append([name, tone])
    by_content: dict[str, list[int]] = {}
    for pk, labels in shown.items():
        by_content.setdefault(repr(labels), []).append(pk)
    for keys in by_content.values():
        changed = Ticket.objects.filter(pk__in=keys)
        changed.update(labels=shown[keys[0]], version=F("version") + 1)
