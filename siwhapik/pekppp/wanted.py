"""What PEKPPP asks for, and how the evidence of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models


class Wanted(models.TextChoices):
    """What evidence is asked for, in the order of the page."""

    STANDARD = "standar", "Standar pelayanan ditinjau"
    STANDARD_PUBLISHED = "publikasi-standar", "Standar dipublikasikan"
    SURVEY = "skm", "SKM dilaksanakan"
    SURVEY_PUBLISHED = "publikasi-skm", "Hasil SKM dipublikasikan"
    FOLLOWED = "rtl", "Rencana tindak lanjut (RTL) dijalankan"
    COMPLAINTS = "pengaduan", "Pengaduan ditangani"
    PLEDGE = "maklumat", "Maklumat pelayanan"


# What a publication of these is about, in its record.
ABOUT = {Wanted.STANDARD_PUBLISHED: "standard", Wanted.SURVEY_PUBLISHED: "survey"}


class State(models.TextChoices):
    """How an evidence stands."""

    HAS = "has", "ada"
    RENEW = "renew", "perlu diperbarui"
    LACKS = "lacks", "belum ada"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One item: what the rows say of it, sentence by sentence, and what is left to do ("" for nothing)."""

    code: Wanted
    state: State
    told: Sequence[str]
    todo: str = ""

    @property
    def name(self) -> str:
        return str(self.code.label)
