"""What a page says of handing a period to another SKM system."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from services import access
from services.access import Action
from services.models import Staff
from surveys.figures import FEWEST_SHOWN
from surveys.models import Submission, SurveyPeriod
from tickets.words import long_words

State = Submission.State
_TONES = {State.SENT: "ok", State.REFUSED: "warn", State.BARRED: "warn", State.UNREACHABLE: "warn"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One snapshot's way in words; `tone` colours the badge."""

    submission: Submission
    label: str
    tone: str
    text: str
    is_on: bool  # whether anything is sent at all
    may_again: bool


def told_of(submission: Submission, *, staff: Staff) -> Told:
    """What to say of one; read with its period and office."""
    period = submission.snapshot.period
    is_on, is_shown = bool(settings.NATIONAL_SKM_URL), _is_shown(submission)
    may = is_on and is_shown and submission.state in Submission.TRIED_IF_ASKED
    label = submission.get_state_display()
    text = _words(submission) if is_shown else _no_longer_shown(submission)
    if submission.state in Submission.OPEN:
        if not is_shown:
            label = str(State.FEW.label)
        elif not is_on:
            text = "Pengiriman sedang tidak dinyalakan."
    return Told(
        submission=submission,
        label=label,
        tone=_TONES.get(State(submission.state), "plain") if is_shown else "plain",
        text=text,
        is_on=is_on,
        may_again=may and access.can(staff, Action.RUN_PERIODS, period.agency),
    )


def told_of_period(period: SurveyPeriod, *, staff: Staff) -> list[Told]:
    """All versions of one period, the newest first."""
    rows = Submission.objects.filter(snapshot__period=period).with_period()
    return [told_of(one, staff=staff) for one in rows.order_by("-snapshot__version")]


def _is_shown(submission: Submission) -> bool:
    """Whether its period still publishes just this version."""
    period = submission.snapshot.period
    return period.is_published and period.frozen_id == submission.snapshot_id


def _no_longer_shown(submission: Submission) -> str:
    if submission.state == State.SENT:
        return (
            f"{_arrived(submission)} Di sini angka ini tidak lagi diumumkan, di sana masih ada sampai versi "
            "berikutnya diumumkan. Beri tahu pengelola sistem tujuan bila harus ditarik."
        )
    return "Tidak dikirim selama versi ini tidak diumumkan."


def _words(submission: Submission) -> str:
    match submission.state:
        case State.SENT:
            return _arrived(submission)
        case State.FEW:
            return f"Kurang dari {FEWEST_SHOWN} responden: nilainya dapat menunjukkan jawaban satu orang."
        case State.UNREACHABLE:
            return f"Sistem tujuan belum dapat dihubungi{_answer(submission)}. {_tries(submission)}"
        case State.BARRED:
            return (
                f"Sistem tujuan tidak menerima alamat atau token kita{_answer(submission)}. Minta "
                f"pengelola sistem memeriksa pengaturannya. {_tries(submission)}"
            )
        case State.REFUSED if submission.answer_code is None:
            return submission.said
        case State.REFUSED:
            return (
                f"Sistem tujuan menolak periode ini{_answer(submission)}. Selesaikan sebabnya dengan "
                "pengelola sistem tujuan, lalu kirim ulang."
            )
    return "Dikirim dalam beberapa menit."


def _arrived(submission: Submission) -> str:
    zone = submission.snapshot.period.agency.zone
    at = f" {long_words(submission.sent_at, zone)}" if submission.sent_at else ""
    number = f", nomor di sana {submission.reference}" if submission.reference else ""
    return f"Diterima sistem tujuan{at}{number}."


def _answer(submission: Submission) -> str:
    """The number and the words of the other side's answer."""
    if submission.answer_code is None:
        return ""
    said = f": “{submission.said}”" if submission.said else ", tanpa keterangan"
    return f" (jawaban {submission.answer_code}{said})"


def _tries(submission: Submission) -> str:
    zone = submission.snapshot.period.agency.zone
    again = submission.next_attempt_at
    when = f"; dicoba lagi {long_words(again, zone)}" if again else ""
    return f"Sudah {submission.attempts} kali dicoba{when}."
