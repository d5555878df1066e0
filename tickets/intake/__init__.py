"""The bot, pure: what a citizen's messages mean and what is answered before an officer does."""

from tickets.intake.flow import Turn
from tickets.intake.memory import SILENCE, IntakeState
from tickets.intake.turns import expects_answer, late, silence, turn
from tickets.intake.values import (
    Catalogue,
    ChooseService,
    Context,
    Effect,
    Enqueue,
    Incoming,
    MoveTo,
    OpenTicket,
    Option,
    Reopen,
    Reply,
    ServiceInfo,
    TicketFacts,
)

__all__ = [
    "SILENCE",
    "Catalogue",
    "ChooseService",
    "Context",
    "Effect",
    "Enqueue",
    "Incoming",
    "IntakeState",
    "MoveTo",
    "OpenTicket",
    "Option",
    "Reopen",
    "Reply",
    "ServiceInfo",
    "TicketFacts",
    "Turn",
    "expects_answer",
    "late",
    "silence",
    "turn",
]
