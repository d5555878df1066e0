"""The bot's replies: which text, which variables, which rows."""

from collections.abc import Sequence

from tickets import states
from tickets.intake import wording
from tickets.intake.matching import mentions
from tickets.intake.memory import IntakeState
from tickets.intake.values import (
    Catalogue,
    Context,
    Group,
    Option,
    Reply,
    ServiceInfo,
    TicketFacts,
)

MAX_ROWS = 10
PETUGAS = Option("petugas", "Hubungi petugas", "Petugas kami membaca dan membalas")
MENU = Option("menu", "Menu utama")
_GROUPS: tuple[Group, ...] = ("general", "information", "complaint")
_PER_PAGE = MAX_ROWS - 3  # beside "Layanan lain", "Menu utama" and "Hubungi petugas"


def menu_rows(catalogue: Catalogue, where: str = "") -> tuple[Option, ...]:
    """The rows of a menu, ten at most; `where` is "", "group:<group>" or "page:<group>:<n>"."""
    services = catalogue.services
    if len(services) < MAX_ROWS:
        return (*map(_service_row, services), PETUGAS)
    kind, _, rest = where.partition(":")
    group, _, page = rest.partition(":")
    if kind in ("group", "page") and group in _GROUPS:
        return _page(catalogue, group, int(page) if page.isdecimal() and len(page) < 4 else 0)
    rows = [
        Option(f"group:{name}", wording.GROUPS[name], f"{count} layanan")
        for name in _GROUPS
        if (count := sum(1 for service in services if service.group == name))
    ]
    return (*rows, PETUGAS)


def _page(catalogue: Catalogue, group: str, page: int) -> tuple[Option, ...]:
    services = [service for service in catalogue.services if service.group == group]
    start = page * _PER_PAGE if page * _PER_PAGE < len(services) else 0
    shown = services[start : start + _PER_PAGE]
    rows = [_service_row(service) for service in shown]
    if start + _PER_PAGE < len(services):
        rows.append(Option(f"page:{group}:{start // _PER_PAGE + 1}", "Layanan lain"))
    return (*rows, MENU, PETUGAS)


def _service_row(service: ServiceInfo) -> Option:
    return Option(f"svc:{service.id}", service.short_name or service.name, service.name)


def greeting(context: Context, rows: tuple[Option, ...], noted: bool) -> Reply:
    """Who we are, our hours and what can be done; `noted`: something was already sent."""
    params = {"office": context.office, "hours": context.hours, "noted": noted}
    return Reply("greeting", {**params, **_officer(context)}, rows)


def menu(rows: tuple[Option, ...]) -> Reply:
    """The menu again, without a greeting."""
    return Reply("menu", {}, rows)


def standard(service: ServiceInfo) -> Reply:
    """The requirements and the promise of a service, and what to send now."""
    params = {
        "service": service.name,
        "kind": service.kind,
        "requirements": service.requirements,
        "optional_requirements": service.optional_requirements,
        "procedure": service.procedure,
        "time": service.time,
        "fee": service.fee,
        "product": service.product,
        "wants_photo": service.wants_photo,
        "wants_location": service.wants_location,
    }
    return Reply("standard", params, (MENU, PETUGAS))


def acknowledged(
    state: IntakeState, service: ServiceInfo | None, context: Context, reason: str
) -> Reply:
    """The acknowledgement; the caller adds number, code and due time from the ticket."""
    params = {
        "reason": reason,
        "service": service.name if service else "",
        "kind": service.kind if service else "",
        "fee": service.fee if service else "",
        "time": service.time if service else "",
        "missing": missing(state, service),
        "unnamed": unnamed_files(state, service),
        "files": len(state.files),
        **_officer(context),
    }
    return Reply("acknowledged", params)


def missing(state: IntakeState, service: ServiceInfo | None) -> tuple[str, ...]:
    """Requirements that no file names; files without a name may be any of them."""
    if service is None:
        return ()
    if service.kind == "complaint":
        wanted = (
            (service.wants_location, state.location, "lokasi kejadian"),
            (service.wants_photo, state.photo, "foto"),
        )
        return tuple(name for asked, given, name in wanted if asked and not given)
    left, unnamed = _told_apart(state.files, service)
    return left if len(left) > unnamed else ()


def unnamed_files(state: IntakeState, service: ServiceInfo | None) -> int:
    """Files that the citizen did not describe: an officer has to look."""
    if service is None or service.kind == "complaint":
        return 0
    return _told_apart(state.files, service)[1]


def _told_apart(files: Sequence[str], service: ServiceInfo) -> tuple[tuple[str, ...], int]:
    """(requirements that no file names, how many files name none)."""
    left = list(service.requirements)
    unnamed = 0
    for file in files:
        named = next((each for each in left if mentions(file, each)), None)
        if named is None:
            unnamed += 1
        else:
            left.remove(named)
    return tuple(left), unnamed


def check(tickets: Sequence[TicketFacts], context: Context) -> Reply:
    """The state of these tickets."""
    lines = tuple(
        {
            "register": ticket.register,
            "service": ticket.service,
            "state": states.of(ticket.state).told,
            "due": wording.moment(ticket.due_at, context.zone)
            if ticket.due_at and ticket.is_open
            else "",
            "from_files": ticket.from_files if ticket.is_open else "",
        }
        for ticket in tickets
    )
    return Reply("check", {"tickets": lines})


def follow_up(ticket: TicketFacts) -> Reply:
    """The question to a citizen who writes on a resolved ticket."""
    rows = (Option("lanjutan", "Lanjutan"), Option("baru", "Permohonan baru"))
    return Reply("follow_up", {"register": ticket.register, "service": ticket.service}, rows)


def which(tickets: Sequence[TicketFacts]) -> Reply:
    """The question "which ticket?" when several are open; the latest comes first."""
    rows = tuple(
        Option(f"ticket:{ticket.register}", ticket.register, ticket.service or "Belum ada layanan")
        for ticket in tickets[: MAX_ROWS - 1]
    )
    return Reply("which", {"latest": tickets[0].register}, (*rows, Option("baru", "Urusan baru")))


def about(key: str, context: Context) -> Reply:
    """A short reply about the present ticket."""
    ticket = context.ticket
    params = {"register": ticket.register if ticket else "", **_officer(context)}
    return Reply(key, params)


def _officer(context: Context) -> dict[str, str]:
    opens = wording.moment(context.opens_at, context.zone) if context.opens_at else ""
    return {"opens": opens}
