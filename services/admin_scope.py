"""Configuration pages limited to the agencies that the person manages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Field, ForeignKey, ManyToManyField, Model, Q, QuerySet
from django.http import HttpRequest
from unfold.admin import StackedInline, TabularInline
from unfold.paginator import InfinitePaginator
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from services.access import Action, agencies_where, can, has_role
from services.admin_base import KelolaAdmin
from services.admin_forms import KelolaForm
from services.models import Agency, Membership, Role, Service, Staff

# To reach older rows, people search or filter.
MOST_COUNTED = 10_000


def is_super(request: HttpRequest) -> bool:
    """Whether the person manages every agency."""
    return isinstance(request.user, Staff) and has_role(request.user, Role.SUPER_ADMIN)


def agencies_of(request: HttpRequest, action: Action) -> QuerySet[Agency]:
    """The agencies at which the person may do it; none for an anonymous visitor."""
    if not isinstance(request.user, Staff):
        return Agency.objects.none()
    return agencies_where(request.user, action)


def choices_for(model: type[Model], agencies: QuerySet[Agency]) -> QuerySet[Any]:
    """The rows of a related model that belong to these agencies."""
    rows = model._default_manager.all()
    if model is Agency:
        return rows.filter(pk__in=agencies.values("pk"))
    if model is Staff:
        held = Membership.objects.filter(is_active=True, agency__in=agencies)
        return rows.filter(memberships__in=held).distinct()
    if any(field.name == "agency" for field in model._meta.get_fields()):
        return rows.filter(agency__in=agencies)
    return rows


def with_office(service: Service) -> str:
    """A service's name with its office, for lists over several offices."""
    return f"{service.name} ({service.agency.short_name})"


class _ScopedChoices:
    """Limits choices of foreign keys to the person's own agencies, when shown and when saved."""

    action: Action

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Without the buttons that add or delete a related row."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        if isinstance(field and field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        self._scope(db_field, request, kwargs)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        return self._with_office(field, request)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Check boxes instead of two lists: they work on a phone and by keyboard."""
        self._scope(db_field, request, kwargs)
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        field.help_text = db_field.help_text
        return self._with_office(field, request)

    def _with_office(self, field: Any, request: HttpRequest) -> Any:
        """Add the office to each service for managers of several offices: names repeat."""
        queryset = getattr(field, "queryset", None)
        if queryset is None or queryset.model is not Service:
            return field
        field.queryset = queryset.select_related("agency").order_by("agency__name", "order", "name")
        if agencies_of(request, self.action)[:2].count() > 1:
            field.label_from_instance = with_office
        return field

    def _scope(self, field: Field[Any, Any], request: HttpRequest, kwargs: dict[str, Any]) -> None:
        related = field.related_model
        if isinstance(related, type) and not is_super(request):
            kwargs["queryset"] = choices_for(related, agencies_of(request, self.action))


class ScopedInline(_ScopedChoices, TabularInline):
    """Inline rows; a person who may change their parent may change them."""

    form = KelolaForm
    extra = 0
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


class ScopedStack(ScopedInline, StackedInline):
    """The same, one form below the other."""

    template = StackedInline.template


class ScopedAdmin(_ScopedChoices, KelolaAdmin):
    """Rows of the person's own agencies. For rows of others the answer is 404; nothing changes.

    `action` is the right that is needed; `agency_path` leads from a row to its agency ("pk" for
    the agency itself). `shows_common` shows rows without an agency to every manager.
    """

    action = Action.MANAGE_CATALOGUE
    agency_path = "agency"
    shows_common = False
    may_delete = False
    list_per_page = 50
    show_full_result_count = False
    warn_unsaved_form = True

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new row belongs to the office of a person who manages only one."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        mine = list(agencies_of(request, self.action).values_list("pk", flat=True)[:2])
        if len(mine) == 1 and not is_super(request):
            initial.setdefault("agency", mine[0])
        return initial

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        if is_super(request):
            return rows
        mine = Q(**{f"{self.agency_path}__in": agencies_of(request, self.action).values("pk")})
        if self.shows_common:
            mine |= Q(**{f"{self.agency_path}__isnull": True})
        return rows.filter(mine)

    def agency_of(self, obj: Any) -> Agency | None:
        """The agency that a row belongs to; None for a row of all agencies."""
        found = obj
        for name in () if self.agency_path == "pk" else self.agency_path.split("__"):
            found = getattr(found, name)
        return found  # type: ignore[no-any-return]  # the path ends at an agency

    def may(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person holds the right, for this row if there is one."""
        if not isinstance(request.user, Staff):
            return False
        if obj is None:
            return can(request.user, self.action)
        agency = self.agency_of(obj)
        return is_super(request) if agency is None else can(request.user, self.action, agency)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        common = obj is not None and self.shows_common and self.agency_of(obj) is None
        return self.may(request, None if common else obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_delete and self.may(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not self.may_delete:
            actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Check once more that the row belongs to the person's agencies, behind the form's own check."""
        if not self.may(request, obj):
            raise PermissionDenied
        super().save_model(request, obj, form, change)


class ReadOnlyAdmin(ScopedAdmin):
    """Read only: saving here would bypass the desk."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LongList(KelolaAdmin):
    """A list that grows for years: newest first, without a full count or a last page."""

    ordering = ["-pk"]
    sortable_by = ()
    show_full_result_count = False

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Any], per_page: int, *args: Any, **more: Any
    ) -> Paginator[Any]:
        """Shows the number of rows and pages while they are few, else only "next"."""
        count = queryset.order_by()[: MOST_COUNTED + 1].count()
        kind = Paginator if count <= MOST_COUNTED else InfinitePaginator
        paginator: Paginator[Any] = kind(queryset, per_page, *args, **more)
        vars(paginator)["count"] = min(count, MOST_COUNTED)
        return paginator


class OwnAgencies(admin.RelatedFieldListFilter):
    """Lists the offices whose rows the person may see, without a query over the rows."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        mine = agencies_of(request, model_admin.action).values("pk")
        return field.get_choices(include_blank=False, limit_choices_to={"pk__in": mine})


class OwnServices(admin.RelatedOnlyFieldListFilter):
    """Lists the services that occur in the list, each with its office."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        named = Service.objects.filter(pk__in=model_admin.get_queryset(request).values("service"))
        rows = named.select_related("agency").order_by("agency__name", "order", "name")
        return [(row.pk, with_office(row)) for row in rows]


def own(field: str) -> tuple[str, Any]:
    """A filter in the side list with only the values that occur in the list."""
    return (field, admin.RelatedOnlyFieldListFilter)
