"""All facts for one decision of the bot, and what it decides."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from tickets import states
from tickets.intake import memory as steps
from tickets.intake.acts import Act
from tickets.intake.heard import Reading
from tickets.intake.memory import IntakeState
from tickets.intake.normal import DATA, words_of
from tickets.intake.policy import Situation
from tickets.intake.values import Catalogue, Context, Effect, Reply, ServiceInfo, TicketFacts

_TOLD = 3  # normal words; fewer name a matter and tell none
_STRONG = 2  # of them, at least
_NEAR = 0.42  # as tickets.intake.hearing counts an act
_LONG = 6  # so many tell something, whatever they are heard as
_TELLING = (
    Act.CONSULT,
    Act.COMPLAINT,
    Act.COMPLAINT_STAFF,
    Act.ANONYMITY,
    Act.UNFINISHED,
)


def weak_words() -> frozenset[str]:
    """Normal words that are said beside a matter and tell nothing of it."""
    return _telling()["weak"]


def asking_words() -> frozenset[str]:
    """Normal words that only ask whether a paper is needed."""
    return _telling()["asking"]


@lru_cache(maxsize=1)
def _telling() -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads((DATA / "telling.toml").read_text(encoding="utf-8"))
    told = {name: " ".join(lines).split() for name, lines in raw.items()}
    return {
        name: frozenset(part for word in words for part in (word, *words_of(word)))
        for name, words in told.items()
    }


@dataclass(frozen=True)
class Turn:
    """What the bot decides for a list of messages."""

    state: IntakeState
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    settles: bool = False  # the open question was answered: nothing goes on with what it was about


def _can_go_on(ticket: TicketFacts) -> bool:
    return ticket.outcome == "withdrawn" and ticket.state in states.ENDED


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All facts for one decision; `kinds` of the messages; `picked`: the row that was tapped or named by its number; `opens`:
    a new ticket is opened for these messages.
    """

    state: IntakeState
    reading: Reading
    catalogue: Catalogue
    context: Context
    now: datetime
    ids: tuple[int, ...] = ()
    kinds: frozenset[str] = frozenset()
    picked: str = ""
    opens: bool = False

    @property
    def service(self) -> ServiceInfo | None:
        """The service chosen so far."""
        return self.catalogue.get(self.state.service_id)

    @property
    def named(self) -> ServiceInfo | None:
        """The service that the messages clearly name; a number of one service means that one."""
        return self.catalogue.get(self.reading.service)

    @property
    def likely(self) -> tuple[ServiceInfo, ...]:
        """The few services that the messages may mean, the likeliest first."""
        found = (self.catalogue.get(each.service_id) for each in self.reading.services)
        return tuple(each for each in found if each is not None)

    @property
    def only_service(self) -> ServiceInfo | None:
        """The one service of this number, None where there are more."""
        services = self.catalogue.services
        return services[0] if len(services) == 1 else None

    @property
    def ticket(self) -> TicketFacts | None:
        """The ticket that the messages join."""
        return self.context.ticket

    @property
    def is_unnamed(self) -> bool:
        """Whether the citizen wants to stay unnamed, as was said now or before."""
        return self.state.unnamed or self.heard(Act.ANONYMITY)

    @property
    def situation(self) -> Situation:
        """The column of the policy's table."""
        ticket = self.ticket
        if ticket is None:
            return Situation.NO_TICKET
        if ticket.state == states.State.INTAKE:
            return Situation.DOCUMENTS if self.service else Situation.CHOOSING
        if ticket.state in states.ENDED:
            return Situation.RESOLVED
        if ticket.state in states.FINAL:
            return Situation.CLOSED
        several = len(self.with_officers) > 1 and not self.context.quoted
        return Situation.TWO_OPEN if several else Situation.WITH_OFFICER

    @property
    def officer_writes(self) -> bool:
        """Whether an officer has answered on the matter that is still open."""
        ticket = self.ticket
        return bool(self.with_officers) and ticket is not None and ticket.answered

    @property
    def with_officers(self) -> tuple[TicketFacts, ...]:
        """The citizen's open matters of this conversation, the one that messages join first."""
        here = [each for each in self.context.tickets if each.is_open and each.here]
        past = [each for each in here if each.state != states.State.INTAKE]
        return tuple(sorted(past, key=lambda each: each != self.ticket))

    @property
    def meant(self) -> TicketFacts | None:
        """The one of them whose service is named."""
        likely = {each.service_id for each in self.reading.services}
        named = {self.reading.service} if self.reading.service is not None else likely
        found = [each for each in self.with_officers if each.service_id in named - {None}]
        return found[0] if len(found) == 1 else None

    @property
    def awaits_files(self) -> TicketFacts | None:
        """The only one of them whose officer waits for the citizen, where files came."""
        awaited = states.State.WAITING_CITIZEN
        found = [each for each in self.with_officers if each.state == awaited]
        return found[0] if self.reading.files and len(found) == 1 else None

    @property
    def withdrawn(self) -> tuple[TicketFacts, ...]:
        """The matters whose cancellation one word undoes, the one that messages join first."""
        before = self.state.withdrawn
        here = (each for each in self.context.tickets if each.here)
        lately = [each for each in here if each.register in before]
        if self.ticket is not None and self.ticket not in lately and _can_go_on(self.ticket):
            lately = [self.ticket]
        found = (each for each in lately if _can_go_on(each))
        return tuple(sorted(found, key=lambda each: each != self.ticket))

    @property
    def in_intake(self) -> bool:
        """Whether some ticket of this conversation is in intake; the state belongs to it."""
        return any(each.here and each.state == states.State.INTAKE for each in self.context.tickets)

    @property
    def in_intake_now(self) -> bool:
        """Whether these messages are worked on a ticket that the bot still has."""
        return self.opens or self.situation in (Situation.CHOOSING, Situation.DOCUMENTS)

    @property
    def words(self) -> int:
        """How many normal words tell something, greetings and the like left out."""
        return sum(len(words_of(text)) for text in self.reading.texts)

    @property
    def strong_words(self) -> int:
        """How many of them tell something of the matter itself."""
        weak = weak_words()
        told = (words_of(text) for text in self.reading.texts)
        return sum(word not in weak for words in told for word in words)

    @property
    def words_beside_promise(self) -> int:
        """How many normal words tell something, but for a promise to send files later."""
        telling = _telling()
        told = [word for text in self.reading.texts for word in words_of(text)]
        promise = [telling["sending"], telling["later"]]
        if self.reading.is_question or any(each.isdisjoint(told) for each in promise):
            return len(told)
        return sum(word not in telling["beside"].union(*promise) for word in told)

    @property
    def is_unknown(self) -> bool:
        """Whether something was said that resembles nothing that the bot knows."""
        reading = self.reading
        near = any(each.name == Act.TELL and each.score >= _NEAR for each in reading.near)
        return bool(reading.texts) and reading.acts == (Act.TELL,) and not near

    @property
    def tells(self) -> bool:
        """Whether the words are more than a name: something that an officer could read."""
        enough = self.words >= _TOLD and self.strong_words >= _STRONG
        told = self.heard(*_TELLING) and enough
        return told or (self.words >= _LONG and self.strong_words >= _STRONG)

    def heard(self, *acts: Act) -> bool:
        """Whether one of these acts was heard, strongest or not."""
        return any(act in self.reading.acts for act in acts)

    def with_state(self, **changes: object) -> "Scene":
        """The same scene with another state."""
        return replace(self, state=replace(self.state, **changes))  # type: ignore[arg-type]  # names of its fields

    def asks(self, reply: Reply, **changes: object) -> Turn:
        """Say this and wait for an answer; its rows may be chosen by their numbers."""
        options = tuple(option.id for option in reply.options)
        scene = self.with_state(**{"options": options, "asked_at": self.now} | changes)
        return Turn(scene.state, (reply,))

    def done(self) -> IntakeState:
        """The state once the officers have the matter."""
        step = {"step": steps.DONE, "options": (), "held": (), "asked_at": None, "cancels": False}
        return replace(self.state, **step)  # type: ignore[arg-type]  # names of its fields
