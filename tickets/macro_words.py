"""What a macro does, in a sentence for those who choose it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.masking import shortened
from services.models import Service
from tickets.macros import WAIT
from tickets.models import Label, Macro, Ticket

_SAID = 90  # characters of an answer
_GONE = "yang sudah tidak ada"


class Words:
    """The sentences of some macros; names of services and labels are read once."""

    def __init__(self, found: Iterable[Macro]) -> None:
        steps = [one.steps for one in found]
        services = {one["service"]["service"] for one in steps if "service" in one}
        labels = {pk for one in steps if "labels" in one for pk in one["labels"]["labels"]}
        self._services = dict(Service.objects.filter(pk__in=services).values_list("pk", "name"))
        self._labels = dict(Label.objects.filter(pk__in=labels).values_list("pk", "name"))

    def of(self, macro: Macro) -> str:
        """For example "atur layanan Kartu Keluarga, balas “…”, lalu tunggu pemohon 3 hari kerja"."""
        steps, parts = macro.steps, []
        if "service" in steps:
            parts.append(f"atur layanan {self._services.get(steps['service']['service'], _GONE)}")
        if "labels" in steps:
            names = [self._labels.get(pk, _GONE) for pk in steps["labels"]["labels"]]
            parts.append(f"beri label {', '.join(names)}")
        return ", ".join([*parts, *_said(steps.get("say", {}))])


def _said(values: dict[str, Any]) -> list[str]:
    text, then = " ".join(values.get("text", "").split()), values.get("then", "")
    parts = [f"balas “{shortened(text, _SAID)}”"] if text else []
    if then == WAIT:
        days = f" {values['days']} hari kerja" if values.get("days") else ""
        parts.append(f"lalu tunggu pemohon{days}")
    elif then in Ticket.Outcome.values:
        parts.append(f"lalu selesai: {Ticket.Outcome(then).label.lower()}")
    return parts
