"""Whoever writes the code of their receipt, or its register number from the telephone number that was
written down with it, goes on with that matter here. Equal numbers alone tie nothing (ADR 0012).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from services.throttle import allow, give_back
from tickets import desk
from tickets.event_reasons import Why
from tickets.inbound.run import Run
from tickets.intake.entities import entities
from tickets.models import Message, Ticket

# Guesses; what is found does not count.
LIMIT, PER = 10, dt.timedelta(hours=1)
_MOST = 3  # of each kind in one run: each more would be one more guess


def tie_what_is_named(run: Run, messages: Sequence[Message]) -> None:
    """Tie what these messages name; it then is one of the citizen's own tickets, and the bot answers
    as of any. What names nothing of this citizen costs no query.
    """
    codes, registers = _strange(run, messages)
    who = str(run.conversation.pk)
    if not (codes or registers) or not allow("ikat", who=who, limit=LIMIT, per=PER, now=run.now):
        return
    for ticket in _matching(run, codes, registers):
        if desk.was_untied_from(ticket, run.conversation):
            continue
        why = _why(run, ticket, codes)
        if desk.tie(ticket, conversation=run.conversation, now=run.now, why=why):
            give_back("ikat", who=who)
            run.tied.add(ticket.pk)
            run.tickets.append(ticket)
            run.tickets.sort(key=lambda one: -one.pk)


def _strange(run: Run, messages: Sequence[Message]) -> tuple[list[str], list[str]]:
    """Codes and register numbers that none of the citizen's own tickets has."""
    own = {name for one in run.tickets for name in (one.tracking_code, one.register_number)}
    found = [entities(message.text) for message in messages if message.type == "text"]
    codes = {code for one in found for code in one.codes} - own
    registers = {register for one in found for register in one.registers} - own
    return sorted(codes)[:_MOST], sorted(registers)[:_MOST]


def _matching(run: Run, codes: list[str], registers: list[str]) -> list[Ticket]:
    """Matters of the counter that are in no conversation, of this number's office."""
    office = run.conversation.channel.agency_id
    shown = Q(tracking_code__in=codes)
    if phone := run.conversation.phone:
        shown |= Q(register_number__in=registers, citizen__phone=phone)
    here = Q(agency=office) | Q(origin_agency=office)
    counter = Ticket.objects.exclude(source=Ticket.Source.WHATSAPP)
    found = counter.filter(here & shown, conversation=None).order_by("pk")
    return list(found.select_related("agency", "service", "standard", "citizen"))


def _why(run: Run, ticket: Ticket, codes: list[str]) -> Why:
    known = ticket.citizen.phone
    if ticket.tracking_code not in codes:
        return Why.TIED_BY_NUMBER
    return Why.TIED_ELSEWHERE if known and known != run.conversation.phone else Why.TIED_BY_CODE
