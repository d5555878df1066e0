"""`manage.py demo`: only into an empty database, whole, plausible, and marked as an example."""

import datetime as dt
import io
import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import F, Q
from django.test import Client
from django.utils import timezone

from services.models import (
    Agency,
    Membership,
    OfficeRecord,
    RecordFile,
    Service,
    ServiceStandard,
    Staff,
)
from services.record_kinds import KINDS
from siwhapik.demo import civil
from siwhapik.demo.conversations import Fortnight
from siwhapik.demo.month import GYMNASTICS
from surveys.models import Invitation, PeriodReview, Response, SurveyPeriod
from tests.reading import flat
from tests.row_codes import unknown
from tickets.models import Channel, Message, MessageTemplate, Outage, Ticket, TicketEvent

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=7)


@pytest.fixture
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def _load() -> str:
    said = io.StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def test_seven_offices_with_a_fortnight_each(data_dir: Path, client: Client) -> None:
    said = _load()
    _the_ground_is_there()
    _matters_are_plausible()
    _people_have_judged()
    _kupang_has_its_own_titles()
    _each_line_of_kupang_has_an_officer_of_its_own()
    assert flat(client.get("/ikm/")).count("Sidiknya cocok") == 7
    assert SurveyPeriod.objects.filter(state="open").count() == 7
    assert PeriodReview.objects.count() == 6  # one finished period waits
    _a_kecamatan_sees_the_sums_of_its_kelurahan(client)
    _earlier_months_can_be_compared(client)
    _each_office_keeps_records()
    _the_phone_knows_the_numbers(data_dir)
    assert unknown() == []  # nothing but codes where the product speaks
    _log_ins_work(data_dir, client, said)
    with pytest.raises(CommandError, match="sudah berisi"):
        _load()
    before = Ticket.objects.count()
    call_command("demo", if_empty=True)
    assert Ticket.objects.count() == before


@pytest.mark.parametrize(
    "moment",
    ["2026-06-14 04:40", "2026-06-15 07:35", "2026-06-12 23:55"],
    ids=["Sunday before dawn", "Monday at the opening", "Friday at night"],
)
def test_its_matters_are_plausible_on_any_day(
    data_dir: Path, clock: time_machine.Traveller, moment: str
) -> None:
    clock.move_to(dt.datetime.fromisoformat(f"{moment}+07:00"))
    _load()
    _matters_are_plausible()


def _the_ground_is_there() -> None:
    assert set(Agency.objects.values_list("code", "timezone")) == {
        ("DINSOS", "Asia/Jakarta"),
        ("DKKPG", "Asia/Makassar"),
        ("SOGATEN", "Asia/Jakarta"),
        ("KOBER", "Asia/Jakarta"),
        ("SETDAOKI", "Asia/Jakarta"),
        ("PWTBARAT", "Asia/Jakarta"),
        ("REJASARI", "Asia/Jakarta"),
        ("BANYUMAS", "Asia/Jakarta"),
    }
    assert all("contoh" in agency.name for agency in Agency.objects.all())
    assert not Agency.objects.filter(is_example=False).exists()
    assert not Staff.objects.filter(is_example=False).exists()
    assert Channel.objects.filter(agency__code="DKKPG").count() == 4
    assert not Channel.objects.filter(is_simulated=False).exists()
    assert MessageTemplate.objects.count() == 2 * Channel.objects.count()
    for row in (*Channel.objects.all(), *MessageTemplate.objects.all()):
        row.full_clean()
    for service in Service.objects.all():
        standard = service.standards.in_force().get()
        assert all((standard.turnaround, standard.product, standard.complaint_handling))
        assert "Gratis" in standard.fee
        assert standard.steps.exists()
    assert (
        ServiceStandard.objects.get(service__name="Kartu Identitas Anak (KIA)").requirements.count()
        == 4
    )
    numbers = Channel.objects.values_list("display_phone_number", flat=True)
    assert all(re.fullmatch(r"\+62 8\d\d-0000-\d{4}", number) for number in numbers)


def _matters_are_plausible() -> None:
    now = timezone.now()
    assert set(Ticket.objects.values_list("state", flat=True)) == set(Ticket.State)
    assert Ticket.objects.overdue(now).exists()
    assert Ticket.objects.open().filter(is_urgent=True).exists()
    assert Ticket.objects.open().filter(is_anonymous=True, is_about_staff=False).exists()
    assert Ticket.objects.open().filter(is_anonymous=True, is_about_staff=True).exists()
    asked = Ticket.objects.filter(state="intake", conversation__silent_at__gt=now + HOURS)
    assert [each.registered_at for each in asked] == [None, None]
    assert Ticket.objects.filter(has_trouble=True).exists()
    assert Ticket.objects.exclude(source="whatsapp").exists()
    assert not Message.objects.filter(occurred_at__gt=now).exists()
    assert not TicketEvent.objects.filter(at__gt=now).exists()
    assert not Message.objects.filter(status__in=["queued", "sending"]).exists()
    phones = Ticket.objects.exclude(citizen__phone="").values_list("citizen__phone", flat=True)
    assert all(re.fullmatch(r"\+628\d\d0000\d{4}", phone) for phone in phones)
    for ticket in Ticket.objects.filter(source="whatsapp").select_related("conversation"):
        said = ticket.messages.exclude(direction=Message.Direction.NOTE).in_order()
        last = (said if ticket.first_responded_at else said.filter(direction="in")).last()
        assert last is not None
        assert (ticket.message_count, ticket.last_message_at) == (said.count(), last.occurred_at)
        assert ticket.last_message_direction == last.direction
        assert ticket.window_expires_at == ticket.conversation.window_expires_at
    open_rows = Ticket.objects.open()
    running = open_rows.filter(paused_since__isnull=True)
    wrong = running.exclude(Q(first_responded_at__isnull=True) | Q(sort_due_at=F("due_at")))
    assert not wrong.exists()
    for agency in Agency.objects.all():
        given = Ticket.objects.filter(agency=agency, registered_at__isnull=False)
        own = given.order_by("register_number")
        counts = [int(number[-6:]) for number in own.values_list("register_number", flat=True)]
        years = {number.split("-")[1] for number in own.values_list("register_number", flat=True)}
        assert len(years) > 1 or counts == list(range(1, len(counts) + 1))


def _people_have_judged() -> None:
    for code in ("DINSOS", "DKKPG", "SOGATEN", "KOBER"):
        assert Response.objects.filter(agency__code=code).count() >= 5
    response = Response.objects.first()
    assert response is not None
    assert response.answers.count() == 9
    assert not Invitation.objects.filter(answered_at__lt=F("created_at")).exists()


def _kupang_has_its_own_titles() -> None:
    here = Membership.objects.filter(agency__code="DKKPG")
    titles = set(here.values_list("role", "staff__position"))
    assert {
        ("official", "Kepala Dinas Kependudukan dan Pencatatan Sipil (contoh)"),
        ("supervisor", "Kepala Bidang Pendaftaran Penduduk (contoh)"),
        ("viewer", "Kepala Bidang PIAK (contoh)"),
        ("viewer", "Camat (contoh)"),
    } <= titles


def _each_line_of_kupang_has_an_officer_of_its_own() -> None:
    """Who sees the tickets of that number's services and of no other."""
    office = Agency.objects.get(code="DKKPG")
    operators = {line.name: line.operator for line in civil.OFFICES[0].lines}
    for channel in Channel.objects.filter(agency=office):
        officer = Staff.objects.get(username=f"petugas-{operators[channel.name]}.dkkpg")
        seen = Ticket.objects.visible_to(officer).filter(service__isnull=False)
        of_line = Ticket.objects.filter(agency=office, service__in=channel.services.all())
        assert of_line.exists()
        assert set(seen) == set(of_line), channel.name


def _a_kecamatan_sees_the_sums_of_its_kelurahan(client: Client) -> None:
    client.force_login(Staff.objects.get(username="kepala.pwtbarat"))
    today = timezone.localdate()
    ago = today - dt.timedelta(days=14)
    table = client.get(f"/laporan/bawahan/?dari={ago}&sampai={today}").context["table"]
    assert [(row[0].words, int(row[1].words) > 5) for row in table.rows] == [
        ("Kec. Purwokerto Barat (contoh)", True),
        ("Kel. Kober (contoh)", True),
        ("Kel. Rejasari (contoh)", True),
    ]
    assert table.total[-1].words
    client.logout()


def _earlier_months_can_be_compared(client: Client) -> None:
    """Each office had something in both; and Kober a month as SI PATAS tells of it."""
    today = timezone.localdate()
    last = today.replace(day=1) - dt.timedelta(days=1)
    before = last.replace(day=1) - dt.timedelta(days=1)
    for agency in Agency.objects.exclude(services=None):
        came = Ticket.objects.filter(agency=agency, registered_at__isnull=False)
        for month in (before, last):
            of_month = came.filter(received_at__year=month.year, received_at__month=month.month)
            assert of_month.filter(resolved_at__isnull=False).exists(), agency
    client.force_login(Staff.objects.get(username="kepala.kober"))
    page = f"rentang={before:%Y-%m}"
    row = client.get(f"/laporan/daring/?{page}").context["tables"][0].total
    assert [cell.words for cell in row[1:]] == ["7", "0", "0", "0", "175", "182", "3,8 %"]
    told = "3 permohonan dokumen, 2 permintaan informasi, 2 pengaduan = 7 tiket, dari 5 orang."
    assert told in flat(client.get(f"/laporan/jenis/?{page}"))
    report = flat(client.get(f"/laporan/evaluasi/kelurahan-kober/{before:%Y-%m}/ditandatangani/"))
    assert told in report
    assert "Sama dengan yang ditandatangani" in report
    client.logout()
    assert GYMNASTICS[0][0] in flat(client.get("/layanan/"))
    client.force_login(Staff.objects.get(username="kepala.banyumas"))
    seen = flat(client.get("/laporan/bawahan/"))
    assert all(name in seen for name in ("Kel. Kober", "Kel. Rejasari", "Kec. Purwokerto Barat"))
    client.logout()


def _the_phone_knows_the_numbers(data_dir: Path) -> None:
    path = data_dir / "simulator-seed.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    seed = json.loads(path.read_text())
    known = set(Channel.objects.values_list("phone_number_id", flat=True))
    assert {number["phone_number_id"] for number in seed["numbers"]} == known
    assert seed["chats"]
    assert all(chat["messages"] for chat in seed["chats"])


def _log_ins_work(data_dir: Path, client: Client, said: str) -> None:
    path = data_dir / "logins.txt"
    assert f"55 akun contoh ada di {path}" in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    name, password, *_ = next(
        line for line in path.read_text().splitlines() if line.startswith("penyelia.dinsos")
    ).split()
    assert password not in said, "`serve` keeps in a log what this says"
    client.post("/masuk/", {"login": name, "password": password})
    assert "_auth_user_id" in client.session


def _each_office_keeps_records() -> None:
    kinds = {"guide", "training", "outreach", "maintenance", "improvement", "innovation", "sop"}
    for office in Agency.objects.exclude(services=None).distinct():
        kept = OfficeRecord.objects.filter(agency=office)
        assert set(kept.values_list("kind", flat=True)) == kinds, office
        assert RecordFile.objects.filter(record__agency=office).count() == 4
        service = kept.filter(kind="sop").values_list("service", flat=True)[0]
        file = RecordFile.objects.sop_in_force(service, on=timezone.localdate())
        assert file is not None
        assert file.record.values["edition"] == "2"
        for record in kept:  # each as the form would take it
            needed = {n for n, field in KINDS[record.kind].fields.items() if field.required}
            assert needed <= record.values.keys() <= KINDS[record.kind].fields.keys(), record
    because = OfficeRecord.objects.filter(kind="improvement", values__because="complaint")
    assert because.exists()
    assert Outage.objects.count() == 1


def test_nothing_is_left_behind_when_it_fails(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Fortnight) -> None:
        raise RuntimeError

    monkeypatch.setattr(Fortnight, "register_walk_ins", fail)
    with pytest.raises(RuntimeError):
        _load()
    assert not Agency.objects.exists()
    assert not Staff.objects.exists()
    assert not (data_dir / "logins.txt").exists()
