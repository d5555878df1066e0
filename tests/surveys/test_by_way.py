"""Results by way in: n and index of each, without small groups, and how far people came."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from surveys import by_way, freezing, linking, period_steps
from surveys.figures import Steps
from surveys.loading import questionnaire_in_use
from surveys.models import Invitation, PeriodSnapshot, SurveyPeriod
from surveys.presenting import NOT_KNOWN, hidden_groups
from surveys.ranges import of_period
from surveys.ways import Way
from tests.reading import flat
from tests.surveys.test_open_survey import answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HEAD = "Menurut cara menjawab"


@pytest.fixture
def dibuka(dinas: Agency) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=questionnaire_in_use(), name="Semester I",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip


@pytest.fixture
def lewat_qr(dinas: Agency, layanan: Service, admin_opd: Staff, now: dt.datetime) -> Any:
    """`lewat_qr([4, 3])`: so many answers by the poster of `layanan`, all elements alike."""
    link = linking.make(dinas, service=layanan, way=Way.OPEN, by=admin_opd, now=now)

    def send(values: list[int]) -> None:
        for number, value in enumerate(values, 1):
            answer(link, Client(REMOTE_ADDR=f"192.0.2.{number}"), value)

    return send


def counted(period: SurveyPeriod) -> by_way.ByWay:
    dates, asked = of_period(period), period.questionnaire
    found = by_way.lately(period.agency, dates=dates, questionnaire=asked)
    assert found is not None
    return found


def section(page: str) -> str:
    return page.split(f"<h2>{HEAD}</h2>")[1].split("</section>")[0]


def row_of(page: str, way: str) -> str:
    return section(page).split(f'<th scope="row">{way}</th>')[1].split("</tr>")[0]


def test_each_way_has_its_own_index_and_steps(
    dibuka: SurveyPeriod, lima: None, lewat_qr: Any, layanan: Service
) -> None:
    lewat_qr([3] * 6)
    Invitation.objects.update(message=None)
    found = counted(dibuka)
    assert {way: one.n for way, one in found.indexes.items()} == {"receipt": 5, "qr": 6}
    assert found.indexes["qr"].converted == 75
    totals = found.totals()
    assert totals["receipt"] == Steps(invited=5, opened=5, begun=5, answered=5)
    assert totals["qr"] == Steps(opened=6, begun=6, answered=6)
    assert totals["qr"].percent == 100
    assert found.steps[layanan.pk, "qr"].answered == 6


def test_who_only_opened_or_began_is_counted(
    dibuka: SurveyPeriod, undangan: Invitation, client: Client, tautan: str, layanan: Service
) -> None:
    assert counted(dibuka).totals()["wa"] == Steps(invited=1, opened=0, begun=0)
    client.get(tautan)
    assert counted(dibuka).totals()["wa"] == Steps(invited=1, opened=1, begun=0)
    client.post(f"{tautan}mulai/")
    totals = counted(dibuka).totals()
    assert totals["wa"] == Steps(invited=1, opened=1, begun=1)
    assert totals["wa"].percent == 0


def test_the_page_has_a_row_for_each_way(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod, lima: None, lewat_qr: Any
) -> None:
    lewat_qr([3] * 6)
    page = flat(masuk(penyelia).get("/dasbor/ikm/"))
    row = row_of(page, "Tautan dan QR")
    for words in (">6<", "75,00", "C, kurang baik", "100 % dari yang membuka"):
        assert words in row
    assert "Diundang sampai menjawab, per layanan dan cara" in page
    assert "undangan dijawab (100 %)" in page


def test_few_answers_of_a_way_are_hidden_and_cannot_be_computed(
    masuk: Any, penyelia: Staff, petugas: Staff, admin_opd: Staff, dibuka: SurveyPeriod,
    lima: None, lewat_qr: Any, now: dt.datetime,
) -> None:  # fmt: skip
    """Two answers by the poster: the whole less the other way would tell them."""
    lewat_qr([1, 1])
    period_steps.close(dibuka, by=admin_opd, now=now)
    for who in (penyelia, petugas):
        page = flat(masuk(who).get(f"/dasbor/ikm/?periode=p{dibuka.pk}"))
        n = "kurang dari 5" if who == petugas else "2"  # who may read each answer may count them
        assert f'data-label="n">{n}<' in row_of(page, "Tautan dan QR")
        for way in ("Tautan dan QR", "Tanda terima"):
            assert f'data-label="IKM">{NOT_KNOWN}<' in row_of(page, way)
        assert "25,00" not in section(page)
    assert "Diundang sampai menjawab, per layanan" not in page  # the operator's


def test_who_reads_no_answers_sees_ways_only_of_a_closed_period(
    masuk: Any, petugas: Staff, dibuka: SurveyPeriod, lima: None, lewat_qr: Any, clock: Any
) -> None:
    """The step of five answers may hold a single one of the poster."""
    lewat_qr([3] * 6)
    clock.shift(dt.timedelta(days=1))
    page = flat(masuk(petugas).get("/dasbor/ikm/"))
    assert HEAD not in page
    assert "Hasil menurut cara menjawab tampil setelah periode ditutup" in page


def test_few_answers_about_a_service_cannot_be_computed_from_the_other(
    masuk: Any, penyelia: Staff, petugas: Staff, admin_opd: Staff, dinas: Agency,
    layanan: Service, dibuka: SurveyPeriod, lima: None, jawab: Any, now: dt.datetime,
) -> None:  # fmt: skip
    """One answer about the second service: the whole less the first service would tell it."""
    jawab(dinas, [4] * 9, service=layanan)
    period_steps.close(dibuka, by=admin_opd, now=now)
    address = f"/dasbor/ikm/?periode=p{dibuka.pk}"
    seen = {who: masuk(who).get(address) for who in (penyelia, petugas)}
    indexes = {who: {row.value for row in page.context["services"]} for who, page in seen.items()}
    assert indexes == {penyelia: {"100,00", "80,56"}, petugas: {""}}
    page = flat(seen[petugas])
    assert page.count("agar jawaban layanan lain yang sedikit tidak dapat dihitung") == 1
    assert page.count("Kurang dari 5 jawaban, belum diperlihatkan") == 1
    assert "96,76" in page  # the whole


@pytest.mark.parametrize(
    ("respondents", "hidden"),
    [
        ({}, set()),
        ({"wa": 5, "qr": 6}, set()),
        ({"wa": 4}, {"wa"}),
        ({"wa": 100, "qr": 0}, set()),
        ({"wa": 100, "qr": 4}, {"qr", "wa"}),
        ({"wa": 100, "qr": 4, "kiosk": 9}, {"qr", "kiosk"}),
        ({"wa": 100, "qr": 4, "kiosk": 1}, {"qr", "kiosk"}),
        ({"wa": 100, "qr": 2, "kiosk": 2, "paper": 20}, {"qr", "kiosk", "paper"}),
    ],
)
def test_what_is_hidden_does_not_follow_from_the_rest(
    respondents: dict[str, int], hidden: set[str]
) -> None:
    assert hidden_groups(respondents) == hidden


def test_a_second_answer_of_a_browser_is_said_beside(
    masuk: Any, penyelia: Staff, dinas: Agency, layanan: Service, admin_opd: Staff, client: Client,
    now: dt.datetime, dibuka: SurveyPeriod,
) -> None:  # fmt: skip
    link = linking.make(dinas, service=layanan, way=Way.OPEN, by=admin_opd, now=now)
    for _ in range(5):
        answer(link, client)
    page = flat(masuk(penyelia).get("/dasbor/ikm/"))
    assert "4 jawaban datang dari perangkat yang sudah menjawab" in page
    assert ">5<" in row_of(page, "Tautan dan QR")


def test_closing_freezes_the_ways_too(
    dibuka: SurveyPeriod, lima: None, lewat_qr: Any, admin_opd: Staff, now: dt.datetime
) -> None:
    lewat_qr([3] * 6)
    before = counted(dibuka)
    period_steps.close(dibuka, by=admin_opd, now=now)
    lewat_qr([1] * 3)
    Invitation.objects.update(begun_at=None, answered_at=None)
    assert counted(dibuka) == before


def test_what_an_earlier_release_froze_says_that_it_knew_no_ways(
    masuk: Any, penyelia: Staff, periode: SurveyPeriod, lima: None, now: dt.datetime
) -> None:
    freezing.freeze_due(now + dt.timedelta(days=60))
    snapshot = PeriodSnapshot.objects.get()
    content = {name: one for name, one in snapshot.content.items() if name not in ("ways", "steps")}
    PeriodSnapshot.objects.filter(pk=snapshot.pk)._raw_delete("default")
    PeriodSnapshot.objects.bulk_create(
        [PeriodSnapshot(pk=snapshot.pk, period=periode, version=1, content=content,
                        checksum="", at=now)]
    )  # fmt: skip
    page = flat(masuk(penyelia).get(f"/dasbor/ikm/?periode=p{periode.pk}"))
    assert "Periode ini ditutup sebelum cara menjawab dicatat" in page


def test_no_answer_and_no_invitation_is_no_table(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod
) -> None:
    assert HEAD not in flat(masuk(penyelia).get("/dasbor/ikm/"))
