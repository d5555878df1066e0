"""Which acts a text does."""

import re
from collections.abc import Sequence

from tickets.intake.acts import Act
from tickets.intake.examples import ActExamples, act_examples, says
from tickets.intake.knowledge import Knowledge, without_matter
from tickets.intake.normal import words_of
from tickets.intake.similarity import UNKNOWN, Match

# Measured: docs/decisions/0046.
ACT, ALONE = 0.42, 0.7  # score of an act; of one that must explain the whole message
BESIDE = 0.8  # of the strongest act's score: what another one must have
_NAMED = 0.4 * UNKNOWN  # what a word that names a service counts as not explained by an act
WISHES = frozenset({Act.APPLY, Act.CONSULT, Act.COMPLAINT})
COURTESY = frozenset({Act.GREETING, Act.THANKS})
ANSWERS = frozenset({Act.THANKS, Act.YES, Act.NO, Act.SKIP})  # with a question mark they ask
# A service that explains a sentence better is what it is about; these only resemble it.
_VAGUE = frozenset(
    {
        Act.EMERGENCY,
        Act.COMPLAINT,
        Act.STATUS,
        Act.HOURS,
        Act.PLACE,
        Act.UNFINISHED,
        Act.CHITCHAT,
        Act.TELL,
    }
)
RULES = {each.act: each for each in act_examples()}


def near_acts(text: str, knowledge: Knowledge) -> list[Match]:
    """The acts near the text or one of its sentences, words that name a service left out."""
    best: dict[str, Match] = {}
    for part in _parts(text):
        bare = without_matter(part)
        named = (len(part) - len(bare)) * _NAMED
        for match in knowledge.acts.nearest(*knowledge.known(bare), extra=named):
            if match.name not in best or match.score > best[match.name].score:
                best[match.name] = match
    return sorted(best.values(), key=lambda match: -match.score)


def lone_act(words: Sequence[str], knowledge: Knowledge, *, asks: bool) -> tuple[Act, ...]:
    """The act that explains the whole message ("ok", "batal ya"); empty when something is told."""
    whole = knowledge.acts.nearest(*knowledge.known(words))
    if not whole or whole[0].score < ALONE:
        return ()
    act = Act(whole[0].name)
    if not RULES[act].alone or (asks and act in ANSWERS):
        return ()
    others = (Act(each.name) for each in whole[1:] if each.score >= ALONE)
    return (act, *(each for each in others if each in COURTESY and each != act))


def heard_acts(near: Sequence[Match], words: tuple[str, ...], *, matter: float) -> list[Act]:
    """The acts that are heard, strongest first; courtesy comes last.

    `matter`: how surely a service is named; where that explains a sentence better, what resembles
    a vague act is none ("mau buka warung" does not ask for the hours).
    """
    heard = [each for each in near if _is_heard(each, words, matter)]
    best = max((each.score for each in heard), default=0.0)
    rules = [
        RULES[Act(each.name)]
        for each in heard
        if each.score >= BESIDE * best or RULES[Act(each.name)].at
    ]
    rules.sort(key=lambda rule: (rule.act in COURTESY, -rule.rank))
    return [rule.act for rule in rules]


def in_order(act: Act) -> tuple[bool, int]:
    """The key by which the acts of several messages are sorted: what must be answered first."""
    rule = RULES.get(act)
    return (rule is not None and rule.alone, -rule.rank if rule else 0)


def _parts(text: str) -> list[tuple[str, ...]]:
    """The text as a whole, then its sentences."""
    whole = words_of(text)
    parts = [words_of(each) for each in re.split(r"[.?!,;\n]+", text)]
    return [whole, *(part for part in parts if part and part != whole)]


def _is_heard(match: Match, words: tuple[str, ...], matter: float) -> bool:
    rule = RULES[Act(match.name)]
    usual = ACT if not rule.alone or rule.act in COURTESY else ALONE
    better = matter > match.score if rule.act in _VAGUE else matter > 2 * match.score
    explained = better and rule.act not in WISHES - {Act.COMPLAINT}
    return match.score >= (rule.at or usual) and not explained and not _elapsed(rule, words)


def _elapsed(rule: ActExamples, words: tuple[str, ...]) -> bool:
    past = any(says(words, each) for each in rule.unless)
    return past and not any(says(words, each) for each in rule.still)
