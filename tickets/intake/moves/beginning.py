"""A wish, a question or a complaint begins: its service is chosen, asked for, or pointed to."""

from collections.abc import Sequence
from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.acts import Act
from tickets.intake.beyond import asks
from tickets.intake.frames import is_said
from tickets.intake.hearing_acts import SURE
from tickets.intake.moves.complaining import awaits_story, begin_complaint
from tickets.intake.moves.elsewhere import (
    is_elsewhere,
    is_of_this_office,
    lines_for,
    own_lines,
)
from tickets.intake.moves.greeting import greet, greet_again
from tickets.intake.moves.matter import (
    ask_which_first,
    choose,
    hand_in,
    named_together,
    names_paper,
    noted,
    on_intake,
    the_only_one,
)
from tickets.intake.moves.pointing import point_to
from tickets.intake.normal import words_of
from tickets.intake.rows import menu_rows, service_rows
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import Reply, ServiceInfo, Unmatched

_WORDS = 3  # normal words; fewer only say that something will be asked
_ENOUGH = 2  # misunderstandings; then a person reads it


def begin(scene: Scene) -> Turn:
    """Take the matter: choose the clearly named service, or ask which of a few, or for one."""
    if awaits_story(scene):
        return begin_complaint(scene)
    return _goes_on(scene) or on_intake(scene, _begin)


def point(scene: Scene) -> Turn:
    """A matter of another number or office: tell which; where nothing is named, neither a service of
    this number, this office's other numbers; where nobody does it, a person reads it.
    """
    return _goes_on(scene) or on_intake(scene, _point)


def _point(scene: Scene) -> Turn:
    if not (scene.reading.elsewhere or scene.reading.services):
        lines = own_lines(scene)
        if lines:
            return point_to(scene, lines)
    return _begin(scene)


def _goes_on(scene: Scene) -> Turn | None:
    before = _before(scene)
    return None if before is None else on_intake(scene, lambda fresh: choose(fresh, before))


def _before(scene: Scene) -> ServiceInfo | None:
    """Files after a question was answered, without a word, with what presents them ("ini berkas saya")
    or what names a paper that was asked for: they are for that service.
    """
    ticket, reading = scene.ticket, scene.reading
    if ticket is None or ticket.outcome != "answered" or not (reading.texts or reading.files):
        return None
    service = scene.catalogue.get(ticket.service_id)
    if service is None or reading.service is not None:
        return None
    presenting = {each.text for each in reading.heard if each.names_documents}
    if reading.files and names_paper(scene, service):
        return service
    return service if presenting.issuperset(reading.texts) else None


def _begin(scene: Scene) -> Turn:
    before, scene = scene, noted(scene, scene.named)
    reading = scene.reading
    if (both := named_together(scene)) and not reading.files:
        return ask_which_first(scene, both)
    offered = _offered(scene)
    if (service := scene.named or the_only_one(scene) or _shown_for(offered)) is not None:
        return choose(scene, service)
    if is_elsewhere(scene) and _is_said(scene):
        return point_to(before if _surely_elsewhere(scene) else scene, lines_for(scene))
    if reason := _for_a_person(scene):
        return hand_in(scene.with_state(text=True), reason)
    if scene.likely:
        return _ask(scene, saying.which_service(scene.likely))
    if (desk := _takes_questions(scene)) is not None:
        return choose(scene, desk)
    if _only_says_so(scene) or _says_nothing(scene):
        return greet_again(scene)
    return _not_understood(scene)


def _offered(scene: Scene) -> tuple[ServiceInfo, ...]:
    """The few services of which one was asked for, where files come instead of an answer."""
    wordless = scene.reading.files and not scene.reading.texts
    if not wordless or scene.state.step != steps.MENU:
        return ()
    rows = (option.partition(":") for option in scene.state.options)
    found = (scene.catalogue.get(int(key)) for kind, _, key in rows if kind == "svc")
    services = tuple(each for each in found if each is not None)
    return services if len(services) < len(scene.catalogue.services) else ()


def _shown_for(offered: Sequence[ServiceInfo]) -> ServiceInfo | None:
    """ "Apakah maksud Bapak/Ibu SKTM?": papers that come are a yes."""
    return offered[0] if len(offered) == 1 else None


def _for_a_person(scene: Scene) -> str:
    """Why a person reads it at once, "" where a menu may help: this office does it, though none of its
    numbers says so, or somebody cries for help.
    """
    if is_of_this_office(scene) and _is_said(scene):
        return "question"
    return "petugas" if not scene.likely and _calls_for_help(scene) else ""


def _calls_for_help(scene: Scene) -> bool:
    """ "Anakku ... tulung bu, kudu piye": for somebody, with no service named: no menu helps."""
    words = words_of(scene.reading.text)
    return all(is_said(group, words) for group in ("minta_tolong", "harus_bagaimana", "siapa"))


def _takes_questions(scene: Scene) -> ServiceInfo | None:
    """ "Mau tanya": the one service of this number that is there for questions."""
    found = [each for each in scene.catalogue.services if each.kind == "information"]
    return found[0] if _only_says_so(scene) and len(found) == 1 else None


def _only_says_so(scene: Scene) -> bool:
    """ "Mau tanya": that something will be asked, and not what."""
    return scene.heard(Act.CONSULT) and scene.words < _WORDS


def _surely_elsewhere(scene: Scene) -> bool:
    """Who is told the right number has been answered; what only resembles that stays for a person."""
    return scene.reading.sureness(scene.reading.elsewhere) >= SURE


def _is_said(scene: Scene) -> bool:
    """Whether something is told in words: the caption of a file alone ("bukti transfer", "KTP almarhum")
    asks for no other office.
    """
    captions = "\n".join(scene.reading.files)
    return not captions or any(each.text[:200] not in captions for each in scene.reading.heard)


def _says_nothing(scene: Scene) -> bool:
    """ "?": there is nothing in it that could be misunderstood, nor anything for an officer."""
    reading = scene.reading
    came = reading.texts or reading.files or reading.location or reading.entities.number
    return bool(reading.heard) and not (came or reading.strange)


def _ask(scene: Scene, reply: Reply) -> Turn:
    return scene.with_state(text=True).asks(reply, step=steps.MENU)


def _not_understood(scene: Scene) -> Turn:
    """The menu once; then a person reads it. A number that is no row's tells nothing, nor does what
    was put into words here ("1 x pensil" of an order).
    """
    reading = scene.reading
    tells = bool(reading.texts) and not (reading.entities.number or reading.strange)
    scene = scene.with_state(text=scene.state.text or tells)
    unmatched = tuple(Unmatched(text) for text in reading.texts if tells)
    if not scene.catalogue.services and scene.state.has_matter:
        return hand_in(scene, "complete")
    if scene.state.step == steps.START:
        turn = greet(scene, uncovered=tells and _is_about_something(scene))
    elif scene.state.misunderstandings + 1 >= _ENOUGH:
        turn = hand_in(scene, "confused")
    else:
        turn = _ask_again(scene)
    count = replace(turn.state, misunderstandings=scene.state.misunderstandings + 1)
    return replace(turn, state=count, effects=(*turn.effects, *unmatched))


def _is_about_something(scene: Scene) -> bool:
    """Whether so much was written that it is told honestly: no service of this number is about it."""
    wishes = asks(scene) or scene.heard(Act.CONSULT, Act.APPLY) or scene.strong_words >= _ENOUGH
    return bool(scene.catalogue.services) and wishes


def _ask_again(scene: Scene) -> Turn:
    files = not scene.reading.texts and scene.reading.files
    key = "which_for_files" if files else "not_understood"
    number, offered = scene.reading.entities.number, _offered(scene)
    rows = service_rows(offered) if offered else menu_rows(scene.catalogue)
    reply = Reply(key, {"strange": False, "number": number}, rows)
    return scene.asks(reply, step=steps.MENU)


def cannot_read(scene: Scene) -> Turn:
    """A kind of message that cannot be read here: say so once; a person looks at it."""
    return on_intake(scene, _cannot_read)


def _cannot_read(scene: Scene) -> Turn:
    scene = scene.with_state(text=True)
    if scene.state.misunderstandings:
        return hand_in(scene, "confused")
    reply = Reply("not_understood", {"strange": True}, menu_rows(scene.catalogue))
    return scene.asks(reply, step=steps.MENU, misunderstandings=1)
