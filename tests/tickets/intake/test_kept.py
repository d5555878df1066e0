"""How much of what the bot knows a process keeps: by weight, so that an office's numbers all fit."""

import gc
import tracemalloc
from dataclasses import replace

from services.remembering import Remembered
from tickets.intake import knowledge
from tickets.intake.hearing import hear
from tickets.intake.knowledge import Knowledge, weight
from tickets.intake.values import Catalogue, ServiceInfo


def number(first, services=5, examples=3, taught=()):
    """A number's catalogue of invented services, none of them like another number's."""
    offered = tuple(
        ServiceInfo(
            id=each,
            name=f"Layanan hal{each}",
            examples=tuple(f"mau urus hal{each} perkara{nth} kami" for nth in range(examples)),
        )
        for each in range(first, first + services)
    )
    return Catalogue(offered, taught)


def test_thirty_numbers_of_an_office_are_all_kept():
    taught = (("status", "kumaha atuh kabarna"),)
    few = [Knowledge.of(number(first * 10, taught=taught)) for first in range(3)]
    assert few[0].acts is few[1].acts  # what an office has taught is kept once for its numbers
    each = (weight(few) - weight(few[:1])) / 2
    assert weight(few[:1]) + 29 * each <= knowledge._KEPT


def test_many_services_and_examples_take_less_than_twenty_megabytes():
    Knowledge.of(Catalogue())
    gc.collect()
    tracemalloc.start()
    try:
        known = Knowledge.of(number(5000, services=100, examples=20))
        hear("mau urus hal5007", knowledge=known)
        gc.collect()
        real, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert real < 20_000_000
    told = weight([known]) - known.acts.size  # the product's own acts were there before
    assert 0.6 < told / real < 1.7


def test_the_same_offer_is_known_once_and_another_one_anew():
    offered = number(100)
    assert Knowledge.of(offered) is Knowledge.of(replace(offered))
    assert Knowledge.of(offered) is not Knowledge.of(number(200))


def test_what_is_heavy_makes_room_and_what_came_last_stays():
    kept = Remembered[str, int](10, weigh=sum)
    read = []

    def get(key, value):
        return kept.get(key, stamp="mark", read=lambda: read.append(key) or value)

    for _ in range(2):
        assert [get(key, 2) for key in "abcde"] == [2] * 5
    assert read == list("abcde")
    get("heavy", 9)
    get("a", 2)
    assert read == [*"abcde", "heavy", "a"]
    get("whale", 99)
    get("whale", 99)
    assert read[-2:] == ["a", "whale"]
