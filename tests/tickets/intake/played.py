"""One turn of the bot on a number of the example offices, and what came of it."""

from dataclasses import replace

from tests.tickets.intake.offices import key, offices
from tests.tickets.intake_tools import NOW, context, said
from tickets.intake import IntakeState, turn
from tickets.intake.memory import MATTER
from tickets.intake.values import ChooseService

_PAPERS = ("Surat pengantar RT", "Fotokopi KTP-el", "Fotokopi KK")


def at(number):
    """What a number of the example offices offers; its applications ask for papers, and forms
    for broken things for the place."""
    found = next(each for name, each in offices().catalogues.items() if name[1] == number)
    return replace(found, services=tuple(map(_asking, found.services)))


def _asking(service):
    if service.kind == "application":
        return replace(service, requirements=_PAPERS)
    broken = key(service.id) == "lingkungan"
    return replace(service, wants_location=broken, wants_photo=broken)


def play(number, *messages, ticket=None, others=(), state=None, **more):
    """One turn; several messages are a burst."""
    burst = [
        said(each, id=place) if isinstance(each, str) else replace(each, id=place)
        for place, each in enumerate(messages, 1)
    ]
    situation = context(ticket, *others, **more)
    return turn(state or IntakeState(), burst, at(number), situation, NOW)


def awaiting(number, short):
    """The state in which the papers of a service are awaited."""
    return IntakeState(
        step=MATTER, service_id=service_id(number, short), informed=True, asked_at=NOW
    )


def service_id(number, short):
    """The id of a service of a number by its key in the example data."""
    return next(each.id for each in at(number).services if key(each.id) == short)


def chosen(found):
    """The key of the service that was chosen, "-" for none."""
    return next((key(e.service_id) for e in found.effects if isinstance(e, ChooseService)), "-")


def kinds(found):
    """The kinds of its effects."""
    return {type(each) for each in found.effects}
