"""Whether another matter than the present one is named, and not only resembled."""

from tickets.intake.acts import Act
from tickets.intake.examples import topic_of
from tickets.intake.hearing_acts import ACT
from tickets.intake.knowledge import topics_of
from tickets.intake.normal import VOCABULARY, words_of
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


def _is_wished(scene: Scene) -> bool:
    sureness = scene.reading.sureness
    wished = max(sureness(Act.APPLY), sureness(Act.COMPLAINT), sureness(Act.OTHER_LINE))
    return wished >= ACT and not scene.reading.is_question


def _is_said(scene: Scene, names: list[str] | tuple[str, ...]) -> bool:
    words = {word for name in names for word in words_of(name)}
    called = words - VOCABULARY.ordinary - paper_words()
    return not called.isdisjoint(words_of(scene.reading.text))
