"""Questions besides the questionnaire: how many may be asked, and those that are ready to be asked with one click."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from services import access
from services.access import Action
from services.models import Agency, Service, Staff
from surveys.models import AddedQuestion
from tickets.desk.base import Refused

MOST_ASKED = 5  # besides the questionnaire: a longer form is left unfinished
SOLVED, NEEDS = "solved", "needs"


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A question that the product knows; `code` tells what its answers mean."""

    code: str
    question: str
    choices: tuple[str, ...]
    tells: str


READY = (
    Ready(
        code=SOLVED,
        question="Apakah urusan Bapak/Ibu sudah beres?",
        choices=("Sudah beres", "Beres sebagian", "Belum beres"),
        tells="Bagian urusan yang menurut warga beres, ditanyakan untuk tiap urusan.",
    ),
    Ready(
        code=NEEDS,
        question="Apa yang paling Bapak/Ibu perlukan dari layanan ini?",
        choices=(
            "Tahu syarat dan biayanya lebih dahulu",
            "Mengirim berkas tanpa datang",
            "Kabar sampai di mana urusannya",
            "Jawaban di luar jam kantor",
            "Dibantu petugas atau RT/RW",
            "Layanan lain yang belum ada",
        ),
        tells="Apa yang warga perlukan; usul dengan kata-kata sendiri masuk ke Saran.",
    ),
)


def asked_with(agency: Agency, service: Service | None, *, but: int) -> int:
    """How many somebody is asked at most who is asked one about this service; `but` is not counted."""
    others = agency.added_questions.asked().exclude(pk=but)
    counts = Counter[int | None](others.values_list("service", flat=True))
    most = max((n for one, n in counts.items() if one is not None), default=0)
    return 1 + counts[None] + (most if service is None else counts[service.pk])


def not_asked(agency: Agency) -> list[Ready]:
    """The ready questions that this office does not ask now."""
    asked = set(agency.added_questions.asked().values_list("ready", flat=True))
    return [one for one in READY if one.code not in asked]


@transaction.atomic
def ask_ready(agency: Agency, code: str, *, by: Staff) -> AddedQuestion:
    """Ask it from now on, after the others; asked again it goes on with its earlier answers.

    Raises Refused without the right, and where as many are asked as a form can bear.
    """
    list(Agency.objects.select_for_update(no_key=True).filter(pk=agency.pk))
    if not access.can(by, Action.MANAGE_CATALOGUE, agency):
        raise Refused("Anda tidak berhak menambah pertanyaan. Minta admin instansi.")
    ready = next(one for one in READY if one.code == code)
    known = agency.added_questions.filter(ready=code).first()
    if known is not None and known.is_asked:
        return known
    if asked_with(agency, None, but=0) > MOST_ASKED:
        raise Refused(
            f"Paling banyak {MOST_ASKED} pertanyaan tambahan. Hapus centang Ditanyakan pada yang lain dahulu."
        )
    if known is not None:
        AddedQuestion.objects.filter(pk=known.pk).update(is_asked=True)
        return known
    return AddedQuestion.objects.create(
        agency=agency,
        question=ready.question,
        choices=list(ready.choices),
        ready=code,
        order=1 + agency.added_questions.count(),
        made_by=by,
    )
