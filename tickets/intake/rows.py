"""The rows that a citizen may tap or name by their numbers."""

from collections.abc import Iterable

from tickets.intake import wording
from tickets.intake.values import Catalogue, Context, Group, Option, ServiceInfo, TicketFacts

MAX_ROWS = 10
PETUGAS = Option("petugas", "Hubungi petugas", "Petugas kami membaca dan membalas")
MENU = Option("menu", "Menu utama")
OTHER = Option("menu", "Layanan lain")
ALL = Option("semua", "Semuanya")
_GROUPS: tuple[Group, ...] = ("general", "information", "complaint")
_PER_PAGE = MAX_ROWS - 3  # beside "Layanan lain", "Menu utama" and "Hubungi petugas"


def menu_rows(catalogue: Catalogue, where: str = "") -> tuple[Option, ...]:
    """The rows of a menu, ten at most; `where` is "", "group:<group>" or "page:<group>:<n>"."""
    services = catalogue.services
    if len(services) == 1:
        return (PETUGAS,)  # a list of one is no choice
    if len(services) < MAX_ROWS:
        return (*map(service_row, services), PETUGAS)
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
    rows = [service_row(service) for service in shown]
    if start + _PER_PAGE < len(services):
        rows.append(Option(f"page:{group}:{start // _PER_PAGE + 1}", "Layanan lain"))
    return (*rows, MENU, PETUGAS)


def service_row(service: ServiceInfo) -> Option:
    """The row of a service."""
    return Option(f"svc:{service.id}", service.short_name or service.name, service.name)


def yes_row(service: ServiceInfo) -> Option:
    """The button that says that this service is meant."""
    return Option(f"svc:{service.id}", "Ya, benar")


def service_rows(services: Iterable[ServiceInfo]) -> tuple[Option, ...]:
    """The few services that may be meant, and a person."""
    return (*map(service_row, services), PETUGAS)


def ticket_rows(
    tickets: Iterable[TicketFacts], context: Context, *, cancels: bool
) -> tuple[Option, ...]:
    """A row for each matter: its service and since when, the register number below; and one for
    another matter, or for all of them where one is to be cancelled.
    """
    rows = [_ticket_row(ticket, context) for ticket in tickets][: MAX_ROWS - 1]
    return (*rows, ALL if cancels else Option("baru", "Urusan baru"))


def _ticket_row(ticket: TicketFacts, context: Context) -> Option:
    began = f", {wording.since(ticket.opened_at, context.zone)}" if ticket.opened_at else ""
    name = f"{ticket.service or 'Belum ada layanan'}{began}"
    return Option(f"ticket:{ticket.register}", name, f"{ticket.register}")
