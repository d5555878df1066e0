"""The bot's replies: which text, which variables, which rows."""

from collections.abc import Mapping, Sequence

from tickets import states
from tickets.intake import wording
from tickets.intake.acts import Act
from tickets.intake.days import day_asked
from tickets.intake.emergency_numbers import Number, asked_for, numbers_for, usual_numbers
from tickets.intake.frames import is_said
from tickets.intake.normal import words_of
from tickets.intake.requirements import asked, missing, unnamed_files
from tickets.intake.rows import (
    MENU,
    OTHER,
    PETUGAS,
    service_rows,
    ticket_rows,
    yes_row,
)
from tickets.intake.scene import Scene
from tickets.intake.values import (
    Article,
    Context,
    Day,
    Option,
    OtherLine,
    Pointed,
    Reply,
    ServiceInfo,
    TicketFacts,
)
from tickets.words import weekday_words

_CHECK_SHOWN = 5
_NO_FILES = ("unfinished", "question", "complaint")  # whoever says so is asked for no files


def about(key: str, scene: Scene, **more: object) -> Reply:
    """A short reply about the present ticket, whose number is added when it is said."""
    return Reply(key, {**_here(scene), **more})


def greeting(scene: Scene, rows: tuple[Option, ...], *, noted: bool, uncovered: bool) -> Reply:
    """Who we are, our hours and what can be done; `noted`: something was already sent; `uncovered`: no
    service was found for what was asked.
    """
    only = scene.only_service
    params = {"hours": scene.context.hours, "noted": noted, "only": only.name if only else ""}
    params["uncovered"] = uncovered
    return Reply("greeting", {**params, **_here(scene)}, rows)


def article(scene: Scene, article: Article) -> Reply:
    """An article, by its title and answer, and how to reach a person."""
    params = {"question": article.questions[0], "answer": article.answer}
    return Reply("article", {**params, **_here(scene)}, (PETUGAS,))


def standard(scene: Scene, service: ServiceInfo, beside: Sequence[Pointed] = ()) -> Reply:
    """The requirements and the promise of a service, and what to send now; `beside`: what was named
    with it and belongs elsewhere.
    """
    wanted, optional = asked(service.requirements), asked(service.optional_requirements)
    params = {
        **_promised(service),
        "requirements": wanted.papers,
        "conditions": wanted.conditions,
        "optional_requirements": (*optional.papers, *optional.conditions),
        "how": is_said("cara_saja", words_of(scene.reading.text)),
        "procedure": service.procedure,
        "product": service.product,
        "beside": _pointed(beside),
        "wants_photo": service.wants_photo,
        "wants_location": service.wants_location,
        "asks": scene.situation.value in ("no_ticket", "choosing", "documents", "closed"),
    }
    return Reply("standard", {**params, **_here(scene)}, (MENU, PETUGAS))


def promised(scene: Scene, service: ServiceInfo, what: str) -> Reply:
    """The fee or the time of a service; `what` is "fee", "time" or "both"."""
    return Reply("promised", {**_promised(service), "what": what, **_here(scene)})


def _promised(service: ServiceInfo) -> dict[str, object]:
    return {
        "service": service.name,
        "kind": service.kind,
        "time": service.time,
        "fee": service.fee,
    }


def office(scene: Scene, what: str) -> Reply:
    """Hours or address of the office; `what` is "hours" or "place"."""
    day = day_asked(scene.reading.text, scene.context.days)
    told = {
        "what": what,
        "hours": scene.context.hours,
        "day": _day(day) if day else {},
    }
    return Reply("office", {**told, **_here(scene)})


def contact(scene: Scene, lines: Sequence[OtherLine]) -> Reply:
    """How the office is reached beside this number: `asked` is "email" or "web" where that is meant."""
    words = words_of(scene.reading.text)
    by = {"email": "email", "web": "web", "tautan": "web"}
    asked = next((told for group, told in by.items() if is_said(group, words)), "")
    told = {
        "asked": asked,
        "where": scene.heard(Act.PLACE),
        "hours": scene.context.hours,
        "lines": _lines(lines),
    }
    return Reply("contact", {**told, **_here(scene)})


def _day(day: Day) -> dict[str, str]:
    return {"name": weekday_words(day.date), "hours": day.hours, "holiday": day.holiday}


def pointer(scene: Scene, matters: Sequence[Pointed]) -> Reply:
    """The number that does each: its name, its digits and a link that opens the chat."""
    return Reply("pointer", {"matters": _pointed(matters), **_here(scene)})


def _pointed(matters: Sequence[Pointed]) -> tuple[dict[str, object], ...]:
    """What the same number or office does is told in one breath."""
    places: dict[tuple[object, str], list[Pointed]] = {}
    for each in matters:
        places.setdefault((each.lines, each.usual if not each.lines else ""), []).append(each)
    return tuple(
        {
            "service": wording.listed([each.title for each in same if each.title]),
            "lines": _lines(same[0].lines),
            "usual": same[0].usual,
        }
        for same in places.values()
    )


def _lines(lines: Sequence[OtherLine]) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "name": line.name,
            "office": "" if line.same_office else line.office,
            "number": line.number,
            "link": line.link,
        }
        for line in lines
    )


def _dialled(numbers: Sequence[Number]) -> tuple[dict[str, str], ...]:
    return tuple({"number": each.number, "name": each.name} for each in numbers)


def alarm(scene: Scene) -> Reply:
    """The numbers for an emergency; the usual ones only once, and later those for what is new."""
    fitting = numbers_for(scene.reading.text)
    urgent = scene.ticket is not None and scene.ticket.is_urgent
    told = {"told": urgent and fitting == usual_numbers(), "lead": fitting[0].lead}
    return Reply("emergency", {"numbers": _dialled(fitting), **told, **_here(scene)})


def emergency_numbers(scene: Scene) -> Reply:
    """The numbers of the rescue services that were asked for."""
    return Reply("emergency_numbers", {"numbers": _dialled(asked_for(scene.reading.text))})


def acknowledged(scene: Scene, reason: str) -> Reply:
    """The acknowledgement; the caller adds number, code and due time from the ticket."""
    state, service = scene.state, scene.service
    also = scene.catalogue.get(state.also)
    params = {
        "reason": reason,
        "answers": service is None or reason in ("question", "complaint"),
        "service": service.name if service else "",
        "kind": service.kind if service else "",
        "fee": service.fee if service else "",
        "time": service.time if service else "",
        "missing": () if reason in _NO_FILES else missing(state, service),
        "conditions": asked(service.requirements).conditions if service else (),
        "unnamed": unnamed_files(state, service),
        "files": len(state.files),
        "also": also.short_name or also.name if also else "",
        **_here(scene),
    }
    return Reply("acknowledged", params)


def which_service(services: Sequence[ServiceInfo]) -> Reply:
    """Which of a few services is meant; where it can only be one, whether it is."""
    if len(services) > 1:
        return Reply("which_service", {}, service_rows(services))
    only = services[0]
    return Reply("meant", {"service": only.name}, (yes_row(only), OTHER, PETUGAS))


def check(scene: Scene, tickets: Sequence[TicketFacts], *, lacks: bool = False) -> Reply:
    """The state of these tickets; `lacks`: it was asked which papers are missing of the one."""
    lines = tuple(_line(ticket, scene.context) for ticket in tickets[:_CHECK_SHOWN])
    only = tickets[0] if len(tickets) == 1 else None
    withdrawn = only is not None and only.outcome == "withdrawn" and only.state in states.ENDED
    is_over = only is not None and not only.is_open and not only.goes_on
    ended = is_over and only is not None and only.outcome != "withdrawn"
    wanted = _missing_of(scene, only) if lacks else ()
    told = {
        "tickets": lines,
        "ended": ended,
        "withdrawn": withdrawn,
        "shut": _is_shut(scene, lines),
        "missing": wanted,
        "checked": lacks and not wanted and _is_checked(scene, only),
    }
    return Reply("check", {**told, **_here(scene)})


def _is_checked(scene: Scene, ticket: TicketFacts | None) -> bool:
    """Whether papers came for the application that the bot took in last, and officers have it."""
    service = scene.service
    if ticket is None or service is None or not (ticket.is_open and ticket.here):
        return False
    applied = service.kind == "application" and ticket.service_id == service.id
    return applied and bool(scene.state.files)


def _missing_of(scene: Scene, ticket: TicketFacts | None) -> tuple[str, ...]:
    """What the bot still misses of the matter that it took in last; only an officer knows of others."""
    service = scene.service
    if ticket is None or service is None or not ticket.is_open or ticket.service_id != service.id:
        return ()
    return missing(scene.state, service)


def _is_shut(scene: Scene, lines: Sequence[Mapping[str, object]]) -> bool:
    """Whether it has still to be said that nobody works on it now: who asks may come for it."""
    runs = [line for line in lines if not line["outcome"]]
    return scene.context.opens_at is not None and any(not line["opens_later"] for line in runs)


def _line(ticket: TicketFacts, context: Context) -> dict[str, object]:
    due = ticket.due_at if ticket.is_open else None
    opens = context.opens_at
    return {
        "register": ticket.register,
        "service": ticket.service,
        "state": states.of(ticket.state).told,
        "outcome": "" if ticket.is_open else ticket.outcome,
        "due": wording.moment(due, context.zone) if due else "",
        "tied": ticket.is_tied,
        "goes_on": ticket.goes_on,
        "collect": ticket.collect,
        "from_files": ticket.from_files if ticket.is_open else "",
        "opens_later": wording.moment(opens, context.zone) if due and opens and opens > due else "",
    }


def follow_up(scene: Scene, ticket: TicketFacts) -> Reply:
    """The question to a citizen who writes on a resolved ticket."""
    rows = (Option("lanjutan", "Lanjutan"), Option("baru", "Permohonan baru"))
    told = {"register": ticket.register, "service": ticket.service, "outcome": ticket.outcome}
    return Reply("follow_up", told, rows)


def which(scene: Scene, *, cancels: bool = False) -> Reply:
    """The question "which ticket?" when several are open, the latest first; `cancels`: which of them
    is to be cancelled.
    """
    tickets = scene.with_officers
    latest = tickets[0]
    params = {"latest": latest.service or latest.register, "cancels": cancels}
    return Reply("which", params, ticket_rows(tickets, scene.context, cancels=cancels))


def withdrawn_all(scene: Scene) -> Reply:
    """That all of the officers' matters are cancelled; alike ones are told apart by their numbers."""
    names = [each.service for each in scene.with_officers]
    alike = len(set(names)) < len(names) or "" in names
    told = [each.register for each in scene.with_officers] if alike else names
    return about("withdrawn", scene, service=wording.listed(told))


def another(scene: Scene, service: ServiceInfo) -> Reply:
    """Whether a service that is named beside the officers' matter is another matter."""
    row = Option(f"svc:{service.id}", "Urusan baru", service.name)
    return Reply("another", {"service": service.name}, (row,))


def _here(scene: Scene) -> dict[str, object]:
    """What every reply may say: when an officer is there, the time, that the name is kept."""
    context = scene.context
    return {
        "opens": wording.moment(context.opens_at, context.zone) if context.opens_at else "",
        "unnamed_citizen": scene.is_unnamed,
    }
