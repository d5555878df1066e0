"""The people who work here, and what they may do where."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from services.models.agency import Agency
from services.models.service import Service

EMAIL_TAKEN = "Alamat e-mail ini sudah dipakai akun lain. Satu alamat hanya untuk satu akun."


class Role(models.TextChoices):
    SUPER_ADMIN = "super_admin", "Super admin"
    EVALUATOR = "evaluator", "Evaluator"
    OFFICIAL = "official", "Pejabat"
    AGENCY_ADMIN = "agency_admin", "Admin OPD"
    SUPERVISOR = "supervisor", "Penyelia"
    OPERATOR = "operator", "Petugas"
    VIEWER = "viewer", "Pengamat"


class GoesOn(models.TextChoices):
    """After what the next ticket of one's own opens by itself; each holds what stands above it."""

    NEVER = "never", "Tidak pernah: tetap di tiket"
    ENDED = "ended", "Sesudah membalas sekaligus menyelesaikan"
    DONE = "done", "Sesudah menyelesaikan dengan cara apa pun, dan sesudah menunggu pemohon"
    ALWAYS = "always", "Juga sesudah setiap balasan"

    def follows(self, least: GoesOn) -> bool:
        """Whether the next ticket opens after what this needs at least."""
        order = list(GoesOn)
        return order.index(self) >= order.index(least)


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
        if self.known_as(email or "").exists():
            raise ValidationError(EMAIL_TAKEN)  # `createsuperuser` says it in one line
        extra_fields.setdefault("full_name", username)
        staff = super().create_superuser(username, email, password, **extra_fields)
        Membership.objects.create(staff=staff, role=Role.SUPER_ADMIN)
        return staff

    def known_as(self, name: str) -> models.QuerySet[Staff]:
        """The accounts that this name may mean at the log-in, in any case of letters."""
        name = name.strip()
        return (
            self.filter(Q(username__iexact=name) | Q(email__iexact=name)) if name else self.none()
        )

    def at_work(self, pk: int) -> Staff | None:
        """The person with the roles in force and their services, in two queries (services.signed_in)."""
        held = Membership.objects.filter(staff=pk).in_force().select_related("staff")
        memberships = held.with_service_ids()
        if not memberships:
            return self.filter(pk=pk).first()
        staff = memberships[0].staff
        staff._memberships = memberships
        return staff


class Staff(AbstractUser):
    """An account of a person; rights come from memberships, never from is_staff."""

    full_name = models.CharField("nama lengkap", max_length=150)
    position = models.CharField("jabatan", max_length=150, blank=True)
    email_reminders = models.BooleanField(
        "pengingat lewat e-mail", default=False, help_text="Selain di layar."
    )
    goes_on = models.CharField(
        "tiket berikutnya",
        max_length=6,
        choices=GoesOn.choices,
        default=GoesOn.ENDED,
        db_default=GoesOn.ENDED,
    )
    is_example = models.BooleanField("akun contoh", default=False)

    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name = "petugas"
        verbose_name_plural = "petugas"
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="staff_email_once",
                violation_error_message=EMAIL_TAKEN,
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def memberships_now(self) -> list[Membership]:
        """Roles in force, with their agencies; read once per object."""
        return self._memberships

    @cached_property
    def rights(self) -> Hashable:
        """Equal for people with the same roles and services: what they may see, but for their own."""
        held = [
            (one.role, one.agency_id, tuple(sorted(one.service_ids)))
            for one in self.memberships_now()
        ]
        return tuple(held)

    @cached_property
    def _memberships(self) -> list[Membership]:
        return list(self.memberships.in_force())


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> MembershipQuerySet:
        """Roles that count now, with their agencies."""
        return self.filter(is_active=True, staff__is_active=True).select_related("agency")

    def with_service_ids(self) -> list[Membership]:
        """The rows with their services, in two queries for all of them."""
        found = list(self.prefetch_related("services"))
        for membership in found:
            if membership.role == Role.OPERATOR:
                given = frozenset(service.pk for service in membership.services.all())
                membership.service_ids = given
        return found


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
    # Filled in by the app that has the numbers: whose tickets this operator does not see.
    numbers_elsewhere: frozenset[int] | None = None

    objects = MembershipQuerySet.as_manager()

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

    @cached_property
    def service_ids(self) -> frozenset[int]:
        """The services that an operator works; no other role is narrowed by services."""
        if self.role != Role.OPERATOR:
            return frozenset()
        given = Membership.services.through.objects.filter(membership=self.pk)
        return frozenset(given.values_list("service_id", flat=True))
