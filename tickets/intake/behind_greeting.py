"""What stands behind a polite beginning: "numpang tanya, bikin skck harus ke kelurahan dulu?"."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile

from tickets.intake.acts import Act
from tickets.intake.frames import said_beside
from tickets.intake.heard import Heard
from tickets.intake.hearing_acts import COURTESY, RULES, telling
from tickets.intake.knowledge import Knowledge, naming_words
from tickets.intake.normal import words_of

_POLITE = (Act.GREETING, Act.CONSULT)  # "halo", "mau tanya"
_WORTH_HEARING = 3  # words; fewer call somebody ("min admin"), unless they name a matter
_SURELY_NAMED = 0.4  # score of a matter that so few words tell
_ADDRESSEES = ("tokoh_kantor", "kantor_apa", "penjawab")  # groups of frames.toml: "halo pak lurah?"
_SEVERAL, _WHETHER = 2, ("ada", "bisa", "apa")


def behind_greeting(heard: Heard) -> str:
    """The words after the greeting that a text begins with, where nothing else was heard."""
    if not COURTESY.issuperset(heard.acts) or heard.act is not Act.GREETING or heard.services:
        return ""
    words = words_of(heard.text)
    polite = {word for each in heard.near if each.name in _POLITE for word in words_of(each.by)}
    rest = list(dropwhile(polite.__contains__, words))
    asks = heard.is_question or (len(rest) > 1 and rest[-1] == "tidak")  # "mobil bisa masuk ga"
    return " ".join(rest) + "?" * asks


def is_worth_hearing(asked: Heard, knowledge: Knowledge, *, said: Sequence[str]) -> bool:
    """Whether what stands behind a greeting asks, or is more than whom it greets: "pak lurah", "ibu petugas".

    `said`: the words of the whole text.
    """
    words = words_of(asked.text)
    names = not (naming_words() | knowledge.named).isdisjoint(words)
    if asked.is_question and _asks_something(words, said):
        return True  # though nobody may understand it: that is told and counted
    if len(words) < _WORTH_HEARING:
        sure = any(each.score >= _SURELY_NAMED for each in asked.services)
        return names or (sure and asked.act is not Act.CONSULT)
    if telling(asked.acts):
        return bool(asked.services) or not RULES[asked.act].alone
    return names


def _asks_something(words: Sequence[str], said: Sequence[str]) -> bool:
    """ "Boleh pakai sandal?", and neither "pak lurah apa kabar?" nor "bu ani?"."""
    for group in _ADDRESSEES:
        words = said_beside(group, words)
    new = set(words) - _of_greetings()
    return len(new) >= _SEVERAL or (bool(new) and any(map(said.__contains__, _WHETHER)))


@lru_cache(maxsize=1)
def _of_greetings() -> frozenset[str]:
    """The words with which somebody is greeted: "apa kabar", "ada orang"."""
    return frozenset(word for text in RULES[Act.GREETING].sentences for word in words_of(text))
