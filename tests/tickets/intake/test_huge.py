"""However much somebody writes, hearing it stays a small piece of work."""

import random
from dataclasses import replace

import pytest

from tests.tickets.intake_tools import CATALOGUE, INTAKE, NEW, keys, run, said
from tickets.intake.entities import entities
from tickets.intake.hearing import hear
from tickets.intake.hearing_acts import _PARTS, _parts
from tickets.intake.knowledge import Knowledge
from tickets.intake.normal import LONGEST, plain, visible

_WORDS = ("mau", "bikin", "ktp", "hilang", "tolong", "petugas", "kasar", "minta", "uang", "kapan")
_CHANCE = random.Random(9)
HUGE = {
    "one letter": "a" * 65_536,
    "numbers": " ".join(map(str, range(10_000))),
    "emoji": "😀" * 5_000,
    "lines": "\n".join(f"mau ktp {n}" for n in range(7_000)),
    "sentences": ". ".join(" ".join(_CHANCE.choices(_WORDS, k=3)) for _ in range(3_500)),
    "empty lines": "\n" * 65_000,
    "telephones": "+6281" * 13_000,
    "almost numbers": "KOBER-2026-" * 6_000,
    "ligatures": "ﷺ" * 21_000,
    "crossed out": "a\u0336" * 30_000,
    "hyphens": "'-" * 32_000,
    "markup": "<b>{{ x }}%s" * 6_000,
}
KNOWLEDGE = Knowledge.of(CATALOGUE)


class Counted:
    """An index that counts how often it is asked."""

    def __init__(self, index):
        self.index, self.asked = index, 0

    def __getattr__(self, name):
        return getattr(self.index, name)

    def nearest(self, *words, **more):
        self.asked += 1
        return self.index.nearest(*words, **more)


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_only_the_beginning_of_a_huge_text_is_compared_with_examples(text):
    acts, matters = Counted(KNOWLEDGE.acts), Counted(KNOWLEDGE.matters)
    heard = hear(text, knowledge=replace(KNOWLEDGE, acts=acts, matters=matters))
    assert acts.asked + matters.asked <= 2 * _PARTS + 6
    assert heard.acts == hear(text[:LONGEST], knowledge=KNOWLEDGE).acts


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_no_more_is_heard_of_it_than_of_a_long_message(text):
    assert len(_parts(text)) <= _PARTS
    assert len(visible(text)) <= len(text)
    assert len(plain(text)) <= 4_000
    assert len(entities(text).phones) <= 1_000


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
@pytest.mark.parametrize("ticket", [None, INTAKE, NEW])
def test_it_is_answered_like_any_other_message(text, ticket):
    assert len(keys(run(said(text), ticket=ticket))) <= 1


def test_what_stands_at_the_end_of_a_long_text_is_heard_too():
    long = "Kalimat contoh. " * 250
    assert plain(f"{long}\npetugas").endswith("petugas")
