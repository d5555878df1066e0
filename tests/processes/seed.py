"""`python -m tests.processes.seed`: one office with one number, for real processes to work with."""

import datetime as dt
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siwhapik.settings")
django.setup()

from services.models import OfficeHours  # noqa: E402 - Django is set up first
from tests import factories  # noqa: E402 - as above
from tests.processes.seed_names import NUMBER, SUPERVISOR, USERNAME  # noqa: E402 - as above


def seed() -> None:
    """An office that is always open, one service in force, one operator, one simulated number."""
    agency = factories.AgencyFactory(
        code="DINSOS", name="Dinas Sosial Contoh", short_name="Dinsos Contoh", slug="dinsos-contoh"
    )
    for weekday in range(7):
        hours = {"opens": dt.time(0, 0), "closes": dt.time(23, 59)}
        OfficeHours.objects.create(agency=agency, weekday=weekday, **hours)
    service = factories.ServiceFactory(
        agency=agency, name="Surat Keterangan Contoh", short_name="Surat Keterangan", slug="surat"
    )
    standard = factories.StandardFactory(service=service)
    factories.RequirementFactory(standard=standard, order=1, name="Fotokopi KTP-el")
    factories.ChannelFactory(
        agency=agency,
        name="Nomor utama",
        phone_number_id=NUMBER,
        display_phone_number="+62 811-0000-0001",
        services=[service],
    )
    staff = factories.StaffFactory(username=USERNAME, full_name="Rina Petugas")
    factories.MembershipFactory(staff=staff, agency=agency, role="operator", services=[service])
    head = factories.StaffFactory(username=SUPERVISOR, full_name="Wati Penyelia")
    factories.MembershipFactory(staff=head, agency=agency, role="supervisor")


if __name__ == "__main__":
    seed()
