"""/kelola/ forms: what is refused is said in words on the page, and what was typed stays."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client

from services.admin_forms import KelolaForm
from services.models import Agency, Service, ServiceStandard, Staff
from tests import factories
from tickets.models import Channel, Ticket

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]
PAGES = {
    f"/kelola/{model._meta.app_label}/{model._meta.model_name}/": page
    for model, page in admin.site._registry.items()
}


def forms_of(page: Any, request: Any) -> list[Any]:
    """The form of the row and of its inlines, as this person gets them for a new row."""
    inlines = page.get_formset_kwargs and page.get_inline_instances(request)
    return [page.get_form(request), *(one.get_formset(request).form for one in inlines)]


def prefixes(page: Any, request: Any) -> list[str]:
    formsets = [one.get_formset(request) for one in page.get_inline_instances(request)]
    return [one.get_default_prefix() for one in formsets]


def refused_words(answer: Any) -> list[str]:
    """Every error that the form, its inline rows and the rows together hold."""
    main = answer.context["adminform"].form
    formsets = [each.formset for each in answer.context["inline_admin_formsets"]]
    forms = [main, *(form for formset in formsets for form in formset.forms)]
    words = [str(one) for form in forms for errors in form.errors.values() for one in errors]
    return words + [str(one) for formset in formsets for one in formset.non_form_errors()]


def assert_all_said(answer: Any) -> list[str]:
    text = unescape(answer.content.decode())
    words = refused_words(answer)
    assert words, "nothing was refused"
    for one in words:
        assert one in text, one
    return words


@pytest.fixture
def addable(masuk: LogIn, super_admin: Staff) -> list[tuple[str, Client]]:
    browser = masuk(super_admin)
    return [(page, browser) for page in PAGES if browser.get(f"{page}add/").status_code == 200]


def test_every_error_of_every_new_row_is_on_the_page(addable: list[tuple[str, Client]]) -> None:
    assert len(addable) >= 10
    for page, browser in addable:
        request = browser.get(f"{page}add/").wsgi_request
        sent: dict[str, Any] = {}
        for prefix in prefixes(PAGES[page], request):
            sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
            # Begun, so that it is not passed over as an empty row.
            sent |= {f"{prefix}-0-order": "x", f"{prefix}-0-name": "x", f"{prefix}-0-role": "x"}
            sent |= {f"{prefix}-0-capacity": "x", f"{prefix}-0-value": "9", f"{prefix}-0-code": "!"}
        answer = browser.post(f"{page}add/", sent)
        assert answer.status_code == 200, page
        assert_all_said(answer)
        assert "Belum disimpan" in answer.content.decode()


def test_rows_that_were_tampered_with_are_said_too(addable: list[tuple[str, Client]]) -> None:
    for page, browser in addable:
        request = browser.get(f"{page}add/").wsgi_request
        for prefix in prefixes(PAGES[page], request):
            for total in ("", "abc", "-1"):
                answer = browser.post(f"{page}add/", {f"{prefix}-TOTAL_FORMS": total})
                assert answer.status_code == 200, (page, total)
                assert_all_said(answer)


@pytest.mark.parametrize("about", [None, "id", "created_at", "nonsense"])
def test_a_rule_of_the_row_is_said_whatever_it_is_about(
    about: str | None, addable: list[tuple[str, Client]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """About the whole, or about a field that is fixed, computed or hidden on this page."""
    words = "Ini ditolak oleh aturan contoh."

    def refuse(self: Any) -> None:
        raise ValidationError(words if about is None else {about: words})

    for page, browser in addable:
        monkeypatch.setattr(PAGES[page].model, "clean", refuse)
        answer = browser.post(f"{page}add/", {})
        assert words in answer.content.decode(), page


def test_every_form_is_one_that_says_all(masuk: LogIn, super_admin: Staff, tiket: Ticket) -> None:
    request = masuk(super_admin).get("/kelola/services/agency/").wsgi_request
    for page in PAGES.values():
        if page.has_add_permission(request):
            for form in forms_of(page, request):
                assert issubclass(form, KelolaForm), (page, form)


def test_a_role_that_needs_an_agency_says_so(masuk: LogIn, super_admin: Staff) -> None:
    sent = {"full_name": "Baru Contoh", "username": "baru", "new_password": "kata sandi panjang"}
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "0-role": "operator", "0-agency": ""}
    sent |= {f"memberships-{name}": value for name, value in rows.items()}
    answer = masuk(super_admin).post("/kelola/services/staff/add/", sent)
    text = answer.content.decode()
    assert "Peran ini hanya berlaku di satu instansi. Pilih instansinya." in text
    assert 'value="Baru Contoh"' in text
    assert not Staff.objects.filter(username="baru").exists()


def test_rows_of_a_standard_say_what_is_missing(
    masuk: LogIn, admin_opd: Staff, layanan: Service
) -> None:
    sent = {"service": layanan.pk, "status": "draft", "turnaround": "1 hari", "product": "Surat"}
    for prefix in ("requirements", "steps"):
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    sent |= {"requirements-0-order": "1", "requirements-0-note": "tanpa nama", "steps-0-order": "x"}
    answer = masuk(admin_opd).post("/kelola/services/servicestandard/add/", sent)
    assert answer.status_code == 200
    assert_all_said(answer)
    assert 'value="1 hari"' in answer.content.decode()
    assert not ServiceStandard.objects.exists()


def test_a_rule_about_a_fixed_field_is_said_before_the_database_refuses(
    masuk: LogIn, admin_opd: Staff, layanan: Service, layanan_lain: Service
) -> None:
    """The office of a service is not on its form, and the name is unique within the office."""
    url = f"/kelola/services/service/{layanan_lain.pk}/change/"
    page = masuk(admin_opd)
    sent = dict(page.get(url).context["adminform"].form.initial)
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    answer = page.post(url, sent | {"name": layanan.name})
    assert answer.status_code == 200
    assert "sudah ada" in " ".join(assert_all_said(answer))


def test_whoever_comes_second_reads_why(
    masuk: LogIn, admin_opd: Staff, dinas: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two save the same number at once: the second one's form was looked at before the first's row."""
    sent = {"agency": dinas.pk, "name": "Kedua", "display_phone_number": "+62 811-0000-0099"}
    sent |= {"phone_number_id": "100000000000099", "is_simulated": "on", "is_active": "on"}
    sent |= {"templates-TOTAL_FORMS": "0", "templates-INITIAL_FORMS": "0"}
    factories.ChannelFactory(phone_number_id="100000000000099", agency=dinas)
    look = Channel.validate_unique
    looked: list[bool] = []

    def too_early(self: Channel, exclude: Any = None) -> None:
        looked.append(True)
        if len(looked) > 1:
            look(self, exclude)

    monkeypatch.setattr(Channel, "validate_unique", too_early)
    answer = masuk(admin_opd).post("/kelola/tickets/channel/add/", sent)
    assert len(looked) == 2
    assert "sudah ada" in " ".join(assert_all_said(answer))
    assert 'value="Kedua"' in answer.content.decode()


def _office(browser: Any, office: Agency, **changes: str) -> Any:
    """Post the office's form as it is, with these changes."""
    url = f"/kelola/services/agency/{office.pk}/change/"
    sent = dict(browser.get(url).context["adminform"].form.initial)
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    answer = browser.post(url, sent | changes)
    office.refresh_from_db()
    return answer


def test_where_an_office_is_is_one_field_and_can_be_emptied(
    masuk: LogIn, admin_opd: Staff, dinas: Agency
) -> None:
    browser = masuk(admin_opd)
    assert _office(browser, dinas, point=" -7,4478; 112,7183 ").status_code == 302
    assert str(dinas.point) == "-7.447800, 112.718300"
    assert _office(browser, dinas, name="Dinas Baru").status_code == 302
    assert (str(dinas.point), dinas.name) == ("-7.447800, 112.718300", "Dinas Baru")
    answer = _office(browser, dinas, point="112.7183, -7.4478")
    assert "lintang dahulu, lalu bujur" in " ".join(assert_all_said(answer))
    assert 'value="112.7183, -7.4478"' in answer.content.decode()
    assert str(dinas.point) == "-7.447800, 112.718300"
    assert _office(browser, dinas, point="").status_code == 302
    assert dinas.point is None


def test_inhabitants_may_have_dots_between_thousands(
    masuk: LogIn, admin_opd: Staff, dinas: Agency
) -> None:
    browser = masuk(admin_opd)
    told = {"inhabitants_year": "2025", "inhabitants_source": "BPS (contoh)"}
    assert _office(browser, dinas, inhabitants="12.000", **told).status_code == 302
    assert dinas.inhabitants == 12_000
    answer = _office(browser, dinas, inhabitants="12.5", **told)
    assert "misalnya 1200 atau 1.200" in " ".join(assert_all_said(answer))
