"""What a citizen says: acts, services and shapes, with the examples that say so."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from tickets.intake.acts import Act
from tickets.intake.amenities import asks_what_is_there, only_asked
from tickets.intake.behind_greeting import behind_greeting, is_worth_hearing
from tickets.intake.emergency_numbers import is_asked_for
from tickets.intake.entities import documents, entities
from tickets.intake.examples import topic_of
from tickets.intake.heard import Heard, Likely, Reading, Sounded
from tickets.intake.hearing_acts import (
    ANSWERS,
    COURTESY,
    RULES,
    SETTLING,
    WISHES,
    heard_acts,
    in_order,
    lone_act,
    near_acts,
    telling,
    together,
)
from tickets.intake.hearing_matters import ABOUT, Matter, decide, names_service, near_matters
from tickets.intake.knowledge import Knowledge, naming_words
from tickets.intake.normal import VOCABULARY, plain, words_of
from tickets.intake.similarity import Match
from tickets.intake.values import CALL, FILES, VOICE, Incoming, ServiceInfo

__all__ = ["Heard", "Likely", "Reading", "Sounded", "hear", "hear_all"]

_SURELY = 0.95  # score of a sentence that is an example, or nearly
_SHOWN = 4  # acts, and matters, that the page which tells why shows beside those that are heard
_PLACES = {"location", "contacts"}  # a name on a map or a card wishes nothing
_BY_KIND = {
    "application": Act.APPLY,
    "information": Act.CONSULT,
    "consultation": Act.CONSULT,
    "complaint": Act.COMPLAINT,
}
_READ = frozenset({"text", "button", "interactive", "location", "contacts", "sticker"})
_PAPER_WORDS = {
    name: {word for each in spoken for word in each.split()}
    for name, spoken in VOCABULARY.documents
}


def hear(text: str, *, knowledge: Knowledge) -> Heard:
    """What one text says. Pure; never raises for anything that a citizen can write.

    "Numpang tanya, bikin skck harus ke kelurahan dulu?": what stands behind a polite beginning is
    heard by itself, where the whole sounds like no more than that.
    """
    heard = _hear(text, knowledge=knowledge)
    if rest := behind_greeting(heard):
        asked = _hear(rest, knowledge=knowledge)
        if is_worth_hearing(asked, knowledge, said=words_of(text)):
            # "Proses ahli waris" resumes nothing.
            lone = RULES[asked.act].alone and not asked.services
            told = (Act.TELL,) if lone else asked.acts
            acts = (*told, *(act for act in heard.acts if act not in told))
            return replace(asked, text=text, acts=acts, entities=heard.entities)
    return heard


def _hear(text: str, *, knowledge: Knowledge) -> Heard:
    words = words_of(text)
    asks = "?" in text or bool(VOCABULARY.questions.intersection((*words, *plain(text).split())))
    common: dict[str, Any] = {
        "text": text,
        "entities": entities(text),
        "is_question": asks,
        "names_documents": _names_documents(text),
    }
    if not words:
        return Heard(acts=(_of_no_words(text),), **common)
    by_part = near_acts(text, knowledge)
    acts_near = together(part.near for part in by_part)
    matters_near = near_matters(words, acts_near, knowledge)
    shown = _shown(matters_near)
    if lone := lone_act(words, knowledge, asked=asks):
        cancels = lone[0] is Act.CANCEL
        named = decide(matters_near, list(lone), words, knowledge).likely if cancels else ()
        return Heard(acts=lone, services=named, near=(*_shown(acts_near), *shown), **common)
    best = knowledge.resembling(words)
    acts = heard_acts(by_part, words, knowledge, matter=best[0].score if best else 0.0)
    if asks and acts and acts[0] in ANSWERS:
        acts = []
    if asks_what_is_there(words, asked=asks):
        acts, matters_near = only_asked(acts, matters_near, words, knowledge)
    if not asks and _is_glad(acts, words):
        return Heard(acts=tuple(acts), near=(*_shown(acts_near, acts), *shown), **common)
    nothing = _is_only_told(acts, by_part[0].near, matters_near, words)
    nothing = nothing or _is_no_matter(text, words, acts)
    matter = Matter() if nothing else decide(matters_near, acts, words, knowledge)
    return Heard(
        acts=_wish_first(_with_matter(acts, matter, knowledge), words),
        services=matter.likely,
        service=matter.service,
        also=matter.also,
        elsewhere=matter.elsewhere,
        elsewhere_also=matter.elsewhere_also,
        near=(*_shown(acts_near, acts), *shown),
        **common,
    )


def _of_no_words(text: str) -> Act:
    """An emoji thanks, "ya pak" agrees, "pak" calls; "ini" and "?" tell nothing yet."""
    said = set(plain(text).split())
    if "?" not in text and VOCABULARY.agrees.intersection(said):
        return Act.YES
    if VOCABULARY.calls.intersection(said):
        return Act.GREETING
    return Act.TELL if said or "?" in text or not text.strip() else Act.THANKS


def _is_only_told(
    acts: Sequence[Act], whole: Sequence[Match], matters: Sequence[Match], words: Sequence[str]
) -> bool:
    """ "Ibu saya dirawat", "rumah saya dekat pos ronda": told without a wish, and no service is nearer."""
    named = VOCABULARY.wishes | naming_words()
    if acts[:1] != [Act.TELL] or not named.isdisjoint(words):
        return False
    told = max((each.score for each in whole if each.name == Act.TELL), default=0.0)
    return told > max((each.score for each in matters), default=0.0)


def _is_no_matter(text: str, words: Sequence[str], acts: Sequence[Act]) -> bool:
    """Papers that are handed over, or the number of the police, which is no letter for the police."""
    handed = _hands_over(text, words) and WISHES.isdisjoint(acts)
    return handed or (acts[:1] == [Act.CONTACT] and is_asked_for(text))


def _is_glad(acts: Sequence[Act], words: Sequence[str]) -> bool:
    """ "Alhamdulillah kis sudah aktif": thanks for what is done wishes nothing, whatever it names."""
    thanks = Act.THANKS in acts and COURTESY.issuperset(acts)
    return thanks and not VOCABULARY.done.isdisjoint(words)


def _shown(near: Sequence[Match], heard: Collection[str] = ()) -> list[Sounded]:
    told = (match for at, match in enumerate(near) if at < _SHOWN or match.name in heard)
    return [Sounded(match.name, round(match.score, 2), match.by) for match in told]


def _with_matter(acts: list[Act], matter: Matter, knowledge: Knowledge) -> tuple[Act, ...]:
    """The acts, with a wish of the kind that the service is, and whether it is another number's.

    Beside an act that settles the message ("tidak jadi, kisnya sudah aktif") a service is no wish.
    """
    if acts and acts[0] in SETTLING:
        return tuple(acts)
    topic = topic_of(matter.elsewhere)
    service = _service(matter, knowledge)
    if matter.service or topic:  # "urus paspor bisa di sini" asks for no menu
        acts = [act for act in acts if act is not Act.MENU]
    if service is not None:  # a number that is asked about surveys
        acts = [act for act in acts if act is not Act.SURVEY]
    if service is not None or topic is not None:
        wish = _BY_KIND[service.kind if service is not None else topic.kind if topic else ""]
        acts = list(dict.fromkeys(wish if act in WISHES else act for act in acts))
        acts = acts if wish in acts or _wishes_nothing(acts) else [*acts, wish]
        acts.sort(key=COURTESY.__contains__)
    if topic is not None and not topic.by_acts and acts[0] in ABOUT:
        acts = [Act.OTHER_LINE, *(act for act in acts if act != Act.OTHER_LINE)]
    return tuple(acts) or (Act.TELL,)


def _wish_first(acts: tuple[Act, ...], words: Sequence[str]) -> tuple[Act, ...]:
    """ "Saya ibu rumah tangga, butuh sktm": what is told beside a wish is no more than that."""
    if WISHES.isdisjoint(acts) or VOCABULARY.wishes.isdisjoint(words):
        return acts
    return tuple(sorted(acts, key=lambda act: act is Act.TELL))


def _wishes_nothing(acts: list[Act]) -> bool:
    """ "Batal yang ktp", "jangan sebut nama saya": the service that is named is not wished for."""
    return acts[:1] == [Act.CANCEL] or (acts[:1] == [Act.ANONYMITY] and not telling(acts))


def _service(matter: Matter, knowledge: Knowledge) -> ServiceInfo | None:
    if matter.service is not None:
        return knowledge.service(matter.service)
    return knowledge.service(matter.likely[0].service_id) if matter.likely else None


def hear_all(incoming: Sequence[Incoming], knowledge: Knowledge) -> Reading:
    """A burst read as a whole: every message weighs the same, a file's name is no wish."""
    said = [m for m in incoming if m.kind not in FILES | VOICE | _PLACES and m.text]
    taps = [message.reply_id for message in incoming if message.reply_id]
    words = [message.text for message in said if not message.reply_id]
    captions = [
        m.text for m in incoming if m.kind in FILES and m.text and not _names_documents(m.text)
    ]
    heard = tuple(hear(text, knowledge=knowledge) for text in (*words, *captions))
    whole = _together(heard, "\n".join((*words, *captions)), knowledge)
    if captions:  # a caption names papers; a second matter is told in words
        whole["also"] = _also(heard[: len(words)], whole["service"], knowledge)
    files = [m for m in incoming if m.kind in FILES]
    return Reading(
        **whole,
        heard=heard,
        texts=tuple(each.text for each in heard if _tells(each)),
        files=tuple(f"{each.text}\n{each.filename}".strip()[:200] for each in files),
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
    acts = whole.acts
    if len(heard) > 1 and whole.act not in SETTLING:
        both = dict.fromkeys(act for each in (whole, *heard) for act in each.acts)
        if whole.act is not Act.EMERGENCY and not any(map(_cries_for_help, heard)):
            both.pop(Act.EMERGENCY, None)  # "3 anak jatuh" beside "jalan berlubang"
        acts = tuple(sorted(both, key=in_order))
    clear = list(dict.fromkeys(each.service for each in heard if each.service is not None))
    first = whole.service if whole.service is not None or not clear else clear[0]
    return {
        "text": text,
        "acts": acts,
        "services": whole.services or next((e.services for e in heard if e.services), ()),
        "service": first,
        "also": _also((whole, *heard), first, knowledge),
        "elsewhere": whole.elsewhere,
        "elsewhere_also": whole.elsewhere_also,
        "entities": entities(text),
        "is_question": any(each.is_question for each in heard),
        "near": whole.near,
        "names_documents": all(each.names_documents for each in heard),
    }


def _also(heard: Sequence[Heard], first: int | None, knowledge: Knowledge) -> tuple[int, ...]:
    """The services that are named beside the first one."""
    named = (each.service for each in heard if _is_matter(each, knowledge))
    also = dict.fromkeys((*(one for each in heard for one in each.also), *named))
    return tuple(each for each in also if each not in (None, first)) if first is not None else ()


def _is_matter(heard: Heard, knowledge: Knowledge) -> bool:
    """ "Mau tanya" before the matter itself means no further service, nor does "masih bisa dicetak
    lagi?" after it: one of the words must name that.
    """
    if heard.service is None or knowledge.service(heard.service).kind == "information":
        return False
    return names_service(words_of(heard.text), heard.service, knowledge)


def _cries_for_help(heard: Heard) -> bool:
    """Whether a message is surely a cry for help, whatever was asked beside it."""
    if heard.act is not Act.EMERGENCY:
        return False
    return any(each.name == Act.EMERGENCY and each.score >= _SURELY for each in heard.near)


def _tells(heard: Heard) -> bool:
    """Whether an officer would learn something of it: "?" alone tells nothing."""
    rule = RULES.get(heard.act)
    return bool(words_of(heard.text)) and (rule is None or not rule.alone)


def _names_documents(caption: str) -> bool:
    """A text that only names documents, or presents them ("ini berkas saya"); as a caption it is
    credited, and wishes nothing.
    """
    return _is_of_papers(caption, frozenset())


def _is_of_papers(text: str, more: Collection[str]) -> bool:
    named, words = documents(text), words_of(text)
    spoken = {word for name in named for word in _PAPER_WORDS[name]}
    presents = "?" not in text and not VOCABULARY.papers.isdisjoint(words)
    known = spoken | VOCABULARY.papers | VOCABULARY.beside | set(more)
    return bool(named or presents) and known.issuperset(words)


def _hands_over(text: str, words: Sequence[str]) -> bool:
    """ "KK sama KTP saya sudah dikirim": papers are named as such, and nothing is asked."""
    if "?" in text or VOCABULARY.handed.isdisjoint(words):
        return False
    return _is_of_papers(text, VOCABULARY.handed | VOCABULARY.handed_when)


def _is_strange(message: Incoming) -> bool:
    """What cannot be read here: an unknown kind, or a tap that arrived without its answer."""
    if message.kind in ("button", "interactive"):
        return not (message.text or message.reply_id)
    return message.kind not in _READ | FILES | VOICE | {CALL}
