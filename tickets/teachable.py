"""Which sentences the bot may learn, and why not. Pure.

What an office teaches stands beside the product's own examples and weighs as much. So a sentence that
fits every message, or that the product knows to mean something else, would make the bot deaf: nobody
may teach it that "kebakaran" asks for the hours.
"""

from functools import lru_cache

from services import sentences
from tickets.act_words import act_words
from tickets.intake.acts import Act
from tickets.intake.hearing import Heard, hear
from tickets.intake.knowledge import Knowledge, without_matter
from tickets.intake.normal import words_of
from tickets.intake.scene import weak_words
from tickets.intake.values import Catalogue

_SAME = 0.95  # as near to one of the product's sentences as a spelling of it
# What an office cannot answer once for all.
_PERSONAL = {
    Act.COMPLAINT, Act.COMPLAINT_STAFF, Act.ANONYMITY, Act.UNFINISHED, Act.STATUS, Act.CANCEL, Act.STOP,
}  # fmt: skip
_NOTHING = "Kalimat ini cocok dengan hampir semua pesan. Tulis juga keperluannya."
_DANGER = (
    "Kalimat ini terdengar sebagai keadaan darurat: warga yang menulisnya langsung diberi nomor "
    "darurat. Artinya tidak dapat diubah."
)


def why_no_service_example(text: str) -> str:
    """Why this sentence cannot stand for a service; "" when it can."""
    words, heard = words_of(text), _heard(text)
    if weak_words().issuperset(words):
        return _NOTHING
    if Act.EMERGENCY in heard.acts:
        return _DANGER
    known = _known_as(words)
    if known and not heard.elsewhere:
        return (
            f'Kalimat ini sudah dikenal sebagai "{act_words(known)}", untuk layanan apa pun. '
            "Sebutkan layanannya."
        )
    return ""


def why_no_act_example(text: str, act: str) -> str:
    """Why this sentence cannot stand for an act; "" when it can."""
    if refused := sentences.why_no_example(text):
        return refused
    words, heard = words_of(text), _heard(text)
    if not words or (len(set(words)) == 1 and weak_words().issuperset(words)):
        return _NOTHING
    if Act.EMERGENCY in heard.acts and act != Act.EMERGENCY:
        return _DANGER
    if not without_matter(words):
        return "Kalimat ini hanya menyebut layanan. Tulis juga apa yang dimaksud warga."
    known = _known_as(words)
    if known not in ("", act):
        return f'Kalimat ini sudah dikenal sebagai "{act_words(known)}".'
    return ""


def why_no_article_question(text: str) -> str:
    """Why this sentence cannot be a way to ask an article; "" when it can."""
    if refused := sentences.why_no_example(text):
        return refused
    heard = _heard(text)
    if weak_words().issuperset(words_of(text)):
        return _NOTHING
    if Act.EMERGENCY in heard.acts:
        return _DANGER
    if not _PERSONAL.isdisjoint(heard.acts):
        return "Kalimat ini pengaduan atau menanyakan urusan sendiri; petugas yang menjawabnya."
    return ""


@lru_cache(maxsize=1)
def _product() -> Knowledge:
    """What the product knows without any office."""
    return Knowledge.of(Catalogue(services=()))


def _heard(text: str) -> Heard:
    return hear(text, knowledge=_product())


def _known_as(words: tuple[str, ...]) -> str:
    """The act of which the product has this very sentence; "" where there is none."""
    product = _product()
    near = product.acts.nearest(*product.known(words))
    return next((each.name for each in near if each.score >= _SAME and each.name in {*Act}), "")
