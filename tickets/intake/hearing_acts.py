"""Which acts a text does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from tickets.intake.acts import Act
from tickets.intake.examples import ActExamples, act_examples
from tickets.intake.frames import ASKED, are_all_said, framed, is_barred, is_framed, is_said
from tickets.intake.knowledge import Knowledge, naming_words
from tickets.intake.normal import VOCABULARY, asks, clauses_of, heard_part, words_of
from tickets.intake.similarity import UNKNOWN, Match

# Measured: docs/decisions/0046.
ACT, ALONE = 0.42, 0.7  # score of an act; of one that must explain the whole message
SURE = 0.55  # score of a grave act, which is told to superiors or cannot be taken back
FAINT, APART = 0.27, 1.3  # score of an act that nothing rivals; how much better than the next one
LONE = 0.5  # of an act that must explain the whole message, and that nothing rivals
OUTDONE = 0.65  # of the best score: what a vague act must have beside it
BESIDE = 0.8  # of the strongest act's score: what another one must have
_EQUAL = 0.99  # of the best score: what says as much as the best ("mau tanya" greets and asks)
_AS_IT_STANDS, _SEVERAL = 0.95, 3  # score of an example that is said whole; its fewest words
TELLING, WEIGHTY = 0.5, 0.45  # how surely a word means an act that is heard early, and its weight
_NAMED = 0.4 * UNKNOWN  # what a word that names a service counts as not explained by an act
_PARTS = 24  # of a text are heard
WISHES = frozenset({Act.APPLY, Act.CONSULT, Act.COMPLAINT})
COURTESY = frozenset({Act.GREETING, Act.THANKS})
ANSWERS = frozenset({Act.THANKS, Act.YES, Act.NO, Act.SKIP})  # with a question mark they ask
_BARE_ANSWERS = ANSWERS - COURTESY
# What is said with these is settled: a service that is named beside them is no wish.
SETTLING = frozenset({Act.CANCEL, Act.STOP, Act.WRONG_RECIPIENT})
# A service that explains a sentence better is what it is about; these only resemble it.
_VAGUE = frozenset(
    {
        Act.COMPLAINT,
        Act.STATUS,
        Act.HOURS,
        Act.PLACE,
        Act.CONTACT,
        Act.UNFINISHED,
        Act.CHITCHAT,
        Act.TELL,
    }
)
# However much better a service explains a sentence, these are heard: a wish is for it, and danger
# outweighs every topic of every office.
_UNEXPLAINED = (WISHES - {Act.COMPLAINT}) | {Act.EMERGENCY}
# Who asks or reports these behind "maaf salah kirim" wrote to the right number after all.
_MEANT_ANYWAY = frozenset(
    {Act.COMPLAINT, Act.STATUS, Act.HOURS, Act.PLACE, Act.FEE, Act.DURATION, Act.REQUIREMENTS}
)
_TELLS_NOTHING = COURTESY | {Act.TELL, Act.CHITCHAT}
RULES = {each.act: each for each in act_examples()}


@dataclass(frozen=True)
class Part:
    """Words that are heard by themselves, and the acts that they resemble, best first."""

    words: tuple[str, ...]
    near: Sequence[Match]


def near_acts(text: str, knowledge: Knowledge) -> list[Part]:
    """The acts near each part of a text, words that name a service left out: the text as a whole,
    its sentences, and what is left of them without a wish about how it is told.
    """
    asked = asks(text)
    found = [
        Part(words, _near(words, knowledge, asked=asked and not at))
        for at, words in enumerate(_parts(text))
    ]
    more = dict.fromkeys(rest for part in found if (rest := _rest(part.words, part.near)))
    return [*found, *(Part(rest, _near(rest, knowledge, asked=False)) for rest in more)]


def together(parts: Iterable[Iterable[Match]]) -> list[Match]:
    """Each act as near as it is to any part, best first."""
    best: dict[str, Match] = {}
    for match in chain.from_iterable(parts):
        if match.name not in best or match.score > best[match.name].score:
            best[match.name] = match
    return sorted(best.values(), key=lambda match: -match.score)


def lone_act(words: Sequence[str], knowledge: Knowledge, *, asked: bool) -> tuple[Act, ...]:
    """The act that explains the whole message ("ok", "batal ya"); empty when something is told."""
    near = knowledge.acts.nearest(*knowledge.known(words))
    whole = [each for each in near if _has_its_words(each, words)]
    if not whole or whole[0].score < ALONE:
        return ()
    best = [Act(each.name) for each in whole if each.score >= _EQUAL * whole[0].score]
    if not asked and ANSWERS.intersection(best):  # "sudah" answers, "sudah?" asks
        best = [each for each in best if each is not Act.STATUS]
    act = max(best, key=lambda each: (not RULES[each].alone, RULES[each].rank))
    if not RULES[act].alone or (asked and act in ANSWERS) or _is_undone(act, words):
        return ()
    others = (Act(each.name) for each in whole[1:] if each.score >= ALONE)
    return (act, *(each for each in others if each in COURTESY and each != act))


def _is_undone(act: Act, words: Sequence[str]) -> bool:
    """ "Kenapa dibatalkan", "jangan dibatalkan": what outweighs the act is said as well."""
    others = (RULES[Act(each.name)] for each in framed(words) if each.score >= ALONE)
    return is_barred(act, words) or any(each.rank > RULES[act].rank for each in others)


def heard_acts(
    parts: Sequence[Part], words: tuple[str, ...], knowledge: Knowledge, *, matter: float
) -> list[Act]:
    """The acts that are heard, strongest first; courtesy comes last. Only what resembles the same
    part competes: what is said in another sentence stands beside it.

    `matter`: how surely a service is named; where that explains a sentence better, what resembles
    a vague act is none ("mau buka warung" does not ask for the hours).
    """
    heard = [
        _strongest(
            [
                each
                for each in part.near
                if _is_heard(each, part, words, matter)
                and _is_carried(each, words, knowledge)
                and not _only_looks_for_them(each, part)
            ]
        )
        for part in parts
    ]
    best = together(heard) or _alone(parts, words, matter)
    # What can be said for itself ("maaf,") outdoes nothing that is told beside it.
    told = [each for each in best if not RULES[Act(each.name)].alone] or best
    rules = [RULES[Act(each.name)] for each in best if not _is_outdone(each, told[0])]
    rules.sort(key=lambda rule: (rule.act in COURTESY, -rule.rank))
    return _without_apology([rule.act for rule in rules], parts, words)


def _without_apology(acts: list[Act], parts: Sequence[Part], words: Sequence[str]) -> list[Act]:
    """ "Maaf tadi salah, saya mau bikin sktm": what is asked, reported or wished for by its name behind
    an apology is the matter. An apology behind it takes it back.
    """
    named = not naming_words().isdisjoint(words)
    told = any(act in _MEANT_ANYWAY or (named and act in WISHES) for act in acts)
    told = told or is_said("lapor", words)
    last = parts[-1].near[:1] if parts else ()
    if acts[:1] != [Act.WRONG_RECIPIENT] or not told or any(each.name in acts[:1] for each in last):
        return acts
    return acts[1:]


def _is_outdone(match: Match, best: Match) -> bool:
    """A vague act that is far fainter than another one: "ribet tidak, apa yang disiapkan"; what
    resembles a question about a matter less than something told: "ini soal dokumen kemarin".
    """
    if (match.name, best.name) == (Act.STATUS, Act.TELL) and not is_framed(match):
        return True
    return (
        Act(match.name) in _VAGUE
        and match.score < OUTDONE * best.score
        and not RULES[Act(match.name)].at
    )


def _alone(parts: Sequence[Part], words: tuple[str, ...], matter: float) -> list[Match]:
    """The act that a text as a whole faintly resembles, where it resembles no other one nearly so."""
    near = parts[0].near if parts else ()
    if not near or near[0].score < max(_least(RULES[Act(near[0].name)]), matter):
        return []
    rivalled = len(near) > 1 and near[0].score < APART * near[1].score
    return [] if rivalled or is_barred(Act(near[0].name), words) else [near[0]]


def _least(rule: ActExamples) -> float:
    """What the score of an act that nothing rivals must be; more where much follows from it."""
    if rule.at or rule.beside:
        return 1.0
    return LONE if rule.alone and rule.act not in COURTESY else FAINT


def _strongest(heard: Sequence[Match]) -> list[Match]:
    best = max((each.score for each in heard), default=0.0)
    return [each for each in heard if each.score >= BESIDE * best or RULES[Act(each.name)].at]


def telling(acts: Sequence[Act]) -> list[Act]:
    """Those that say something of a matter: no courtesy, and not how it is to be told."""
    return [act for act in acts if act not in _TELLS_NOTHING and not RULES[act].beside]


def in_order(act: Act) -> tuple[int, int]:
    """The key by which the acts of several messages are sorted: what must be answered first."""
    rule = RULES.get(act)
    if act in SETTLING:
        return (1, -rule.rank if rule else 0)
    alone = rule is not None and rule.alone
    return (3 if alone else 2 if act is Act.TELL else 0, -rule.rank if rule else 0)


def _parts(text: str) -> list[tuple[str, ...]]:
    """The text as a whole, its first sentences, and what stands before and after a "but", each once:
    hearing them takes time.
    """
    sentences = [words_of(each) for each in clauses_of(heard_part(text))]
    turned = [part for each in sentences for part in _around_turns(each)]
    parts = dict.fromkeys((words_of(text), *sentences, *turned))
    return [part for part in parts if part][:_PARTS]


def _near(part: tuple[str, ...], knowledge: Knowledge, *, asked: bool) -> list[Match]:
    bare = knowledge.without_matter(part)
    named = (len(part) - len(bare)) * _NAMED
    alike = knowledge.acts.nearest(*knowledge.known(bare), extra=named)
    told = framed((*knowledge.known(part)[1], *[ASKED][: int(asked)]))
    near = [each for each in together([alike, told]) if _has_its_words(each, part)]
    if len(bare) < len(part):  # "tidak ada bpjs" answers nothing
        near = [each for each in near if each.name not in _BARE_ANSWERS or each in told]
    carried = {each.name: each.by for each in told if RULES[Act(each.name)].at}
    return [replace(each, by=carried.get(each.name, each.by)) for each in near]


def _has_its_words(match: Match, words: Sequence[str]) -> bool:
    """An act that nothing takes back needs a word that means it: "nama saya salah" hides no name."""
    rule = RULES[Act(match.name)]
    if rule.needs and not any(is_said(group, words) for group in rule.needs):
        return False
    if not rule.about or any(is_said(group, words) for group in rule.about):
        return True
    return are_all_said(rule.only, words)


def _rest(part: tuple[str, ...], near: Sequence[Match]) -> tuple[str, ...]:
    """What is told beside "jangan sebut nama saya" in one breath; nothing where that is all."""
    how = [each for each in near if each.score >= SURE and RULES[Act(each.name)].beside]
    spoken = {word for each in how for word in words_of(each.by)}
    return tuple(word for word in part if word not in spoken) if how else ()


def _around_turns(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    found: list[list[str]] = [[]]
    for word in words:
        if word in VOCABULARY.turns:
            found.append([])
        else:
            found[-1].append(word)
    return [tuple(each) for each in found] if len(found) > 1 else []


def _is_heard(match: Match, part: Part, words: tuple[str, ...], matter: float) -> bool:
    rule = RULES[Act(match.name)]
    usual = ACT if not rule.alone or rule.act in COURTESY else ALONE
    vague = rule.act in _VAGUE and not is_framed(match)
    better = matter > match.score if vague else matter > 2 * match.score
    explained = better and rule.act not in _UNEXPLAINED
    barred = is_barred(rule.act, part.words if _cries(rule.act, part) else words)
    return match.score >= (rule.at or usual) and not explained and not barred


def _only_looks_for_them(match: Match, part: Part) -> bool:
    """ "Ada petugas ga?" complains of nobody."""
    staff = match.name == Act.COMPLAINT_STAFF
    return staff and any(each.name == Act.PERSON and each.score > match.score for each in part.near)


def _cries(act: Act, part: Part) -> bool:
    """Whether this is a cry for help in a sentence of its own, which no matter told in another one
    bars: "mau urus KK. Tolong, ada orang pingsan"; of one who tells why papers are lost it is none.
    """
    return act is Act.EMERGENCY and is_said("segera", part.words)


def _is_an_example(match: Match) -> bool:
    """Whether an example of several words is said as it stands, which carries itself."""
    return match.score >= _AS_IT_STANDS and len(words_of(match.by)) >= _SEVERAL


def _is_carried(match: Match, words: tuple[str, ...], knowledge: Knowledge) -> bool:
    """An act that is heard early needs a word that means it: "anak saya libur" is no emergency."""
    rule = RULES[Act(match.name)]
    if not rule.at or is_framed(match) or _is_an_example(match):
        return True
    acts = knowledge.acts
    _, known = knowledge.known(words)
    faint = () if naming_words().isdisjoint(known) else rule.faint
    return any(
        acts.share(word, match.name) >= TELLING and acts.weight(word) >= WEIGHTY
        for word in known
        if word not in faint
    )
