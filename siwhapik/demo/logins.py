"""Example accounts: random passwords, stored in DATA_DIR, never in the repository or a log."""

import os
import secrets
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils.crypto import get_random_string

from services.models import Agency, Membership, Role, Staff
from siwhapik.demo.ground import Office
from siwhapik.demo.people import FIRST_NAMES

# A random password of 12 letters needs no slow hash; at the first log-in Django makes one.
ITERATIONS = 20_000
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Accounts:
    """Makes accounts and remembers what a person needs to log in."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names = iter(FIRST_NAMES)

    def everywhere(self) -> None:
        """The people above the offices."""
        self._add("superadmin", Role.SUPER_ADMIN, None)
        self._add("evaluator", Role.EVALUATOR, None)
        self._add("pejabat", Role.OFFICIAL, None)

    def of(self, office: Office) -> None:
        """Head, admin, supervisor, operators and a viewer of one office."""
        name = office.agency.code.lower()
        head = self._add(f"kepala.{name}", Role.OFFICIAL, office.agency, office.data.head_title)
        # Reminders and index come with "pejabat", the dashboard's figures with "pengamat".
        Membership.objects.create(staff=head, agency=office.agency, role=Role.VIEWER)
        self._add(f"admin.{name}", Role.AGENCY_ADMIN, office.agency)
        office.supervisor = self._add(f"penyelia.{name}", Role.SUPERVISOR, office.agency)
        for number in range(1, office.data.operators + 1):
            staff = self._add(f"petugas{number}.{name}", Role.OPERATOR, office.agency)
            staff.memberships.get().services.set(office.services.values())
            office.operators.append(staff)
        self._add(f"pengamat.{name}", Role.VIEWER, office.agency)

    def above(self, agency: Agency) -> None:
        """Head and admin of an office that serves nobody itself; last, as below."""
        name = agency.code.lower()
        head = self._add(f"kepala.{name}", Role.OFFICIAL, agency, agency.head_title)
        Membership.objects.create(staff=head, agency=agency, role=Role.VIEWER)
        self._add(f"admin.{name}", Role.AGENCY_ADMIN, agency)

    def officials_of(self, office: Office) -> None:
        """Whoever else the office has, by its own titles; last, so that the others keep their names."""
        name = office.agency.code.lower()
        for before, role, position in office.data.officials:
            self._add(f"{before}.{name}", role, office.agency, position)

    def of_lines(self, office: Office) -> None:
        """Who works the services of one line alone; the office's other operators work all and stand in for them."""
        for line in office.data.lines:
            if line.operator:
                name = f"petugas-{line.operator}.{office.agency.code.lower()}"
                staff = self._add(name, Role.OPERATOR, office.agency, f"Petugas jalur {line.name}")
                services = [office.services[key] for key in line.services]
                staff.memberships.get().services.set(services)

    def write(self, path: Path) -> None:
        """Write the log-ins to a file that only the owner of DATA_DIR can read."""
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write("\n".join(self.lines) + "\n")

    def _add(self, username: str, role: Role, agency: Agency | None, position: str = "") -> Staff:
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        salt = get_random_string(22)
        staff = Staff.objects.create(
            username=username,
            full_name=f"{next(self._names)} Contoh",
            position=f"{position or role.label} (contoh)",
            email=f"{username}@contoh.invalid",
            password=PBKDF2PasswordHasher().encode(password, salt, ITERATIONS),
            is_example=True,
        )
        Membership.objects.create(staff=staff, agency=agency, role=role)
        where = agency.short_name if agency else "semua instansi"
        self.lines.append(f"{username:<20} {password}   {role.label}, {where}")
        return staff
