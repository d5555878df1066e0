"""How many of the invited answered: the words that stand beside every score, made here alone.

Answers on paper, at the counter and by the open link were not asked for one by one: they have no rate.
"""

from __future__ import annotations

from surveys.figures import Funnel

HEAD = "Tingkat jawaban"
EXPLAINED = "Tingkat jawaban: undangan survei yang dijawab; jawaban di loket, lewat tautan, dan di kertas tidak diundang."
_UNINVITED = "tanpa undangan"


def rate_words(funnel: Funnel, *, n: int) -> str | None:
    """In a cell; None where nobody was invited and nobody answered."""
    if not funnel.invited:
        return _UNINVITED if n else None
    return f"{funnel.answered} dari {funnel.invited} undangan ({funnel.percent} %)"


def rate_sentence(funnel: Funnel, *, n: int) -> str:
    """Standing by itself; empty where nobody was invited and nobody answered."""
    if not funnel.invited:
        return f"Dijawab {_UNINVITED}" if n else ""
    return f"{funnel.answered} dari {funnel.invited} undangan dijawab ({funnel.percent} %)"


def added_up(funnels: list[Funnel]) -> Funnel:
    """The invitations of several offices or periods together."""
    return Funnel(
        invited=sum(one.invited for one in funnels), answered=sum(one.answered for one in funnels)
    )
