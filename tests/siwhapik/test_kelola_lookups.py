"""/kelola/ lists: filtered by what they offer and by nothing else that stands in the address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.admin_base import KelolaAdmin, offered_lookups
from services.models import Holiday, Staff
from tests import factories
from tickets.models import Ticket, WebhookEvent

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]
PAGES = {
    f"/kelola/{model._meta.app_label}/{model._meta.model_name}/": page
    for model, page in admin.site._registry.items()
}
# Columns of the row, of its neighbours, of nothing at all; comparisons that read letter by letter.
HOSTILE = [
    "password__startswith",
    "password__regex",
    "password",
    "user__password__regex",
    "memberships__staff__password__startswith",
    "staff__password__startswith",
    "assignee__password__startswith",
    "actor__password__regex",
    "officer",
    "access_token__startswith",
    "channel__access_token__startswith",
    "payload__a__b",
    "parked__0__path",
    "parked__contains",
    "data__by",
    "token_hash__startswith",
    "ticket__tracking_code__startswith",
    "agency__name__regex",
    "agency__staff__password",
    "name__regex",
    "id__in",
    "pk",
    "agency__in",
    "is_active__in",
    "is_active__regex",
    "nonsense",
    "nonsense__exact",
]
# A NUL byte is answered 404 by the middleware of all pages.
NEVER_500 = (200, 302, 400, 404)
GARBAGE = [
    "o=9999999",
    "o=-1.-2.x",
    "o=..--",
    "o=" + "1." * 500,
    "p=abc",
    "p=-3",
    "p=0",
    "p=" + "9" * 30,
    "p=" + "9" * 5000,
    "all=",
    "e=1",
    "q=%00",
    "q=" + "x" * 10_000,
    "q=" + "a+" * 5_000,
    "q=%27%22%5C%25_",
    "q=%F0%9F%98%80",
    "_popup=1",
    "_to_field=id",
    "_facets=1",
]


def opener(page: str, masuk: LogIn, super_admin: Staff, admin_opd: Staff) -> Client:
    """Those who may open that list: matters, and who looked at them, are an office's own."""
    browser = masuk(super_admin)
    return browser if browser.get(page).status_code == 200 else masuk(admin_opd)


@pytest.mark.parametrize("page", PAGES)
def test_a_list_takes_no_lookup_that_it_does_not_offer(
    page: str, masuk: LogIn, super_admin: Staff, admin_opd: Staff, tiket: Ticket
) -> None:
    browser = opener(page, masuk, super_admin, admin_opd)
    assert browser.get(page).status_code == 200
    table = PAGES[page].model._meta.db_table
    for lookup in HOSTILE:
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(f"{page}?{urlencode({lookup: 'pbkdf2'})}")
        assert answer.status_code == 400, lookup
        assert not [one for one in asked if f'"{table}".*' in one["sql"] or "REGEXP" in one["sql"]]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_list_offers_still_filters(
    page: str, masuk: LogIn, super_admin: Staff, admin_opd: Staff, tiket: Ticket
) -> None:
    browser = opener(page, masuk, super_admin, admin_opd)
    filters = browser.get(page).context["cl"].filter_specs
    links = [
        choice["query_string"] for one in filters for choice in one.choices(_list(browser, page))
    ]
    for link in links:
        assert browser.get(f"{page}{link}").status_code == 200, link


def _list(browser: Client, page: str) -> Any:
    return browser.get(page).context["cl"]


@pytest.mark.parametrize("page", PAGES)
def test_garbage_in_the_address_of_a_list_breaks_nothing(
    page: str, masuk: LogIn, super_admin: Staff, admin_opd: Staff, tiket: Ticket
) -> None:
    browser = opener(page, masuk, super_admin, admin_opd)
    for query in GARBAGE:
        assert browser.get(f"{page}?{query}").status_code in NEVER_500, query
    for field in ("password", "access_token", "nonsense", "agency__password", "pk__x"):
        answer = browser.get(f"{page}?_to_field={field}")
        assert answer.status_code == 400, field


@pytest.mark.parametrize("page", PAGES)
def test_garbage_values_of_what_is_offered_break_nothing(
    page: str, masuk: LogIn, super_admin: Staff, admin_opd: Staff, tiket: Ticket
) -> None:
    browser = opener(page, masuk, super_admin, admin_opd)
    for lookup in sorted(offered_lookups(PAGES[page], _request(browser, page))):
        for value in ("", "abc", "-1", "0", "1.5", "9" * 30, "9999", "[", "\x00", "x" * 9000):
            answer = browser.get(page, {lookup: value})
            assert answer.status_code in NEVER_500, (lookup, value)


def _request(browser: Client, page: str) -> Any:
    return browser.get(page).wsgi_request


def test_every_page_under_kelola_has_the_guard() -> None:
    assert [page for page in PAGES.values() if not isinstance(page, KelolaAdmin)] == []


def test_a_filter_that_is_offered_is_spelled_out() -> None:
    page = admin.site._registry[WebhookEvent]
    assert page.list_filter == [("settled_at", EmptyFieldListFilter)]
    assert "settled_at__isempty" in offered_lookups(page, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("date__year=2026", 200),
        ("date__year=2026&date__month=8", 200),
        ("date__year=2026&date__month=8&date__day=17", 200),
        ("date__year=9999", 400),
        ("date__year=9999&date__month=12", 400),
        ("date__year=0", 400),
        ("date__year=" + "9" * 20, 400),
        ("date__year=2026&date__month=13", 400),
        ("date__year=2026&date__month=2&date__day=31", 302),
        ("date__month=5", 200),
        ("date__gte=2026-01-01", 400),
    ],
)
def test_dates_above_a_list(masuk: LogIn, super_admin: Staff, query: str, status: int) -> None:
    Holiday.objects.create(date="2026-08-17", name="Hari Kemerdekaan", kind="national")
    page = masuk(super_admin).get(f"/kelola/services/holiday/?{query}")
    assert page.status_code == status


@pytest.mark.parametrize("words", ["x" * 201, "kata " * 11])
def test_a_search_that_is_too_long_is_said_and_not_asked(
    masuk: LogIn, super_admin: Staff, admin_opd: Staff, tiket: Ticket, words: str
) -> None:
    for page in ("/kelola/services/staff/", "/kelola/tickets/ticket/"):
        answer = opener(page, masuk, super_admin, admin_opd).get(page, {"q": words})
        assert answer.status_code == 200
        assert "Kata pencarian terlalu panjang" in answer.content.decode()
    found = masuk(super_admin).get("/kelola/services/staff/", {"q": "Anwar Admin"})
    assert list(found.context["cl"].result_list) == [admin_opd]


def test_a_register_number_of_any_length_is_looked_for(
    masuk: LogIn, admin_opd: Staff, tiket: Ticket
) -> None:
    page = masuk(admin_opd)
    for words in ("DINSOS-" + "9" * 60_000, "DINSOS-2026-" + " a" * 5000):
        assert page.get("/kelola/tickets/ticket/", {"q": words[:60_000]}).status_code == 200


def test_nothing_is_completed_or_searched_across_the_lists(
    masuk: LogIn, super_admin: Staff, petugas: Staff
) -> None:
    browser = masuk(super_admin)
    asked = {"app_label": "services", "model_name": "membership", "field_name": "staff"}
    for more in ({"term": "pbkdf2"}, {"term": "x" * 10_000}, {"term": "a", "page": "abc"}):
        assert browser.get("/kelola/autocomplete/", asked | more).status_code == 404
    assert browser.get("/kelola/autocomplete/").status_code == 404
    for query in ({"s": "a", "page": "abc"}, {"s": "petugas", "extended": "1"}):
        assert browser.get("/kelola/search/", query).status_code == 404


@pytest.mark.parametrize("ticked", ["abc", "1.5", "-1", "9" * 40, "\u0661", "1 OR 1=1"])
def test_ticked_rows_are_numbers(
    masuk: LogIn, super_admin: Staff, petugas: Staff, ticked: str
) -> None:
    sent = {"action": "forget_second_factor", "_selected_action": [ticked]}
    assert masuk(super_admin).post("/kelola/services/staff/", sent).status_code == 400


@pytest.mark.parametrize("page", PAGES)
def test_garbage_in_the_address_of_a_form_breaks_nothing(
    page: str, masuk: LogIn, super_admin: Staff, admin_opd: Staff, tiket: Ticket
) -> None:
    browser = opener(page, masuk, super_admin, admin_opd)
    for key in ("abc", "9" * 30, "_5F", "-1", "1_00"):
        assert browser.get(f"{page}{key}/change/").status_code in (302, 403, 404), key
    names = [field.name for field in PAGES[page].model._meta.get_fields()]
    first = dict.fromkeys(names, "abc")
    assert browser.get(f"{page}add/", first).status_code in (200, 403)
    assert browser.get(f"{page}add/?_to_field=password").status_code in (400, 403)
    many = "&_changelist_filters=" + "x" * 5000
    assert browser.get(f"{page}add/?_popup=1{many}").status_code in (200, 403)


def test_the_lists_of_an_office_are_those_of_the_office(
    masuk: LogIn, admin_opd: Staff, orang_luar: Staff
) -> None:
    """The same guard for an admin of one office only."""
    page = masuk(admin_opd)
    for lookup in HOSTILE:
        assert page.get("/kelola/services/staff/", {lookup: "x"}).status_code == 400
    named = page.get("/kelola/services/staff/", {"memberships__role__exact": "operator"})
    assert named.status_code == 200
    assert orang_luar.full_name not in named.content.decode()
    assert factories.StaffFactory().full_name not in named.content.decode()
