"""Acts that are told by words together, whatever stands between them: data/frames.toml."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tickets.intake.acts import Act
from tickets.intake.normal import DATA, NUMBER, words_of
from tickets.intake.similarity import Match

ASKED = "?"  # stands at the end of the words of a text that asks
_APART = "… "  # before each of the words that told an act by a frame
_LATELY = 32  # texts whose places are kept
_WITHIN = 7  # words from the first of a frame to its last
Phrase = tuple[str, ...]
Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """An act and the groups of words that tell it: one of each, near each other.

    `ordered`: in this order; `last`: the last group ends the text; `first`: the first one begins it;
    `unless`: groups that must not be said beside it; `score`: how sure it is.
    """

    act: Act
    said: tuple[str, ...]
    unless: tuple[str, ...] = ()
    ordered: bool = False
    first: bool = False
    last: bool = False
    within: int = _WITHIN
    score: float = 0.6


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What an act is none beside: another time's ("kebakaran bulan lalu"), or another thing's ("dana
    darurat"); `about`: groups of which one must be said as well, where there are any; `still`: words that
    say it is now after all; `behind`: words after which `said` only tells where ("di kantor pajak").
    """

    act: Act
    said: tuple[str, ...]
    about: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Book:
    """data/frames.toml, ready for use: the groups of each phrase, by the phrase's first word; the places
    of frames, by the group that they begin with.
    """

    starts: Mapping[str, Sequence[tuple[Phrase, Sequence[str]]]]
    begun: Mapping[str, Sequence[int]]
    frames: Sequence[Frame]
    bars: Sequence[Bar]

    def near(self, groups: Iterable[str]) -> list[Frame]:
        """The frames that may fit where these groups are said, in their order."""
        found = {at for group in groups for at in self.begun.get(group, ())}
        return [self.frames[at] for at in sorted(found)]

    def places(self, words: Sequence[str]) -> Mapping[str, list[Span]]:
        """Where each group is said: from which word to before which."""
        found: dict[str, list[Span]] = {}
        for at, word in enumerate(words):
            for phrase, groups in self.starts.get(word, ()):
                end = at + len(phrase)
                if end == at + 1 or tuple(words[at:end]) == phrase:
                    for group in groups:
                        found.setdefault(group, []).append((at, end))
        return found


@lru_cache(maxsize=1)
def book() -> Book:
    """All frames and bars of data/frames.toml."""
    raw = tomllib.loads((DATA / "frames.toml").read_text(encoding="utf-8"))
    groups: dict[Phrase, list[str]] = {}
    for name, told in raw["groups"].items():
        for phrase in _phrases(told):
            groups.setdefault(phrase, []).append(name)
    starts: dict[str, list[tuple[Phrase, Sequence[str]]]] = {}
    for phrase, names in groups.items():
        starts.setdefault(phrase[0], []).append((phrase, tuple(names)))
    frames = [Frame(**_ready(each)) for each in raw["frames"]]
    frames.sort(key=lambda frame: -frame.score)
    begun: dict[str, list[int]] = {}
    for at, frame in enumerate(frames):
        begun.setdefault(frame.said[0], []).append(at)
    bars = [Bar(**_ready(each)) for each in raw["bars"]]
    return Book(starts=starts, begun=begun, frames=frames, bars=bars)


@lru_cache(maxsize=1)
def frame_words() -> frozenset[str]:
    """Every word of a frame, for the speller."""
    phrases = (phrase for each in book().starts.values() for phrase, _ in each)
    return frozenset(word for phrase in phrases for word in phrase) - {ASKED}


def framed(words: Sequence[str]) -> list[Match]:
    """The acts whose frame is found in normal words, each once."""
    best: dict[str, Match] = {}
    places = _places(tuple(words))
    for frame in book().near(places):
        found = _found(frame, words, places) if frame.act not in best else ()
        if found:
            told = (" ".join(words[start:end]) for start, end in found if end <= len(words))
            best[frame.act] = Match(frame.act, frame.score, _APART + _APART.join(told))
    return list(best.values())


def is_framed(match: Match) -> bool:
    """Whether a frame says so, and no example."""
    return match.by.startswith(_APART)


def is_said(group: str, words: Sequence[str], *, behind: str = "") -> bool:
    """Whether a word or phrase of this group is said, and not only right behind one of another group
    ("saya mau" in "istri saya mau").
    """
    places = _places(tuple(words))
    ends = {end for _, end in places.get(behind, ())}
    return any(start not in ends for start, _ in places.get(group, ()))


def are_all_said(groups: Collection[str], words: Sequence[str]) -> bool:
    """Whether these groups' words and phrases are all that is said."""
    places = book().places(words)
    spans = (span for group in groups for span in places.get(group, ()))
    return len({at for start, end in spans for at in range(start, end)}) == len(words)


def said_beside(group: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words without those of this group."""
    told = {at for start, end in _places(tuple(words)).get(group, ()) for at in range(start, end)}
    return tuple(word for at, word in enumerate(words) if at not in told)


def replaced(group: str, words: Sequence[str], instead: str) -> tuple[str, ...]:
    """The words, with this one in place of each word or phrase of the group."""
    spans = dict(_places(tuple(words)).get(group, ()))
    found, at = [], 0
    while at < len(words):
        found.append(instead if at in spans else words[at])
        at = spans.get(at, at + 1)
    return tuple(found)


def is_barred(act: Act, words: Sequence[str]) -> bool:
    """Whether something is said beside which this act is none."""
    bars = [bar for bar in book().bars if bar.act is act]
    places = _places(tuple(words)) if bars else {}
    return any(_bars(bar, places) for bar in bars)


@lru_cache(maxsize=_LATELY)
def _places(words: tuple[str, ...]) -> Mapping[str, Sequence[Span]]:
    """Kept, for hearing a text asks this several times of the same words."""
    return book().places(words)


def _bars(bar: Bar, places: Mapping[str, Sequence[Span]]) -> bool:
    about = not bar.about or _any(places, bar.about)
    return about and _is_meant(bar, places) and not _any(places, bar.still)


def _is_meant(bar: Bar, places: Mapping[str, Sequence[Span]]) -> bool:
    """Whether one of the words that bar is said, and not only as a part of a place's name."""
    said = sorted(span for group in bar.said for span in places.get(group, ()))
    ends = {end for group in bar.behind for _, end in places.get(group, ())}
    for start, end in said:
        if start not in ends:
            return True
        ends.add(end)  # "kantor surat pengantar"
    return False


def _found(
    frame: Frame, words: Sequence[str], places: Mapping[str, Sequence[Span]]
) -> tuple[Span, ...]:
    """A place of each group, near each other and none twice; empty where the frame does not fit."""
    if not all(group in places for group in frame.said) or _any(places, frame.unless):
        return ()
    spans = [places[group] for group in frame.said]
    if frame.first:
        spans[0] = [span for span in spans[0] if span[0] == 0]
    if frame.last:
        end = len(words) - (words[-1] == ASKED)
        spans[-1] = [span for span in spans[-1] if span[1] >= end]
    chosen: list[tuple[Span, ...]] = [()]
    for each in spans:
        chosen = [
            (*before, span) for before in chosen for span in each if _joins(before, span, frame)
        ]
    return chosen[0] if chosen else ()


def _joins(before: Sequence[Span], span: Span, frame: Frame) -> bool:
    if not before:
        return True
    if frame.ordered and span[0] < before[-1][1]:
        return False
    if any(span[0] < end and start < span[1] for start, end in before):
        return False
    first = min(span[0], *(start for start, _ in before))
    last = max(span[1], *(end for _, end in before))
    return last - first <= frame.within


def _any(places: Mapping[str, Sequence[Span]], groups: Collection[str]) -> bool:
    return any(group in places for group in groups)


def _ready(raw: Mapping[str, Any]) -> dict[str, Any]:
    lists = {
        name: tuple(raw[name])
        for name in ("said", "unless", "about", "still", "behind")
        if name in raw
    }
    return {**raw, **lists, "act": Act(raw["act"])}


def _phrases(told: str) -> Sequence[Phrase]:
    """The phrases of a comma-separated line, in normal words."""
    found = (_phrase(" ".join(each.split())) for each in told.split(","))
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))


def _phrase(text: str) -> Phrase:
    """Normal words; "#" stands for a number."""
    if text == ASKED:
        return (ASKED,)
    before, *others = map(words_of, text.split(NUMBER))
    return (*before, *(word for each in others for word in (NUMBER, *each)))
