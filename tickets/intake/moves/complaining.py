"""A complaint begins; one about the office's own people reaches their superiors."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.acts import Act
from tickets.intake.frames import is_said
from tickets.intake.moves.elsewhere import complaint_lines, lines_for
from tickets.intake.moves.matter import beside_this, choose, hand_in, on_intake
from tickets.intake.moves.pointing import point_to
from tickets.intake.normal import words_of
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import ServiceInfo

_NEAR = 0.1  # score of a form for broken things, from which on a complaint may be one for it


def begin_complaint(scene: Scene) -> Turn:
    """Take the complaint; what was said and shown is its story already."""
    if scene.situation is Situation.DOCUMENTS and (scene.state.files or _is_apart(scene)):
        return beside_this(scene, _begin_complaint)  # the files are for what was asked before
    return on_intake(scene, _begin_complaint)


def _is_apart(scene: Scene) -> bool:
    """What is told in fear stands in no ticket for an SKTM, where all who work on that would read it."""
    service = scene.service
    return scene.is_unnamed and scene.tells and service is not None and service.kind != "complaint"


def _begin_complaint(scene: Scene) -> Turn:
    staff = scene.heard(Act.COMPLAINT_STAFF)
    told = scene.state.told or scene.tells or awaits_story(scene)  # however short it is
    scene = scene.with_state(text=True, told=told)
    service = _takes_complaint(scene, staff=staff)
    if service is not None:
        return choose(scene, service)
    lines = lines_for(scene) or complaint_lines(scene)
    # Nobody tells twice what they fear, or what the office's own people did: their superiors are told.
    if lines and not ((scene.is_unnamed or staff) and scene.state.told):
        return point_to(scene, lines)
    return hand_in(scene, "complaint") if scene.state.told else _ask_story(scene)


def _ask_story(scene: Scene) -> Turn:
    """ "Mau lapor, tanpa nama": nothing is reported yet, and no complaint is counted before it is."""
    state = replace(scene.state, step=steps.EXTRA, asked_at=scene.now)
    return Turn(state, (saying.about("ask_story", scene),))


def awaits_story(scene: Scene) -> bool:
    """Whether the story of a complaint was asked for that no service of the number takes."""
    return scene.state.step == steps.EXTRA and scene.service is None and bool(scene.reading.texts)


def _takes_complaint(scene: Scene, *, staff: bool) -> ServiceInfo | None:
    named = scene.named
    if named is not None and _is_for(scene, named, staff=staff):
        return named
    found = [each for each in scene.catalogue.services if each.kind == "complaint"]
    # Nor is a citizen in fear, or who was made to pay, asked unasked where it happened.
    if staff or scene.is_unnamed or _was_made_to_pay(scene):
        found = [each for each in found if not each.wants_location]
    elif scene.tells and scene.reading.elsewhere:  # nor is it one for what happened at the counter
        near = scene.reading.sureness
        found = [each for each in found if not each.wants_location or near(str(each.id)) >= _NEAR]
    return found[0] if len(found) == 1 else None


def _was_made_to_pay(scene: Scene) -> bool:
    words = words_of(scene.reading.text)
    return any(is_said(group, words) for group in ("minta_uang", "minta_tarif"))


def _is_for(scene: Scene, named: ServiceInfo, *, staff: bool) -> bool:
    """Whether the service that is named takes it: a form for broken street lamps is none for what an
    officer did, nor is one that is applied for for what is told in fear.
    """
    if staff:
        return named.kind == "complaint" and not named.wants_location
    return named.kind == "complaint" or not scene.is_unnamed
