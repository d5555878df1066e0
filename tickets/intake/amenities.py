"""What an office or its neighbourhood has, when somebody only asks about it: "ada wifi gratis?". Pure.

Whoever asks whether something is there reports nothing that is wrong, and what stands in an office (a toilet,
a place to park, Wi-Fi) is no service of it: no fee, no requirement and no form is meant.
"""

from collections.abc import Sequence

from tickets.intake.acts import Act
from tickets.intake.examples import topic_of
from tickets.intake.frames import is_said, said_beside
from tickets.intake.knowledge import Knowledge, naming_words
from tickets.intake.similarity import Match

# Of what only stands there these are none, unless a service is named beside it.
_OF_A_SERVICE = frozenset(
    {
        Act.FEE, Act.DURATION, Act.REQUIREMENTS, Act.APPLY, Act.CONSULT, Act.COMPLAINT, Act.OTHER_LINE,
        Act.WHO,
    }
)  # fmt: skip


def asks_what_is_there(words: Sequence[str], *, asked: bool) -> bool:
    """ "Apakah ada tempat parkir?", and not "ada lampu mati, bisa dibetulkan?", nor "toilet tidak ada"."""
    stands = is_said("sarana", words)
    there = stands or is_said("apakah_ada", words)
    asks = asked or words[-1:] == ("tidak",) or (stands and is_said("cuma_cuma", words))
    return asks and there and not is_said("tidak_beres", words)


def only_asked(
    acts: Sequence[Act], matters: Sequence[Match], words: Sequence[str], knowledge: Knowledge
) -> tuple[list[Act], list[Match]]:
    """The acts that such a question may still be, and the services that it may still be about."""
    if _is_amenity(words, knowledge):
        return [act for act in acts if act not in _OF_A_SERVICE], []
    asked = [each for each in matters if _kind(each.name, knowledge) != "complaint"]
    return [act for act in acts if act is not Act.COMPLAINT], asked


def _is_amenity(words: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether it is about what stands in the office alone: "bayar ktp pakai qris" names a service."""
    beside = said_beside("sarana", words)
    named = naming_words() | knowledge.named
    alone = not is_said("layanan_sarana", words) and named.isdisjoint(beside)
    return len(beside) < len(words) and alone


def _kind(name: str, knowledge: Knowledge) -> str:
    if name.isdecimal():
        return knowledge.service(int(name)).kind
    topic = topic_of(name)
    return topic.kind if topic else ""
