"""Which services a text is about, and whether one of them is clear."""

from collections.abc import Sequence
from dataclasses import dataclass

from tickets.intake.acts import Act
from tickets.intake.covering import covers, places
from tickets.intake.examples import topics
from tickets.intake.heard import Likely
from tickets.intake.hearing_acts import ACT, BESIDE, COURTESY, RULES, SURE, WISHES, telling
from tickets.intake.hearing_together import clauses, named_in_clauses, named_with
from tickets.intake.knowledge import Knowledge, naming_words, without_matter
from tickets.intake.normal import VOCABULARY, words_of
from tickets.intake.similarity import Match
from tickets.intake.values import ServiceInfo

# Measured: docs/decisions/0046.
MATTER, LIKELY = 0.42, 0.12  # score of a clear service; of one worth offering
MARGIN = 1.25  # how much better than the next a clear one is
UNRIVALLED, FAR = 0.3, 3.0  # score of a clear one that is so many times better than any other
NAMED, RIVAL = 0.25, 0.4  # score of one that a word tells; how surely a word must mean no other
OWN = 1.5  # how much better than the number's own services another number's topic is
ANCHOR = 0.55  # how surely one word must mean a matter
MEANT = 0.45  # how surely a word means one service, and not several
_TELLS = 0.08  # how surely a word must mean a service to tell something of it
_SURELY = 0.7  # score of one that a single word may tell
_ELSE, _TOLD = 2, 0.3  # so many words of another thing; how much such a word tells
_OFFERED, _WORTH = 3, 0.4  # so many are offered, none with less of the best one's score
# Beside a greeting or "mau tanya" a service is one from this score on: "pak lurah" wants no stamp.
_SAYS_LITTLE, _WHOLLY, _BESIDE_LITTLE = frozenset({Act.GREETING, Act.CONSULT}), 0.99, 0.2
# With these a matter is the point, be it a doubtful one or another number's; a question about hours
# is for this office.
ABOUT = WISHES | {Act.FEE, Act.DURATION, Act.REQUIREMENTS, Act.CONTACT, Act.OTHER_LINE}
_ASKED = frozenset(
    {Act.FEE, Act.DURATION, Act.REQUIREMENTS, Act.STATUS, Act.HOURS, Act.PLACE, Act.CONTACT}
)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """The services in question; the fields are those of `Heard`."""

    likely: tuple[Likely, ...] = ()
    service: int | None = None
    also: tuple[int, ...] = ()
    elsewhere: str = ""
    elsewhere_also: tuple[str, ...] = ()


def near_matters(
    words: tuple[str, ...], acts: Sequence[Match], knowledge: Knowledge
) -> list[Match]:
    """The services near the text, or near what is left of it without a question about them, or
    without a wish about how it is told.
    """
    best = {each.name: each for each in knowledge.resembling(words)}
    if acts and acts[0].name in _SAYS_LITTLE and acts[0].score >= _WHOLLY:
        best = {name: each for name, each in best.items() if each.score >= _BESIDE_LITTLE}
    least = max(ACT, BESIDE * acts[0].score) if acts else ACT
    asked = [each for each in acts[:2] if each.score >= least and Act(each.name) in _ASKED]
    asked += [each for each in acts if each.score >= SURE and RULES[Act(each.name)].beside]
    for act in asked:
        question = without_matter(words_of(act.by))
        rest = tuple(word for word in words if word not in question)
        if not rest:  # "gratis kan?" is about no service
            return []
        left = knowledge.resembling(rest)
        told = {match.name for match in left}  # "biaya berapa" alone is no other number's matter
        best = {name: each for name, each in best.items() if _is_own(each) or name in told}
        for match in left:
            if match.name not in best or match.score > best[match.name].score:
                best[match.name] = match
    return sorted(best.values(), key=lambda match: -match.score)


def decide(
    matters: Sequence[Match], acts: Sequence[Act], words: tuple[str, ...], knowledge: Knowledge
) -> Matter:
    """The clear service, the second one named with it, or the few that could be meant.

    An act that asks for a service of its own (a complaint about staff) decides before that; one that
    says how something is told ("jangan sebut nama saya") only where nothing else does.
    """
    what = [act for act in acts if not RULES[act].beside]
    spoken = _by_act(what, knowledge)
    if spoken is not None:
        return spoken
    about = not what or what[0] in ABOUT or what[0] is Act.TELL
    both = (_in_clauses(words, knowledge) or _reported_too(words, knowledge)) if about else None
    found = both or _decide(matters, words, knowledge, named=about)
    if ABOUT.isdisjoint(what) and _rests_on_one_word(found, words, knowledge):
        found = Matter()
    if what != acts and found.service is None and not telling(acts):
        return _by_act(acts, knowledge) or found
    if found.service is None and not about and what[0] is not Act.CANCEL:
        faint = what[0] in COURTESY and all(each.score < MATTER for each in matters)
        return Matter(elsewhere="" if faint else found.elsewhere)
    return found


def _in_clauses(words: Sequence[str], knowledge: Knowledge) -> Matter | None:
    """The matters that "KIA sama akta kawin" names, each clear by itself; None where there are not two,
    or one of this number's is no application, of which the second would be lost.
    """
    names = named_in_clauses(words, lambda clause: _clear_in(clause, knowledge))
    own = tuple(int(name) for name in names if name.isdecimal())
    if not names or any(knowledge.service(each).kind != "application" for each in own):
        return None
    others = tuple(name for name in names if not name.isdecimal())
    if not own:
        return Matter(elsewhere=others[0], elsewhere_also=others[1:])
    likely = (Likely(own[0], 1.0, " ".join(words)),)
    return Matter(likely=likely, service=own[0], also=own[1:], elsewhere_also=others)


def _reported_too(words: Sequence[str], knowledge: Knowledge) -> Matter | None:
    """ "Lampu jalan mati, sama saya mau bikin surat usaha": what is reported is told already, so it comes
    first, and what is wished for after it.
    """
    parts = clauses(words)
    found = [_decide(knowledge.resembling(each), each, knowledge, named=True) for each in parts]
    own = [each.service for each in found if each.service is not None]
    kinds = [knowledge.service(each).kind for each in own]
    if len(parts) != len(own) or sorted(kinds) != ["application", "complaint"]:
        return None
    wish = kinds.index("application")
    if VOCABULARY.wishes.isdisjoint(parts[wish]):
        return None
    reported = found[1 - wish]
    return Matter(likely=reported.likely, service=reported.service, also=(own[wish],))


def _clear_in(words: tuple[str, ...], knowledge: Knowledge) -> str:
    """The matter of one clause, where a word of it names one: "sama anak saya" does not."""
    if (naming_words() | knowledge.named).isdisjoint(words):
        return ""
    found = _decide(knowledge.resembling(words), words, knowledge, named=True)
    return found.elsewhere if found.service is None else str(found.service)


def _rests_on_one_word(found: Matter, words: Sequence[str], knowledge: Knowledge) -> bool:
    """ "Lubang kancing baju": nothing is wished for, and of what is told one word alone resembles the
    matter, whose name it is not. Where it is ("wifi gratis di balai") tells nothing of what it is.
    """
    first = next(iter(found.likely), None)
    if first is not None and first.score >= _SURELY:  # nearly an example as it stands
        return False
    name = str(first.service_id) if first is not None else found.elsewhere
    near = {word for word in words if knowledge.matters.share(word, name) >= _TELLS}
    alike = near - places(words)
    if not near or len(alike) > 1 or not near.isdisjoint(naming_words() | knowledge.named):
        return False
    if alike != near and any(knowledge.matters.share(word, name) >= ANCHOR for word in alike):
        return False  # "jalan di kampung ulun balubang banar": a dialect says in strange words what is wrong
    beside = [word for word in words if word not in alike and _says_something(word, knowledge)]
    return len(beside) >= _ELSE


def _says_something(word: str, knowledge: Knowledge) -> bool:
    weight = knowledge.matters.weight(word)
    return (
        not weight or weight >= _TOLD
    ) and word not in VOCABULARY.ordinary | VOCABULARY.questions


def _decide(
    matters: Sequence[Match], words: tuple[str, ...], knowledge: Knowledge, *, named: bool
) -> Matter:
    good = [each for each in matters if each.score >= LIKELY]
    # The number speaks for its own services: most citizens write to the right one.
    good.sort(key=lambda each: -each.score * (OWN if _is_own(each) else 1))
    if not good:
        return Matter()
    called = None if _is_own(good[0]) else _called(good, words, knowledge)
    best = called or good[0]
    good.sort(key=lambda each: each is not best)
    if several := _share_a_word(best, good, words, knowledge):
        return Matter(likely=_likely(several, worth=0.0))
    also = named_with(best, good[1:], words, knowledge)
    clear = bool(also or called) or _is_clear(best, good[1:])
    clear = clear or (named and _is_named(best, good[1:], words, knowledge))
    if not _is_own(best):
        clear = clear and _is_told_apart(best, words, knowledge)
        clear = clear and (best.score >= _SURELY or covers(best.name, words, knowledge))
        return Matter(elsewhere=best.name) if clear else Matter(likely=_likely(good))
    return Matter(likely=_likely(good), service=int(best.name) if clear else None, also=also)


def _called(good: Sequence[Match], words: Sequence[str], knowledge: Knowledge) -> Match | None:
    """The one own service that is called by its whole name: "akta perkawinan untuk yang cerai mati"."""
    said = set(words)
    found = [
        each
        for each in good
        if _is_own(each)
        and any(
            len(set(name)) > 1 and said.issuperset(name)
            for name in _names(knowledge.service(int(each.name)))
        )
    ]
    return found[0] if len(found) == 1 else None


def _names(service: ServiceInfo) -> tuple[tuple[str, ...], ...]:
    return words_of(service.name), words_of(service.short_name)


def _share_a_word(
    best: Match, good: Sequence[Match], words: Sequence[str], knowledge: Knowledge
) -> list[Match]:
    """ "Mau buat akta": the own services that the one word which tells something means as well; none
    where a word means the best one alone, or it is no service of this number.
    """
    said = [word for word in words if word not in VOCABULARY.wishes]
    told = [(knowledge.matters.share(word, best.name), word) for word in said]
    share, word = max(told, default=(0.0, ""))
    beside = VOCABULARY.wishes | {word}
    others = [each for each in told if each[1] not in beside and each[0] >= _TELLS]
    if not _is_own(best) or not _TELLS <= share < MEANT or others:
        return []
    shared = [
        each
        for each in good
        if _is_own(each) and knowledge.matters.share(word, each.name) >= _TELLS
    ]
    return shared if len(shared) > 1 else []


def _likely(good: Sequence[Match], *, worth: float = _WORTH) -> tuple[Likely, ...]:
    own = [each for each in good if _is_own(each) and each.score > worth * good[0].score]
    return tuple(Likely(int(each.name), each.score, each.by) for each in own[:_OFFERED])


def _is_own(match: Match) -> bool:
    return match.name.isdecimal()


def _is_clear(best: Match, others: Sequence[Match]) -> bool:
    rivals = [each.score for each in others if not _is_own(best) or _is_own(each)]
    if best.score >= MATTER:
        return all(best.score >= MARGIN * score for score in rivals)
    return best.score >= UNRIVALLED and all(best.score >= FAR * each.score for each in others)


def _is_told_apart(best: Match, words: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether another office's topic is told by a word of its own: "sertifikat" is on many papers."""
    share = knowledge.matters.share
    return any(
        word not in VOCABULARY.ordinary and share(word, best.name) >= _TELLS for word in words
    )


def _is_named(
    best: Match, others: Sequence[Match], words: Sequence[str], knowledge: Knowledge
) -> bool:
    """Whether a word means this service, and none another one: "mertua mau ikut ke kk kami".

    Beside a service's very name only this number's other services count.
    """
    if not _is_own(best):
        return False
    share = knowledge.matters.share
    meant = {word for word in words if share(word, best.name) >= ANCHOR}
    if not meant.isdisjoint(naming_words()):
        others = [each for each in others if _is_own(each)]
    elif best.score < NAMED:
        return False
    return bool(meant) and not any(
        share(word, each.name) >= RIVAL for each in others for word in words
    )


def names_service(words: Sequence[str], service_id: int, knowledge: Knowledge) -> bool:
    """Whether one of the words means that service rather than any other."""
    return any(knowledge.matters.share(word, str(service_id)) >= MEANT for word in words)


def _by_act(acts: Sequence[Act], knowledge: Knowledge) -> Matter | None:
    """The service that the strongest act itself asks for: a complaint about staff, for example."""
    topic = next((each for each in topics() if acts and acts[0] in each.by_acts), None)
    if topic is None:
        return None
    linked = knowledge.links[topic.key]
    if len(linked) != 1:
        return None if linked else Matter(elsewhere=topic.key)
    return Matter(likely=(Likely(linked[0], 1.0, acts[0]),), service=linked[0])
