"""Questions that the bot answers from the register, the standard, the calendar and the office."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.acts import Act
from tickets.intake.beyond import asks_more
from tickets.intake.emergency_numbers import is_asked_for
from tickets.intake.frames import is_said
from tickets.intake.moves.beginning import begin
from tickets.intake.moves.elsewhere import is_elsewhere, lines_for, own_lines
from tickets.intake.moves.matter import (
    ask_which_first,
    beside_the_standard,
    complains_of_it,
    hand_in,
    named_together,
    names_paper,
    on_intake,
    the_only_one,
)
from tickets.intake.moves.matter import tell_standard as whole_standard
from tickets.intake.moves.naming import asks_of_elsewhere, says_so
from tickets.intake.moves.pointing import point_to
from tickets.intake.normal import NUMBER, words_of
from tickets.intake.policy import Situation
from tickets.intake.rows import menu_rows
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import Article, ChooseService, MoveTo, Reply, ServiceInfo, TicketFacts

_WORDS = 3  # normal words; so many are no mere "cek", and a person reads them in the end


def look_up(scene: Scene) -> Turn:
    """ "cek": about this citizen's own tickets only; other persons' numbers count as unknown."""
    query = _bare(scene.reading.entities.check or _tapped(scene))
    if not query:
        return tell_status(scene)
    found = [each for each in _own(scene) if _is_number(query, each)]
    if found:
        return Turn(scene.state, (saying.check(scene, _with_what_goes_on(scene, found)),))
    return Turn(scene.state, (Reply("check_none", {"query": query[:40], "service": ""}),))


def _tapped(scene: Scene) -> str:
    kind, _, register = scene.reading.tap.partition(":")
    return register if kind == "cek" else ""


def tell_status(scene: Scene) -> Turn:
    """How the open matters stand, else the last one; the one whose number or service was written,
    if any: the question belongs to that one.
    """
    lacks = is_said("kurang_apa", words_of(scene.reading.text))
    if scene.officer_writes and (lacks or _answers_officer(scene)):
        return Turn(scene.state)  # the officer knows what is missing
    own = _own(scene)
    written = {_bare(each) for each in scene.reading.entities.registers}
    found = [each for each in own if _bare(each.register) in written]
    if not found and scene.context.quoted and scene.ticket in own:
        found = [each for each in own if each == scene.ticket]
    if not found and scene.situation is Situation.TWO_OPEN and (meant := scene.meant):
        there = () if meant == scene.ticket else (MoveTo(meant.register, scene.ids),)
        return Turn(scene.state, (saying.check(scene, [meant]),), there)
    found = found or [each for each in own if each.is_open]
    found = found or [each for each in own if not each.goes_on][:1]
    if found:
        found = _with_what_goes_on(scene, found)
        return Turn(scene.state, (saying.check(scene, found, lacks=lacks),))
    return _nothing_known(scene)


def _answers_officer(scene: Scene) -> bool:
    """ "Namanya salah", "cek BRI rek 0088213": a sentence with a number that is none of ours."""
    reading = scene.reading
    numbered = NUMBER in words_of(reading.text) and not reading.entities.registers
    numbered = numbered and reading.entities.checks
    return reading.acts[:1] == (Act.UNFINISHED,) or numbered or bool(reading.entities.phones)


def _with_what_goes_on(scene: Scene, found: list[TicketFacts]) -> list[TicketFacts]:
    """Behind a number that is over, how the one stands under which it goes on."""
    numbers = {each.goes_on for each in found} - {each.register for each in found}
    return found + [each for each in _own(scene) if each.register in numbers]


def _nothing_known(scene: Scene) -> Turn:
    """No matter of this citizen is registered: what went wrong elsewhere is taken as one."""
    reading, named = scene.reading, scene.named
    went_wrong = scene.heard(Act.COMPLAINT, Act.UNFINISHED) and not reading.tap
    if scene.in_intake_now and named is not None and named.kind == "consultation":
        return begin(scene)  # "bansos sudah cair belum?" asks how it stands with another's list
    if scene.in_intake_now and complains_of_it(scene):
        return begin(scene)
    if went_wrong and scene.in_intake_now:
        acts = (Act.UNFINISHED, *reading.acts)
        return begin(replace(scene, reading=replace(reading, acts=acts)))
    service = scene.service if scene.in_intake_now else None  # else it was taken back
    reply = Reply("check_none", {"query": "", "service": service.name if service else ""})
    text = scene.state.text or scene.words >= _WORDS
    return Turn(replace(scene.state, asked_at=scene.now, text=text), (reply,))


def _own(scene: Scene) -> list[TicketFacts]:
    return [each for each in scene.context.tickets if each.is_registered]


def _is_number(query: str, ticket: TicketFacts) -> bool:
    if query in (_bare(ticket.register), _bare(ticket.tracking_code)):
        return True
    # "cek 12" for KIM-2026-000012: the last part is enough among one's own tickets
    last = ticket.register.rpartition("-")[2]
    return query.isdigit() and last.lstrip("0") == query.lstrip("0")


def _bare(number: str) -> str:
    return "".join(char for char in number.casefold() if char.isalnum())


def tell_office(scene: Scene) -> Turn:
    """Hours, where the office is, how it is reached, or who answers here; an officer who writes answers
    that too, but nobody waits for a number that helps in danger.
    """
    helps = scene.heard(Act.CONTACT) and is_asked_for(scene.reading.text)
    if scene.officer_writes and not helps:
        return Turn(scene.state)
    if not helps and _is_of_another_office(scene):
        return point_to(scene, lines_for(scene))
    if _asks_where_aid_is_fetched(scene):
        return begin(scene)
    state = scene.state
    if scene.in_intake_now:
        state = replace(state, informed=True, asked_at=scene.now)
        state = replace(state, step=steps.MENU) if state.step == steps.START else state
    return Turn(state, (saying.emergency_numbers(scene) if helps else _of_office(scene),))


def _is_of_another_office(scene: Scene) -> bool:
    """ "BPJS ketenagakerjaan di mana?" does not ask where this office is."""
    ours = any(line.same_office for line in lines_for(scene))
    return is_elsewhere(scene) and asks_of_elsewhere(scene) and not ours


def _asks_where_aid_is_fetched(scene: Scene) -> bool:
    """ "Beras bansos diambil di mana?": nothing of it lies in this office; a person knows."""
    named = scene.named
    aid = named is not None and named.kind == "consultation" and scene.in_intake_now
    return aid and scene.heard(Act.PLACE) and is_said("diambil", words_of(scene.reading.text))


def _of_office(scene: Scene) -> Reply:
    if scene.reading.acts[:1] == (Act.WHO,):
        return saying.about("who", scene, awaits=scene.in_intake_now and not scene.state.has_matter)
    if scene.heard(Act.CONTACT):
        return saying.contact(scene, own_lines(scene))
    what = "place" if scene.reading.acts[:1] == (Act.PLACE,) else "hours"
    return saying.office(scene, what)


def tell_article(scene: Scene, *, article: Article) -> Turn:
    """What the office answered once for all; whoever needs more asks for a person."""
    state = replace(scene.state, informed=True, asked_at=scene.now)
    state = replace(state, step=steps.MENU) if state.step == steps.START else state
    return Turn(state, (saying.article(scene, article),))


def tell_survey(scene: Scene) -> Turn:
    """What the invitation to the survey is; it is about no matter, and reopens none."""
    state = scene.state
    if scene.in_intake_now:
        state = replace(state, informed=True, asked_at=scene.now)
    return Turn(state, (saying.about("survey", scene),))


def tell_standard(scene: Scene) -> Turn:
    """Fee, time or requirements of the service that is named, else of the present one; an officer
    who writes answers that too.
    """
    if scene.officer_writes:
        return Turn(scene.state)
    if scene.situation is Situation.CLOSED and scene.named is not None:
        return on_intake(scene, tell_standard)
    if scene.in_intake_now:
        return _beside(scene) or _in_intake(scene)
    ticket = scene.ticket
    service = scene.named or scene.catalogue.get(ticket.service_id if ticket else None)
    if service is None:
        return on_intake(scene, _in_intake) if _is_over(scene) else Turn(scene.state)
    return Turn(scene.state, (_told(scene, service),))


def _beside(scene: Scene) -> Turn | None:
    """A detail that the standard does not tell: a person answers, while papers are awaited."""
    awaited = scene.situation is Situation.DOCUMENTS and scene.heard(Act.REQUIREMENTS)
    if not (awaited and scene.state.informed and beside_the_standard(scene)):
        return None
    return hand_in(scene.with_state(text=True), "question")


def _is_over(scene: Scene) -> bool:
    return scene.situation in (Situation.RESOLVED, Situation.CLOSED)


def _in_intake(scene: Scene) -> Turn:
    if scene.service is None and (both := named_together(scene)):
        return ask_which_first(scene, both)
    service = _in_question(scene)
    if service is None:
        return _of_which(scene)
    chosen = scene.with_state(
        service_id=service.id, step=steps.MATTER, informed=True, asked_at=scene.now, options=()
    )
    if scene.state.step in (steps.MATTER, steps.EXTRA) and service == scene.service:
        chosen = scene.with_state(informed=True, asked_at=scene.now)
    elif asks_more(scene, service):
        chosen = chosen.with_state(text=True)
    effects = () if service == scene.service else (ChooseService(service.id),)
    return replace(_say(chosen, service), effects=effects)


def _in_question(scene: Scene) -> ServiceInfo | None:
    """The service that is named; what is named as a paper of the present one is none: "pengantar RT
    harus asli?", nor is what the question only resembles: "berapa lembar".
    """
    present, named = scene.service, scene.named
    if present is not None and (
        names_paper(scene, present) or not (named and says_so(scene, named))
    ):
        return present
    return scene.named or scene.service or the_only_one(scene)


def _say(scene: Scene, service: ServiceInfo) -> Turn:
    detail = scene.heard(Act.FEE, Act.DURATION) and not scene.heard(Act.REQUIREMENTS)
    if detail and not _wishes_in_a_message_of_its_own(scene):
        return Turn(scene.state, (_told(scene, service),))
    return whole_standard(scene, service)


def _wishes_in_a_message_of_its_own(scene: Scene) -> bool:
    """ "Mau ganti gimana // bisa hari ini?": the standard tells both."""
    heard = scene.reading.heard
    return len(heard) > 1 and any(each.act is Act.APPLY for each in heard)


def _told(scene: Scene, service: ServiceInfo) -> Reply:
    if scene.heard(Act.REQUIREMENTS):
        return saying.standard(scene, service)
    asked = [act for act in scene.reading.acts if act in (Act.FEE, Act.DURATION)]
    what = {Act.FEE: "fee", Act.DURATION: "time"}
    return saying.promised(scene, service, "both" if len(asked) > 1 else what[asked[0]])


def _of_which(scene: Scene) -> Turn:
    """It is not said which service the question is about."""
    if is_elsewhere(scene):
        return point_to(scene, lines_for(scene))
    if (same := _same_fee(scene)) is not None:
        return Turn(replace(scene.state, informed=True, asked_at=scene.now), (same,))
    every = Reply("which_service", {}, menu_rows(scene.catalogue))
    reply = saying.which_service(scene.likely) if scene.likely else every
    asks = scene.state.text or scene.words >= _WORDS  # not answered yet: a person may have to
    return scene.asks(reply, step=steps.MENU, text=asks)


def _same_fee(scene: Scene) -> Reply | None:
    """ "Ngurus di sini bayar tidak?": what every service of this number costs, where it is one fee."""
    services = scene.catalogue.services
    fees = {each.fee for each in services}
    named = any(says_so(scene, each, wished=False) for each in services)
    only = scene.reading.acts[:1] == (Act.FEE,) and not scene.heard(Act.REQUIREMENTS, Act.DURATION)
    if not only or named or len(fees) != 1 or "" in fees:
        return None
    every = ServiceInfo(id=0, name="Semua layanan di nomor ini", fee=fees.pop())
    return saying.promised(scene, every, "fee")
