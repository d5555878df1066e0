"""Broken off at any statement, a split and its undoing leave nothing behind, and can be done again."""

import datetime as dt

import pytest

from services.models import Service, Staff
from tests.tickets.merging.parts import rows
from tests.tickets.merging.test_broken_off import broken_off_everywhere
from tests.tickets.splitting.parts import notices, second
from tickets import desk
from tickets.models import Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_split_and_its_undoing(
    campur: Ticket, petugas: Staff, layanan: Service, now: dt.datetime
) -> None:
    keys, made = second(campur), list[Ticket]()

    def split() -> None:
        off = desk.Second(messages=keys, service=layanan)
        made.append(desk.split(Ticket.objects.get(pk=campur.pk), off=off, by=petugas, now=now))

    def undo() -> None:
        desk.undo_split(Ticket.objects.get(pk=made[-1].pk), by=petugas, now=now)

    assert broken_off_everywhere(split) > 8
    done = rows()
    split()  # the same click once more
    assert rows() == done
    Message.objects.filter(direction="out").update(status="delivered")
    assert broken_off_everywhere(undo) > 6
    done = rows()
    with pytest.raises(desk.Refused):
        undo()
    assert rows() == done
    assert len(notices()) == 2  # its number, and that it is over
    assert campur.messages.filter(pk__in=keys).count() == len(keys)
