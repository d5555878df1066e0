"""Whether a matter covers what is said: of "senam lansia" aid for the poor has one word, and the other is of
something else.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from tickets.intake.acts import Act
from tickets.intake.examples import act_examples, everyday, topics
from tickets.intake.knowledge import Knowledge
from tickets.intake.normal import NUMBER, VOCABULARY, words_of

# Acts of which anything may be said.
_OPEN = (Act.CONSULT, Act.COMPLAINT, Act.COMPLAINT_STAFF, Act.CHITCHAT, Act.TELL)
_WHERE = frozenset({"di", "ke", "dari"})


def covers(name: str, words: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether the words of this matter outweigh those that no matter has."""
    known, spelt = knowledge.known(words)
    told = sum(knowledge.matters.share(word, name) for word in spelt)
    where = places(spelt)
    strange = {
        word for word in spelt if word not in where and _is_strange(word, known=word in known)
    }
    return told > len(strange)


def places(words: Sequence[str]) -> frozenset[str]:
    """The words that tell where something is, and nowhere else what it is: "balai" of "wifi gratis di balai"."""
    after = {word for before, word in pairwise(words) if before in _WHERE}
    return frozenset(
        after - {word for before, word in pairwise(("", *words)) if before not in _WHERE}
    )


def _is_strange(word: str, *, known: bool) -> bool:
    """A word that no example has, or only what people write about the day."""
    if word == NUMBER or word in VOCABULARY.ordinary | VOCABULARY.questions | VOCABULARY.wishes:
        return False
    return not known or word in _of_the_day()


@lru_cache(maxsize=1)
def _of_the_day() -> frozenset[str]:
    """The words of which no matter and no usual act is made: "posyandu", "tenda", "pupuk"."""
    matters = (text for each in topics() for text in (*each.names, *each.sentences))
    usual = (text for each in act_examples() if each.act not in _OPEN for text in each.sentences)
    asked = (text for each in act_examples() if each.act in _OPEN for text in each.sentences)
    told = {word for text in (*matters, *usual) for word in words_of(text)}
    return frozenset(word for text in (*everyday(), *asked) for word in words_of(text)) - told
