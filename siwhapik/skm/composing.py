"""The chapters of a report on a survey period, in the outline that agencies use (domain.md section 1).

Every sentence with a figure is made from the figures; nothing of it is typed by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from siwhapik.number_words import count_words
from siwhapik.reports.sheets import Table
from siwhapik.skm import reviews, tables
from siwhapik.skm.league import change_words
from siwhapik.skm.material import Material
from siwhapik.skm.question_tables import questions, substitutions
from siwhapik.skm.tables import two
from surveys.figures import FEWEST_SHOWN
from surveys.models import SurveyPeriod
from surveys.presenting import decimal, few_words
from surveys.ways import Way
from tickets.words import day_words


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One Bab: titles with their paragraphs, then tables."""

    title: str
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    tables: tuple[Table, ...] = ()


def chapters(found: Material) -> list[Chapter]:
    """Bab I to V, and the annex."""
    return [
        Chapter(title="Pendahuluan", texts=_introduction(found)),
        Chapter(
            title="Pengumpulan data SKM", texts=_collecting(found), tables=(tables.ways(found),)
        ),
        Chapter(
            title="Hasil pengolahan data SKM",
            texts=_results(found),
            tables=(tables.elements(found), tables.services(found), *tables.profile(found)),
        ),
        Chapter(
            title="Analisis hasil SKM",
            texts=_analysis(found),
            tables=(
                tables.trend(found, found.trend),
                *reviews.of_one(found.reviews),
                tables.plans(found),
            ),
        ),
        Chapter(title="Penutup", texts=_closing(found)),
        *_added(found),
        Chapter(
            title="Lampiran",
            texts=(),
            tables=(questions(found), *substitutions(found), tables.computed(found)),
        ),
    ]


def _added(found: Material) -> list[Chapter]:
    if not found.added:
        return []
    words = (
        "Pertanyaan instansi sendiri di luar kuesioner. Jawabannya tidak ikut dihitung dalam IKM."
    )
    title = "Lampiran pertanyaan tambahan"
    return [Chapter(title=title, texts=(("", (words,)),), tables=tuple(found.added))]


def period_days(period: SurveyPeriod) -> str:
    """The days of the period in words."""
    return f"{day_words(period.starts_on)} sampai {day_words(period.ends_on)}"


def _introduction(found: Material) -> tuple[tuple[str, tuple[str, ...]], ...]:
    name, basis = found.agency.name, found.questionnaire.legal_basis or found.questionnaire.name
    return (
        (
            "1.1 Latar belakang",
            (
                f"{name} mengukur kepuasan masyarakat atas pelayanannya secara berkala, agar mutu pelayanan "
                "diketahui dari penilaian penggunanya dan perbaikannya tepat sasaran. Laporan ini memuat hasil "
                f"Survei Kepuasan Masyarakat (SKM) {found.period.name}.",
            ),
        ),
        (
            "1.2 Dasar pelaksanaan",
            (
                "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik.",
                f"{basis}, dengan kuesioner {found.questionnaire}.",
            ),
        ),
        (
            "1.3 Maksud dan tujuan",
            (
                "Mengetahui tingkat kepuasan masyarakat sebagai pengguna layanan, unsur pelayanan yang masih lemah, "
                "dan dasar menyusun tindak lanjut.",
            ),
        ),
    )


def _collecting(found: Material) -> tuple[tuple[str, tuple[str, ...]], ...]:
    figure, agency = found.whole, found.agency
    place = f" {agency.address}" if agency.address else ""
    ways = ", ".join(str(way.label) for way in Way if found.ways and way in found.ways.indexes)
    return (
        ("2.1 Pelaksana", (f"SKM dilaksanakan oleh {agency.name}.",)),
        (
            "2.2 Metode",
            (
                f"Kuesioner dengan {len(found.asked)} unsur, empat pilihan jawaban tiap unsur, diisi sendiri oleh "
                f"pengguna layanan sesudah dilayani{f' lewat: {ways}' if ways else ''}. Jawaban tidak dapat diubah "
                "sesudah dikirim, dan petugas yang melayani tidak melihatnya.",
                *_substituted(found),
            ),
        ),
        ("2.3 Lokasi", (f"{agency.name}.{place}",)),
        ("2.4 Waktu", (f"{period_days(found.period)}.",)),
        (
            "2.5 Penentuan jumlah responden",
            (
                f"Pengguna layanan dalam periode ini {count_words(figure.users)} orang. Menurut rumus Krejcie dan "
                f"Morgan (taraf kesalahan 5 %) diperlukan paling sedikit {count_words(figure.needed)} responden.",
                *_population(found),
            ),
        ),
    )


def _substituted(found: Material) -> tuple[str, ...]:
    codes = dict.fromkeys(one.element.code for one in found.substitutions)
    if not codes:
        return ()
    return (
        f"Pertanyaan unsur {', '.join(codes)} diganti; pertanyaan pengganti dan alasannya ada di lampiran.",
    )


def _population(found: Material) -> tuple[str, ...]:
    said, why = found.period.population, found.period.population_reason
    if said is None or not why:
        return ()
    counted = count_words(found.whole.counted)
    return (
        f"Instansi menyebut {count_words(said)} pengguna; catatan aplikasi {counted}. Penjelasan: {why}",
    )


def _results(found: Material) -> tuple[tuple[str, tuple[str, ...]], ...]:
    figure = found.whole
    enough = "sudah memenuhi" if figure.is_enough else "belum memenuhi"
    margin = f" Batas kesalahannya {decimal(figure.margin, 1)} %." if figure.margin else ""
    sample = (
        f"{count_words(figure.n)} responden menjawab, {enough} jumlah yang diperlukan "
        f"({count_words(max(figure.needed, FEWEST_SHOWN))}).{margin}"
    )
    return (
        ("3.1 Jumlah responden", (sample, *_funnel(found))),
        ("3.2 Indeks Kepuasan Masyarakat", _index_words(found)),
    )


def _funnel(found: Material) -> tuple[str, ...]:
    funnel = found.whole.funnel
    if not funnel.invited:
        return ()
    return (
        f"Dari {count_words(funnel.invited)} orang yang diundang sesudah urusannya selesai, "
        f"{count_words(funnel.answered)} menjawab ({funnel.percent} %).",
    )


def _index_words(found: Material) -> tuple[str, ...]:
    index = found.index
    if index is None:
        if found.whole.is_few:
            return (f"{few_words(found.whole.n)}. Indeks diperlihatkan mulai lima jawaban.",)
        return ("Belum ada indeks: belum ada jawaban dalam periode ini.",)
    weight = decimal(index.scoring.weight_of_each(len(index.elements)), 4)
    return (
        f"IKM {found.agency.name} pada {found.period.name} adalah {decimal(index.converted, 2)}, mutu "
        f"{index.grade.letter} ({index.grade.label}). Nilai indeksnya {decimal(index.index, 4)} pada skala 1 sampai "
        f"4, dengan bobot tiap unsur {weight}.",
    )


def _analysis(found: Material) -> tuple[tuple[str, tuple[str, ...]], ...]:
    index = found.index
    names = {one.code: one.name for one in found.asked}
    if index is None:
        return (
            (
                "4.1 Kelemahan dan kelebihan unsur",
                ("Belum dapat dianalisis: jawaban belum cukup.",),
            ),
        )
    low = index.weakest()
    high = sorted(index.elements, key=lambda code: -index.elements[code].mean)[:3]

    def listed(codes: tuple[str, ...] | list[str]) -> str:
        return "; ".join(
            f"{names.get(code, code)} ({decimal(index.elements[code].converted, 2)})"
            for code in codes
        )

    if not low:
        said: tuple[str, ...] = ("Semua unsur bernilai sama, sehingga tidak ada yang terendah.",)
    else:
        said = (
            f"Unsur dengan nilai terendah: {listed(low)}. Unsur ini menjadi prioritas perbaikan.",
            f"Unsur dengan nilai tertinggi: {listed(high)}.",
        )
    return (("4.1 Kelemahan dan kelebihan unsur", said), ("4.2 Tren", _trend(found)))


def _trend(found: Material) -> tuple[str, ...]:
    if found.before is None or found.index is None:
        return ("Belum ada periode sebelumnya yang dapat dibandingkan.",)
    before, past = found.before
    change = two(found.index.converted) - two(past.converted)
    points = " poin" if change else ""
    return (f"Dibandingkan {before.name}, IKM {change_words(change)}{points}.",)


def _closing(found: Material) -> tuple[tuple[str, tuple[str, ...]], ...]:
    done = sum(one.state == one.State.DONE for one in found.recommendations)
    follow = (
        f"Atas periode ini ada {len(found.recommendations)} rekomendasi, {done} sudah selesai ditindaklanjuti."
        if found.recommendations
        else "Belum ada rekomendasi atas periode ini."
    )
    return (("", (*_index_words(found), follow)),)
