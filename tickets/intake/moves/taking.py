"""What comes for a chosen service: files, a story, a question, or the wish for a person."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake.acts import Act
from tickets.intake.beyond import asks
from tickets.intake.hearing_acts import SURE, WISHES
from tickets.intake.moves.choosing import go_on_with, show_menu
from tickets.intake.moves.complaining import begin_complaint
from tickets.intake.moves.elsewhere import is_elsewhere, lines_for
from tickets.intake.moves.greeting import greet_again
from tickets.intake.moves.matter import (
    answered_by,
    beside_the_standard,
    beside_this,
    choose,
    complaint,
    hand_in,
    names_paper,
    noted,
    on_intake,
    tell_standard,
    waiting,
)
from tickets.intake.moves.naming import says_so, says_so_elsewhere
from tickets.intake.moves.pointing import point_to
from tickets.intake.normal import words_of
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.taken_back import wanted_instead
from tickets.intake.values import ServiceInfo

_ASKED = 3  # normal words of a question that a person has to read if it stays the last
_LONG = 6  # normal words; so many are something for an officer, whatever they are heard as


def take_in(scene: Scene) -> Turn:
    """Files and words for the chosen service; an application waits for its files."""
    service = scene.service
    if service is None:  # no longer offered
        return hand_in(scene, "complete")
    if scene.reading.asks_for_person:
        return hand_in(scene.with_state(text=True), "petugas")
    if scene.heard(Act.ANONYMITY) and scene.tells and service.kind != "complaint":
        return begin_complaint(scene)
    if (other := _other_service(scene, service)) is not None:
        return _switch(scene, other)
    if _is_elsewhere(scene, service):
        return point_to(scene, lines_for(scene))
    if service.kind == "complaint":
        return _take_complaint(scene, service)
    if service.kind == "application" and service.requirements:
        return _take_application(scene, service)
    scene = scene.with_state(told=True)
    return hand_in(scene, "complete")


def _is_elsewhere(scene: Scene, service: ServiceInfo) -> bool:
    """What is wished for belongs to another number or office, and is no paper for this service."""
    if not scene.heard(Act.OTHER_LINE) or scene.reading.files or names_paper(scene, service):
        return False
    return service.kind != "complaint" and is_elsewhere(scene) and says_so_elsewhere(scene)


def _take_complaint(scene: Scene, service: ServiceInfo) -> Turn:
    told = scene.state.told or bool(scene.reading.texts)
    return complaint(scene.with_state(told=told, text=True), service)


def _take_application(scene: Scene, service: ServiceInfo) -> Turn:
    if scene.state.files or scene.state.location:
        return hand_in(scene, "complete")
    if scene.reading.strange:
        return hand_in(scene, "confused")
    if _is_for_a_person(scene):
        return hand_in(scene.with_state(text=True), "question")
    if asks(scene) and answered_by(service, words_of(scene.reading.text)):
        return tell_standard(scene, service)
    open_question = scene.reading.is_question and scene.words >= _ASKED
    if scene.words_beside_promise >= _LONG or open_question:
        scene = scene.with_state(text=True)
    return _not_understood(scene) if scene.is_unknown else waiting(scene)


def _is_for_a_person(scene: Scene) -> bool:
    """A question, with or without a question mark, unless it is "bisa bikin akta?" and nothing was left
    unanswered before it.
    """
    advice = scene.reading.sureness(Act.CONSULT) >= SURE and scene.words >= _ASKED
    if advice and scene.reading.acts[:1] == (Act.CONSULT,):
        return True
    wishes = scene.heard(Act.APPLY) and not beside_the_standard(scene)
    return asks(scene) and (scene.state.text or not wishes)


def _not_understood(scene: Scene) -> Turn:
    """Once the bot says what it waits for; then a person reads it."""
    count = scene.state.misunderstandings + 1
    scene = scene.with_state(text=True, misunderstandings=count)
    return hand_in(scene, "confused") if count > 1 else waiting(scene)


def _other_service(scene: Scene, service: ServiceInfo) -> ServiceInfo | None:
    """Another service that is wished for in words; never by a caption, a paper's name, or a question
    that only resembles it ("bisa diwakilkan?").
    """
    named = scene.named
    if named is None or named.id == service.id or scene.reading.files:
        return None
    if not _wishes_another(scene, service, named) or not says_so(scene, named):
        return None
    return None if names_paper(scene, service) else named


def _wishes_another(scene: Scene, service: ServiceInfo, named: ServiceInfo) -> bool:
    if service.kind == "application":
        return scene.heard(*WISHES)
    asks = service.kind != "complaint" and named.kind == "application"
    return asks and scene.reading.acts[:1] == (Act.APPLY,)


def _switch(scene: Scene, other: ServiceInfo) -> Turn:
    """Before any file another service is chosen; after that, it is another matter."""
    if not scene.state.has_matter:
        return choose(noted(scene, other), other)
    return beside_this(scene, lambda fresh: choose(noted(fresh, other), other))


def correct(scene: Scene) -> Turn:
    """ "Bukan, akta kematian", "gak jadi sktm, domisili aja": that one instead. Else the menu, or without
    what was asked for.
    """
    instead = wanted_instead(scene)
    service, named = scene.service, instead or scene.named
    if service is None:
        return show_menu(scene) if named is None else choose(noted(scene, named), named)
    other = instead or _other_service(scene, service)
    if other is None:
        return skip(scene)
    return _switch(scene, other) if scene.state.files else choose(noted(scene, other), other)


def skip(scene: Scene) -> Turn:
    """ "Lewati": handed in without what was asked for, if there is something to hand in."""
    service = scene.service
    if scene.state.has_matter or (service is not None and service.kind == "complaint"):
        return hand_in(scene, "complete")
    return waiting(scene) if service is not None else greet_again(scene)


def say_what_is_awaited(scene: Scene) -> Turn:
    """What the bot waits for, in one sentence."""
    step = scene.state.step
    if scene.state.has_matter and step == steps.EXTRA and scene.heard(Act.YES):
        return Turn(replace(scene.state, asked_at=scene.now))  # "iya, sebentar"
    return waiting(scene)


def to_person(scene: Scene) -> Turn:
    """The citizen wants a person, calls, or speaks."""
    asks = scene.heard(Act.PERSON) or scene.reading.calls
    if scene.situation is Situation.RESOLVED:
        return go_on_with(scene, "petugas")
    return on_intake(scene, lambda fresh: hand_in(fresh, "petugas" if asks else "voice"))
