"""What went wrong, in words: of the channel's refusals by its own table, of all else by ours."""

from collections.abc import Mapping
from typing import Any

from tickets.coded import said
from tickets.faults import SENTENCES, Fault
from tickets.transports.whatsapp import errors


def error_words(kept: Mapping[str, Any]) -> str:
    """What a row's error says to an officer; "" where nothing went wrong."""
    if not kept:
        return ""
    if kept.get("code") == Fault.REFUSED:
        return errors.rule(kept.get("number")).text
    return said(SENTENCES, str(kept.get("code", "")), kept)
