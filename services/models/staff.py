"""The people who work here, and what they may do where."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from services.models.agency import Agency
from services.models.service import Service


class Role(models.TextChoices):
    SUPER_ADMIN = "super_admin", "Super admin"
    EVALUATOR = "evaluator", "Evaluator"
    OFFICIAL = "official", "Pejabat"
    AGENCY_ADMIN = "agency_admin", "Admin OPD"
    SUPERVISOR = "supervisor", "Penyelia"
    OPERATOR = "operator", "Petugas"
    VIEWER = "viewer", "Pengamat"


class StaffManager(UserManager["Staff"]):
    """`createsuperuser` makes the first super admin: here that is a membership, not a flag."""

    use_in_migrations = False

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra_fields: Any,
    ) -> Staff:
        extra_fields.setdefault("full_name", username)
        staff = super().create_superuser(username, email, password, **extra_fields)
        Membership.objects.create(staff=staff, role=Role.SUPER_ADMIN)
        return staff


class Staff(AbstractUser):
    """An account of a person; rights come from memberships, never from is_staff."""

    full_name = models.CharField("nama lengkap", max_length=150)
    position = models.CharField("jabatan", max_length=150, blank=True)
    email_reminders = models.BooleanField(
        "pengingat lewat e-mail", default=False, help_text="Selain di layar."
    )
    is_example = models.BooleanField("akun contoh", default=False)

    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name = "petugas"
        verbose_name_plural = "petugas"
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def memberships_now(self) -> list[Membership]:
        """Roles in force, with agency and services; read once per object."""
        return self._memberships

    @cached_property
    def _memberships(self) -> list[Membership]:
        rows = self.memberships.filter(is_active=True, staff__is_active=True)
        return list(rows.select_related("agency").prefetch_related("services"))


class Membership(models.Model):
    """One role of one person at one agency (no agency: all of them)."""

    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="memberships", verbose_name="petugas"
    )
    agency = models.ForeignKey(
        Agency,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="instansi",
        help_text="Kosong berarti semua instansi.",
    )
    role = models.CharField("peran", max_length=20, choices=Role.choices)
    services = models.ManyToManyField(
        Service,
        blank=True,
        related_name="operator_memberships",
        verbose_name="layanan",
        help_text="Untuk petugas: layanan yang ia kerjakan.",
    )
    capacity = models.PositiveSmallIntegerField(
        "paling banyak tiket terbuka", null=True, blank=True
    )
    is_active = models.BooleanField("aktif", default=True)

    class Meta:
        verbose_name = "peran"
        verbose_name_plural = "peran"
        constraints = [
            models.UniqueConstraint(fields=["staff", "agency", "role"], name="membership_once"),
            models.UniqueConstraint(
                fields=["staff", "role"],
                condition=Q(agency__isnull=True),
                name="membership_once_everywhere",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False)
                | Q(role__in=["super_admin", "evaluator", "official"]),
                name="membership_agency_needed",
                violation_error_message="Peran ini hanya berlaku di satu instansi. Pilih instansinya.",
            ),
        ]

    def __str__(self) -> str:
        where = self.agency.short_name if self.agency else "semua instansi"
        return f"{self.get_role_display()}, {where}"
