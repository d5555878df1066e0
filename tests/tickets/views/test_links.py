"""The addresses of a ticket by name."""

import pytest
from django.urls import NoReverseMatch, reverse

from tickets.views.links import Links


@pytest.mark.parametrize("name", ["ticket", "take", "wait_for_citizen", "ticket_changes"])
def test_an_address_is_what_the_urls_say(name: str) -> None:
    register = "DINSOS-2026-000001"
    assert Links(register)[name] == reverse(f"tickets:{name.replace('_', '-')}", args=[register])


def test_a_register_number_stays_one_part_of_the_address() -> None:
    assert Links('A/"B')["take"] == "/tiket/A%2F%22B/ambil/"


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        Links("DINSOS-2026-000001")["nowhere"]
