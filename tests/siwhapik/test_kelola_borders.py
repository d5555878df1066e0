"""/kelola/ forms at their borders: rows without end, one's own account, people who have left."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from services.admin_base import MOST_ROWS
from services.models import Absence, Agency, Membership, Staff
from tests import factories
from tests.siwhapik.test_kelola_refusals import PAGES, assert_all_said

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]


def test_rows_of_a_parent_have_an_end(masuk: LogIn, super_admin: Staff) -> None:
    """A hundred thousand were announced; as many as were made kept a process busy for a minute."""
    browser = masuk(super_admin)
    with_rows = [path for path, page in PAGES.items() if page.inlines]
    assert len(with_rows) >= 5
    for path in with_rows:
        answer = browser.get(f"{path}add/")
        if answer.status_code != 200:
            continue
        sent = {}
        for each in answer.context["inline_admin_formsets"]:
            sent |= {f"{each.formset.prefix}-TOTAL_FORMS": "99999"}
            sent |= {f"{each.formset.prefix}-INITIAL_FORMS": "0"}
        answer = browser.post(f"{path}add/", sent)
        assert answer.status_code == 200
        for each in answer.context["inline_admin_formsets"]:
            assert len(each.formset.forms) <= MOST_ROWS
        assert_all_said(answer)


def test_nobody_switches_off_their_own_account(
    masuk: LogIn, super_admin: Staff, admin_opd: Staff
) -> None:
    """The last super admin would lock everybody out; another admin's account may be ended."""
    for me in (super_admin, admin_opd):
        page = f"/kelola/services/staff/{me.pk}/change/"
        sent = {"full_name": "Baru Contoh", "username": me.username, "is_active": ""}
        sent |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
        assert masuk(me).post(page, sent).status_code == 302
        me.refresh_from_db()
        assert me.full_name == "Baru Contoh"
        assert me.is_active
    assert masuk(super_admin).post(page, sent).status_code == 302
    admin_opd.refresh_from_db()
    assert not admin_opd.is_active


@pytest.mark.parametrize("stays", [True, False])
def test_who_has_left_is_not_sent_away_from_another_office(
    stays: bool,
    masuk: LogIn,
    penyelia: Staff,
    petugas: Staff,
    dinas_wita: Agency,
) -> None:
    """An absence gives tickets back to the queue, those of the other office too."""
    factories.MembershipFactory(staff=petugas, agency=dinas_wita, role="operator")
    here = Membership.objects.filter(staff=petugas).exclude(agency=dinas_wita)
    here.update(is_active=stays)
    known = Absence.objects.create(
        staff=petugas, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 1, 2)
    )
    browser = masuk(penyelia)
    sent = {"staff": petugas.pk, "starts_on": "2026-06-01", "ends_on": "2026-06-30", "kind": "sick"}
    browser.post("/kelola/services/absence/add/", sent)
    assert Absence.objects.count() == (2 if stays else 1)
    change = f"/kelola/services/absence/{known.pk}/change/"
    assert browser.get(change).status_code == (200 if stays else 404)
    browser.post(change, sent)
    known.refresh_from_db()
    assert (known.starts_on == dt.date(2026, 6, 1)) is stays


def test_what_is_not_there_is_404_on_every_page(masuk: LogIn, super_admin: Staff) -> None:
    browser = masuk(super_admin)
    for path in PAGES:
        for what in ("change", "history"):
            assert browser.get(f"{path}987654/{what}/").status_code in (403, 404), (path, what)


def test_the_only_office_that_one_manages_is_chosen_already(
    masuk: LogIn, penyelia: Staff, super_admin: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    def chosen(person: Staff) -> object:
        page = masuk(person).get("/kelola/tickets/actexample/add/")
        return page.context["adminform"].form["agency"].value()

    assert chosen(penyelia) == dinas.pk
    assert chosen(super_admin) is None
    factories.MembershipFactory(staff=penyelia, agency=dinas_wita, role="supervisor")
    assert chosen(penyelia) is None
