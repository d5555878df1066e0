"""What hearing a sentence costs with 100 services and 2,000 examples of an agency's own."""

import itertools
import statistics
import time
import tracemalloc
from dataclasses import dataclass

from tickets.intake.examples import act_examples, topics
from tickets.intake.hearing import hear
from tickets.intake.knowledge import Knowledge
from tickets.intake.normal import words_of
from tickets.intake.values import Catalogue, ServiceInfo

SERVICES, EXAMPLES, ROUNDS = 100, 2_000, 2_000


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU for one sentence (median, p95) and for building; bytes that are kept."""

    median: float
    p95: float
    build: float
    kept: int


def catalogue(services: int = SERVICES, examples: int = EXAMPLES) -> Catalogue:
    """A number with so many services, which share so many sentences of their own."""
    sentences = [text for topic in topics() for text in topic.sentences]
    words = sorted({word for text in sentences for word in words_of(text)})
    endless = itertools.cycle(sentences)
    return Catalogue(
        tuple(
            ServiceInfo(
                id=number,
                name=f"Layanan {words[number % len(words)]} nomor {number}",
                keywords=(words[(7 * number) % len(words)], f"kunci{number}"),
                examples=tuple(
                    f"{next(endless)} {words[(number + k) % len(words)]}"
                    for k in range(examples // services)
                ),
            )
            for number in range(1, services + 1)
        )
    )


def measure() -> Cost:
    """The cost on this machine; the sentences are of the product's own, each with another name."""
    offered = catalogue()
    Knowledge.of(Catalogue())  # the product's own sentences are read once for each process
    started = time.process_time()
    knowledge = Knowledge.of(offered)
    build = time.process_time() - started
    said = [text for each in act_examples() for text in each.sentences]
    said += [text for topic in topics() for text in topic.sentences]
    took = []
    for number, text in zip(range(ROUNDS), itertools.cycle(said), strict=False):
        started = time.process_time()
        hear(f"{text} atas nama budi{number} di jalan melati", knowledge=knowledge)
        took.append((time.process_time() - started) * 1000)
    return Cost(
        statistics.median(took), statistics.quantiles(took, n=20)[-1], build * 1000, _kept()
    )


def _kept() -> int:
    """Bytes of one more number's knowledge; measured apart, as tracing slows everything."""
    offered = catalogue(SERVICES + 1)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    Knowledge.of(offered)
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return after - before


if __name__ == "__main__":
    print(measure())  # noqa: T201  # a figure for people
