"""Where the numbers of the dashboard lead for a reader: to the queue, or to the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.access import Action, can
from services.models import Agency, Staff
from services.reach import Scope
from services.whole_offices import lists_whole, reaches_all
from siwhapik.periods import OWN, Period
from siwhapik.queries import query_of
from tickets.models import Ticket

_DAYS = ("masuk_dari", "selesai_dari", "tempo_dari")


class Links:
    """The list behind each number, for persons who may read tickets, or see the whole register.

    What is asked of days leads a head of office, who reads few tickets, to the register: it lists all that was
    counted. What is open now is in the queue alone.
    """

    def __init__(
        self,
        staff: Staff,
        agency: Agency | None,
        *,
        counted: Sequence[Agency] = (),
        period: Period | None = None,
    ) -> None:
        """`counted` empty: nothing leads anywhere."""
        offices = [one.pk for one in counted]
        self.staff = staff
        self.may_read = bool(offices) and can(staff, Action.READ_TICKET)
        self.reads_all = reaches_all(
            staff, Action.READ_TICKET, offices, within=(Scope.AGENCY,)
        )  # supervisors do
        self.always = {"instansi": agency.pk} if agency else {}
        self.days = _asked_by(period) if period else {}
        self.has_register = bool(
            self.days and offices and not self.reads_all and lists_whole(staff, offices)
        )

    def to(self, **filters: Any) -> str:
        """The address of the list; "" for persons who see figures only."""
        asked = {**self.always, **filters}
        if self.has_register and any(name in filters for name in _DAYS):
            return f"/laporan/buku/?{query_of({**self.days, **asked})}"
        return f"/antrean/?{query_of(asked)}" if self.may_read else ""

    def to_ticket(self, ticket: Ticket | None) -> str:
        """The address of the ticket's page, for persons who may read it."""
        if ticket is None or not self.may_read or not can(self.staff, Action.READ_TICKET, ticket):
            return ""
        return ticket.get_absolute_url()


def _asked_by(period: Period) -> dict[str, Any]:
    """How an address asks for the same days."""
    own = {"dari": period.first, "sampai": period.last} if period.code == OWN else {}
    return {"rentang": period.code, **own}
