"""What `prepare` leaves for the supervisor, which has no database of its own."""

import pytest

from services.models import Staff
from siwhapik.management.commands import prepare
from siwhapik.supervisor import ready
from siwhapik.supervisor.plan import Plan
from tickets.models import Channel


@pytest.fixture
def reported(settings, tmp_path):
    """What the supervisor reads after `prepare`."""
    settings.DATA_DIR = tmp_path

    def report():
        prepare.report()
        return ready.prepared(Plan(data_dir=str(tmp_path), lock_fd=0, host="x", port=1))

    return report


@pytest.mark.django_db
def test_nobody_is_there_yet(reported):
    assert reported() == ready.Prepared(accounts=0, examples=False, notes=())


def test_example_accounts_count_until_a_real_number_shuts_them(reported, petugas, kanal):
    Channel.objects.update(is_simulated=True)
    Staff.objects.update(is_example=True)
    found = reported()
    assert found.accounts
    assert found.examples
    Channel.objects.update(is_simulated=False)
    assert reported() == ready.Prepared(accounts=0, examples=False, notes=())


def test_those_who_may_not_log_in_are_not_counted(reported, petugas):
    before = reported().accounts
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    assert reported().accounts == before - 1


def test_a_key_that_is_gone_is_said_at_the_start(reported, kanal, settings):
    kanal.access_token = "token-contoh"
    kanal.save()
    assert reported().notes == ()
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-lain-contoh"]
    (note,) = reported().notes
    assert "1 token nomor WhatsApp" in note


def test_a_full_disk_does_not_end_the_preparation(reported, tmp_path, db):
    (tmp_path / "prepared.json").symlink_to("/dev/full")
    prepare.report()
