"""Who the citizen of a ticket is, as a page may show it: all pages take names and numbers from here.

Where the citizen asked that it be kept (`Ticket.is_anonymous`), the head of the office that holds
the ticket reads it, and everybody else reads HIDDEN (ADR 0048). The outbox needs none of this: it
answers the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services import access, names
from services.access import Action
from services.masking import mask_numbers, mask_phone, without_contacts
from services.models import Staff
from services.sounding import sounded
from tickets.models import Ticket

HIDDEN = "Identitas dirahasiakan"
REFUSED = (
    "Pemohon minta identitasnya dirahasiakan. Nama dan nomornya hanya dapat dibuka kepala kantor."
)
# What `in_row` reads of a ticket, as values().
FIELDS = (
    "is_anonymous", "agency_id",
    "citizen__name", "citizen__profile_name", "citizen__username", "citizen__phone", "applicant_name",
)  # fmt: skip
_SHORTEST = 4  # a name in a text that is shorter may be any word
_REMOVED = "••••"


@dataclass(frozen=True, slots=True)
class Identity:
    """A citizen's name for lists (a bare telephone number is masked), and the number.

    `is_hidden`: nothing else on the page may tell who it is.
    """

    name: str
    phone: str
    is_hidden: bool
    applicant: str = ""  # for whom the citizen writes, where that is somebody else
    known_as: tuple[str, ...] = ()
    all_names: tuple[str, ...] = ()  # also where the identity is hidden: for `tells` and `names`

    @property
    def masked_phone(self) -> str:
        """Enough to recognise it, not enough to call; "" where the identity is hidden."""
        return mask_phone(self.phone)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that is known, to read; none where the identity is hidden."""
        return () if self.is_hidden else self.all_names

    def tells(self, word: str) -> bool:
        """Whether a folded word is the beginning of one of the citizen's names, or sounds like it."""
        parts = [part for name in self.all_names for part in names.folded(name).split()]
        sound = sounded(word)
        return any(part.startswith(word) or sounded(part).startswith(sound) for part in parts)

    def text(self, words: str) -> str:
        """What somebody wrote, with NIK masked; where the identity is hidden also without the
        citizen's own names and all telephone numbers.
        """
        if not self.is_hidden:
            return mask_numbers(words)
        for name in self.known_as:
            words = re.sub(re.escape(name), _REMOVED, words, flags=re.IGNORECASE)
        return without_contacts(words)


def of(ticket: Ticket, *, reader: Staff | None) -> Identity:
    """The citizen of this ticket as this person may know them (None: as all may); reads
    `ticket.citizen`.
    """
    one = ticket.citizen
    is_hidden = is_kept_from(reader, ticket)
    called = (one.name, one.profile_name, one.username)
    return _identity(called, one.phone, applicant=ticket.applicant_name, is_hidden=is_hidden)


def in_row(values: Mapping[str, Any], *, heads: Collection[int]) -> Identity:
    """The same from FIELDS; `heads` are the offices that the reader heads (access.offices_headed)."""
    called = (values["citizen__name"], values["citizen__profile_name"], values["citizen__username"])
    is_hidden = values["is_anonymous"] and values["agency_id"] not in heads
    applicant = values["applicant_name"]
    return _identity(called, values["citizen__phone"], applicant=applicant, is_hidden=is_hidden)


def is_kept_from(reader: Staff | None, ticket: Ticket) -> bool:
    """Whether this person may not know who the citizen of this ticket is."""
    if not ticket.is_anonymous or reader is None:
        return ticket.is_anonymous
    return ticket.agency_id not in access.offices_headed(reader)


def may_unmask(reader: Staff, ticket: Ticket) -> bool:
    """Whether this person may see the whole number and NIK, with a line in the log."""
    if ticket.is_anonymous:
        return not is_kept_from(reader, ticket)
    return access.can(reader, Action.SEE_FULL_PHONE, ticket)


def _identity(called: tuple[str, ...], phone: str, *, applicant: str, is_hidden: bool) -> Identity:
    all_names = tuple(dict.fromkeys(filter(None, (*called, applicant))))
    if is_hidden:
        known = {*all_names, phone, phone.lstrip("+")}
        told = sorted({one for one in known if len(one) >= _SHORTEST}, key=len, reverse=True)
        return Identity(HIDDEN, "", is_hidden=True, known_as=tuple(told), all_names=all_names)
    name = next(filter(None, called), "") or mask_phone(phone) or "Tanpa nama"
    return Identity(name, phone, is_hidden=False, applicant=applicant, all_names=all_names)
