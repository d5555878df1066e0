"""What every list and form under /kelola/ has in common."""

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

# Suffixes that a filter in the side list, or the dates above a list, put into an address.
FILTERED = ("__exact", "__id__exact", "__isnull", "__isempty")
DATED = {"__year": (1900, 2200), "__month": (1, 12), "__day": (1, 31)}
YEAR_DIGITS, KEY_DIGITS = 4, 18
# Longer than any code of a choice; a number of this length is too large for a key.
LONGEST_VALUE = 40
# Far longer than a name, an address or a number.
LONGEST_SEARCH, MOST_WORDS = 200, 10
# Inline rows on one page. Django takes two thousand, which keep a process busy for half a minute.
MOST_ROWS = 200
TOO_LONG = (
    f"Kata pencarian terlalu panjang. Cari dengan paling banyak {MOST_WORDS} kata, "
    f"{LONGEST_SEARCH} huruf."
)


class KelolaAdmin(ModelAdmin):
    """A list takes only the filters that it offers.

    Django would take any column of the row and of related rows from the address, with any
    comparison: a visitor could read a password's hash letter by letter, or hang the process with
    a regular expression.
    """

    form = KelolaForm
    change_form_before_template = "kelola/refusals.html"

    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """On a unique row that another request wrote first: show the form again, which says so."""
        try:
            return super().changeform_view(*args, **kwargs)
        except IntegrityError:
            return super().changeform_view(*args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With a list of every refusal on top: unfold shows some of them nowhere."""
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
        """Limit the number of inline rows, which comes from the browser."""
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
        """Limit the length of a search: a page of words would be too large a query."""
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
        """Fill nothing in from the address."""
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
    """Refuse ticked rows that are not numbers; they would end in a database error."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not all(one.isascii() and one.isdigit() and len(one) <= KEY_DIGITS for one in ticked):
        raise SuspiciousOperation("a ticked row is not a number")


def _refuse_what_is_no_date(field: str | None, request: HttpRequest) -> None:
    """Refuse dates at the ends of the calendar: Django adds days to them, which fails."""
    for ending, (least, most) in DATED.items() if field else ():
        for asked in request.GET.getlist(f"{field}{ending}"):
            if not (asked.isascii() and asked.isdigit() and len(asked) <= YEAR_DIGITS):
                raise SuspiciousOperation("a part of a date is not a number")
            if not least <= int(asked) <= most:
                raise SuspiciousOperation("a part of a date is not in any calendar")
