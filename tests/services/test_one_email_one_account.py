"""An e-mail address is a name to log in with: one account has it, in any case of letters."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from services.models import Agency, Staff
from tests import factories

LogIn = Callable[[Staff], Client]
migration = import_module("services.migrations.0005_one_account_for_each_email")


def form(**changes: Any) -> dict[str, Any]:
    return {
        "full_name": "Rini Contoh",
        "username": "rini",
        "email": "rini@contoh.go.id",
        "new_password": "sandi-contoh-panjang",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "operator",
        **changes,
    }


def test_the_database_takes_an_address_once(petugas: Staff) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.StaffFactory(email=petugas.email.upper())
    factories.StaffFactory(email="")
    factories.StaffFactory(email="")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "PETUGAS@Contoh.go.id"}, "Alamat e-mail ini sudah dipakai akun lain."),
        ({"username": "Petugas"}, "Nama pengguna ini sudah dipakai akun lain."),
        ({"username": "petugas@CONTOH.go.id"}, "Nama pengguna ini sudah dipakai akun lain."),
    ],
)
def test_kelola_says_so_and_keeps_what_was_typed(
    masuk: LogIn, admin_opd: Staff, petugas: Staff, dinas: Agency, changes: Any, words: str
) -> None:
    entry = form(**{"memberships-0-agency": dinas.pk}, **changes)
    answer = masuk(admin_opd).post("/kelola/services/staff/add/", entry)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert "Rini Contoh" in page
    assert not Staff.objects.filter(full_name="Rini Contoh").exists()


def test_an_account_keeps_its_own_address(
    masuk: LogIn, admin_opd: Staff, petugas: Staff, dinas: Agency
) -> None:
    entry = form(
        **{"memberships-TOTAL_FORMS": "0"}, username="petugas", email="Petugas@contoh.go.id"
    )
    answer = masuk(admin_opd).post(f"/kelola/services/staff/{petugas.pk}/change/", entry)
    assert answer.status_code == 302, answer.content.decode()
    petugas.refresh_from_db()
    assert petugas.email == "Petugas@contoh.go.id"


def test_a_command_says_it_in_one_line(petugas: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "sandi-contoh-panjang")
    with pytest.raises(CommandError, match="sudah dipakai akun lain"):
        call_command("createsuperuser", "--noinput", username="baru", email="PETUGAS@contoh.go.id")
    with pytest.raises(ValidationError):
        Staff.objects.create_superuser("baru", "Petugas@contoh.go.id", "sandi-contoh-panjang")
    assert not Staff.objects.filter(username="baru").exists()


class Rows:
    """Accounts as they may be before the migration; the constraint no longer lets them in."""

    def __init__(self, *rows: tuple[str, str]) -> None:
        self.rows = rows

    @property
    def objects(self) -> "Rows":
        return self

    def order_by(self, *_: str) -> "Rows":
        return self

    def values_list(self, *_: str) -> tuple[tuple[str, str], ...]:
        return self.rows


def test_the_migration_refuses_doubles_and_says_what_to_do() -> None:
    rows = Rows(("a", "Sama@contoh.go.id"), ("b", "sama@Contoh.go.id"), ("c", ""), ("d", ""))
    with pytest.raises(CommandError) as refused:
        migration.refuse_doubles(SimpleNamespace(get_model=lambda *_: rows), None)
    assert "sama@contoh.go.id: akun a, b" in str(refused.value)
    assert "update(email='')" in str(refused.value)
    rows = Rows(("a", "satu@contoh.go.id"), ("c", ""), ("d", ""))
    migration.refuse_doubles(SimpleNamespace(get_model=lambda *_: rows), None)
