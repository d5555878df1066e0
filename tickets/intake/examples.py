"""The product's own example sentences: data/acts.toml, topics.toml and everyday.toml, read once."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tickets.intake.acts import Act
from tickets.intake.normal import DATA, words_of
from tickets.intake.values import Kind, ServiceInfo


@dataclass(frozen=True, kw_only=True)
class ActExamples:
    """An act with its sentences.

    `alone`: the act counts only where it explains the whole message ("ok", "halo", "batal");
    `at`: from which score on, where it is not the usual one;
    `rank`: of acts that are heard together the higher one comes first;
    `beside`: it says how something is told, so what is told is heard without its words;
    `needs`: groups of frames.toml of which one must be said ("nama saya salah" hides no name);
    `about`: groups of which one must be said too, unless those of `only` are all that is said ("stop");
    `faint`: words that do not carry it where a service is named ("darurat, ktp saya hilang").
    """

    act: Act
    sentences: tuple[str, ...]
    alone: bool = False
    rank: int = 0
    at: float = 0.0
    beside: bool = False
    needs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A kind of service that many offices have.

    An office's service is this topic when its name, short name or a keyword says one of `names`,
    and it is of one of `kinds` (any, where empty) and says none of `never`; services that say one
    of `better` come before those that do not. A heard act of `by_acts` speaks for the topic.
    """

    key: str
    title: str
    kind: Kind = "application"
    names: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()
    never: tuple[str, ...] = ()
    by_acts: tuple[Act, ...] = ()
    sentences: tuple[str, ...]


@lru_cache(maxsize=1)
def act_examples() -> tuple[ActExamples, ...]:
    """All acts of data/acts.toml in their order."""
    return tuple(
        ActExamples(**(each | {"act": Act(each["act"])} | _tuples(each, "needs about only faint")))
        for each in _read("acts.toml")["acts"]
    )


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """All topics of data/topics.toml in their order."""
    return tuple(
        Topic(
            **(
                each
                | {"by_acts": tuple(map(Act, each.get("by_acts", ())))}
                | _tuples(each, "names kinds never")
            )
        )
        for each in _read("topics.toml")["topics"]
    )


@lru_cache(maxsize=1)
def everyday() -> tuple[str, ...]:
    """What people write every day and no office has to hear: it makes common words common."""
    return tuple(filter(None, _read("everyday.toml")["sentences"].splitlines()))


def topic_of(key: str) -> Topic | None:
    """The topic with this key, None when there is none."""
    return next((topic for topic in topics() if topic.key == key), None)


def closeness(service: ServiceInfo, topic: Topic) -> int:
    """How surely a service is of a topic: 2 by its name or short name, 1 by a keyword, 0 not."""
    if topic.kinds and service.kind not in topic.kinds:
        return 0
    named = [words_of(service.name), words_of(service.short_name)]
    if any(says(words, each) for words in named for each in topic.never):
        return 0
    if any(says(words, each) for words in named for each in topic.names):
        return 2
    keywords = [words_of(word) for word in service.keywords]
    return int(any(says(words, each) for words in keywords for each in topic.names))


def says(words: tuple[str, ...], phrase: str) -> bool:
    """Whether normal words hold a phrase as a whole."""
    wanted = words_of(phrase)
    return bool(wanted) and any(
        words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1)
    )


def _tuples(raw: dict[str, Any], names: str) -> dict[str, tuple[Any, ...]]:
    lists = {name: tuple(raw[name]) for name in names.split() if name in raw}
    return lists | {"sentences": tuple(filter(None, raw["sentences"].splitlines()))}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
