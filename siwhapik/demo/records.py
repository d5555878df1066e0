"""What each example office did besides answering: SOP, guides, outreach, training, upkeep, improvement, innovation."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile

from services import recording
from services.models import OfficeRecord, Service
from services.models.service import Kind
from services.recording import CheckedFile, RecordPlan
from siwhapik.demo.files import drawn
from siwhapik.demo.ground import Office
from siwhapik.demo.record_texts import INNOVATION, PLAIN, PROBLEM, SI_PUTRI
from tickets import desk
from tickets.models import Ticket

# The civil registry, whose matters wait for SIAK.
_WITH_OUTAGE = "DKKPG"
_USUAL = ("Layanan lewat WhatsApp (contoh)", INNOVATION)
_INNOVATIONS = {"SETDAOKI": ("SI-PUTRI (contoh)", SI_PUTRI)}


def make_records(office: Office, *, now: dt.datetime) -> None:
    """All of them, written by the office's supervisor; needs the office's matters."""
    keeper = _Keeper(office, now)
    for kind, days, title, values in PLAIN:
        keeper.writes(kind, days=days, title=title, values=values)
    title, values = _INNOVATIONS.get(office.agency.code, _USUAL)
    keeper.writes("innovation", days=60, title=title, values=values)
    keeper.improves()
    for service in list(office.services.values())[:2]:
        for edition, days in (("1", 400), ("2", 45)):
            keeper.has_sop(service, edition=edition, days=days)
    if office.agency.code == _WITH_OUTAGE:
        _siak_was_down(office, now=now)


class _Keeper:
    """The supervisor, who writes records of an office down."""

    def __init__(self, office: Office, now: dt.datetime) -> None:
        assert office.supervisor is not None  # noqa: S101 - accounts are made before
        self._office, self._by, self._now, self._count = office, office.supervisor, now, 0

    def writes(
        self,
        kind: str,
        *,
        days: int,
        title: str,
        values: Mapping[str, Any],
        service: Service | None = None,
    ) -> OfficeRecord:
        """One that is dated so many days ago."""
        self._count += 1
        agency = self._office.agency
        day = (self._now - dt.timedelta(days=days)).astimezone(agency.zone).date()
        key = f"contoh-{agency.code}-{self._count}"
        plan = RecordPlan(day=day, title=title, service=service, form_key=key, values=values)
        return recording.write_record(agency, kind, plan=plan, by=self._by, now=self._now)

    def improves(self) -> None:
        """Because of a complaint, where one came."""
        found = Ticket.objects.filter(agency=self._office.agency, kind=Kind.COMPLAINT)
        numbers = found.exclude(register_number=None).values_list("register_number", flat=True)
        tickets = list(numbers.order_by("pk")[:1])
        because = (
            {"because": "complaint", "tickets": tickets} if tickets else {"because": "officer"}
        )
        values = {"state": "done", **because, **PROBLEM}
        self.writes(
            "improvement", days=1, title="Jawaban pada jam istirahat (contoh)", values=values
        )

    def has_sop(self, service: Service, *, edition: str, days: int) -> None:
        """An edition of the service's procedure with its file."""
        number = f"SOP/{service.pk:03d} (contoh)"
        values = {"number": number, "edition": edition, "signed_by": self._office.data.head_title}
        title = f"SOP {service.name}"
        record = self.writes("sop", days=days, title=title, values=values, service=service)
        name = f"sop-{service.slug}-versi-{edition}.pdf"
        data = drawn(name, "PDF")
        given = CheckedFile(
            file=ContentFile(data, name),
            filename=name,
            mime_type="application/pdf",
            sha256=hashlib.sha256(data).hexdigest(),
        )
        recording.add_file(record, given=given, by=self._by, now=self._now)


def _siak_was_down(office: Office, *, now: dt.datetime) -> None:
    """For two hours, two days ago; what it does to tickets follows once the product runs."""
    assert office.supervisor is not None  # noqa: S101 - accounts are made before
    local = now.astimezone(office.agency.zone) - dt.timedelta(days=2)
    starts = local.replace(hour=9, minute=0, second=0)
    ends = starts + dt.timedelta(hours=2)
    note = "Server pusat dipelihara (contoh)."
    plan = desk.OutagePlan(kind="siak", starts_at=starts, ends_at=ends, note=note)
    desk.record_outage(
        office.agency, plan=plan, by=office.supervisor, now=now, form_key="contoh-gangguan"
    )
