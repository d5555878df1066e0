"""Which evidence an office has, lacks, or has to renew. Rules over what was gathered; nothing is typed for them.

The bounds are those that forms F02 of PEKPPP in use ask for (four media and SIPPN, a review each year); the
annex itself was not at hand, so pages call none of them law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from services.models import Service, ServiceStandard
from services.record_kinds import KINDS
from siwhapik.pekppp.gathering import Gathered
from siwhapik.pekppp.wanted import ABOUT, Evidence, State, Wanted
from surveys import frozen
from surveys.figures import Figure
from surveys.models import ProgressReport, Recommendation, SurveyPeriod
from tickets.words import day_words

MEDIA_WANTED = 4
NATIONAL = "sippn"
OWN_PAGE = "halaman layanan di sistem ini"
OWN_RESULTS = "halaman IKM di sistem ini"


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One service's standard: since when its words stand, and by which record that is shown."""

    service: Service
    standard: ServiceStandard | None
    on: dt.date | None
    minutes: str = ""  # number of the berita acara
    record: int | None = None
    is_old: bool = False

    @property
    def state(self) -> State:
        """Without the minutes of a review (berita acara) a standard is to be renewed as an old one is."""
        if self.standard is None:
            return State.LACKS
        return State.RENEW if self.is_old or not self.minutes else State.HAS


def evidence_of(found: Gathered) -> list[Evidence]:
    """All items, in the order of the page."""
    return [
        _reviewed(found),
        _standard_published(found),
        _survey(found),
        _survey_published(found),
        _followed(found),
        _complaints(found),
        _pledge(found),
    ]


def reviews_of(found: Gathered) -> list[Reviewed]:
    """Each service: the newer of its standard's own day and of the last recorded review counts."""
    return [_review(found, service, standard) for service, standard in found.standards]


def figure_of(period: SurveyPeriod) -> Figure | None:
    """The figures of a finished period; None while it runs."""
    return None if period.frozen is None else frozen.whole_of(period.frozen)


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def speed(recommendations: Sequence[Recommendation]) -> tuple[str, str]:
    """Median days from a recommendation to its first plan, and to when it was first done; "" for none."""
    planned, done = [], []
    for one in recommendations:
        plans, reports = list(one.plans.all()), list(one.reports.all())
        finished = [row for row in reports if row.state == ProgressReport.State.DONE]
        if plans:
            planned.append((plans[-1].at - one.at).days)
        if finished and one.state == Recommendation.State.DONE:
            done.append((finished[-1].at - one.at).days)
    return _middle(planned), _middle(done)


def _middle(days: Sequence[int]) -> str:
    return f"{median(days):g}".replace(".", ",") if days else ""


def _review(found: Gathered, service: Service, standard: ServiceStandard | None) -> Reviewed:
    if standard is None:
        return Reviewed(service=service, standard=None, on=None)
    own = standard.decree_date or standard.valid_from
    about = [one for one in found.records_of("review") if one.service_id in (None, service.pk)]
    record = about[0] if about and (own is None or about[0].day >= own) else None
    on = record.day if record else own
    return Reviewed(
        service=service,
        standard=standard,
        on=on,
        minutes=str(record.values.get("number", "")) if record else "",
        record=record.pk if record else None,
        is_old=on is None or on < year_before(found.as_of),
    )


def _reviewed(found: Gathered) -> Evidence:
    rows = reviews_of(found)
    held = [one for one in rows if one.standard is not None]
    old = [one.service.short_name for one in held if one.is_old]
    bare = [one.service.short_name for one in rows if one.standard is None]
    loose = [one.service.short_name for one in held if not one.minutes]
    told = [f"{len(held)} dari {len(rows)} layanan mempunyai standar yang berlaku."]
    todo = []
    if bare:
        todo.append(f"Berlakukan standar: {_list(bare)}.")
    if old:
        told.append(f"Lebih dari 12 bulan tidak ditinjau: {_list(old)}.")
        todo.append("Tinjau standarnya dan catat berita acaranya.")
    if loose and not old:
        todo.append(f"Catat berita acara peninjauan: {_list(loose)}.")
    state = State.HAS if {one.state for one in rows} == {State.HAS} else State.RENEW
    return Evidence(
        code=Wanted.STANDARD, state=state if held else State.LACKS, told=told,
        todo=" ".join(todo) or ("" if rows else "Tambahkan layanan dan standarnya."),
    )  # fmt: skip


def _standard_published(found: Gathered) -> Evidence:
    own = [OWN_PAGE] if found.shows_standards else []
    return _media(found, Wanted.STANDARD_PUBLISHED, own=own)


def _survey_published(found: Gathered) -> Evidence:
    own = [OWN_RESULTS] if found.shows_results else []
    return _media(found, Wanted.SURVEY_PUBLISHED, own=own)


def _media(found: Gathered, code: Wanted, *, own: list[str]) -> Evidence:
    """In how many media, of those wanted; what this system shows itself is one of them."""
    records = found.published(ABOUT[code])
    media = [*own, *(_medium(one.values.get("medium")) for one in records)]
    lacking = MEDIA_WANTED - len(media)
    todo = [f"Umumkan di {lacking} media lagi, lalu catat."] if lacking > 0 else []
    if code is Wanted.STANDARD_PUBLISHED and NATIONAL not in {
        one.values.get("medium") for one in records
    }:
        todo.append("Masukkan ke SIPPN, lalu catat sebagai publikasi.")
    told = (
        f"{len(media)} media: {', '.join(media)}." if media else "Belum tercatat di media mana pun."
    )
    state = State.LACKS if not media else State.RENEW if todo else State.HAS
    return Evidence(code=code, state=state, told=[told], todo=" ".join(todo))


def _medium(code: object) -> str:
    choices = KINDS["publication"].fields["medium"].choices or {}
    return choices.get(str(code), str(code))


def _survey(found: Gathered) -> Evidence:
    told, enough = [], False
    for period in found.periods:
        figure = figure_of(period)
        if figure is None:
            told.append(f"{period.name}: masih berjalan.")
            continue
        sample = "cukup" if figure.is_enough else "belum cukup"
        enough |= figure.is_enough
        told.append(f"{period.name}: {figure.n} responden, diperlukan {figure.needed}, {sample}.")
    finished = [one for one in found.periods if one.frozen_id is not None]
    if enough:
        state, todo = State.HAS, ""
    elif finished:
        state = State.RENEW
        todo = "Kumpulkan responden sampai cukup pada periode berikutnya."
    else:
        state = State.LACKS
        todo = "Tutup periode yang berjalan." if found.periods else "Buka periode survei."
    return Evidence(
        code=Wanted.SURVEY, state=state,
        told=told or ["Tidak ada periode survei yang berakhir pada tahun ini."], todo=todo,
    )  # fmt: skip


def _followed(found: Gathered) -> Evidence:
    rows = found.recommendations
    if not rows:
        return Evidence(
            code=Wanted.FOLLOWED, state=State.LACKS,
            told=["Belum ada rekomendasi atas SKM tahun ini."],
            todo="Minta evaluator atau pimpinan menulis rekomendasi.",
        )  # fmt: skip
    states = [one.state for one in rows]
    done, waiting = states.count(Recommendation.State.DONE), states.count(Recommendation.State.WAITING)  # fmt: skip
    to_plan, to_done = speed(rows)
    told = [f"{done} dari {len(rows)} rekomendasi selesai ({_percent(done, len(rows))})."]
    if to_plan:
        told.append(f"Median {to_plan} hari sampai ada rencana.")
    if to_done:
        told.append(f"Median {to_done} hari sampai selesai.")
    if waiting == len(rows):
        state, todo = State.LACKS, "Tulis rencana tindak lanjut."
    elif done < len(rows):
        more = f" {waiting} belum direncanakan." if waiting else ""
        state, todo = State.RENEW, f"Selesaikan dan laporkan yang {len(rows) - done} lagi.{more}"
    else:
        state, todo = State.HAS, ""
    return Evidence(code=Wanted.FOLLOWED, state=state, told=told, todo=todo)


def _complaints(found: Gathered) -> Evidence:
    counts = found.complaints
    if not counts["arrived"]:
        return Evidence(
            code=Wanted.COMPLAINTS, state=State.LACKS,
            told=["Tidak ada pengaduan yang tercatat pada tahun ini."],
            todo="Catat pengaduan dari loket dan kanal lain di antrean.",
        )  # fmt: skip
    judged = counts["due_kept"] + counts["due_late"]
    told = [f"{counts['arrived']} pengaduan masuk, {counts['resolved']} selesai."]
    if judged:
        share = _percent(counts["due_kept"], judged)
        told.append(f"{counts['due_kept']} dari {judged} yang dinilai tepat waktu ({share}).")
    left = max(0, counts["arrived"] - counts["resolved"])
    return Evidence(
        code=Wanted.COMPLAINTS, state=State.RENEW if left else State.HAS, told=told,
        todo=f"Selesaikan {left} yang belum selesai." if left else "",
    )  # fmt: skip


def _pledge(found: Gathered) -> Evidence:
    rows = found.records_of("pledge")
    if not rows:
        return Evidence(
            code=Wanted.PLEDGE, state=State.LACKS, told=["Belum tercatat."],
            todo="Tetapkan maklumat, lalu catat beserta berkasnya.",
        )  # fmt: skip
    newest, media = rows[0], found.published("pledge")
    number = newest.values.get("number", "")
    told = [f"Nomor {number}, ditetapkan {day_words(newest.day)}."]
    todo = [] if getattr(newest, "file_count", 0) else ["Tambahkan berkas maklumatnya."]
    if media:
        names = ", ".join(_medium(one.values.get("medium")) for one in media)
        told.append(f"Diumumkan di: {names}.")
    else:
        todo.append("Umumkan, lalu catat sebagai publikasi.")
    state = State.RENEW if todo else State.HAS
    return Evidence(code=Wanted.PLEDGE, state=state, told=told, todo=" ".join(todo))


def _percent(part: int, whole: int) -> str:
    return f"{int(Fraction(100 * part, whole) + Fraction(1, 2))} %"


def _list(names: Sequence[str]) -> str:
    """At most five of them by name."""
    more = f" dan {len(names) - 5} lagi" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
