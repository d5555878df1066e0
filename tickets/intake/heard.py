"""What was heard: the acts, services and shapes of one text or of a burst, and why."""

from dataclasses import dataclass

from tickets.intake.acts import Act
from tickets.intake.entities import NOTHING, Entities


@dataclass(frozen=True)
class Likely:
    """A service that may be meant, how surely (0 to 1), and the example that says so."""

    service_id: int
    score: float
    by: str


@dataclass(frozen=True)
class Sounded:
    """An act or topic that was near, for the page that tells why."""

    name: str
    score: float
    by: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one text says.

    `acts`: strongest first, at least one (TELL); `service`: the clear one, None where there is none
    or two or three could be meant (`services`); `also`: further clear ones ("ktp sama kk");
    `elsewhere`: the key of a topic that this number does not offer, "" for none; `elsewhere_also`:
    further ones that are named together with it, or with the clear service;
    `near`: acts and topics with their scores, best first, the runners-up among them;
    `names_documents`: nothing but documents ("buku nikahnya"), which may be a wish or a label.
    """

    text: str
    acts: tuple[Act, ...] = (Act.TELL,)
    services: tuple[Likely, ...] = ()
    service: int | None = None
    also: tuple[int, ...] = ()
    elsewhere: str = ""
    elsewhere_also: tuple[str, ...] = ()
    entities: Entities = NOTHING
    is_question: bool = False
    near: tuple[Sounded, ...] = ()
    names_documents: bool = False

    @property
    def act(self) -> Act:
        """The strongest act."""
        return self.acts[0]


@dataclass(frozen=True, kw_only=True)
class Reading(Heard):
    """What a burst says as a whole, and what came with it.

    `heard`: each message with words, in their order; `texts`: those that tell something;
    `files`: captions and names of files; `tap`: the row or button tapped last; `calls`: somebody
    rang; `strange`: something that cannot be read here.
    """

    heard: tuple[Heard, ...] = ()
    texts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    tap: str = ""
    photo: bool = False
    location: bool = False
    voice: bool = False
    calls: bool = False
    strange: bool = False

    @property
    def asks_for_person(self) -> bool:
        """Whether one of the messages asks for an officer."""
        return any(each.act is Act.PERSON for each in self.heard)

    def sureness(self, name: str) -> float:
        """How near this act or topic was, as a whole or in one message; 0 where nothing was."""
        near = (each for one in (self, *self.heard) for each in one.near if each.name == name)
        return max((each.score for each in near), default=0.0)
