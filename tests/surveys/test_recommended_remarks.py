"""A recommendation about what a citizen wrote: which remarks can be chosen, and who reads them on the sheet."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from surveys import recommending
from surveys.models import Recommendation, Response, SurveyPeriod
from surveys.recommending import Target
from tests import factories
from tests.reading import flat
from tickets.desk.base import Refused
from tickets.models import Notification
from tickets.notifications import notification_words

Login = Callable[[Staff], Client]
pytestmark = pytest.mark.usefixtures("clock")
LIST = "/dasbor/ikm/rekomendasi/"
WORDS = "Antre lama. Hubungi 0812-0000-1234, NIK 3501010101010001"
REFUSED = "Saran ini tidak dapat dipilih"


@pytest.fixture
def kata(sehari: SurveyPeriod, jawab: Any, penyelia: Staff) -> Response:
    """The remark of one of five, about what the supervisor did."""
    for words in ("", "", "", "Bagus"):
        jawab(sehari.agency, [3] * 9, comment=words)
    jawab(sehari.agency, [1] * 9, comment=WORDS, officer=penyelia)
    return Response.objects.get(comment=WORDS)


def _form(period: SurveyPeriod, remark: Response | None = None) -> str:
    chosen = f"?saran={remark.pk}" if remark else ""
    return f"{LIST}tulis/{period.pk}/{chosen}"


def _remarks(period: SurveyPeriod) -> str:
    return f"/dasbor/ikm/saran/?instansi={period.agency.slug}&periode=p{period.pk}"


def _opened(period: SurveyPeriod, by: Staff) -> Staff:
    recommending.note_opened(period, by=by)
    return by


def test_a_remark_leads_to_the_form_that_quotes_it_and_counts_once(
    masuk: Login, evaluator: Staff, sehari: SurveyPeriod, kata: Response
) -> None:
    browser = masuk(evaluator)
    assert "Beri rekomendasi" not in flat(browser.get(_remarks(sehari)))
    _opened(sehari, evaluator)
    assert _form(sehari, kata) in browser.get(_remarks(sehari)).content.decode()
    page = flat(browser.get(_form(sehari, kata)))
    assert "Antre lama." in page
    assert "0812-0000-1234" not in page
    assert "3501010101010001" not in page
    for _ in range(2):
        sent = browser.post(_form(sehari, kata), {"text": "Tambah loket", "remark": kata.pk})
        assert sent.status_code == 302
    assert Recommendation.objects.get().remark == kata
    assert "Atas saran warga" in flat(browser.get(LIST))


def test_an_empty_text_keeps_the_quoted_remark(
    masuk: Login, evaluator: Staff, sehari: SurveyPeriod, kata: Response
) -> None:
    browser = masuk(_opened(sehari, evaluator))
    answer = browser.post(_form(sehari), {"text": "", "remark": kata.pk})
    assert answer.status_code == 422
    assert "Antre lama." in flat(answer)
    assert f'name="remark" value="{kata.pk}"' in answer.content.decode()


def test_the_sheet_shows_it_cleaned_and_not_to_whom_it_is_about(
    masuk: Login, evaluator: Staff, admin_opd: Staff, penyelia: Staff, kata: Response,
    sehari: SurveyPeriod,
) -> None:  # fmt: skip
    by = _opened(sehari, evaluator)
    made = recommending.recommend(sehari, text="Tambah", about=Target(remark=kata), by=by)
    page = flat(masuk(admin_opd).get(f"{LIST}{made.pk}/"))
    assert "Antre lama." in page
    assert "0812-0000-1234" not in page
    assert "3501010101010001" not in page
    rated = flat(masuk(penyelia).get(f"{LIST}{made.pk}/"))
    assert "Antre lama" not in rated
    assert "Isinya tidak ditampilkan kepada Anda" in rated


def test_whoever_is_told_of_it_reads_that_it_is_about_a_remark(
    evaluator: Staff, admin_opd: Staff, kata: Response, sehari: SurveyPeriod
) -> None:
    by = _opened(sehari, evaluator)
    recommending.recommend(sehari, text="Tambah", about=Target(remark=kata), by=by)
    row = Notification.objects.get(staff=admin_opd)
    assert "menulis rekomendasi atas saran warga dalam survei. Jawab" in notification_words(row)


def _refused(browser: Client, period: SurveyPeriod, remark: object) -> None:
    answer = browser.post(_form(period), {"text": "Tambah", "remark": str(remark)})
    assert answer.status_code == 422
    assert REFUSED in flat(answer)
    assert REFUSED in flat(browser.get(f"{_form(period)}?saran={remark}"))
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 18, "9" * 30, "²"])
def test_nonsense_in_the_place_of_a_remark_is_refused(
    masuk: Login, evaluator: Staff, sehari: SurveyPeriod, kata: Response, odd: str
) -> None:
    _refused(masuk(_opened(sehari, evaluator)), sehari, odd)


def test_a_remark_of_another_office_another_day_or_without_words_is_refused(
    masuk: Login, evaluator: Staff, sehari: SurveyPeriod, kata: Response, jawab: Any,
    dinas_wita: Agency,
) -> None:  # fmt: skip
    browser = masuk(_opened(sehari, evaluator))
    for _ in range(5):
        jawab(dinas_wita, [3] * 9, comment="Kantor lain")
    _refused(browser, sehari, Response.objects.filter(comment="Kantor lain")[0].pk)
    _refused(browser, sehari, Response.objects.filter(comment="", agency=sehari.agency)[0].pk)
    SurveyPeriod.objects.update(starts_on="2020-01-01", ends_on="2020-01-02")
    _refused(browser, sehari, kata.pk)


def test_a_remark_about_a_service_with_few_answers_is_refused(
    masuk: Login, evaluator: Staff, sehari: SurveyPeriod, kata: Response, jawab: Any
) -> None:
    browser = masuk(_opened(sehari, evaluator))
    service = factories.ServiceFactory(agency=sehari.agency)
    for _ in range(4):
        jawab(sehari.agency, [2] * 9, comment="Sedikit", service=service)
    few = Response.objects.filter(comment="Sedikit")[0]
    assert _form(sehari, few) not in browser.get(_remarks(sehari)).content.decode()
    _refused(browser, sehari, few.pk)
    with pytest.raises(Refused):
        recommending.recommend(sehari, text="Tambah", about=Target(remark=few), by=evaluator)
    jawab(sehari.agency, [2] * 9, service=service)
    assert _form(sehari, few) in browser.get(_remarks(sehari)).content.decode()


def test_who_answers_is_offered_no_link(
    masuk: Login, admin_opd: Staff, sehari: SurveyPeriod, kata: Response
) -> None:
    page = flat(masuk(_opened(sehari, admin_opd)).get(_remarks(sehari)))
    assert "Antre lama." in page
    assert "Beri rekomendasi" not in page


def test_the_links_cost_the_same_for_one_and_for_fifty(
    masuk: Login, evaluator: Staff, sehari: SurveyPeriod, kata: Response, jawab: Any
) -> None:
    browser, counts = masuk(_opened(sehari, evaluator)), []
    browser.get(_remarks(sehari))
    for more in (0, 48):
        for _ in range(more):
            jawab(sehari.agency, [3] * 9, comment="Lagi")
        with CaptureQueriesContext(connection) as seen:
            page = browser.get(_remarks(sehari)).content.decode()
        assert page.count("Beri rekomendasi") == 2 + more
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 22
