"""What every list and form under /kelola/ has in common, whoever's rows it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import PasswordInput
from django.http import Http404, HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from services.admin_forms import KelolaForm, refusals

# What a filter in the side list, or the row of dates above a list, puts into an address.
FILTERED = ("__exact", "__id__exact", "__isnull", "__isempty")
DATED = {"__year": (1900, 2200), "__month": (1, 12), "__day": (1, 31)}
YEAR_DIGITS, KEY_DIGITS = 4, 18
# A code of a choice; a number so long is no key that a database takes.
LONGEST_VALUE = 40
# Far more than a name, an address or a number has.
LONGEST_SEARCH, MOST_WORDS = 200, 10
# Rows of a parent on one page. Django takes two thousand, for which a process works half a minute.
MOST_ROWS = 200
TOO_LONG = (
    f"Kata pencarian terlalu panjang. Cari dengan paling banyak {MOST_WORDS} kata, "
    f"{LONGEST_SEARCH} huruf."
)


class KelolaAdmin(ModelAdmin):
    """A list is filtered by what it offers and by nothing else.

    Django would take any column of the row and of its neighbours from the address, with any
    comparison: a password's hash could be read letter by letter, and a regular expression hangs
    the process.
    """

    form = KelolaForm
    change_form_before_template = "kelola/refusals.html"

    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """Somebody else was first: looked at once more, the form says so in words."""
        try:
            return super().changeform_view(*args, **kwargs)
        except IntegrityError:
            return super().changeform_view(*args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With every refusal on top: unfold shows some beside their fields, and some nowhere."""
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        if request.method == "POST":
            form = context["adminform"].form
            context["refusals"] = refusals(form, formsets)
            secret = (isinstance(one.widget, PasswordInput) for one in form.fields.values())
            context["has_secret"] = any(secret)
        page: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return page

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Any = None
    ) -> Iterator[tuple[Any, Any]]:
        """The number of rows is what somebody sends, so it has an end."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.max_num = min(formset.max_num, MOST_ROWS)
            formset.absolute_max = MOST_ROWS
            yield formset, inline

    def _get_obj_does_not_exist_redirect(self, *_: Any) -> HttpResponse:
        raise Http404("Tidak ada, atau bukan milik instansi Anda.")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        digits = sum(1 for letter in value if letter.isdigit())
        is_short = len(value) <= LONGEST_VALUE and digits <= KEY_DIGITS
        return is_short and lookup in offered_lookups(self, request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        _refuse_what_is_no_row(request)
        _refuse_what_is_no_date(self.date_hierarchy, request)
        answer: HttpResponse = super().changelist_view(request, extra_context)
        return answer

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A page of words is a query that no database takes."""
        if len(search_term) > LONGEST_SEARCH or len(search_term.split()) > MOST_WORDS:
            self.message_user(request, TOO_LONG, messages.ERROR)
            return queryset.none(), False
        return self.find(request, queryset, search_term)

    def find(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The rows with these words, and whether a row can be found twice."""
        found: tuple[QuerySet[Any], bool] = super().get_search_results(
            request, queryset, search_term
        )
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is filled in from the address."""
        return {}


def offered_lookups(page: ModelAdmin, request: HttpRequest | None) -> set[str]:
    """The parameters that the list's own filters and dates put into its address."""
    offered = set()
    for one in page.get_list_filter(request):
        if isinstance(one, type) and issubclass(one, admin.SimpleListFilter):
            offered.add(str(one.parameter_name))
        else:
            path = one if isinstance(one, str) else one[0]
            offered |= {f"{path}{ending}" for ending in FILTERED}
    if page.date_hierarchy:
        offered |= {f"{page.date_hierarchy}{ending}" for ending in DATED}
    return offered


def _refuse_what_is_no_row(request: HttpRequest) -> None:
    """Ticked rows are numbers; anything else would end in the database's own error."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not all(one.isascii() and one.isdigit() and len(one) <= KEY_DIGITS for one in ticked):
        raise SuspiciousOperation("a ticked row is not a number")


def _refuse_what_is_no_date(field: str | None, request: HttpRequest) -> None:
    """Django adds days to these before it looks, which fails at the end of the calendar."""
    for ending, (least, most) in DATED.items() if field else ():
        for asked in request.GET.getlist(f"{field}{ending}"):
            if not (asked.isascii() and asked.isdigit() and len(asked) <= YEAR_DIGITS):
                raise SuspiciousOperation("a part of a date is not a number")
            if not least <= int(asked) <= most:
                raise SuspiciousOperation("a part of a date is not in any calendar")
