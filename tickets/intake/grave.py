"""Acts that are told to superiors or cannot be taken back: heard surely, or not at all."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from tickets.intake.acts import Act
from tickets.intake.examples import topic_of
from tickets.intake.heard import Reading
from tickets.intake.hearing_acts import ACT, SURE

# What cannot be taken back, or is told to superiors, is done only when it was heard this surely.
_GRAVE = (Act.ANONYMITY, Act.COMPLAINT_STAFF, Act.STOP, Act.CANCEL)


def surely(reading: Reading) -> Reading:
    """The reading without grave acts that are heard faintly ("nama saya salah", "petgas")."""
    scores: dict[str, float] = {}
    for each in (reading, *reading.heard):
        for near in each.near:
            scores[near.name] = max(near.score, scores.get(near.name, 0.0))
    faint = {act for act in reading.acts if _is_faint(act, scores)}
    if not faint:
        return reading
    calls = Act.COMPLAINT_STAFF in faint and Act.EMERGENCY not in reading.acts
    if calls and scores.get(Act.PERSON, 0.0) >= SURE:
        return replace(reading, acts=(Act.PERSON,), service=None, services=(), elsewhere="")
    by_faint = any(each.by in faint for each in reading.services) or _speaks_for(faint, reading)
    unsaid = {Act.COMPLAINT} if by_faint and scores.get(Act.COMPLAINT, 0.0) < ACT else set()
    kept = tuple(each for each in reading.acts if each not in faint | unsaid)
    matter = {"service": None, "services": (), "elsewhere": ""} if by_faint else {}
    return replace(reading, acts=kept or (Act.TELL,), **matter)  # type: ignore[arg-type]


def _speaks_for(acts: Collection[Act], reading: Reading) -> bool:
    """Whether the topic that belongs elsewhere was named by one of these acts alone."""
    topic = topic_of(reading.elsewhere)
    return topic is not None and not set(topic.by_acts).isdisjoint(acts)


def _is_faint(act: Act, scores: Mapping[str, float]) -> bool:
    if act not in _GRAVE:
        return False
    score = scores.get(act, 1.0)
    return score < SURE or (act is Act.COMPLAINT_STAFF and score < scores.get(Act.PERSON, 0.0))
