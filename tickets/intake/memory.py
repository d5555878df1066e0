"""What the bot remembers of one conversation between two turns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

VERSION = 1
START, MENU, MATTER, EXTRA, DONE = "start", "menu", "matter", "extra", "done"
FOLLOW_UP, WHICH, BESIDE, SOURCE = "follow_up", "which", "beside", "source"
STEPS = frozenset({START, MENU, MATTER, EXTRA, DONE, FOLLOW_UP, WHICH, BESIDE, SOURCE})

REPLY_WINDOW = timedelta(hours=1)
MAX_REPLIES = 8
MOST_REPLIES = 60  # what is answered whatever that limit ends here: two machines never stop
FOCUS_FOR = timedelta(hours=12)
SILENCE = timedelta(minutes=10)
_KEEP = 40


@dataclass(frozen=True, kw_only=True)
class IntakeState:
    """`text`: something was said that a person has to read; `told`: the matter itself is known.
    `asked_at` is the time of an open question, `asked` the resolved ticket that it is about;
    `sent` are the bot's replies of the last hour, `said` a mark of the last one; `informed`: a
    question was answered; `also`: the second of two services named together; `unnamed`: the citizen
    wants to stay so; `cancels`: "which ticket?" is about the one to be cancelled; `withdrawn`: the
    ones that were cancelled just now; `doubted`: the sentences about which the bot has asked what they mean.
    """

    step: str = START
    service_id: int | None = None
    misunderstandings: int = 0
    files: tuple[str, ...] = ()
    photo: bool = False
    location: bool = False
    text: bool = False
    told: bool = False
    options: tuple[str, ...] = ()
    held: tuple[int, ...] = ()
    asked_at: datetime | None = None
    asked: str = ""
    sent: tuple[datetime, ...] = ()
    focus: str = ""
    focus_at: datetime | None = None
    said: str = ""
    informed: bool = False
    also: int | None = None
    unnamed: bool = False
    cancels: bool = False
    withdrawn: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()

    @property
    def has_matter(self) -> bool:
        """Whether the citizen has given something that an officer could work on."""
        return self.text or self.told or self.location or bool(self.files)

    def for_new_ticket(self) -> Self:
        """A new state that still counts the bot's recent replies."""
        return type(self)(sent=self.sent, said=self.said)  # the focus was about the earlier tickets

    def in_focus(self, now: datetime) -> str:
        """The register number that the citizen chose lately, else ""."""
        if self.focus_at is None or not timedelta(0) <= now - self.focus_at < FOCUS_FOR:
            return ""
        return self.focus

    def asked_lately(self, now: datetime) -> bool:
        """Whether "which ticket?" was asked or answered too recently to ask again."""
        return self.focus_at is not None and now - self.focus_at < FOCUS_FOR

    @property
    def open_question(self) -> str:
        """The register number of the resolved ticket that is asked about just now, else ""."""
        return self.asked if self.step == FOLLOW_UP and self.asked_at is not None else ""

    def without_question(self) -> Self:
        """The state without the open question."""
        return replace(self, step=DONE, options=(), held=(), asked="", asked_at=None, cancels=False)

    def may_reply(self, now: datetime) -> bool:
        """At most a few replies an hour, so that two auto-responders never talk to each other."""
        return len(self._recent(now)) < MAX_REPLIES

    def may_answer(self, now: datetime) -> bool:
        """Whether a word that is answered whatever the limit still is."""
        return len(self._recent(now)) < MOST_REPLIES

    def replied(self, now: datetime) -> Self:
        """The state after one more reply of the bot."""
        return replace(self, sent=(*self._recent(now), now))

    def _recent(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(at for at in self.sent if now - at < REPLY_WINDOW)[-MOST_REPLIES:]

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {
            "version": VERSION,
            "step": self.step,
            "service_id": self.service_id,
            "misunderstandings": self.misunderstandings,
            "files": list(self.files[:_KEEP]),
            "photo": self.photo,
            "location": self.location,
            "text": self.text,
            "told": self.told,
            "options": list(self.options),
            "held": list(self.held[-_KEEP:]),
            "asked_at": _written(self.asked_at),
            "asked": self.asked,
            "sent": [at.isoformat() for at in self.sent],
            "focus": self.focus,
            "focus_at": _written(self.focus_at),
            "said": self.said,
            "informed": self.informed,
            "also": self.also,
            "unnamed": self.unnamed,
            "cancels": self.cancels,
            "withdrawn": list(self.withdrawn),
            "doubted": list(self.doubted),
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The state from a JSON column; unknown values and other versions are left out."""
        if not isinstance(data, Mapping):
            return cls()
        step = data.get("step")
        service_id, also = data.get("service_id"), data.get("also")
        return cls(
            step=step if isinstance(step, str) and step in STEPS else START,
            service_id=service_id if _is_int(service_id) else None,
            misunderstandings=_count(data.get("misunderstandings")),
            files=_texts(data.get("files")),
            photo=data.get("photo") is True,
            location=data.get("location") is True,
            text=data.get("text") is True,
            told=data.get("told") is True,
            options=_texts(data.get("options")),
            held=tuple(each for each in _items(data.get("held")) if _is_int(each)),
            asked_at=_time(data.get("asked_at")),
            asked=str(data.get("asked") or ""),
            sent=tuple(at for each in _items(data.get("sent")) if (at := _time(each))),
            focus=str(data.get("focus") or ""),
            focus_at=_time(data.get("focus_at")),
            said=str(data.get("said") or ""),
            informed=data.get("informed") is True,
            also=also if _is_int(also) else None,
            unnamed=data.get("unnamed") is True,
            cancels=data.get("cancels") is True,
            withdrawn=_texts(data.get("withdrawn")),
            doubted=_texts(data.get("doubted")),
        )


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _count(value: object) -> int:
    return value if isinstance(value, int) and _is_int(value) and value > 0 else 0


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in _items(value) if isinstance(each, str))


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
