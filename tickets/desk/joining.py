"""When tickets may be put under another one: the same refusals for doubles and for followers
(docs/decisions/0072). Called inside `working_on_all` of all of them.
"""

from __future__ import annotations

from services import access
from services.access import Action
from services.models import Staff
from tickets.desk.base import Refused, State, must_be_able
from tickets.models import Ticket

MOST = 50  # tickets at once, by hand


def must_be_different(leader: Ticket, others: list[Ticket]) -> None:
    """Refuse none at all, too many, and a ticket with itself."""
    if not others:
        raise Refused("Pilih tiketnya dahulu.", field="others")
    if len(others) > MOST:
        raise Refused(f"Paling banyak {MOST} tiket sekaligus.", field="others")
    if leader.pk in {one.pk for one in others}:
        raise Refused("Tiket tidak dapat digabungkan dengan dirinya sendiri.", field="others")


def must_be_able_to_lead(leader: Ticket, by: Staff) -> None:
    """Refuse a ticket that cannot go on with others."""
    must_be_able(by, Action.TRANSFER, leader)
    _must_be_at_work(leader)


def must_be_able_to_join(one: Ticket, leader: Ticket, by: Staff) -> None:
    """Refuse a ticket that is not this person's to put under another, or not free to be."""
    must_be_able(by, Action.TRANSFER, one)
    if one.agency_id != leader.agency_id:
        raise Refused(
            f"Tiket {one} ada di instansi lain daripada {leader}. Teruskan dahulu salah satunya."
        )
    _must_be_at_work(one)
    if one.assignee_id not in (None, by.pk) and not access.can(by, Action.RESOLVE, one):
        raise Refused(
            f"Tiket {one} dipegang {one.assignee}. Yang menggabungkannya pemegangnya atau penyelia."
        )
    if one.leader_id is not None:
        raise Refused(f"Tiket {one} sudah mengikuti tiket lain. Lepaskan dahulu.")
    if followers_of(one):
        raise Refused(f"Tiket {one} memimpin tiket lain. Lepaskan dahulu pengikutnya.")
    if one.collect_by is not None:
        raise Refused(
            f"Hasil tiket {one} sudah dinyatakan siap diambil. Batalkan dahulu, baru gabungkan."
        )


def _must_be_at_work(ticket: Ticket) -> None:
    if ticket.state == State.INTAKE:
        raise Refused(f"Bot masih bertanya kepada pemohon {ticket}. Ambil tiket itu dahulu.")
    if not ticket.is_open:
        raise Refused(
            f"Tiket {ticket} sudah {ticket.get_state_display().lower()}, jadi tidak dapat "
            "digabungkan. Buka kembali dahulu bila memang perlu."
        )


def goes_on_as(ticket: Ticket) -> str:
    """The number under which a merged one goes on, which may be merged itself by now; "" for others."""
    last = ticket
    while last.is_merged and last.leader is not None:
        last = last.leader
    return "" if last is ticket else last.register_number


def followers_of(leader: Ticket) -> list[Ticket]:
    """The open tickets that wait for it, the oldest first; no query where it never led any."""
    if not leader.leads:
        return []
    led = Ticket.objects.open().filter(leader=leader)
    return list(led.select_related("assignee", "citizen").order_by("pk"))
