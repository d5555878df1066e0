"""Whether another matter than the present one is named, and not only resembled."""

from collections.abc import Sequence

from tickets.intake.acts import Act
from tickets.intake.examples import topic_of
from tickets.intake.hearing_acts import ACT
from tickets.intake.knowledge import topics_of
from tickets.intake.normal import VOCABULARY, clauses_of, words_of
from tickets.intake.requirements import paper_words
from tickets.intake.scene import Scene
from tickets.intake.values import ServiceInfo


def says_so(scene: Scene, service: ServiceInfo, *, wished: bool = True) -> bool:
    """Whether this service is named, or `wished` for: "kok namanya beda" and "berapa lembar" are about the
    present matter, whatever else they resemble.
    """
    topics = (topic_of(key) for key in topics_of(service))
    names = [name for topic in topics if topic is not None for name in topic.names]
    names += [service.name, service.short_name, *service.keywords]
    return (wished and _is_wished(scene)) or _is_said(scene, names)


def says_so_elsewhere(scene: Scene) -> bool:
    """The same of what belongs to another number or office."""
    topic = topic_of(scene.reading.elsewhere)
    return _is_wished(scene) or (topic is not None and _is_said(scene, topic.names))


def asks_of_elsewhere(scene: Scene) -> bool:
    """Whether the question itself names it: "kantornya di mana, saya baru pindah" does not."""
    topic = topic_of(scene.reading.elsewhere)
    clauses = (words_of(each) for each in clauses_of(scene.reading.text))
    asking = [set(each) for each in clauses if not VOCABULARY.questions.isdisjoint(each)]
    if topic is None or not asking:
        return says_so_elsewhere(scene)
    return any(not _called(topic.names).isdisjoint(words) for words in asking)


def _is_wished(scene: Scene) -> bool:
    sureness = scene.reading.sureness
    wished = max(sureness(Act.APPLY), sureness(Act.COMPLAINT), sureness(Act.OTHER_LINE))
    return wished >= ACT and not scene.reading.is_question


def _is_said(scene: Scene, names: Sequence[str]) -> bool:
    return not _called(names).isdisjoint(words_of(scene.reading.text))


def _called(names: Sequence[str]) -> frozenset[str]:
    words = frozenset(word for name in names for word in words_of(name))
    return words - VOCABULARY.ordinary - paper_words()
