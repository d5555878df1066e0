"""The question that an office may let the bot ask once: from where somebody knows of it, or why they came
to the counter (docs/decisions/0091). Pure.
"""

from collections.abc import Mapping

from tickets.intake.normal import plain
from tickets.intake.values import Option

HEARD, CAME = "asal", "loket"  # what the id of a row begins with: which question it answers
SKIPPED = "lewati"
ASKED: Mapping[str, Mapping[str, str]] = {
    HEARD: {
        "social": "Media sosial",
        "banner": "Spanduk atau brosur",
        "rt_rw": "RT/RW atau kader",
        "event": "Kegiatan atau rapat",
        "officer": "Petugas di loket",
        "friend": "Keluarga atau teman",
        "website": "Situs web",
        "other": "Lainnya",
    },
    CAME: {
        "did_not_know": "Tidak tahu bisa lewat WA",
        "tried": "Sudah coba, tetapi gagal",
        "asked_to_come": "Diminta datang",
        "face_to_face": "Lebih suka tatap muka",
        "other": "Alasan lain",
    },
}
# Who types an answer to the first question says it in such words; only they and fillers make an answer.
_WORDS: Mapping[str, str] = {
    "social": "medsos sosmed media sosial fb facebook instagram ig tiktok youtube twitter",
    "banner": "spanduk baliho banner brosur poster selebaran",
    "rt_rw": "rt rw rtrw kader posyandu pkk dasawisma",
    "event": "kegiatan rapat sosialisasi acara penyuluhan",
    "friend": "teman kawan tetangga keluarga saudara kakak adik ibu ayah istri suami anak orangtua sodara temen",
    "website": "web website situs internet google",
    SKIPPED: "lewati lewat skip lewatkan",
}
_FILLERS = frozenset(
    [
        "dari",
        "di",
        "lewat",
        "tahu",
        "tau",
        "saya",
        "sy",
        "aku",
        "pak",
        "bapak",
        "bu",
        "ketua",
        "lingkungan",
        "kelurahan",
        "desa",
        "ya",
        "kak",
        "itu",
        "yang",
        "grup",
        "wa",
        "lihat",
        "liat",
        "baca",
        "ikut",
        "ada",
        "waktu",
        "saat",
        "pas",
        "kemarin",
        "dulu",
        "dikasih",
        "diberi",
        "diberitahu",
        "dikabari",
        "depan",
        "dekat",
        "samping",
        "jalan",
        "jl",
        "balai",
        "kantor",
        "kecamatan",
        "pasar",
        "masjid",
        "mushola",
        "gang",
        "perempatan",
    ]
)
_LONGEST = 6  # words


def question_rows(question: str, register: str) -> tuple[Option, ...]:
    """The rows of the question, about the matter of this number."""
    names = {**ASKED[question], SKIPPED: "Lewati"}
    return tuple(Option(f"{question}:{register}:{code}", name) for code, name in names.items())


def typed_answer(text: str, options: tuple[str, ...]) -> str:
    """The row that these words name, and say nothing else; "" for none."""
    said = plain(text).replace("/", " ").split()
    if not 0 < len(said) <= _LONGEST:
        return ""
    for option in options:
        known = _WORDS.get(option.rpartition(":")[2], "").split()
        named = [word for word in said if word in known]
        if named and all(word in known or word in _FILLERS for word in said):
            return option
    return ""


def answered(picked: str) -> tuple[str, str, str] | None:
    """(question, register number, code) of a row; None where no such row was ever offered."""
    question, _, rest = picked.partition(":")
    register, _, code = rest.rpartition(":")
    known = code in ASKED.get(question, {}) or code == SKIPPED
    return (question, register, code) if register and known else None
