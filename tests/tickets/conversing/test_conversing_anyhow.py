"""Whatever citizens and officers do, in any order, every matter ends where somebody sees it."""

import datetime as dt
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings

from services.models import Agency, Service, ServiceStandard, Staff
from tests import factories
from tests.tickets.conversing.anyhow.rules import Watch, everything_is_seen
from tests.tickets.conversing.anyhow.steps import STEPS
from tests.tickets.conversing.anyhow.town import Town
from tests.tickets.figures import direct
from tickets import intake
from tickets.figures.asked import Asked
from tickets.figures.rebuilding import rebuild_figures
from tickets.inbound import effects
from tickets.intake import Reply, Turn, limits
from tickets.models import Channel

pytestmark = pytest.mark.django_db
# ANYHOW_EXAMPLES=2000 for a long look; the whole suite needs a short one. ANYHOW_SEED=1 for others, so
# that several runs look further together.
EXAMPLES, SEED = int(os.environ.get("ANYHOW_EXAMPLES", "20")), os.environ.get("ANYHOW_SEED", "")
BEGINS = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)  # a Tuesday, 10.00 WIB
# Sequences of a longer run that failed once: an order whose text is "Pesan", and a file that is called
# "batal" where nothing is open.
FOUND: list[list[tuple[Any, ...]]] = [
    [
        ("citizen", 0, 0, "plain", [("text", "apply", "mau urus {service}")], 70),
        ("waits", 11),
        ("citizen", 0, 0, "backwards", [("order",)], 30),
    ],
    [
        ("citizen", 0, 2, "plain", [("text", "skip", "skip")], 30),
        ("waits", 11520),
        ("citizen", 0, 2, "days late", [("file", "document", "batal", "surat nikah.pdf")], 3),
    ],
    [("citizen", 0, 2, "plain", [("file", "document", "batal", "surat nikah.pdf")], 3)],
]
FIRST, LAST = dt.date(2026, 5, 20), dt.date(2026, 12, 1)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def channels(
    kanal: Channel, standar: ServiceStandard, layanan_lain: Service, dinas_wita: Agency
) -> list[Channel]:
    """A number of four services, one of one service in the same office, one of another office."""
    dinas = kanal.agency
    factories.StandardFactory(service=layanan_lain)
    complaints = factories.ServiceFactory(
        agency=dinas,
        name="Pengaduan Lingkungan Contoh",
        short_name="Pengaduan",
        kind="complaint",
        group="complaint",
        wants_location=True,
        keywords="jalan rusak, jalan berlubang, sampah",
    )
    questions = factories.ServiceFactory(
        agency=dinas, name="Informasi Contoh", kind="information", group="information"
    )
    lamps = factories.ServiceFactory(agency=dinas, name="Lampu Jalan Contoh", kind="complaint")
    cards = factories.ServiceFactory(agency=dinas_wita, name="KTP-el Contoh", keywords="ktp, e-ktp")
    for service in (complaints, questions, lamps, cards):
        factories.StandardFactory(service=service)
    kanal.services.add(layanan_lain, complaints, questions)
    numbers = {"agency": dinas, "services": [lamps]}, {"agency": dinas_wita, "services": [cards]}
    return [kanal, *(factories.ChannelFactory(**one) for one in numbers)]


@pytest.fixture
def staff(penyelia: Staff, petugas: Staff, petugas_lain: Staff, dinas_wita: Agency) -> list[Staff]:
    """A supervisor of each office, and two officers of one service."""
    other = factories.StaffFactory(username="penyelia_lain", full_name="Penyelia Lain")
    factories.MembershipFactory(staff=other, role="supervisor", agency=dinas_wita)
    return [penyelia, petugas, petugas_lain, other]


@seed(SEED or "contoh")  # the same in each run of the suite
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_order_of_words_files_and_verbs_ends_where_somebody_sees_it(
    channels: list[Channel], staff: list[Staff], steps: list[tuple[Any, ...]]
) -> None:
    if (fault := _fault(channels, staff, steps)) is not None:
        few = _shortest(steps, lambda fewer: _is_like(fault, _fault(channels, staff, fewer)))
        raise AssertionError(f"after these steps: {few!r}") from fault


@pytest.mark.parametrize("steps", FOUND)
def test_what_was_found_by_a_long_look_holds(
    channels: list[Channel], staff: list[Staff], steps: list[tuple[Any, ...]]
) -> None:
    holds(channels, staff, steps)


def _fails(*_: Any) -> Any:
    raise RuntimeError("contoh")


def _says_more(monkeypatch: pytest.MonkeyPatch) -> None:
    say = effects._say

    def twice(run: Any, reply: Reply, ticket: Any) -> None:
        say(run, reply, ticket)
        say(run, Reply("as_before"), ticket)

    monkeypatch.setattr(effects, "_say", twice)


# Each claim: what breaks it, what is played, and the check that sees it.
HOURS = ("citizen", 0, 0, "plain", [("text", "hours", "kantornya buka jam berapa")], 70)
BREAKS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], list[Any], str]] = {
    "ends where somebody sees it": (
        lambda patch: patch.setattr(intake, "silence", lambda state, *_: Turn(state)),
        [("citizen", 0, 0, "plain", [("text", "apply", "mau urus {service}")], 70)],
        "everything_is_seen",
    ),
    "never raises": (
        lambda patch: patch.setattr(intake, "turn", _fails),
        [HOURS],
        "_nothing_failed",
    ),
    "never says the same thing twice running": (
        lambda patch: patch.setattr(limits, "not_twice", lambda decided, *_, **__: decided),
        [HOURS] * 3,
        "says_nothing_twice",
    ),
    "never more than one message a turn": (_says_more, [HOURS], "_one_message_a_turn"),
}


@pytest.mark.parametrize("claim", BREAKS)
def test_a_claim_that_is_broken_is_seen(
    claim: str,
    channels: list[Channel],
    staff: list[Staff],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    breaks, steps, check = BREAKS[claim]
    holds(channels, staff, steps)
    breaks(monkeypatch)
    fault = _fault(channels, staff, steps)
    assert fault is not None
    assert check in {each.name for each in traceback.extract_tb(fault.__traceback__)}


def _fault(*played: Any) -> Exception | None:
    try:
        holds(*played)
    except Exception as fault:  # noqa: BLE001 - any fault is what is looked for
        return fault
    return None


def _is_like(fault: Exception, other: Exception | None) -> bool:
    """Whether it is that fault again: the same check."""
    if other is None:
        return False
    one, same = (traceback.extract_tb(each.__traceback__)[-1] for each in (fault, other))
    return (one.filename, one.lineno) == (same.filename, same.lineno)


def _shortest(steps: list[Any], still_fails: Callable[[list[Any]], bool]) -> list[Any]:
    """Without the steps that the fault does not need: one number chose them all, so that hypothesis
    cannot leave any out.
    """
    for at in reversed(range(len(steps))):
        fewer = [*steps[:at], *steps[at + 1 :]]
        if still_fails(fewer):
            steps = fewer
    return steps


def holds(channels: list[Channel], staff: list[Staff], steps: list[tuple[Any, ...]]) -> None:
    """Play the steps, and check what must hold; nothing is left of them."""
    with undone(), time_machine.travel(BEGINS, tick=False) as clock:
        town = Town(clock, channels, staff)
        with structlog.testing.capture_logs() as logs:
            for step in steps:
                watch = Watch(town)
                watch.after(town.plays(step))
            town.rests()
        assert not [one for one in logs if one["log_level"] in ("error", "critical")]
        everything_is_seen(town, by=staff)
        _figures_are_right(town)


def _figures_are_right(town: Town) -> None:
    while rebuild_figures(town.now):
        pass
    now = timezone.now()
    asked = Asked(agencies=town.offices, first=FIRST, last=LAST)
    assert direct.kept(asked) == direct.counted(asked, now=now)
