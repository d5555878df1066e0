"""Results by profile, hour and number: exact, without small groups, for who may see the office's index."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import QuerySet

from services.models import Agency, Service, Staff
from surveys.answering import Form, write
from surveys.loading import questionnaire_in_use
from surveys.models import ProfileOption, Response
from surveys.ways import Way
from tests import factories
from tests.reading import flat
from tests.surveys.conftest import MIXED, tampering
from tests.surveys.conftest import jawab as jawab

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/dasbor/ikm/kelompok/?periode=2026"


def answers(dinas: Agency, now: dt.datetime, counts: dict[str, int], value: int = 4) -> None:
    """So many people of each sex (by the list's codes), who gave the same to everything."""
    asked = questionnaire_in_use()
    for gender, count in counts.items():
        for _ in range(count):
            form = Form(
                values=dict.fromkeys(asked.elements.all(), value), profile={"gender": gender}
            )
            write(form, now=now, agency=dinas, way=Way.OPEN, questionnaire=asked)


@pytest.fixture
def sexes() -> list[ProfileOption]:
    found = ProfileOption.objects.filter(questionnaire=questionnaire_in_use(), field="gender")
    return list(found.order_by("order"))


def section(page: str, title: str) -> str:
    return page.split(f'">IKM menurut {title}</h2>')[1].split("Tiap kelompok dihitung")[0]


def test_each_group_has_its_own_index(
    masuk: Any, penyelia: Staff, dinas: Agency, now: dt.datetime, sexes: Any
) -> None:
    first, second = (one.code for one in sexes[:2])
    answers(dinas, now, {first: 5})
    answers(dinas, now, {second: 6}, value=3)
    part = section(flat(masuk(penyelia).get(PAGE)), "jenis kelamin")
    assert sexes[0].label in part
    assert "100,00" in part
    assert "75,00" in part
    assert "Kelompok kecil" not in part


def test_a_small_group_is_hidden_with_the_next_larger_one(
    masuk: Any, penyelia: Staff, dinas: Agency, now: dt.datetime, sexes: Any
) -> None:
    first, second = (one.code for one in sexes[:2])
    answers(dinas, now, {first: 4, "": 9})
    answers(dinas, now, {second: 6}, value=3)
    part = section(flat(masuk(penyelia).get(PAGE)), "jenis kelamin")
    assert "Kelompok kecil, digabung" in part
    assert "75,00" not in part  # with it the whole less the others would tell the four
    assert "Tidak diisi" in part


def test_numbers_are_told_apart(
    masuk: Any, penyelia: Staff, dinas: Agency, jawab: Any, now: dt.datetime
) -> None:
    for _ in range(5):
        jawab(dinas, MIXED)
    with tampering():
        QuerySet.update(Response.objects.all(), way=Way.WHATSAPP)
    answers(dinas, now, {"": 5})
    part = section(flat(masuk(penyelia).get(PAGE)), "nomor WhatsApp")
    assert "Tanpa nomor" in part
    assert "100,00" in part


def test_a_receipt_counts_to_no_number_as_the_table_says(
    masuk: Any, penyelia: Staff, dinas: Agency, jawab: Any, now: dt.datetime
) -> None:
    """A number with its receipts less the answers by WhatsApp, of the table of ways, would be the receipts."""
    for _ in range(6):
        jawab(dinas, [4] * 9)
    with tampering():
        QuerySet.update(Response.objects.all(), way=Way.WHATSAPP)
    for _ in range(3):
        jawab(dinas, [1] * 9)
    answers(dinas, now, {"": 7})
    rows = section(flat(masuk(penyelia).get(PAGE)), "nomor WhatsApp")
    assert "77,50" in rows  # of the ten without a number


def test_who_sees_answers_in_steps_sees_no_groups_of_a_running_span(
    masuk: Any, petugas: Staff, dinas: Agency, layanan: Service, now: dt.datetime, sexes: Any
) -> None:
    answers(dinas, now, {one.code: 6 for one in sexes[:2]})
    page = flat(masuk(petugas).get(PAGE))
    assert "sesudah periode ditutup" in page
    assert "100,00" not in page


def test_another_office_is_not_shown(masuk: Any, orang_luar: Staff, dinas: Agency) -> None:
    assert masuk(orang_luar).get(f"{PAGE}&instansi={dinas.slug}").status_code == 404
    factories.AgencyFactory()
    assert masuk(orang_luar).get("/dasbor/ikm/kelompok/?periode=%00x").status_code in (200, 404)
