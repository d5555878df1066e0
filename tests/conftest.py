"""The cast: an office (`dinas`), its people, one citizen, one ticket, and an outsider."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
import zeal.apps
from django.core.cache import caches
from django.test import Client
from zeal.constants import initialize_app_registry

from services.models import Agency, OfficeHours, Role, Service, ServiceStandard, Staff
from services.signed_in import signed_in
from surveys import loading
from tests import factories
from tests.baseline import BASELINE, Baseline
from tests.baseline import pytest_runtest_teardown as pytest_runtest_teardown
from tests.collected import pytest_collection_finish as pytest_collection_finish
from tests.collected import pytest_collection_modifyitems as pytest_collection_modifyitems
from tests.migrated_tables import django_db_modify_db_settings as django_db_modify_db_settings
from tickets.models import Channel, Citizen, Conversation, Ticket

PASSWORD = "rahasia-contoh"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: Any, django_db_setup: None, django_db_blocker: Any, request: Any
) -> None:
    """Every test begins with the survey instruments loaded, as `prepare` leaves them."""
    baseline = Baseline()
    with django_db_blocker.unblock():
        django_db_modify_db_settings()
        loading.load()
        baseline.keep()
    request.config.stash[BASELINE] = baseline, django_db_blocker


@pytest.fixture(scope="session", autouse=True)
def _zeal_is_ready() -> None:
    """Watches for N+1 queries; only within requests (see `test_settings`)."""
    initialize_app_registry()
    zeal.apps.patch()


@pytest.fixture(autouse=True)
def _test_settings(settings: Any, tmp_path: Path) -> Iterator[None]:
    """No collectstatic, files in a folder of the test's own, cheap passwords, N+1 is an error."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "files"
    # Threads would not see the test's transaction.
    settings.DELIVERY_PARALLEL = settings.MEDIA_PARALLEL = 1
    hashers = "django.contrib.auth.hashers"
    settings.PASSWORD_HASHERS = [f"{hashers}.MD5PasswordHasher", f"{hashers}.PBKDF2PasswordHasher"]
    backends = "django.core.cache.backends"
    settings.CACHES = {
        "default": {"BACKEND": f"{backends}.locmem.LocMemCache"},
        "moment": {"BACKEND": f"{backends}.locmem.LocMemCache", "LOCATION": "moment"},
        "people": {"BACKEND": f"{backends}.locmem.LocMemCache", "LOCATION": "people"},
        "together": {"BACKEND": f"{backends}.locmem.LocMemCache", "LOCATION": "together"},
        "pages": {
            "BACKEND": f"{backends}.dummy.DummyCache"
        },  # rows of another test have the same keys
    }
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "zeal.middleware.zeal_middleware"]
    settings.STATIC_ROOT = tmp_path
    # What these do is Django's, unfold's and allauth's doing, not ours.
    foreign = ("admin", "contenttypes", "sessions", "account", "mfa")
    settings.ZEAL_ALLOWLIST = [{"model": f"{app}.*"} for app in foreign]
    _forget()
    yield
    _forget()


def _forget() -> None:
    for one in caches.all():
        one.clear()


@pytest.fixture
def now() -> dt.datetime:
    """Tuesday 9 June 2026, 10.00 WIB (11.00 WITA): an ordinary working day."""
    return dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock(now: dt.datetime) -> Iterator[time_machine.Traveller]:
    """Time stands still at `now`; `clock.shift(seconds)` and `clock.move_to(...)` move it."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def _with_hours(agency: Agency) -> Agency:
    """Monday to Thursday 07.30-16.00, Friday 07.30-16.30, with a break at noon."""
    rows = []
    for weekday in range(5):
        noon, again, closes = (
            ("11:30", "13:00", "16:30") if weekday == 4 else ("12:00", "13:00", "16:00")
        )
        for opens, until in (("07:30", noon), (again, closes)):
            span = {"opens": dt.time.fromisoformat(opens), "closes": dt.time.fromisoformat(until)}
            rows.append(OfficeHours(agency=agency, weekday=weekday, **span))
    OfficeHours.objects.bulk_create(rows)
    return agency


@pytest.fixture
def dinas(db: None) -> Agency:
    """An office in WIB with office hours."""
    agency = factories.AgencyFactory(
        code="DINSOS", name="Dinas Sosial Contoh", short_name="Dinsos Contoh", slug="dinsos-contoh"
    )
    return _with_hours(agency)


@pytest.fixture
def dinas_wita(db: None) -> Agency:
    """Another office, in WITA."""
    agency = factories.AgencyFactory(
        code="DUKCAPIL",
        name="Dinas Kependudukan Contoh",
        short_name="Dukcapil Contoh",
        slug="dukcapil-contoh",
        timezone=Agency.Zone.MAKASSAR,
    )
    return _with_hours(agency)


@pytest.fixture
def layanan(dinas: Agency) -> Service:
    """A service of `dinas` without specific data."""
    return factories.ServiceFactory(
        agency=dinas, name="Surat Keterangan Contoh", short_name="Surat Keterangan", slug="surat"
    )


@pytest.fixture
def layanan_lain(dinas: Agency) -> Service:
    """A second service of `dinas`, which `petugas` does not work."""
    return factories.ServiceFactory(
        agency=dinas, name="Legalisasi Contoh", short_name="Legalisasi", slug="legalisasi"
    )


@pytest.fixture
def layanan_khusus(dinas: Agency) -> Service:
    """A service of `dinas` with specific data (health), worked by no officer of the cast."""
    return factories.ServiceFactory(
        agency=dinas,
        name="Rekomendasi JKMM Contoh",
        short_name="JKMM",
        slug="jkmm",
        is_sensitive=True,
    )


@pytest.fixture
def standar(layanan: Service) -> ServiceStandard:
    """The standard of `layanan` in force: 24 hours, two requirements, two steps."""
    standard = factories.StandardFactory(service=layanan)
    factories.RequirementFactory(standard=standard, order=1, name="Fotokopi KTP-el")
    factories.RequirementFactory(standard=standard, order=2, name="Fotokopi KK")
    factories.StepFactory(standard=standard, order=1, text="Kirim berkas lewat WhatsApp")
    factories.StepFactory(standard=standard, order=2, text="Terima surat lewat WhatsApp")
    return standard


@pytest.fixture
def kanal(dinas: Agency, layanan: Service) -> Channel:
    """The office's number, linked to `layanan`."""
    return factories.ChannelFactory(
        agency=dinas,
        name="Nomor utama",
        phone_number_id="100000000000001",
        display_phone_number="+62 811-0000-0001",
        services=[layanan],
    )


@pytest.fixture
def pemohon(dinas: Agency) -> Citizen:
    """A citizen of `dinas` who is known by a telephone number."""
    citizen = factories.CitizenFactory(
        agency=dinas, profile_name="Sari Contoh", phone="+6281200001234"
    )
    factories.IdentityFactory(citizen=citizen, value="6281200001234")
    return citizen


@pytest.fixture
def percakapan(kanal: Channel, pemohon: Citizen) -> Conversation:
    """The thread of `pemohon` with `kanal`, window open."""
    return factories.ConversationFactory(channel=kanal, citizen=pemohon)


@pytest.fixture
def tiket(percakapan: Conversation, layanan: Service, standar: ServiceStandard) -> Ticket:
    """A new ticket of `pemohon` for `layanan`, not taken yet."""
    return factories.TicketFactory(
        conversation=percakapan,
        service=layanan,
        standard=standar,
        register_number="DINSOS-2026-000001",
        kind=layanan.kind,
        group=layanan.group,
    )


def _person(username: str, full_name: str, role: str, **membership: Any) -> Staff:
    staff = factories.StaffFactory(username=username, full_name=full_name)
    factories.MembershipFactory(staff=staff, role=role, **membership)
    return staff


@pytest.fixture
def petugas(dinas: Agency, layanan: Service) -> Staff:
    """Operator at `dinas` for `layanan`."""
    return _person("petugas", "Rina Petugas", Role.OPERATOR, agency=dinas, services=[layanan])


@pytest.fixture
def petugas_lain(dinas: Agency, layanan: Service) -> Staff:
    """A second operator at `dinas` for `layanan`."""
    return _person("petugas_lain", "Budi Petugas", Role.OPERATOR, agency=dinas, services=[layanan])


@pytest.fixture
def penyelia(dinas: Agency) -> Staff:
    """Supervisor at `dinas`."""
    return _person("penyelia", "Wati Penyelia", Role.SUPERVISOR, agency=dinas)


@pytest.fixture
def admin_opd(dinas: Agency) -> Staff:
    """Agency admin of `dinas`."""
    return _person("admin_opd", "Anwar Admin", Role.AGENCY_ADMIN, agency=dinas)


@pytest.fixture
def pengamat(dinas: Agency) -> Staff:
    """Viewer at `dinas`: figures only."""
    return _person("pengamat", "Yuni Pengamat", Role.VIEWER, agency=dinas)


@pytest.fixture
def super_admin(db: None) -> Staff:
    """Super admin of all agencies."""
    return _person("super_admin", "Surya Pusat", Role.SUPER_ADMIN, agency=None)


@pytest.fixture
def evaluator(db: None) -> Staff:
    """Evaluator of all agencies."""
    return _person("evaluator", "Eka Evaluator", Role.EVALUATOR, agency=None)


@pytest.fixture
def pejabat(db: None) -> Staff:
    """Official of all agencies."""
    return _person("pejabat", "Dewi Pejabat", Role.OFFICIAL, agency=None)


@pytest.fixture
def kepala(dinas: Agency) -> Staff:
    """The head of `dinas`."""
    return _person("kepala", "Kepala Contoh", Role.OFFICIAL, agency=dinas)


@pytest.fixture
def orang_luar(dinas_wita: Agency) -> Staff:
    """An operator of another agency, with a service there."""
    service = factories.ServiceFactory(agency=dinas_wita)
    return _person("orang_luar", "Luki Luar", Role.OPERATOR, agency=dinas_wita, services=[service])


@pytest.fixture
def masuk() -> Callable[[Staff], Client]:
    """`masuk(petugas)` is a browser in which that person is logged in."""

    def log_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff)
        signed_in(staff.pk)  # no first request of a process: pages are counted as they mostly are
        return client

    return log_in
