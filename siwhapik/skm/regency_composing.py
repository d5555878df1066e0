"""The chapters of the report on the surveys of all offices: Bab I to V and an annex.

Every sentence with a figure is made from the figures; nothing of it is typed by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from siwhapik.number_words import count_words
from siwhapik.skm import regency_tables as tables
from siwhapik.skm import reviews
from siwhapik.skm.composing import Chapter
from siwhapik.skm.league import before, change_words
from siwhapik.skm.regency import Regency
from siwhapik.skm.regency_groups import Group, mean_of, pooled
from siwhapik.skm.tables import two
from surveys.presenting import decimal

Texts = tuple[tuple[str, tuple[str, ...]], ...]
NOTHING = "Belum ada indeks: belum ada periode yang ditutup dengan cukup jawaban dalam rentang ini."
OTHERS = (
    "Instansi memakai pertanyaan, bobot, atau kategori yang berbeda; masing-masing dihitung sendiri dan nilainya "
    "tidak dapat dibandingkan atau dijumlahkan."
)


def chapters(found: Regency) -> list[Chapter]:
    """Bab I to V, and the annex."""
    groups = [(str(number), one) for number, one in enumerate(found.groups, 1)]
    results = [
        table
        for code, one in groups
        for table in (
            tables.offices(one, code=code),
            tables.elements(one, code=code),
            tables.by_element(one, code=code),
        )
    ]
    analysis = [
        table
        for code, one in groups
        for table in (tables.lowest(one, code=code), *tables.changes(found, one, code=code))
    ]
    annex = [tables.computed(one, code=code) for code, one in groups]
    return [
        Chapter(title="Pendahuluan", texts=_introduction(found)),
        Chapter(
            title="Pengumpulan data SKM",
            texts=_collecting(found),
            tables=tuple(tables.absent(found)),
        ),
        Chapter(title="Hasil pengolahan data SKM", texts=_results(found), tables=tuple(results)),
        Chapter(
            title="Analisis hasil SKM",
            texts=_analysis(found),
            tables=(*analysis, reviews.of_all(found.reviews), tables.follow_up(found)),
        ),
        Chapter(title="Penutup", texts=(("", (*_indexes(found), _followed(found))),)),
        Chapter(title="Lampiran", texts=(), tables=(*annex, tables.sources(found))),
    ]


def _introduction(found: Regency) -> Texts:
    asked = {one.questionnaire.pk: one.questionnaire for one in found.groups}
    bases = [f"{one.legal_basis or one.name}, dengan kuesioner {one}." for one in asked.values()]
    reach = (
        f"semua {len(found.agencies)} instansi"
        if found.is_whole
        else f"{len(found.agencies)} instansi, tidak semua instansi"
    )
    return (
        (
            "1.1 Latar belakang",
            (
                "Laporan ini menggabungkan hasil Survei Kepuasan Masyarakat (SKM) "
                f"{reach} pada {found.dates.label}, {tables.days_of(found.dates)}.",
            ),
        ),
        (
            "1.2 Dasar pelaksanaan",
            ("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik.", *bases),
        ),
        (
            "1.3 Maksud dan tujuan",
            (
                "Mengetahui tingkat kepuasan masyarakat secara keseluruhan dan tiap instansi, unsur yang masih lemah, "
                "dan sejauh mana rekomendasi ditindaklanjuti.",
            ),
        ),
    )


def _numbers(versions: Sequence[int]) -> str:
    """ "1, 2, dan 3" for a sentence; two at least."""
    *rest, last = map(str, versions)
    return f"{', '.join(rest)}{',' if len(rest) > 1 else ''} dan {last}"


def _collecting(found: Regency) -> Texts:
    done = len({one.agency_id for one in found.periods})
    lines = [
        f"{done} dari {len(found.agencies)} instansi mempunyai periode yang sudah ditutup di dalam rentang ini."
    ]
    if found.running:
        lines.append(
            f"{len(found.running)} periode masih berjalan dan tidak dihitung; laporan ini masih konsep."
        )
    lines += [
        f"Jawaban atas kuesioner {one.questionnaire.name} versi {_numbers(one.versions)} dijumlahkan: "
        "pertanyaan, bobot, dan kategorinya sama."
        for one in found.groups
        if len(one.versions) > 1
    ]
    return (
        ("2.1 Pelaksana", ("Tiap instansi melaksanakan SKM-nya sendiri.",)),
        (
            "2.2 Metode",
            (
                "Angka diambil dari periode yang sudah ditutup, sebagaimana dibekukan saat itu. Semua responden "
                "bersama-sama: jumlah nilai semua instansi dibagi jumlah responden. Rata-rata instansi: tiap instansi "
                "berbobot sama. Keduanya dapat berbeda bila banyaknya responden berbeda.",
            ),
        ),
        ("2.3 Cakupan", tuple(lines)),
    )


def _results(found: Regency) -> Texts:
    notes = (OTHERS,) if len(found.groups) > 1 else ()
    return (("3.1 Indeks Kepuasan Masyarakat gabungan", (*_indexes(found), *notes)),)


def _indexes(found: Regency) -> tuple[str, ...]:
    return tuple(_index(found, one) for one in found.groups) or (NOTHING,)


def _index(found: Regency, group: Group) -> str:
    whole, mean = group.pooled, tables.mean_grade(group)
    return (
        f"IKM {len(group.parts)} instansi pada {found.dates.label} dengan kuesioner {group.name}: "
        f"{decimal(whole.converted, 2)}, mutu {whole.grade.letter} ({whole.grade.label}), dari semua "
        f"{count_words(whole.n)} responden bersama-sama; rata-rata instansi {decimal(group.mean, 2)}, mutu "
        f"{mean.letter} ({mean.label})."
    )


def _analysis(found: Regency) -> Texts:
    weak = tuple(_weak(one) for one in found.groups) or (NOTHING,)
    trend = tuple(_trend(found, one) for one in found.groups) or (NOTHING,)
    return (
        ("4.1 Unsur terendah", weak),
        ("4.2 Perubahan", trend),
        ("4.3 Telaah hasil", (reviews.words_of(found.reviews),)),
        ("4.4 Tindak lanjut", (_followed(found),)),
    )


def _weak(group: Group) -> str:
    low = tables.low_words(group.pooled, group.names)
    if low is None:
        return f"{group.name}: semua unsur bernilai sama."
    return f"{group.name}, dari semua responden: {low}."


def _trend(found: Regency, group: Group) -> str:
    if not group.earlier:
        return f"{group.name}: belum ada rentang sebelumnya yang dapat dibandingkan."
    past = pooled(group.earlier)
    whole = change_words(two(group.pooled.converted) - two(past.converted))
    mean = change_words(two(group.mean) - two(mean_of(group.earlier)))
    return (
        f"{group.name}, terhadap {tables.days_of(before(found.dates))} ({len(group.earlier)} instansi, "
        f"sekarang {len(group.parts)}): semua responden {whole}, rata-rata instansi {mean}."
    )


def _followed(found: Regency) -> str:
    if not found.recommendations:
        return "Belum ada rekomendasi atas periode yang dihitung."
    counts = Counter(str(one.state.label).lower() for one in found.recommendations)
    parts = ", ".join(f"{n} {word}" for word, n in counts.items())
    return f"Ada {len(found.recommendations)} rekomendasi: {parts}."
