"""Whether the answers of a few people follow from sums that were told one after another. Pure.

A table of answers, of which the sum of every row and of every column was told: rows are what was told of a
service at once, columns are the steps of the whole. What follows from such sums are, added up, the
differences of a set of rows and a set of columns that lie wholly within these rows: the cells of these rows
in all other columns. So a few follow where such a difference is small, which is a cut in a graph of rows
and columns: a column takes its rows along, a row leaves a column at the price of their cell.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

Node = Hashable
Prices = dict[tuple[Node, Node], int]
# By row, the answers that it has in each column.
Rows = Mapping[Any, Mapping[Any, int]]
# Prices that are looked at one by one; of a larger table it is said that few follow.
_MOST = 60
_ALL = 10**9


@dataclass(frozen=True, kw_only=True)
class Told:
    """The sums that were told. What no small difference takes apart, now or later, is one node."""

    fewest: int
    prices: Prices = field(default_factory=dict)
    nodes: Mapping[Hashable, Node] = field(default_factory=dict)  # of columns

    def and_of(self, rows: Rows) -> Told:
        """With these rows besides, of new names, and their columns."""
        prices: Prices = defaultdict(int, self.prices)
        nodes = dict(self.nodes)
        for row, steps in rows.items():
            for at, n in steps.items():
                prices[("row", row), nodes.setdefault(at, ("column", at))] += n
        while pairs := _inseparable(prices, self.fewest):
            heads = _heads(pairs)
            prices = _put_together(prices, heads)
            nodes = {at: heads.get(node, node) for at, node in nodes.items()}
        return Told(fewest=self.fewest, prices=dict(prices), nodes=nodes)

    def tells_few(self) -> bool:
        """Whether some answers, but fewer than `fewest`, follow."""
        return len(self.prices) > _MOST or bool(_separable(self.prices, self.fewest, tries=1))

    def put_together(self) -> Told:
        """The same in fewer nodes."""
        nodes = dict(self.nodes)
        prices = _separable(self.prices, self.fewest, tries=len(self.prices), nodes=nodes)
        return Told(fewest=self.fewest, prices=prices, nodes=nodes)


def _separable(
    prices: Prices, fewest: int, *, tries: int, nodes: dict[Hashable, Node] | None = None
) -> Prices:
    """What is left when all is put together that can be; at the first of `tries` that cannot, what is left then."""
    known: set[tuple[Node, Node]] = set()
    while pair := next((one for one in prices if one not in known), None):
        if _cheapest(prices, *pair, fewest) < fewest:
            known.add(pair)
            if len(known) >= tries:
                break
            continue
        pairs = [pair]
        while pairs:
            heads = _heads(pairs)
            prices = _put_together(prices, heads)
            if nodes is not None:
                nodes |= {at: heads.get(node, node) for at, node in nodes.items()}
            pairs = _inseparable(prices, fewest)
    return prices


def _inseparable(prices: Prices, fewest: int) -> list[tuple[Node, Node]]:
    """Pairs that no small difference takes apart."""
    return [(a, b) for (a, b), n in prices.items() if n >= fewest or (b, a) in prices]


def _heads(pairs: list[tuple[Node, Node]]) -> dict[Node, Node]:
    """The one node that stands for each of those that belong together."""
    known: dict[Node, Node] = {}

    def head(node: Node) -> Node:
        while node in known:
            node = known[node]
        return node

    for a, b in pairs:
        if (one := head(a)) != (other := head(b)):
            known[one] = other
    return {node: head(node) for node in known}


def _put_together(prices: Prices, heads: Mapping[Node, Node]) -> Prices:
    found: Prices = defaultdict(int)
    for (a, b), n in prices.items():
        if (one := heads.get(a, a)) != (other := heads.get(b, b)):
            found[one, other] += n
    return found


def _cheapest(prices: Prices, leaves: Node, left: Node, fewest: int) -> int:
    """The smallest difference with `leaves` in it and `left` not, by maximum flow; `fewest` for that or more."""
    room: dict[Node, dict[Node, int]] = defaultdict(lambda: defaultdict(int))
    for (a, b), n in prices.items():
        room[a][b] += n
        room[b][a] += _ALL
    flow = 0
    while flow < fewest and (way := _way(room, leaves, left)):
        amount = min(room[a][b] for a, b in way)
        for a, b in way:
            room[a][b] -= amount
            room[b][a] += amount
        flow += amount
    return min(flow, fewest)


def _way(
    room: Mapping[Node, Mapping[Node, int]], first: Node, last: Node
) -> list[tuple[Node, Node]]:
    """A shortest way with room; empty where there is none."""
    came: dict[Node, Node] = {first: first}
    ends = deque([first])
    while ends and last not in came:
        a = ends.popleft()
        for b, free in room[a].items():
            if free and b not in came:
                came[b] = a
                ends.append(b)
    if last not in came:
        return []
    found, at = [], last
    while at != first:
        found.append((came[at], at))
        at = came[at]
    return found
