"""One index with the figures that must stand beside it."""

from dataclasses import dataclass
from fractions import Fraction

from surveys.ikm import Index, krejcie_morgan, margin_of_error

# Fewer answers than this would tell an officer what one citizen said, and nobody anything of a service.
FEWEST_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """From resolved to answered; `users` are the people behind the matters that were served."""

    resolved: int = 0
    invited: int = 0
    undelivered: int = 0
    answered: int = 0
    users: int = 0

    @property
    def percent(self) -> int:
        """Answers per hundred invitations."""
        return round(100 * self.answered / self.invited) if self.invited else 0


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One index with the figures that must stand beside it."""

    index: Index | None = None
    funnel: Funnel = Funnel()
    population: int | None = None
    # Why the office counts fewer people than we do; empty where it does not say.
    population_reason: str = ""
    # Answers that do not fit the questionnaire: they stay stored, and do not count.
    misfits: int = 0

    @property
    def n(self) -> int:
        """Respondents."""
        return self.index.n if self.index else 0

    @property
    def counted(self) -> int:
        """Service users as far as we know them ourselves."""
        return max(self.funnel.users, self.n)

    @property
    def users(self) -> int:
        """The population: our own count, or the office's where it is larger or explained."""
        if self.population is None:
            return self.counted
        return max(self.population, self.n if self.population_reason else self.counted)

    @property
    def needed(self) -> int:
        """Respondents that Krejcie & Morgan ask for among this many service users."""
        return krejcie_morgan(self.users)

    @property
    def margin(self) -> Fraction:
        """The margin of error of what was really answered, in percentage points; 0 without answers."""
        return margin_of_error(self.n, self.users) if self.n else Fraction()

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough for the number to be relied on; 1 of 1 is not."""
        return self.n >= max(self.needed, FEWEST_SHOWN)
