"""Where the product says something by itself, its rows keep codes: a journey with what goes wrong."""

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from services.models import Service, ServiceStandard, Staff
from siwhapik import sweeps
from surveys.models import Invitation
from tests.journeys.citizen import Citizen, settle
from tests.row_codes import unknown
from tests.tickets.far_side import FarSide, far_side, refusal
from tickets import desk, media, reminders
from tickets.event_reasons import Why
from tickets.models import (
    Attachment,
    Channel,
    Heartbeat,
    Message,
    Notification,
    Ticket,
    TicketEvent,
    WebhookEvent,
)

H = dt.timedelta(hours=1)
APPS = ("services", "tickets", "surveys")
# Arguments by which a row gets its reason or error.
SAID = {"reason", "why", "error", "health_error", "parked"}

HANDS_OVER = {"hand_in", "_reopen", "Enqueue", "Reopen"}


@pytest.fixture
def side(settings: Any, kanal: Channel) -> Iterator[FarSide]:
    kanal.access_token = "token-contoh"
    kanal.save(update_fields=["access_token"])
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        yield side


@pytest.mark.django_db(transaction=True)
def test_a_journey_with_all_that_goes_wrong_leaves_codes(
    side: FarSide,
    kanal: Channel,
    standar: ServiceStandard,
    layanan_lain: Service,
    petugas: Staff,
    penyelia: Staff,
) -> None:
    citizen = Citizen(kanal)
    for words in ("halo", "surat keterangan", "petugas"):
        citizen.says(words)
    ticket = Ticket.objects.get()
    _work_on(ticket, petugas, penyelia, layanan_lain)

    side.answers.append(refusal(131026))
    later = timezone.now() + 20 * dt.timedelta(days=1)
    desk.reply(ticket, by=penyelia, now=timezone.now(), reply=desk.Reply(text="Sudah kami cek."))
    settle()
    desk.recount_answers(timezone.now())
    assert citizen.post(citizen.message("image", {"mime_type": "image/jpeg"})) == 200
    assert citizen.post(citizen.message("system", {"type": "user_changed_user_id"})) == 200
    assert citizen.post({"type": "text", "from": citizen.wa_id}) == 200  # no id: parked
    assert citizen.post_raw(b"bukan JSON") == 200
    settle()
    Channel.objects.update(access_token="")
    desk.reply(ticket, by=penyelia, now=timezone.now(), reply=desk.Reply(text="Mohon tunggu."))
    settle()
    media.fetch_pending(timezone.now())
    reminders.remind(later)
    sweeps.Runner().run(sweeps.Sweep(name="contoh", work=lambda _: 0, seconds=1))
    sweeps.Runner().run(sweeps.Sweep(name="contoh", work=_broken, seconds=1))
    _there_is_something_to_look_at()
    assert unknown() == []


def _work_on(ticket: Ticket, petugas: Staff, penyelia: Staff, other: Service) -> None:
    """Every verb by which the product says why something follows."""
    now = timezone.now()
    desk.take(ticket, by=petugas, now=now)
    desk.wait_for_citizen(ticket, by=petugas, now=now + H, reason="Fotokopi KK")
    desk.resume(ticket, by=petugas, now=now + 2 * H)
    how = desk.Resolution(outcome="fulfilled", summary="Sudah jadi.", is_told=False)
    desk.conclude(ticket, by=petugas, now=now + 3 * H, how=how)
    desk.reopen(ticket, by=penyelia, now=now + 4 * H, reason="Belum beres")
    desk.transfer(ticket, by=penyelia, now=now + 5 * H, reason="Salah", to_service=other)
    desk.assign(ticket, by=penyelia, now=now + 6 * H, to=penyelia)
    settle()


def _broken(now: dt.datetime) -> int:
    raise ValueError("duplicate key (0812-0000-0000)")


def _there_is_something_to_look_at() -> None:
    """Else the test would look at nothing."""
    assert TicketEvent.objects.filter(data__has_key="why").count() > 3
    assert Message.objects.exclude(error={}).exists()
    assert Attachment.objects.exclude(error={}).exists()
    assert Channel.objects.exclude(health_error={}).exists()
    assert WebhookEvent.objects.filter(is_parked=True).count() > 1
    assert Invitation.objects.exclude(why="").exists()
    assert Notification.objects.exists()
    assert Heartbeat.objects.exclude(error="").exists()
    assert Message.objects.filter(type="system", text="").exists()


def test_a_sentence_is_told_apart_from_a_code(tiket: Ticket) -> None:
    at = tiket.received_at
    TicketEvent.objects.create(ticket=tiket, verb="enqueued", at=at, reason="Pemohon diam")
    TicketEvent.objects.create(ticket=tiket, verb="due_changed", at=at, data={"why": "lupa"})
    assert len(unknown()) == 2


def test_no_module_gives_a_row_a_sentence_of_its_own() -> None:
    found = []
    for app in APPS:
        for path in sorted((Path(django_settings.BASE_DIR) / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found += [f"{path}:{line}" for line in _sentences(path)]
    assert found == []


def _sentences(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.keyword) and node.arg in SAID:
            is_text = isinstance(node.value, ast.Constant) and " " in str(node.value.value)
            if is_text or isinstance(node.value, ast.JoinedStr):
                yield node.value.lineno


def test_whatever_the_bot_hands_over_for_has_a_sentence() -> None:
    """The bot's turns name their reasons in plain strings: each is a code of the table."""
    used = set()
    for path in (Path(django_settings.BASE_DIR) / "tickets" / "intake").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in HANDS_OVER:
                used |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    assert {"complete", "silence", "unfinished"} <= used
    assert used - {"reopened", "continued"} <= set(Why)  # these two are keys of replies
