"""A citizen as one agency knows them; the phone number is never a key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from services.models import Agency
from services.name_fields import DerivedField, ShownNameField
from services.names import folded
from services.phones import backwards
from services.sounding import sounded

# The columns that the derived columns are computed from, at every write.
_SOURCES = {"name", "profile_name", "username", "phone"}
_DERIVED = ("search_name", "phone_backwards")
_BATCH = 500


class CitizenQuerySet(models.QuerySet["Citizen"]):
    def named(self, part: str) -> CitizenQuerySet:
        """Citizens with this text in a name; short texts only at the beginning of a word."""
        return self.filter(is_named(part))

    def update(self, **values: Any) -> int:
        """Update the derived columns, too, when a name or number changes."""
        if not _SOURCES & values.keys():
            return super().update(**values)
        keys = list(self.order_by().values_list("pk", flat=True))
        count = super().update(**values)
        for at in range(0, len(keys), _BATCH):
            self.model._default_manager.filter(pk__in=keys[at : at + _BATCH]).derive_again()
        return count

    def derive_again(self) -> None:
        """Compute the derived columns of these rows once more."""
        rows = list(self.only("pk", *_SOURCES))
        for row in rows:
            row.search_name, row.phone_backwards = search_name_of(row), phone_backwards_of(row)
        self.bulk_update(rows, _DERIVED, batch_size=_BATCH)


def name_part(typed: str) -> str:
    """The text to look for in `search_name` for this part of a name."""
    part = folded(typed)
    # The index has parts of three signs; fewer can only be found at the beginning of a word.
    return part if len(part) > 2 else f" {part}"


def is_named(part: str) -> Q:
    """Condition on citizens: one of their names has this part."""
    return Q(search_name__contains=name_part(part))


def is_called(typed: str) -> Q:
    """Condition on citizens: each of these words is in their names, as written or as it sounds."""
    wanted = Q()
    for word in folded(typed).split():
        sound = sounded(word)
        # By its sound only where a word begins: it fits too many in the middle.
        heard = Q(search_name__contains=f" {sound}") if len(sound) > 2 else Q()
        wanted &= is_named(word) | heard
    return wanted


def search_name_of(citizen: Citizen) -> str:
    """All names of the citizen, with a blank before each word; then those that sound otherwise."""
    return names_to_search(citizen.name, citizen.profile_name, citizen.username)


def names_to_search(*known: str) -> str:
    """The value of `search_name` for these names."""
    written = [name for name in map(folded, known) if name]
    heard = [sound for name in written if (sound := sounded(name)) not in written]
    return "".join(f" {name}\n" for name in dict.fromkeys((*written, *heard)))


def phone_backwards_of(citizen: Citizen) -> str:
    return backwards(citizen.phone)


class Citizen(models.Model):
    """A person who asks something of one agency."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="citizens", verbose_name="instansi"
    )
    name = ShownNameField("nama", max_length=200, blank=True)
    profile_name = ShownNameField("nama di WhatsApp", max_length=200, blank=True)
    username = ShownNameField("nama pengguna WhatsApp", max_length=100, blank=True)
    # E.164, for show and search only; absent where WhatsApp withholds it.
    phone = models.CharField("telepon", max_length=20, blank=True, db_index=True)
    # For searching; PostgreSQL has an index on parts of the names (migration 0012).
    search_name = DerivedField(compute=search_name_of)
    phone_backwards = DerivedField(compute=phone_backwards_of, db_index=True)
    # Set when two rows turned out to be one person; messages follow the row that remains.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    # When the bot asked from where they know of the office: once (ADR 0091).
    source_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CitizenQuerySet.as_manager()

    class Meta:
        verbose_name = "pemohon"
        verbose_name_plural = "pemohon"

    def __str__(self) -> str:
        return self.shown_name

    def save(self, *, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        """Write the derived columns together with a name or number."""
        if update_fields is not None and _SOURCES & {*update_fields}:
            update_fields = {*update_fields, *_DERIVED}
        super().save(update_fields=update_fields, **more)

    @property
    def shown_name(self) -> str:
        """The best name known, for people to read."""
        return self.name or self.profile_name or self.username or self.phone or "Tanpa nama"


class CitizenIdentity(models.Model):
    """One way in which WhatsApp names a citizen, with the time in which it was true."""

    class Kind(models.TextChoices):
        WA_ID = "wa_id", "Nomor WhatsApp"
        BSUID = "bsuid", "ID pengguna"
        PARENT_BSUID = "parent_bsuid", "ID pengguna induk"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=160)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "value"],
                condition=Q(valid_until__isnull=True),
                name="identity_once_at_a_time",
            )
        ]
        # who is known by an id, or was
        indexes = [models.Index(fields=["agency", "kind", "value"], name="identity_named")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
