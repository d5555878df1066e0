"""The head of the sheets that the browser prints: as above the PDFs of the same office."""

import base64
import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Letterhead, Staff
from surveys import recommending
from surveys.models import SurveyPeriod
from tests.reading import flat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LINE = "PEMERINTAH KABUPATEN CONTOH"


@pytest.fixture
def kop(dinas: Agency, admin_opd: Staff, now: dt.datetime) -> Letterhead:
    return Letterhead.objects.create(
        agency=dinas, parent_line=LINE, logo=b"gambar contoh", edited_at=now, edited_by=admin_opd
    )


def sheets(masuk: Any, who: Staff, period: SurveyPeriod, evaluator: Staff) -> list[str]:
    """The sheet of a recommendation, and the computation of the same period."""
    recommending.note_opened(period, by=evaluator)
    made = recommending.recommend(period, text="Tambah loket", by=evaluator)
    browser = masuk(who)
    addresses = (
        f"/dasbor/ikm/rekomendasi/{made.pk}/",
        f"/dasbor/ikm/hitungan/?periode=p{period.pk}",
    )
    return [flat(browser.get(address)) for address in addresses]


def test_both_sheets_have_the_line_and_the_logo_of_the_letterhead(
    masuk: Any, admin_opd: Staff, evaluator: Staff, sehari: SurveyPeriod, lima: None,
    kop: Letterhead, dinas: Agency,
) -> None:  # fmt: skip
    picture = f"data:image/webp;base64,{base64.b64encode(b'gambar contoh').decode()}"
    for page in sheets(masuk, admin_opd, sehari, evaluator):
        head = page.split('class="letterhead', 1)[1].split("<h1")[0]
        assert head.index(LINE) < head.index(dinas.name)
        assert picture in head
        assert "data-print" in page


def test_an_office_without_a_letterhead_has_its_name_alone(
    masuk: Any, admin_opd: Staff, evaluator: Staff, sehari: SurveyPeriod, lima: None, dinas: Agency
) -> None:
    for page in sheets(masuk, admin_opd, sehari, evaluator):
        head = page.split('class="letterhead', 1)[1].split("<h1")[0]
        assert dinas.name in head
        assert "<img" not in head
        assert "letterhead__parent" not in head
