"""What is sent of a published period: the body that docs/skm.md describes. Nothing in it tells who answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from siwhapik.skm.answers import head_of, lines_of
from surveys import frozen
from surveys.figures import FEWEST_SHOWN, Figure
from surveys.models import PeriodSnapshot, Submission, SurveyPeriod

CONTRACT = 1  # another form of the body is another number
Values = tuple[int | None, ...]


class Held(Exception):
    """This period cannot be sent as it is, whoever asks; the message says why, in Indonesian."""


def body_of(submission: Submission, *, with_answers: bool) -> dict[str, Any]:
    """The body of one snapshot: its frozen figures, under the names of today. Raises Held."""
    snapshot = submission.snapshot
    period, figure = snapshot.period, figure_of(snapshot)
    if figure.index is None or figure.n < FEWEST_SHOWN:
        raise Held(f"Periode ini berisi kurang dari {FEWEST_SHOWN} jawaban, jadi tidak dikirim.")
    asked = period.questionnaire
    body: dict[str, Any] = {
        "contract": CONTRACT,
        "key": snapshot.checksum,
        "replaces": _replaced(snapshot),
        "agency": {"code": period.agency.code, "name": snapshot.content["agency"]["name"]},
        "period": {
            "name": period.name,
            "starts_on": period.starts_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "version": snapshot.version,
            "closed_at": snapshot.at.isoformat(),
        },
        "instrument": {
            **snapshot.content["questionnaire"],
            "elements": dict(asked.elements.order_by("order").values_list("code", "name")),
        },
        "population": {"users": figure.users, "needed": figure.needed},
        "result": figure.index.as_json(),
    }
    if with_answers:
        body["answers"] = _answers(period, figure)
    return body


def figure_of(snapshot: PeriodSnapshot) -> Figure:
    """The whole's frozen figure. Raises Held where somebody changed the snapshot since."""
    if not frozen.holds(snapshot):
        raise Held(
            "Sidik angka yang dibekukan tidak cocok: isinya berubah sesudah ditutup. Minta pengelola "
            "sistem memeriksanya; periode ini tidak dikirim."
        )
    return frozen.whole_of(snapshot)


def _replaced(snapshot: PeriodSnapshot) -> str | None:
    """The key of the newest earlier version that the other side has; None where it has none."""
    earlier = Submission.objects.filter(
        snapshot__period=snapshot.period_id,
        snapshot__version__lt=snapshot.version,
        state=Submission.State.SENT,
    )
    keys = earlier.order_by("-snapshot__version").values_list("snapshot__checksum", flat=True)
    return next((key for key in keys if key != snapshot.checksum), None)


def _answers(period: SurveyPeriod, figure: Figure) -> list[dict[str, Any]]:
    """The answers by element code, equal ones together and in the order of their values.

    Neither day nor order of arrival, service or profile are in it. Raises Held where they do not
    add up to the frozen sums.
    """
    codes = head_of(period)[-period.questionnaire.elements.count() :]
    counts = _counted(line[-len(codes) :] for line in lines_of(period, codes))
    known = figure.index.elements if figure.index else {}
    fitting = {
        values: n
        for values, n in counts.items()
        if {code for code, value in zip(codes, values, strict=True) if value} == set(known)
    }
    sums = {
        code: sum((values[at] or 0) * n for values, n in fitting.items())
        for at, code in enumerate(codes)
        if code in known
    }
    if sums != {code: one.sum for code, one in known.items()}:
        raise Held(
            "Jawaban yang tersimpan tidak sama dengan jumlah yang dibekukan. Minta pengelola sistem "
            "memeriksanya; periode ini tidak dikirim."
        )
    return [
        {"count": n, "values": {code: value for code, value in zip(codes, values, strict=True) if value}}
        for values, n in sorted(fitting.items(), key=lambda one: [value or 0 for value in one[0]])
    ]  # fmt: skip


def _counted(lines: Iterable[list[Any]]) -> Counter[Values]:
    return Counter(tuple(values) for values in lines)
