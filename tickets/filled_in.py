"""Prepared texts filled in for one matter: {nama}, {nomor}, {layanan}, {kurang}, {tenggat}."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from services.models import Staff
from tickets import identity, prepared_texts
from tickets.desk import promises
from tickets.lacking import lacking
from tickets.models import Ticket
from tickets.words import words

CALLED = "Pemohon"  # whose name is kept


class Matter:
    """What the blanks are filled with, as one officer would send it; read when it is asked for."""

    def __init__(self, ticket: Ticket, *, reader: Staff, now: dt.datetime) -> None:
        self._ticket, self._reader, self._now = ticket, reader, now
        self._known: dict[str, str] = {}
        self._read: Mapping[str, Callable[[], str]] = {
            "nama": self._name,
            "nomor": self._number,
            "layanan": self._service,
            "kurang": self._lacking,
            "tenggat": self._due,
        }

    def fill(self, text: str) -> prepared_texts.Filled:
        """The text for this matter, and what it has nothing for."""
        return prepared_texts.filled(text, self._value)

    def values(self) -> dict[str, str]:
        """Every blank with what it is filled with, "" for nothing."""
        return {name: self._value(name) for name in prepared_texts.BLANKS}

    def _value(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = self._read[name]()
        return self._known[name]

    def _name(self) -> str:
        citizen = identity.of(self._ticket, reader=self._reader)
        return CALLED if citizen.is_hidden else citizen.name

    def _number(self) -> str:
        return self._ticket.register_number if self._ticket.registered_at else ""

    def _service(self) -> str:
        return self._ticket.service.name if self._ticket.service else "layanan kami"

    def _due(self) -> str:
        """What the page promises: nothing while the clock waits or stands still."""
        ticket = self._ticket
        promised = (
            ticket.registered_at is not None
            and ticket.is_open
            and ticket.paused_since is None
            and promises.started_at(ticket) is not None
            and ticket.due_at > self._now
        )
        return words(ticket.due_at, zone=ticket.agency.zone, now=self._now) if promised else ""

    def _lacking(self) -> str:
        """The papers of the standard that no file of the citizen names, in a sentence."""
        left = lacking(self._ticket).papers
        return " dan ".join(filter(None, [", ".join(left[:-1]), *left[-1:]]))
