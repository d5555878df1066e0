"""Accounts and roles: an agency's admin makes them for their own agency, and never above it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.debug import sensitive_post_parameters
from unfold.widgets import UnfoldAdminPasswordWidget

from services import access
from services.access import Action
from services.admin_forms import KelolaForm
from services.admin_scope import ScopedAdmin, ScopedStack, agencies_of, is_super
from services.models import Agency, Membership, Role, Staff
from services.models.staff import EMAIL_TAKEN

# Where the tickets of somebody who left are passed on; the page belongs to an app above this one.
RELIEF_PAGE = "/piket/alihkan/{}/"
# The roles that the admin of one office may give.
OFFICE_ROLES = (Role.AGENCY_ADMIN, Role.SUPERVISOR, Role.OPERATOR, Role.VIEWER)


def _managed(request: HttpRequest) -> QuerySet[Agency]:
    return agencies_of(request, Action.MANAGE_STAFF)


class MembershipForm(KelolaForm):
    """The page sets `super_admin` and `agencies` to those of the person who uses it."""

    super_admin = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.super_admin:
            self.fields["agency"].required = True
            self.fields["agency"].help_text = ""
            offered = [choice for choice in Role.choices if choice[0] in OFFICE_ROLES]
            self.fields["role"].choices = offered  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any] | None:
        """Services must belong to the role's office; a super admin's role has no office."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") == Role.SUPER_ADMIN and cleaned.get("agency"):
            raise ValidationError(
                {"agency": "Super admin berlaku di semua instansi. Kosongkan instansinya."}
            )
        agency, services = cleaned.get("agency"), cleaned.get("services") or ()
        foreign = [one for one in services if agency is None or one.agency_id != agency.pk]
        if foreign:
            raise ValidationError({"services": f"{foreign[0]} bukan layanan instansi itu."})
        return cleaned


class MembershipInline(ScopedStack):
    action = Action.MANAGE_STAFF
    model = Membership
    form = MembershipForm
    fields = ["agency", "role", "services", "capacity", "is_active"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        may_all = is_super(request)
        kwargs["validate_min"] = True
        kwargs["form"] = type("OwnMembershipForm", (MembershipForm,), {"super_admin": may_all})
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        rows: QuerySet[Membership] = super().get_queryset(request).prefetch_related("services")
        return rows if is_super(request) else rows.filter(agency__in=_managed(request))

    def get_min_num(self, request: HttpRequest, obj: Any = None, **_: Any) -> int:
        """At least one: no office's admin could change an account without a role at an office."""
        return 0 if obj or is_super(request) else 1

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No person changes their own rights, not even a super admin: another admin has to."""
        return obj is None or obj.pk != request.user.pk

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a role is switched off instead, so that it stays known who held it."""
        return False


class StaffForm(KelolaForm):
    new_password = forms.CharField(
        label="Kata sandi",
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="Paling sedikit 10 huruf. Kosongkan bila tidak diubah. Sampaikan langsung kepada "
        "orangnya, dan minta ia menggantinya.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "new_password" in self.fields:
            self.fields["new_password"].required = self.instance.pk is None

    def clean_username(self) -> str:
        """Unique without regard to case: of two names that differ in case neither could log in."""
        username: str = self.cleaned_data["username"]
        if self._others(username).exists():
            raise ValidationError("Nama pengguna ini sudah dipakai akun lain. Pilih nama lain.")
        return username

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if self._others(email).exists():
            raise ValidationError(EMAIL_TAKEN)
        return email

    def _others(self, name: str) -> QuerySet[Staff]:
        return Staff.objects.known_as(name).exclude(pk=self.instance.pk)

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    def save(self, commit: bool = True) -> Staff:
        if self.cleaned_data.get("new_password"):
            self.instance.set_password(self.cleaned_data["new_password"])
        staff: Staff = super().save(commit)
        return staff


@admin.register(Staff)
class StaffAdmin(ScopedAdmin):
    """An account with roles at other offices is shown, but only the super admin changes it."""

    action = Action.MANAGE_STAFF
    agency_path = "memberships__agency"
    form = StaffForm
    inlines = [MembershipInline]
    list_display = ["full_name", "username", "position", "roles", "last_login", "is_active"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["full_name", "username", "email"]
    actions = ["forget_second_factor"]
    readonly_fields = ["is_example", "last_login"]
    fieldsets = [
        (None, {"fields": ["full_name", "position", "username", "email", "new_password"]}),
        ("Keadaan", {"fields": ["is_active", "email_reminders", "last_login", "is_example"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Staff]:
        rows: QuerySet[Staff] = super().get_queryset(request)
        return rows.distinct().prefetch_related("memberships__agency")

    def may(self, request: HttpRequest, obj: Any = None) -> bool:
        """For an account: whether all its roles, ended ones too, are at agencies of this admin."""
        if obj is None or is_super(request):
            return super().may(request)
        agencies = set(_managed(request).values_list("pk", flat=True))
        roles = list(obj.memberships.all()) if obj.pk else []
        held = {membership.agency_id for membership in roles}
        above = any(membership.role not in OFFICE_ROLES for membership in roles)
        return bool(agencies) and held <= agencies and not above

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().may(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """No person switches off their own account: the last super admin could not be brought back."""
        own = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, *(["is_active"] if own else [])]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The same for whoever loses a role while the account stays in use."""
        staff: Staff = form.instance
        before = access.offices_where_each_may(Action.TAKE, [staff.pk])
        super().save_related(request, form, formsets, change)
        lost = before - access.offices_where_each_may(Action.TAKE, [staff.pk])
        for office in Agency.objects.filter(pk__in=[agency for _, agency in lost]):
            words = format_html(
                "{} tidak lagi mengerjakan tiket di {}. Tiket terbukanya kembali ke antrean dalam satu "
                'menit; penyelia mengalihkannya di <a href="{}?instansi={}">Perlu dialihkan</a>.',
                staff,
                office,
                RELIEF_PAGE.format(staff.pk),
                office.pk,
            )
            self.message_user(request, words, messages.WARNING)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever is switched off leaves tickets behind: say at once where they are passed on."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            words = format_html(
                "Akun {} tidak aktif lagi. Tiket terbukanya kembali ke antrean dalam satu menit; "
                'penyelia mengalihkannya di <a href="{}">Perlu dialihkan</a>.',
                obj,
                RELIEF_PAGE.format(obj.pk),
            )
            self.message_user(request, words, messages.WARNING)

    @admin.display(description="peran")
    def roles(self, staff: Staff) -> str:
        return "; ".join(str(one) for one in staff.memberships.all() if one.is_active) or "-"

    @admin.action(description="Matikan langkah kedua (telepon hilang)", permissions=["change"])
    def forget_second_factor(self, request: HttpRequest, rows: QuerySet[Staff]) -> None:
        mine = [staff for staff in rows if self.may(request, staff)]
        Authenticator.objects.filter(user__in=mine).delete()
        for staff in mine:
            self.log_change(request, staff, "Langkah kedua dimatikan")
        names = ", ".join(str(staff) for staff in mine) or "tidak ada"
        self.message_user(request, f"Langkah kedua dimatikan untuk: {names}.", messages.SUCCESS)

    @method_decorator(sensitive_post_parameters("new_password"))
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(*args, **kwargs)
