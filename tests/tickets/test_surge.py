"""New matters about the same are found together."""

import pytest

from tickets.surge import Said, surges, telling

OUTAGE = [
    "Air PDAM mati dari pagi di perumahan contoh",
    "pak air pdam kok mati ya",
    "Selamat siang, air PDAM mati lagi, kapan nyala?",
    "air pdam di tempat saya mati",
    "Mohon info, air PDAM mati sejak subuh",
]
OTHERS = [
    "Cara buat kartu keluarga baru",
    "Pindah alamat ke kecamatan contoh",
    "Akta kelahiran anak saya salah nama",
    "KTP hilang, syaratnya apa",
]


def groups(*texts: str, fewest: int = 4) -> list[list[int]]:
    said = [Said(number, text) for number, text in enumerate(texts)]
    return [group.keys for group in surges(said, fewest=fewest)]


def test_those_about_the_same_are_one_group_and_others_are_none() -> None:
    assert groups(*OUTAGE, *OTHERS) == [[0, 1, 2, 3, 4]]
    assert groups(*OTHERS, *OUTAGE) == [[4, 5, 6, 7, 8]]


def test_the_group_says_what_it_is_about() -> None:
    [group] = surges([Said(n, text) for n, text in enumerate(OUTAGE)])
    assert {"air", "pdam", "mati"} == set(group.words)


@pytest.mark.parametrize(("count", "found"), [(3, 0), (4, 1)])
def test_a_few_are_no_surge(count: int, found: int) -> None:
    assert len(groups(*OUTAGE[:count])) == found


def test_the_largest_comes_first() -> None:
    down = [
        f"Situs pendaftaran tidak bisa dibuka {word}" for word in ["satu", "dua", "tiga", "empat"]
    ]
    assert groups(*down, *OUTAGE) == [[4, 5, 6, 7, 8], [0, 1, 2, 3]]


def test_greetings_and_wishes_alone_are_about_nothing() -> None:
    assert telling("Halo, selamat pagi, mau tanya") == frozenset()
    assert groups(*["Halo, selamat pagi, mau tanya"] * 5) == []


def test_one_word_is_enough_where_there_is_no_other() -> None:
    assert groups(*["banjir", "Banjir pak", "banjir!", "ada banjir"]) == [[0, 1, 2, 3]]


def test_no_text_stands_in_two_groups() -> None:
    texts = [*OUTAGE, *OTHERS] * 3
    found = [key for group in groups(*texts, fewest=1) for key in group]
    assert sorted(found) == list(range(len(texts)))
