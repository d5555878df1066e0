"""Which of the newest matters are about the same: a power cut, a site that is down, a new rule. Pure.

Alike are texts that share most of the words that say something. A group's words are those of at least
half of its texts, so that one odd text does not pull the group away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tickets.intake.normal import words_of

FEWEST = 4  # texts that are worth answering together
_SHARED = 2  # words that must be common, where both have so many
_PART = 0.5  # of the shorter of both
# Said in matters of every kind.
_EVERYDAY = frozenset(
    [
        "saya",
        "aku",
        "kami",
        "kita",
        "anda",
        "bapak",
        "ibu",
        "ini",
        "itu",
        "yang",
        "di",
        "ke",
        "dari",
        "dan",
        "atau",
        "dengan",
        "untuk",
        "pada",
        "ada",
        "tidak",
        "belum",
        "sudah",
        "mau",
        "ingin",
        "minta",
        "tolong",
        "mohon",
        "bantu",
        "bantuan",
        "perlu",
        "tanya",
        "bertanya",
        "soal",
        "tentang",
        "mengenai",
        "apa",
        "apakah",
        "bagaimana",
        "kapan",
        "berapa",
        "kenapa",
        "bisa",
        "dapat",
        "akan",
        "petugas",
        "halo",
        "hai",
        "selamat",
        "pagi",
        "siang",
        "sore",
        "malam",
        "assalamualaikum",
        "terima",
        "kasih",
        "juga",
        "lagi",
        "sekarang",
        "hari",
        "sampai",
    ]
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one ticket is about, in the citizen's words."""

    key: int
    text: str


@dataclass(slots=True)
class Surge:
    """Tickets (by key) that are about the same, and how often each word stands in them."""

    keys: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> list[str]:
        """What most of them say, the most frequent first."""
        return [word for word, count in self.counts.most_common() if count * 2 >= len(self.keys)]

    def add(self, key: int, words: frozenset[str]) -> None:
        self.keys.append(key)
        self.counts.update(sorted(words))

    def nearness(self, words: frozenset[str]) -> float:
        """The part of the shorter one's words that both have; 0: not alike."""
        mine = frozenset(self.words)
        shorter = min(len(mine), len(words))
        shared = len(mine & words)
        if not shorter or shared < min(_SHARED, shorter):
            return 0.0
        part = shared / shorter
        return part if part >= _PART else 0.0


def surges(said: Iterable[Said], *, fewest: int = FEWEST) -> list[Surge]:
    """The groups of alike texts, the largest first; those of fewer texts are left out."""
    groups: list[Surge] = []
    for one in said:
        words = telling(one.text)
        if not words:
            continue
        nearest = max(groups, key=lambda group: group.nearness(words), default=None)
        if nearest is None or not nearest.nearness(words):
            nearest = Surge()
            groups.append(nearest)
        nearest.add(one.key, words)
    large = [group for group in groups if len(group.keys) >= fewest]
    return sorted(large, key=lambda group: -len(group.keys))


def alike(text: str, said: Iterable[Said]) -> list[int]:
    """The keys of those that say much the same as this text, the nearest first."""
    one = Surge()
    one.add(0, telling(text))
    near = [(one.nearness(telling(each.text)), each.key) for each in said]
    return [key for nearness, key in sorted(near, reverse=True) if nearness]


def telling(text: str) -> frozenset[str]:
    """The words of a text that say what it is about."""
    return frozenset(words_of(text)) - _EVERYDAY
