"""What WhatsApp says of account, number and template reaches those who have to act, once and truly."""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from services.models import Staff
from tests import factories
from tests.tickets.account_news.conftest import WABA, banners_of, deliver, health
from tickets.delivery import consequences
from tickets.inbound.account import end_notices
from tickets.models import (
    AccountNotice,
    Channel,
)
from tickets.transports.items import AccountNews, Foreign, TemplateNews
from tickets.transports.whatsapp.news import READERS, read_news

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def restriction(*kinds: str, until: dt.datetime | None = None, number: str = "") -> dict[str, Any]:
    told = [{"restriction_type": kind} for kind in kinds]
    if until is not None:
        told = [{**one, "expiration": str(int(until.timestamp()))} for one in told]
    value = {"event": "ACCOUNT_RESTRICTION", "restriction_info": told}
    return {**value, "phone_number": number} if number else value


def test_a_restriction_is_a_banner_with_what_and_until_when(
    nomor: Channel, penyelia: Staff, masuk: Callable[[Staff], Client], now: dt.datetime
) -> None:
    until = dt.datetime(2026, 6, 12, 2, 30, tzinfo=dt.UTC)
    value = restriction("RESTRICTED_BUSINESS_INITIATED_MESSAGING", until=until, number=nomor.digits)
    event = deliver("account_update", value, at=now)
    assert not event.is_parked
    assert health(nomor) == "restricted"
    shown = banners_of(masuk(penyelia))
    assert f"Nomor {nomor.display_phone_number} tidak boleh menyapa lebih dahulu" in shown
    assert "sampai Jumat, 12 Juni 2026 09.30 WIB" in shown
    assert "minta admin mengajukan peninjauan" in shown


def test_another_office_is_not_told(
    nomor: Channel, orang_luar: Staff, masuk: Callable[[Staff], Client], now: dt.datetime
) -> None:
    deliver("account_update", restriction("RESTRICTED_CUSTOMER_INITIATED_MESSAGING"), at=now)
    assert AccountNotice.objects.count() == 1
    assert "tidak boleh membalas" not in banners_of(masuk(orang_luar))


def test_all_numbers_of_an_account_are_told_where_none_is_named(
    nomor: Channel, now: dt.datetime
) -> None:
    second = factories.ChannelFactory(agency=nomor.agency, waba_id=WABA)
    other = factories.ChannelFactory(agency=nomor.agency, waba_id="900000000000002")
    deliver("account_update", restriction("RESTRICTED_MIGRATION"), at=now)
    assert (health(nomor), health(second), health(other)) == ("restricted", "restricted", "ok")
    named = {"display_phone_number": second.digits, "event": "FLAGGED"}
    deliver("phone_number_quality_update", named, at=now)
    assert set(AccountNotice.objects.filter(kind="quality").values_list("channel", flat=True)) == {
        second.pk
    }


def test_news_of_nobody_here_is_parked_and_changes_nothing(
    nomor: Channel, now: dt.datetime
) -> None:
    event = deliver("account_update", restriction("X"), at=now, waba="900000000000009")
    assert event.parked[0]["code"] == "account_unknown"
    assert not AccountNotice.objects.exists()
    assert health(nomor) == "ok"


def test_quality_comes_and_goes(nomor: Channel, now: dt.datetime) -> None:
    flagged = {"display_phone_number": nomor.digits, "event": "FLAGGED", "current_limit": "TIER_1K"}
    for _ in range(2):
        deliver("phone_number_quality_update", flagged, at=now)
    assert AccountNotice.objects.in_force(now).count() == 1
    later = now + dt.timedelta(hours=1)
    deliver("phone_number_quality_update", {**flagged, "event": "UNFLAGGED"}, at=later)
    assert not AccountNotice.objects.in_force(later).exists()
    assert health(nomor) == "ok"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_word_holds_in_whatever_order_it_comes(
    nomor: Channel, now: dt.datetime, order: tuple[int, ...]
) -> None:
    events = ["FLAGGED", "UNFLAGGED", "FLAGGED"]
    for place in order:
        value = {"display_phone_number": nomor.digits, "event": events[place]}
        told = now - dt.timedelta(minutes=10 - place)
        deliver("phone_number_quality_update", value, at=now, told=told)
    notice = AccountNotice.objects.in_force(now).get()
    assert notice.told_at == now - dt.timedelta(minutes=8)
    assert health(nomor) == "restricted"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_end_holds_though_an_older_beginning_comes_later(
    nomor: Channel, now: dt.datetime, order: tuple[int, int]
) -> None:
    news = [restriction("RESTRICTED_MIGRATION"), restriction()]
    for place in order:
        deliver("account_update", news[place], at=now, told=now - dt.timedelta(minutes=5 - place))
    assert not AccountNotice.objects.in_force(now).exists()
    assert health(nomor) == "ok"


def test_a_new_list_of_restrictions_replaces_the_old_one(nomor: Channel, now: dt.datetime) -> None:
    deliver("account_update", restriction("RESTRICTED_A", "RESTRICTED_B"), at=now)
    later = now + dt.timedelta(minutes=1)
    deliver("account_update", restriction("RESTRICTED_B", "RESTRICTED_C"), at=later)
    codes = AccountNotice.objects.in_force(later).values_list("code", flat=True)
    assert sorted(codes) == ["RESTRICTED_B", "RESTRICTED_C"]


def test_the_sweep_takes_the_number_before_its_notices(nomor: Channel, now: dt.datetime) -> None:
    """As a webhook does: in the other order the two would wait for each other."""
    until = now + dt.timedelta(hours=2)
    deliver("account_update", restriction("RESTRICTED_MIGRATION", until=until), at=now)
    with CaptureQueriesContext(connection) as asked:
        assert end_notices(until) == 1
    touched = [
        "notice" if "accountnotice" in one["sql"] else "number"
        for one in asked
        if one["sql"].startswith("UPDATE") or "FOR NO KEY UPDATE" in one["sql"]
    ]
    if connection.vendor == "postgresql":  # SQLite lets one writer in at a time
        assert touched[:2] == ["number", "notice"]


def test_what_runs_out_ends_by_itself(nomor: Channel, now: dt.datetime) -> None:
    until = now + dt.timedelta(hours=2)
    deliver("account_update", restriction("RESTRICTED_MIGRATION", until=until), at=now)
    assert end_notices(until - dt.timedelta(seconds=1)) == 0
    assert health(nomor) == "restricted"
    assert end_notices(until) == 1
    assert end_notices(until) == 0
    assert health(nomor) == "ok"


def test_a_message_that_gets_through_ends_no_restriction(nomor: Channel, now: dt.datetime) -> None:
    deliver("account_update", restriction("RESTRICTED_MIGRATION"), at=now)
    Channel.objects.filter(pk=nomor.pk).update(
        health="failing", health_error={"code": "unreachable"}
    )
    consequences.heal(nomor.pk)
    assert health(nomor) == "restricted"


def test_an_admin_settles_what_whatsapp_never_takes_back(
    nomor: Channel,
    super_admin: Staff,
    petugas: Staff,
    masuk: Callable[[Staff], Client],
    now: dt.datetime,
) -> None:
    deliver("account_update", {"event": "ACCOUNT_VIOLATION"}, at=now)
    client, officer, words = masuk(super_admin), masuk(petugas), "dinilai melanggar aturan WhatsApp"
    assert words in banners_of(officer)
    page = client.get(f"/kelola/tickets/channel/{nomor.pk}/change/").content.decode()
    assert words in page
    chosen = {"action": "settle_notices", "_selected_action": [nomor.pk]}
    client.post("/kelola/tickets/channel/", chosen)
    assert not AccountNotice.objects.in_force(now).exists()
    assert health(nomor) == "ok"
    assert words not in officer.get("/antrean/").content.decode()  # at once


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "event",
                    "decision",
                    "restriction_info",
                    "restriction_type",
                    "expiration",
                    "ban_info",
                    "waba_ban_state",
                    "alert_info",
                    "alert_type",
                    "alert_status",
                    "message_template_name",
                    "reason",
                    "phone_number",
                    "entity_type",
                    "entity_id",
                ]
            ),
            inner
            | st.sampled_from(["ACCOUNT_RESTRICTION", "DISABLED_UPDATE", "PAUSED", "FLAGGED"]),
        )
    ),
    max_leaves=8,
)


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(READERS)), ANYTHING.filter(lambda value: isinstance(value, dict)))
def test_whatever_the_news_hold_they_are_read(field: str, value: dict[str, Any]) -> None:
    told = read_news(field, value, waba_id="1", at=value, path="x")
    assert isinstance(told, AccountNews | TemplateNews | Foreign)
