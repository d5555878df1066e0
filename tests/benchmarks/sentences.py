"""Sentences as citizens write them, made up: a few words in every other one, most in hardly any (Zipf)."""

import itertools
import random

RANDOM = random.Random(37)
# The most frequent first; what follows is made of syllables.
COMMON = [
    "saya",
    "mau",
    "yang",
    "di",
    "untuk",
    "ke",
    "dan",
    "ini",
    "pak",
    "bu",
    "mohon",
    "terima",
    "kasih",
    "apa",
    "ada",
    "bisa",
    "tidak",
    "sudah",
    "surat",
    "kartu",
    "keluarga",
    "ktp",
    "kantor",
    "kapan",
    "syarat",
    "berapa",
    "lama",
    "buat",
    "anak",
    "baru",
    "hilang",
    "rusak",
    "alamat",
    "pindah",
    "desa",
    "rt",
]
_SYLLABLES = [f"{c}{v}" for c, v in itertools.product("bcdghjklmnprstwy", "aiueo")]
WORDS = 20_000
FIRST = [
    "Sari",
    "Budi",
    "Ahmad",
    "Siti",
    "Dewi",
    "Agus",
    "Rina",
    "Wati",
    "Joko",
    "Nur",
    "Putri",
    "Andi",
    "Tono",
    "Maya",
    "Rudi",
    "Lestari",
]
LAST = [
    "Contoh",
    "Santoso",
    "Aminah",
    "Wijaya",
    "Rahayu",
    "Saputra",
    "Hidayat",
    "Susanti",
    "Nugroho",
    "Pratama",
]


def _made() -> str:
    return "".join(RANDOM.choices(_SYLLABLES, k=RANDOM.choice((2, 3, 3, 4))))


VOCABULARY = [*COMMON, *dict.fromkeys(_made() for _ in range(WORDS))]
_WEIGHTS = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(VOCABULARY))))
_POOL = [
    " ".join(RANDOM.choices(VOCABULARY, cum_weights=_WEIGHTS, k=RANDOM.randint(4, 24)))
    for _ in range(20_000)
]


def sentence() -> str:
    """Some sentence, of four to 24 words."""
    return RANDOM.choice(_POOL)


def person(n: int) -> str:
    """A name for the citizen of this number."""
    return f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST) % len(LAST)]} {VOCABULARY[n % 5000]}"


def some_words(count: int) -> str:
    """So many words of the vocabulary, each as frequent as its rank says."""
    return " ".join(RANDOM.choices(VOCABULARY, cum_weights=_WEIGHTS, k=count))


def somebody() -> str:
    """Some name: of a few first and last names, with one more that fewer have."""
    return f"{RANDOM.choice(FIRST)} {RANDOM.choice(LAST)} {some_words(1)}"


def of_rank(rank: int) -> str:
    """The word of this rank, the most frequent being 0."""
    return VOCABULARY[rank]
