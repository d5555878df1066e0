"""What a citizen says: acts, services and shapes, with the examples that say so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tickets.intake.acts import Act
from tickets.intake.entities import NOTHING, Entities, documents, entities
from tickets.intake.examples import ActExamples, act_examples, says, topic_of, topics
from tickets.intake.knowledge import Knowledge
from tickets.intake.normal import VOCABULARY, words_of
from tickets.intake.similarity import Match, unknown_weight
from tickets.intake.values import CALL, FILES, VOICE, Incoming

# Measured: docs/decisions/0046.
ACT, ALONE = 0.42, 0.8  # score of an act; share of the message that a lone act must explain
MATTER, LIKELY = 0.42, 0.25  # score of a clear service; of one worth offering
MARGIN = 1.25  # how much better than the next a clear one is
ANCHOR = 0.6  # how surely one word must mean a second matter
_OFFERED = 3
_MATTER_ACTS = frozenset({Act.APPLY, Act.CONSULT, Act.COMPLAINT})
_BY_KIND = {
    "application": Act.APPLY,
    "information": Act.CONSULT,
    "consultation": Act.CONSULT,
    "complaint": Act.COMPLAINT,
}
# Asked of the office itself: such a question is no sign that the citizen is at the wrong number.
_OF_OFFICE = frozenset({Act.HOURS, Act.PLACE, Act.GREETING, Act.THANKS, Act.STATUS, Act.CHITCHAT})
_RULES = {each.act: each for each in act_examples()}
_READ = frozenset({"text", "button", "interactive", "location", "contacts", "sticker"})
_PAPER_WORDS = {
    name: {word for each in spoken for word in each.split()}
    for name, spoken in VOCABULARY.documents
}


@dataclass(frozen=True)
class Likely:
    """A service that may be meant, how surely (0 to 1), and the example that says so."""

    service_id: int
    score: float
    by: str


@dataclass(frozen=True)
class Sounded:
    """An act or topic that was near, for the page that tells why."""

    name: str
    score: float
    by: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one text says.

    `acts`: strongest first, at least one (TELL); `service`: the clear one, None where there is none
    or two or three could be meant (`services`); `also`: further clear ones ("ktp sama kk");
    `elsewhere`: the key of a topic that this number does not offer, "" for none;
    `near`: acts and topics with their scores, best first, the runners-up among them.
    """

    text: str
    acts: tuple[Act, ...] = (Act.TELL,)
    services: tuple[Likely, ...] = ()
    service: int | None = None
    also: tuple[int, ...] = ()
    elsewhere: str = ""
    entities: Entities = NOTHING
    is_question: bool = False
    near: tuple[Sounded, ...] = ()

    @property
    def act(self) -> Act:
        """The strongest act."""
        return self.acts[0]


@dataclass(frozen=True, kw_only=True)
class Reading(Heard):
    """What a burst says as a whole, and what came with it.

    `heard`: each message with words, in their order; `texts`: those that tell something;
    `files`: captions and names of files; `tap`: the row or button tapped last; `calls`: somebody
    rang; `strange`: something that cannot be read here.
    """

    heard: tuple[Heard, ...] = ()
    texts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    tap: str = ""
    photo: bool = False
    location: bool = False
    voice: bool = False
    calls: bool = False
    strange: bool = False


def hear(text: str, *, knowledge: Knowledge) -> Heard:
    """What one text says. Pure; never raises for anything that a citizen can write."""
    words = words_of(text)
    found = entities(text)
    asks = "?" in text or bool(VOCABULARY.questions.intersection(words))
    if not words:
        courtesy = bool(text.strip()) and "?" not in text
        act = Act.THANKS if courtesy else Act.TELL
        return Heard(text=text, acts=(act,), entities=found, is_question=asks)
    near = _near_acts(text, words, knowledge)
    lone = _lone(near, words, asks, knowledge)
    matters = knowledge.matters.nearest(*_said(words, knowledge))
    near_all = tuple(_sounded(each) for each in (*near[:4], *matters[:4]))
    if lone is not None:
        return Heard(text=text, acts=lone, entities=found, is_question=asks, near=near_all)
    acts = _acts(near, words)
    matter = _matter(matters, acts, words, knowledge)
    return Heard(
        text=text,
        acts=_with_matter(acts, matter, near, asks, knowledge),
        services=matter.likely,
        service=matter.service,
        also=matter.also,
        elsewhere=matter.elsewhere,
        entities=found,
        is_question=asks,
        near=near_all,
    )


@dataclass(frozen=True, kw_only=True)
class _Matter:
    likely: tuple[Likely, ...] = ()
    service: int | None = None
    also: tuple[int, ...] = ()
    elsewhere: str = ""


def _parts(text: str) -> list[tuple[str, ...]]:
    """The text as a whole, then its sentences."""
    whole = words_of(text)
    parts = [words_of(each) for each in re.split(r"[.?!,;\n]+", text)]
    return [whole, *(part for part in parts if part and part != whole)]


def _said(
    words: Sequence[str], knowledge: Knowledge
) -> tuple[Mapping[str, float], tuple[str, ...], float]:
    """(how surely each word was recognised, the words, what the unknown ones weigh)."""
    known = [knowledge.speller.known(word) for word in words]
    sure = {word: each for word, each in known if each}
    unknown = unknown_weight(word for word, each in known if not each and word != "#")
    return sure, tuple(word for word, _ in known), unknown


def _near_acts(text: str, words: tuple[str, ...], knowledge: Knowledge) -> list[Match]:
    best: dict[str, Match] = {}
    for part in _parts(text):
        for match in knowledge.acts.nearest(*_said(part, knowledge)):
            if match.name not in best or match.score > best[match.name].score:
                best[match.name] = match
    return sorted(best.values(), key=lambda match: -match.score)


def _lone(
    near: Sequence[Match], words: Sequence[str], asks: bool, knowledge: Knowledge
) -> tuple[Act, ...] | None:
    """The act that explains the whole message ("ok", "batal ya"), None when something is told."""
    sure, known, unknown = _said(words, knowledge)
    whole = knowledge.acts.nearest(sure, known, unknown)
    if not whole or not (rule := _RULES[Act(whole[0].name)]).alone:
        return None
    if asks and rule.act in (Act.THANKS, Act.YES, Act.NO, Act.SKIP):
        return None
    if whole[0].score < ALONE:
        return None
    others = (Act(each.name) for each in near[1:] if each.score >= ALONE)
    return (rule.act, *(act for act in others if act != rule.act))


def _acts(near: Sequence[Match], words: tuple[str, ...]) -> list[Act]:
    """The acts that are heard, strongest first; what counts alone comes last."""
    heard = [
        each for each in near if each.score >= ACT and not _elapsed(_RULES[Act(each.name)], words)
    ]
    heard.sort(key=lambda each: (_RULES[Act(each.name)].alone, -_RULES[Act(each.name)].rank))
    return [Act(each.name) for each in heard]


def _elapsed(rule: ActExamples, words: tuple[str, ...]) -> bool:
    past = any(says(words, each) for each in rule.unless)
    return past and not any(says(words, each) for each in rule.still)


def _matter(
    matters: Sequence[Match], acts: Sequence[Act], words: tuple[str, ...], knowledge: Knowledge
) -> _Matter:
    spoken = _by_acts(acts, knowledge)
    if spoken is not None:
        return spoken
    good = [each for each in matters if each.score >= LIKELY]
    if not good:
        return _Matter()
    best, clear = good[0], _is_clear(good)
    likely = tuple(
        Likely(int(each.name), each.score, each.by)
        for each in good
        if each.name.isdecimal() and each.score * 2 > best.score
    )[:_OFFERED]
    if not best.name.isdecimal():
        return _Matter(likely=() if clear else likely, elsewhere=best.name if clear else "")
    service = int(best.name) if clear else None
    return _Matter(likely=likely, service=service, also=_others(best, good, words, knowledge))


def _is_clear(good: Sequence[Match]) -> bool:
    return good[0].score >= MATTER and (len(good) == 1 or good[0].score >= MARGIN * good[1].score)


def _others(
    best: Match, good: Sequence[Match], words: tuple[str, ...], knowledge: Knowledge
) -> tuple[int, ...]:
    """Further services, each named by a word that the best one never has."""
    space = knowledge.matters
    found = []
    for each in good[1:]:
        named = any(
            space.share(word, each.name) >= ANCHOR and not space.share(word, best.name)
            for word in words
        )
        if named and each.name.isdecimal():
            found.append(int(each.name))
    return tuple(found)


def _by_acts(acts: Sequence[Act], knowledge: Knowledge) -> _Matter | None:
    """The service that the strongest act itself asks for: a complaint about staff, for example."""
    for topic in topics():
        if acts and acts[0] in topic.by_acts:
            linked = knowledge.links[topic.key]
            if len(linked) == 1:
                return _Matter(likely=(Likely(linked[0], 1.0, str(acts[0])),), service=linked[0])
    return None


def _with_matter(
    acts: list[Act],
    matter: _Matter,
    near: Sequence[Match],
    asks: bool,
    knowledge: Knowledge,
) -> tuple[Act, ...]:
    kind = ""
    if matter.service is not None or matter.likely:
        service = matter.service or matter.likely[0].service_id
        kind = knowledge.service(service).kind
    elif (topic := topic_of(matter.elsewhere)) is not None:
        kind = topic.kind
    if kind:
        named = _BY_KIND[kind]
        wish = [act for act in acts if act in _MATTER_ACTS]
        acts = [named if act in wish[:1] else act for act in acts if act not in wish[1:]]
        acts = acts if named in acts else [*acts, named]
    if matter.elsewhere and (not acts or acts[0] not in _OF_OFFICE):
        acts = [Act.OTHER_LINE, *(act for act in acts if act != Act.OTHER_LINE)]
    return tuple(acts) or (Act.TELL,)


def _sounded(match: Match) -> Sounded:
    return Sounded(match.name, round(match.score, 2), match.by)


def hear_all(incoming: Sequence[Incoming], knowledge: Knowledge) -> Reading:
    """A burst read as a whole: every message weighs the same, a file's name is no wish."""
    said = [m for m in incoming if m.kind not in FILES | VOICE | {"location"} and m.text]
    taps = [message.reply_id for message in incoming if message.reply_id]
    words = [message.text for message in said if not message.reply_id]
    captions = [m.text for m in incoming if m.kind in FILES and m.text and not _names_paper(m.text)]
    heard = tuple(hear(text, knowledge=knowledge) for text in (*words, *captions))
    whole = _together(heard, "\n".join((*words, *captions)), knowledge)
    files = [m for m in incoming if m.kind in FILES]
    return Reading(
        **whole,
        heard=heard,
        texts=tuple(each.text for each in heard if _tells(each)),
        files=tuple(f"{each.text} {each.filename}".strip()[:200] for each in files),
        tap=taps[-1] if taps else "",
        photo=any(each.kind in ("image", "video") for each in files),
        location=any(each.kind == "location" for each in incoming),
        voice=any(each.kind in VOICE for each in incoming),
        calls=any(each.kind == CALL for each in incoming),
        strange=any(_is_strange(each) for each in incoming),
    )


def _together(heard: Sequence[Heard], text: str, knowledge: Knowledge) -> dict[str, Any]:
    """The fields of `Heard` for all messages: what any of them says, and what they say together."""
    whole = heard[0] if len(heard) == 1 else hear(text, knowledge=knowledge)
    if not heard:
        return {"text": text, "acts": ()}
    acts = dict.fromkeys(act for each in (whole, *heard) for act in each.acts)
    clear = list(dict.fromkeys(each.service for each in heard if each.service is not None))
    first = whole.service if whole.service is not None or len(clear) != 1 else clear[0]
    also = dict.fromkeys((*clear, *whole.also))
    return {
        "text": text,
        "acts": tuple(sorted(acts, key=_order)),
        "services": whole.services or next((e.services for e in heard if e.services), ()),
        "service": first,
        "also": tuple(each for each in also if each != first) if first is not None else (),
        "elsewhere": whole.elsewhere,
        "entities": entities(text),
        "is_question": any(each.is_question for each in heard),
        "near": whole.near,
    }


def _order(act: Act) -> tuple[bool, int]:
    rule = _RULES.get(act)
    return (rule is not None and rule.alone, -rule.rank if rule else 0)


def _tells(heard: Heard) -> bool:
    rule = _RULES.get(heard.act)
    return rule is None or not rule.alone


def _names_paper(caption: str) -> bool:
    """A caption that only names documents: it is credited, and wishes nothing."""
    named = documents(caption)
    spoken = {word for name in named for word in _PAPER_WORDS[name]}
    return bool(named) and all(
        word in spoken or word in VOCABULARY.beside for word in words_of(caption)
    )


def _is_strange(message: Incoming) -> bool:
    """What cannot be read here: an unknown kind, or a tap that arrived without its answer."""
    if message.kind in ("button", "interactive"):
        return not (message.text or message.reply_id)
    return message.kind not in _READ | FILES | VOICE | {CALL}
