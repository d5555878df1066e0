"""The states of a ticket and what follows from each; the only list of them. Pure.

Pages, filters, counts, the bot, the clock and the desk ask the groups below or `of`. A new state is
a member and a row here, its migration, and the verb in desk/ that sets it (docs/adding.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class State(StrEnum):
    """The stored values."""

    INTAKE = "intake"
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING_CITIZEN = "waiting_citizen"
    WAITING_OTHER = "waiting_other"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Stage(Enum):
    """How far the matter has come."""

    INTAKE = auto()  # the bot still asks what it is about
    QUEUED = auto()  # no officer has begun
    BEGUN = auto()  # an officer has it in hand
    ENDED = auto()  # answered; what the citizen writes may reopen it
    FINAL = auto()  # over: what the citizen writes begins another matter


class Waits(Enum):
    """Who has to take the next step."""

    BOT = auto()
    OFFICER = auto()
    CITIZEN = auto()
    OTHER = auto()  # another office, or a system
    NO_ONE = auto()


class Look(StrEnum):
    """Colour and shape of the badge: a class `badge--...` in badges.css."""

    ASKED = "asked"
    FRESH = "fresh"
    WORKING = "working"
    WAITING = "waiting"
    ENDED = "ended"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What follows from a state.

    `label` stands on badges, in filters and under /kelola/; `told` is said to citizens, by the
    bot and on /lacak/. `clock_runs`: the completion clock; further pauses (files, an outage) are
    of desk/clock.py.
    """

    label: str
    told: str
    stage: Stage
    waits_for: Waits
    clock_runs: bool
    look: Look

    @property
    def is_open(self) -> bool:
        """Whether the office or the citizen still has to do something."""
        return self.stage not in (Stage.ENDED, Stage.FINAL)

    @property
    def waits_outside(self) -> bool:
        """Whether the next step is the citizen's or another office's."""
        return self.waits_for in (Waits.CITIZEN, Waits.OTHER)


TABLE: Mapping[State, Facts] = {
    State.INTAKE: Facts(
        label="Baru ditanya",
        told="sedang dicatat",
        stage=Stage.INTAKE,
        waits_for=Waits.BOT,
        clock_runs=True,
        look=Look.ASKED,
    ),
    State.NEW: Facts(
        label="Baru",
        told="menunggu petugas",
        stage=Stage.QUEUED,
        waits_for=Waits.OFFICER,
        clock_runs=True,
        look=Look.FRESH,
    ),
    State.IN_PROGRESS: Facts(
        label="Dikerjakan",
        told="sedang dikerjakan petugas",
        stage=Stage.BEGUN,
        waits_for=Waits.OFFICER,
        clock_runs=True,
        look=Look.WORKING,
    ),
    State.WAITING_CITIZEN: Facts(
        label="Menunggu pemohon",
        told="menunggu kiriman atau jawaban dari Bapak/Ibu",
        stage=Stage.BEGUN,
        waits_for=Waits.CITIZEN,
        clock_runs=False,
        look=Look.WAITING,
    ),
    State.WAITING_OTHER: Facts(
        label="Menunggu pihak lain",
        told="menunggu pihak lain yang terkait",
        stage=Stage.BEGUN,
        waits_for=Waits.OTHER,
        clock_runs=True,
        look=Look.WAITING,
    ),
    State.RESOLVED: Facts(
        label="Selesai",
        told="selesai",
        stage=Stage.ENDED,
        waits_for=Waits.NO_ONE,
        clock_runs=False,
        look=Look.ENDED,
    ),
    State.CLOSED: Facts(
        label="Ditutup",
        told="selesai dan ditutup",
        stage=Stage.FINAL,
        waits_for=Waits.NO_ONE,
        clock_runs=False,
        look=Look.FINAL,
    ),
}


def of(state: str) -> Facts:
    """What follows from this state; raises ValueError for an unknown one."""
    return TABLE[State(state)]


def at_work(*, is_held: bool) -> State:
    """The state of an open ticket that waits for no one outside: held by an officer, or queued."""
    return State.IN_PROGRESS if is_held else State.NEW


def _where(holds: Callable[[Facts], bool]) -> tuple[str, ...]:
    """Plain strings, because migrations store the condition of a partial index."""
    return tuple(state.value for state, facts in TABLE.items() if holds(facts))


CHOICES = tuple((state.value, facts.label) for state, facts in TABLE.items())
OPEN = _where(lambda facts: facts.is_open)
NOT_BEGUN = _where(lambda facts: facts.stage in (Stage.INTAKE, Stage.QUEUED))
BEGUN = _where(lambda facts: facts.stage is Stage.BEGUN)
WAITING = _where(lambda facts: facts.waits_outside)
IN_HAND = _where(lambda facts: facts.stage is Stage.BEGUN and not facts.waits_outside)
WAITING_FOR_CITIZEN = _where(lambda facts: facts.waits_for is Waits.CITIZEN)
DONE = _where(lambda facts: not facts.is_open)
ENDED = _where(lambda facts: facts.stage is Stage.ENDED)
FINAL = _where(lambda facts: facts.stage is Stage.FINAL)
