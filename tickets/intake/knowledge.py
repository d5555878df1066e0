"""What the bot can compare a message with on one number: examples of acts and of services."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakValueDictionary

from services.remembering import Remembered
from tickets.intake.examples import Topic, act_examples, closeness, everyday, topics
from tickets.intake.frames import frame_words
from tickets.intake.normal import VOCABULARY, words_of
from tickets.intake.similarity import BACKGROUND, Example, Match, Space
from tickets.intake.speller import Speller
from tickets.intake.values import Catalogue, ServiceInfo

# Bytes of knowledge that a process keeps: an office with 30 numbers takes nearly all of it, 2,000
# examples of one number's own 2 MB. By weight, for thirty small ones that throw each other out in
# circles would be built again for each message (0.1 to 0.4 s).
_KEPT = 20_000_000
# Bytes beside the index: of a number, of an office's own example.
_ITSELF, _AN_EXAMPLE = 20_000, 800


@dataclass(frozen=True)
class Knowledge:
    """The indexes over all examples of a catalogue; made by `Knowledge.of`, kept by its content.

    In `matters` a class is a service's id, or the key of a topic that this number does not offer;
    `named`: the words that the number's own services are called by.
    """

    services: tuple[ServiceInfo, ...]
    links: Mapping[str, tuple[int, ...]]
    acts: Space
    matters: Space
    speller: Speller
    names: tuple[tuple[str, ...], ...]
    named: frozenset[str]

    @staticmethod
    def of(catalogue: Catalogue) -> "Knowledge":
        """The knowledge of a catalogue; built once for each content."""
        return _OF.get(id(catalogue), stamp=catalogue, read=lambda: _knowledge(catalogue))

    def known(self, words: Sequence[str]) -> tuple[Mapping[str, float], tuple[str, ...]]:
        """(how surely each word was recognised, the words as the examples spell them)."""
        found = [self.speller.known(word) for word in words]
        return {word: sure for word, sure in found if sure}, tuple(word for word, _ in found)

    def resembling(self, words: Sequence[str]) -> list[Match]:
        """The matters that words resemble, best first; the name of an office tells of none."""
        said = [word for word in words if word not in VOCABULARY.offices]
        return self.matters.nearest(*self.known(said))

    def without_matter(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words without those that name a service; of this number's own ones its whole name."""
        said = frozenset(words)
        for name in self.names:
            if said.issuperset(name):
                words = _without(words, name)
        return without_matter(words)

    def service(self, service_id: int) -> ServiceInfo:
        """The service with this id, of those that this number offers."""
        return next(service for service in self.services if service.id == service_id)


def weight(kept: Collection[Knowledge]) -> int:
    """About how many bytes these take together; the numbers of an office share the acts."""
    different = {id(each): each for each in kept}.values()
    acts = {id(each.acts): each.acts for each in different}.values()
    own = sum(len(service.examples) for each in different for service in each.services)
    spaces = sum(each.matters.size for each in different) + sum(each.size for each in acts)
    return spaces + _ITSELF * len(different) + _AN_EXAMPLE * own


# The same catalogue comes with each turn: comparing it with itself costs nothing, hashing it does.
_OF: Remembered[int, Knowledge] = Remembered(_KEPT, weigh=weight)
# What is kept there, by its content; nothing is kept here alone.
_BUILT: WeakValueDictionary[object, Knowledge] = WeakValueDictionary()
_ACTS: WeakValueDictionary[object, Space] = WeakValueDictionary()


def _knowledge(catalogue: Catalogue) -> Knowledge:
    told = tuple(_told(service) for service in catalogue.services)
    content = (told, catalogue.act_examples)
    return _BUILT.get(content) or _BUILT.setdefault(content, _built(*content))


def topics_of(service: ServiceInfo) -> frozenset[str]:
    """The keys of the product's topics that a service is about, by name, short name or keyword."""
    return frozenset(topic.key for topic in topics() if closeness(service, topic))


def _told(service: ServiceInfo) -> ServiceInfo:
    """Only what the bot recognises it by, so that a new fee does not build everything again."""
    return ServiceInfo(
        id=service.id,
        name=service.name,
        kind=service.kind,
        short_name=service.short_name,
        keywords=service.keywords,
        examples=service.examples,
    )


def _built(services: tuple[ServiceInfo, ...], taught: tuple[tuple[str, str], ...]) -> Knowledge:
    links = {topic.key: _linked(topic, services) for topic in topics()}
    acts = (
        (_ACTS.get(taught) or _ACTS.setdefault(taught, _act_space(taught))) if taught else _usual()
    )
    matters = Space([*_own(services), *_of_topics(links), *_common()], pairs=False)
    speller = usual_speller().knowing(acts.words | matters.words)
    return Knowledge(
        services, links, acts, matters, speller, _names_of(services), _called(services)
    )


@lru_cache(maxsize=1)
def _usual() -> Space:
    """The acts of an office that has taught none."""
    return _act_space(())


@lru_cache(maxsize=1)
def usual_speller() -> Speller:
    """The words of the product's own sentences, which all numbers share."""
    said = (
        word
        for topic in topics()
        for text in (*topic.names, *topic.sentences)
        for word in words_of(text)
    )
    return Speller(
        _usual().words | set(said) | frame_words(),
        beginnings=VOCABULARY.beginnings,
        endings=VOCABULARY.endings,
    )


def _names_of(services: Sequence[ServiceInfo]) -> tuple[tuple[str, ...], ...]:
    """Names of two words or more, the longest first; a single one may be any word ("Informasi")."""
    said = {words_of(name) for each in services for name in (each.name, each.short_name)}
    return tuple(
        sorted((name for name in said if len(name) > 1), key=lambda name: (-len(name), name))
    )


def _called(services: Sequence[ServiceInfo]) -> frozenset[str]:
    called = (text for each in services for text in (each.name, each.short_name, *each.keywords))
    return frozenset(word for text in called for word in words_of(text)) - VOCABULARY.ordinary


def _without(words: tuple[str, ...], phrase: tuple[str, ...]) -> tuple[str, ...]:
    size = len(phrase)
    for at in range(len(words) - size + 1):
        if words[at : at + size] == phrase:
            return words[:at] + words[at + size :]
    return words


def _linked(topic: Topic, services: Sequence[ServiceInfo]) -> tuple[int, ...]:
    """The services of a topic: those that say it in their name, else those with its keyword."""
    close = {service.id: closeness(service, topic) for service in services}
    best = max(close.values(), default=0)
    return tuple(key for key, each in close.items() if best and each == best)


def _own(services: Sequence[ServiceInfo]) -> Iterator[Example]:
    for service in services:
        name = str(service.id)
        texts = (service.name, service.short_name, *service.keywords)
        for text in dict.fromkeys(each for each in texts if each):
            yield Example(text, words_of(text), f"name:{name}", (name,))
        for text in service.examples:
            yield Example(text, words_of(text), f"taught:{name}", (name,))


def _of_topics(links: Mapping[str, tuple[int, ...]]) -> Iterator[Example]:
    for topic in topics():
        classes = tuple(map(str, links[topic.key])) or (topic.key,)
        yield from _of_topic(topic, classes)


@lru_cache(maxsize=512)
def _of_topic(topic: Topic, classes: tuple[str, ...]) -> tuple[Example, ...]:
    """Kept, as most topics are no service's of most numbers: the examples are the same."""
    return tuple(
        Example(text, words_of(text), f"topic:{topic.key}", classes)
        for text in (*topic.names, *topic.sentences)
    )


@lru_cache(maxsize=1)
def _common() -> tuple[Example, ...]:
    """Sentences of acts: words that they use too tell less of a matter."""
    spoken_for = {act for topic in topics() for act in topic.by_acts}
    told = (
        Example(text, words_of(text), f"act:{examples.act}", (BACKGROUND,))
        for examples in act_examples()
        if examples.act not in spoken_for
        for text in examples.sentences
    )
    return (*told, *_said_every_day())


def _act_space(taught: tuple[tuple[str, str], ...]) -> Space:
    sentences = [
        (text, str(each.act), str(each.act)) for each in act_examples() for text in each.sentences
    ]
    sentences += [(text, f"taught:{act}", act) for act, text in taught]
    found: list[Example] = []
    for text, source, act in sentences:
        words = words_of(text)
        bare = without_matter(words)
        found += [Example(text, each, source, (act,)) for each in {words, bare} if each]
    return Space([*found, *_matters_told(), *_said_every_day()], pairs=True)


def _said_every_day() -> Iterator[Example]:
    for text in everyday():
        yield Example(text, words_of(text), "everyday", (BACKGROUND,))


def _matters_told() -> Iterator[Example]:
    """Sentences about matters: words that they use too ("pohon", "rumah") tell less of an act."""
    for topic in topics():
        if not topic.by_acts:
            for text in topic.sentences:
                yield Example(text, words_of(text), f"topic:{topic.key}", (BACKGROUND,))


@lru_cache(maxsize=1)
def naming_words() -> frozenset[str]:
    """The words that name a kind of service: acts are heard without them."""
    names = (word for topic in topics() if not topic.by_acts for word in topic.names)
    return frozenset(part for name in names for part in words_of(name)) - VOCABULARY.ordinary


def without_matter(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that name a kind of service: "bikin ktp dimana", "bikin dimana"."""
    return tuple(word for word in words if word not in naming_words())
