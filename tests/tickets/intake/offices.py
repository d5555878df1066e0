"""Catalogues and knowledge for tests of the hearing."""

from functools import lru_cache

from tests.tickets.intake.measuring import Offices
from tickets.intake.hearing import Heard, hear
from tickets.intake.knowledge import Knowledge


@lru_cache(maxsize=1)
def offices() -> Offices:
    """The example offices."""
    return Offices()


def at(number: str) -> Knowledge:
    """What the bot knows on one number of the example offices."""
    found = next(each for key, each in offices().catalogues.items() if key[1] == number)
    return Knowledge.of(found)


def heard(text: str, number: str = "SI PATAS") -> Heard:
    """What is heard of a text on a number."""
    return hear(text, knowledge=at(number))


def key(service_id: int | None) -> str:
    """The key of a service in the example data, "-" for none."""
    return offices().keys[service_id] if service_id is not None else "-"
