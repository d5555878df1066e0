"""The bot beside matters that are with the officers, or finished."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.acts import Act
from tickets.intake.frames import is_said
from tickets.intake.hearing_acts import ACT, SURE, WISHES
from tickets.intake.moves.beginning import begin
from tickets.intake.moves.choosing import begin_with_held, go_on_with, move_to
from tickets.intake.moves.elsewhere import is_elsewhere, lines_for
from tickets.intake.moves.ending import says_all, withdraw_all, withdraw_that
from tickets.intake.moves.matter import choose, hand_in, names_paper, noted, on_intake
from tickets.intake.moves.naming import says_so, says_so_elsewhere
from tickets.intake.moves.pointing import point_to
from tickets.intake.normal import VOCABULARY, words_of
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import ChooseService, MoveTo, Reopen, ServiceInfo, TicketFacts

_ANSWER = 4  # normal words; a longer text is no answer to "which one?"


def quiet(scene: Scene) -> Turn:
    """Nothing is said; a service that is named late is noted on a ticket without one."""
    state = scene.state
    if state.step == steps.BESIDE:  # the menu was not answered: what comes is for the officers
        if scene.named is not None and scene.heard(*WISHES) and not scene.reading.files:
            return begin(scene)
        state = scene.done()
    ticket = scene.ticket
    late = ticket is not None and ticket.awaits_service
    if late and scene.named is not None and _says_which(scene, scene.named):
        return _late_service(scene)
    return Turn(state)


def _says_which(scene: Scene, named: ServiceInfo) -> bool:
    """Whether it is said what a ticket without a service is about: by its name, or a complaint by its
    story ("itu tadi soal sampah numpuk").
    """
    reports = named.kind == "complaint" and scene.heard(Act.TELL, Act.CONSULT, Act.COMPLAINT)
    return reports or not (scene.tells or _asks(scene))


def _asks(scene: Scene) -> bool:
    """ "Saya tanya soal SKTM" wishes for no SKTM: a person answers it."""
    reading = scene.reading
    return reading.is_question or reading.sureness(Act.CONSULT) > reading.sureness(Act.APPLY)


def _late_service(scene: Scene) -> Turn:
    named = scene.named
    if named is None:
        return Turn(scene.state)
    chosen = scene.with_state(service_id=named.id, step=steps.DONE, options=())
    reply = saying.acknowledged(chosen, "complete")
    return Turn(chosen.state, (reply,), (ChooseService(named.id),))


def assure(scene: Scene) -> Turn:
    """It is with the officers; a mere greeting while an officer writes needs no answer."""
    ticket = scene.ticket
    greets = not scene.heard(Act.PERSON) and not scene.reading.calls
    if greets and ticket is not None and ticket.answered and not scene.reading.is_question:
        return Turn(scene.state)
    return Turn(scene.state, (saying.about("handed_over", scene),))


def take_another(scene: Scene) -> Turn:
    """Another service that is plainly wished for too begins at once. Where that is less plain the bot asks
    once, and until that is answered the words are for the officers, as all else is.
    """
    other = _another(scene)
    if other is None:
        return ask_which(scene) if scene.situation is Situation.TWO_OPEN else quiet(scene)
    if scene.state.step == steps.BESIDE and scene.state.options == (f"svc:{other.id}",):
        return begin_with_held(scene, other)
    if _is_plain(scene, other):
        return on_intake(scene, lambda fresh: choose(_told(fresh, other), other))
    return scene.asks(saying.another(scene, other), step=steps.BESIDE, held=scene.ids)


def _is_plain(scene: Scene, other: ServiceInfo) -> bool:
    """ "Sekalian mau SKTM", "lapor juga, sampah numpuk": nobody has to be asked whether it is another one,
    unless it may be a paper for the present one, a file came with it that may be for either, or it may
    answer an officer who writes.
    """
    if scene.reading.files:
        return False
    if other.kind == "complaint":
        if scene.officer_writes:
            return False
        return is_said("lapor", words_of(scene.reading.text)) or _says_also(scene)
    return _says_also(scene) and not _may_be_a_paper(scene)


def _told(scene: Scene, other: ServiceInfo) -> Scene:
    """A report is its own story."""
    reports = other.kind == "complaint"
    return scene.with_state(told=scene.tells, text=True) if reports else noted(scene, other)


def _another(scene: Scene) -> ServiceInfo | None:
    """The service that is wished for in words, and that none of the officers' matters has."""
    reading, named = scene.reading, scene.named
    has = {each.service_id for each in scene.with_officers}
    if named is None or named.kind == "information" or named.id in has or None in has:
        return None
    if reading.voice or reading.location or scene.context.quoted:
        return None
    if reading.files and not (_says_also(scene) and _is_told(scene, named)):
        return None
    is_sure = any(each.service_id == named.id and each.score >= SURE for each in reading.services)
    is_sure = is_sure or is_said("lapor", words_of(reading.text))
    if is_sure and (named.kind == "complaint" or _says_also(scene)):
        return named
    wished = max(reading.sureness(act) for act in WISHES) >= SURE or _wishes_by_name(scene, named)
    return named if wished and (_says_also(scene) or not _may_be_a_paper(scene)) else None


def _wishes_by_name(scene: Scene, named: ServiceInfo) -> bool:
    """ "Sama mau SKTM juga": a word of wishing and the service's own name; "mau tanya soal" asks."""
    words = words_of(scene.reading.text)
    asks = scene.reading.is_question or scene.reading.sureness(Act.CONSULT) >= ACT
    return is_said("mau_urus", words) and says_so(scene, named, wished=False) and not asks


def _is_told(scene: Scene, named: ServiceInfo) -> bool:
    """Whether words say so, and not only the caption of a file."""
    captions = "\n".join(scene.reading.files)
    return any(
        each.service == named.id and each.text[:200] not in captions for each in scene.reading.heard
    )


def _says_also(scene: Scene) -> bool:
    """ "Mau urus KTP juga": no paper for the present matter."""
    return bool(VOCABULARY.also.intersection(words_of(scene.reading.text)))


def _may_be_a_paper(scene: Scene) -> bool:
    services = (scene.catalogue.get(each.service_id) for each in scene.with_officers)
    return any(names_paper(scene, service) for service in services if service is not None)


def ask_which(scene: Scene) -> Turn:
    """Which matter it is about: the service that is named, for files the one whose officer waits for
    the citizen, else the bot asks once.
    """
    if scene.state.cancels:
        return _which_to_cancel(scene)
    state, meant = scene.state, scene.meant or scene.awaits_files
    if meant is not None:
        if meant == scene.ticket and state.step != steps.WHICH:
            return Turn(replace(state, focus=meant.register, focus_at=scene.now))
        return move_to(scene, meant.register)
    if state.step == steps.WHICH and state.asked_at is not None:
        return Turn(replace(state, held=(*state.held, *scene.ids)))
    if state.asked_lately(scene.now):
        return Turn(state)
    reply = saying.which(scene)
    return scene.asks(reply, step=steps.WHICH, held=scene.ids, focus="", focus_at=scene.now)


def _which_to_cancel(scene: Scene) -> Turn:
    """The answer to which one is to be cancelled, or something else."""
    short = not scene.reading.files and scene.words <= _ANSWER
    if scene.meant is not None and short:
        return withdraw_that(scene, scene.meant)
    if says_all(scene) and short:
        return withdraw_all(scene)
    return ask_which(replace(scene, state=scene.done()))


def ask_if_it_goes_on(scene: Scene) -> Turn:
    """Whether it goes on with a finished matter; another service that is named begins at once."""
    state, reading, ticket = scene.state, scene.reading, scene.ticket
    named = scene.named
    wished = scene.heard(*WISHES) and not scene.context.quoted
    if ticket is None or (wished and _names_another(scene, ticket)):
        return begin(scene)
    if not reading.files and is_elsewhere(scene) and says_so_elsewhere(scene):
        return point_to(scene, lines_for(scene))
    if scene.in_intake:
        return go_on_with(scene, "follow_up")
    held = (*state.held, *scene.ids)
    if state.open_question and state.asked in ("", ticket.register):
        if reading.texts:  # not understood twice: a person reads it
            return go_on_with(scene, "follow_up")
        return Turn(replace(state, held=held))
    reply = saying.follow_up(scene, ticket)
    also = named.id if named else None
    return scene.asks(reply, step=steps.FOLLOW_UP, held=scene.ids, asked=ticket.register, also=also)


def _names_another(scene: Scene, ticket: TicketFacts) -> bool:
    named = scene.named
    return named is not None and named.id != ticket.service_id and says_so(scene, named)


def reopen(scene: Scene) -> Turn:
    """ "Belum beres": worked again; a closed matter goes on in a new one."""
    if scene.situation is Situation.RESOLVED:
        return go_on_with(scene, "unfinished", "reopened")
    ticket = scene.ticket
    service = scene.named or scene.catalogue.get(ticket.service_id if ticket else None)
    return on_intake(scene, lambda fresh: _again(fresh, service.id if service else None))


def _again(scene: Scene, service_id: int | None) -> Turn:
    turn = hand_in(scene.with_state(service_id=service_id, text=True), "unfinished")
    chosen = (ChooseService(service_id),) if service_id is not None else ()
    return replace(turn, effects=(*chosen, *turn.effects))


def _undo(scene: Scene, first: TicketFacts, *others: TicketFacts) -> Turn:
    """What was cancelled is worked again."""
    there = replace(scene, context=replace(scene.context, ticket=first))
    turn = go_on_with(there, "resumed")
    moved = () if first == scene.ticket else (MoveTo(first.register, scene.ids),)
    again = (Reopen("resumed", each.register) for each in others)
    (reply,) = turn.replies
    too = tuple({"service": each.service, "register": each.register} for each in others)
    reply = replace(reply, params={**reply.params, "too": too})
    return replace(turn, replies=(reply,), effects=(*moved, *turn.effects, *again))


def go_on(scene: Scene) -> Turn:
    """ "Lanjut": a withdrawn matter is taken up again; else it is the answer to the question."""
    if scene.withdrawn:
        return _undo(scene, *scene.withdrawn)
    if scene.with_officers:
        return quiet(scene)
    if scene.state.open_question:
        return go_on_with(scene, "follow_up")
    return ask_if_it_goes_on(scene)
