"""What went wrong, in words: of the channel's refusals by its own table, of all else by ours."""

from collections.abc import Mapping
from typing import Any

from tickets.coded import said
from tickets.faults import SENTENCES, Fault
from tickets.transports.registry import WHATSAPP, transport_of


def error_words(error: Mapping[str, Any]) -> str:
    """What a row's error says to an officer; "" where nothing went wrong."""
    if not error:
        return ""
    if error.get("code") == Fault.REFUSED:
        # No other channel refuses by number.
        return transport_of(WHATSAPP).rule(error.get("number")).text
    return said(SENTENCES, str(error.get("code", "")), error)
