"""The SKM report of a survey period: the same figures on the screen, in the PDF and in the recap."""

import datetime as dt
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from services.models import Agency, Letterhead, Membership, Role, Service, Staff
from siwhapik.skm.composing import _trend
from surveys import period_steps, recommending
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from surveys.recommending import Plan, Target
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of, words_of_pdf
from tests.surveys.conftest import MIXED
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import lima as lima
from tickets.models import Export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def dibuka(dinas: Agency) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=questionnaire_in_use(), name="Semester I 2026",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip


@pytest.fixture
def ditutup(
    dibuka: SurveyPeriod, lima: None, jawab: Any, dinas: Agency, layanan: Service,
    admin_opd: Staff, now: dt.datetime,
) -> SurveyPeriod:  # fmt: skip
    """Eleven answers, ten of them about `layanan`."""
    for _ in range(6):
        jawab(dinas, MIXED, service=layanan)
    period_steps.close(dibuka, by=admin_opd, now=now)
    dibuka.refresh_from_db()
    return dibuka


def address(period: SurveyPeriod, form: str = "") -> str:
    return f"/dasbor/ikm/periode/{period.pk}/laporan/{f'{form}/' if form else ''}"


def pdf_text(browser: Any, period: SurveyPeriod) -> str:
    response = browser.get(address(period, "pdf"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return words_of_pdf(body(response))


def test_page_pdf_and_recap_say_the_same(
    masuk: Any, penyelia: Staff, ditutup: SurveyPeriod
) -> None:
    browser = masuk(penyelia)
    page, paper = flat(browser.get(address(ditutup))), pdf_text(browser, ditutup)
    book = sheets_of(body(browser.get(address(ditutup, "xlsx"))))
    # 4 x 36 + 7 x 29 = 347 of 11 people and 9 elements, times 25.
    for said in (page, paper):
        assert "adalah 87,63, mutu B (Baik)" in said
        assert "11 responden menjawab" in said
        assert "Belum ada periode sebelumnya yang dapat dibandingkan" in said
        assert "Persyaratan" in said
        for chapter in ("Pendahuluan", "Pengumpulan data SKM", "Hasil pengolahan data SKM",
                        "Analisis hasil SKM", "Penutup", "Lampiran"):  # fmt: skip
            assert chapter in said
    rows = book["Nilai tiap unsur"]
    assert rows[1][:4] == ("U1 Persyaratan", 37, 3.364, 84.09)
    assert "84,09" in page
    assert "84,09" in paper
    assert list(book)[:3] == [
        "Cara menjawab",
        "Nilai tiap unsur",
        "IKM per layanan",
    ]


def test_the_paper_is_a4_with_numbered_pages_and_drawn_charts(
    masuk: Any, penyelia: Staff, ditutup: SurveyPeriod
) -> None:
    document = pypdfium2.PdfDocument(body(masuk(penyelia).get(address(ditutup, "pdf"))))
    for number, page in enumerate(document, start=1):
        assert [round(side) for side in page.get_size()] == [595, 842]
        text = page.get_textpage()
        assert f"Halaman {number} dari {len(document)}" in text.get_text_bounded()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        assert min(left for left, *_ in boxes if left > 0) >= 56  # 20 mm
        # Punctuation at the end of a line hangs out by less than a point.
        assert max(right for _, _, right, _ in boxes) <= 595 - 56 + 1
        # Lines and bars, no picture of them: sharp at any size.
        assert not list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
    paths = [len(list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))) for page in document]
    assert sum(paths) > len(document) + 9  # the rule of each foot, and a bar for each element


def test_small_groups_cannot_be_computed_from_it(
    masuk: Any, penyelia: Staff, ditutup: SurveyPeriod
) -> None:
    """One answer about the second service: the whole less the first service would tell it."""
    page = flat(masuk(penyelia).get(address(ditutup)))
    services = page.split('id="tabel-layanan"')[1].split("</section>")[0]
    assert "kurang dari 5" in services
    assert "80,56" not in services
    assert "88,33" not in services  # of the ten others


def test_a_finished_period_carries_its_seal_and_a_running_one_is_a_draft(
    masuk: Any, penyelia: Staff, ditutup: SurveyPeriod, jawab: Any, dinas: Agency
) -> None:
    browser, frozen = masuk(penyelia), ditutup.frozen
    assert frozen is not None
    paper = pdf_text(browser, ditutup)
    assert frozen.checksum in paper.replace(" ", "")
    assert "KONSEP" not in paper
    jawab(dinas, [1] * 9, at=frozen.at + dt.timedelta(minutes=1))
    assert pdf_text(browser, ditutup) == paper  # late answers move nothing
    SurveyPeriod.objects.filter(pk=ditutup.pk).update(state="open", frozen=None)
    assert "Konsep: periode belum ditutup" in pdf_text(browser, ditutup)


def test_plans_stand_in_the_table_and_what_nobody_planned_is_named(
    masuk: Any, penyelia: Staff, admin_opd: Staff, ditutup: SurveyPeriod
) -> None:
    evaluator = factories.StaffFactory()
    factories.MembershipFactory(staff=evaluator, agency=None, role=Role.EVALUATOR)
    recommending.note_opened(ditutup, by=evaluator)
    element = ditutup.questionnaire.elements.get(code="U1")
    made = recommending.recommend(
        ditutup, text="Tanggapi aduan contoh", about=Target(element=element), by=evaluator
    )
    plan = Plan(
        element=element,
        activity="Piket aduan #contoh",
        year=2026,
        quarter=3,
        responsible="Kasi Contoh",
    )
    recommending.plan(made, plan=plan, by=admin_opd)
    for said in (flat(masuk(penyelia).get(address(ditutup))), pdf_text(masuk(penyelia), ditutup)):
        assert "Piket aduan #contoh" in said
        assert "Triwulan III 2026" in said
        assert "Belum direncanakan" in said
        assert "ada 1 rekomendasi, 0 sudah selesai" in said


def test_a_recommendation_without_a_plan_stands_in_the_table_and_its_element_once(
    masuk: Any, penyelia: Staff, ditutup: SurveyPeriod
) -> None:
    evaluator = factories.StaffFactory()
    factories.MembershipFactory(staff=evaluator, agency=None, role=Role.EVALUATOR)
    recommending.note_opened(ditutup, by=evaluator)
    before = _planned_rows(masuk(penyelia).get(address(ditutup)))
    low = next(row[0] for row in before)
    element = ditutup.questionnaire.elements.get(code=low.split()[0])
    for about in (Target(), Target(element=element)):
        recommending.recommend(ditutup, text="Perbaiki contoh", about=about, by=evaluator)
    rows = _planned_rows(masuk(penyelia).get(address(ditutup)))
    assert sorted(rows[:2]) == [
        ["-", "Seluruh hasil", "Belum direncanakan", "-", "-", "Belum dijawab"],
        [low, f"Unsur {element.code}", "Belum direncanakan", "-", "-", "Belum dijawab"],
    ]
    assert sorted(row[0] for row in rows[1:] if row[0] != "-") == sorted(row[0] for row in before)


def _planned_rows(page: Any) -> list[list[str]]:
    """The cells of the table of plans as its page shows them."""
    tables = [table for one in page.context["chapters"] for table in one.tables]
    (table,) = [table for table in tables if table.code == "rtl"]
    return [[cell.words for cell in row] for row in table.rows]


def test_the_trend_compares_periods_of_one_instrument(
    masuk: Any, penyelia: Staff, admin_opd: Staff, ditutup: SurveyPeriod, jawab: Any, dinas: Agency,
    now: dt.datetime, clock: Any,
) -> None:  # fmt: skip
    later = SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=ditutup.questionnaire, name="Semester II 2026",
        starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 12, 31),
    )  # fmt: skip
    at = dt.datetime(2026, 8, 3, 3, tzinfo=dt.UTC)
    clock.move_to(at)
    for _ in range(6):
        jawab(dinas, [4] * 9, at=at)
    period_steps.close(later, by=admin_opd, now=at)
    page = flat(masuk(penyelia).get(address(later)))
    assert "Dibandingkan Semester I 2026, IKM naik 12,37 poin." in page
    trend = page.split('id="tabel-tren"')[1].split("</section>")[0]
    assert trend.index("Semester I 2026") < trend.index("Semester II 2026")
    assert "87,63" in trend


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        ("80.000", "80.004", "IKM tetap."),
        ("80.004", "80.006", "IKM naik 0,01 poin."),
        ("80.006", "80.004", "IKM turun 0,01 poin."),
    ],
)
def test_the_change_is_that_of_the_two_values_that_are_shown(
    earlier: str, later: str, said: str
) -> None:
    """As the trend and the comparison have it: nobody reads "80,00, naik 0,00 poin"."""
    values = [SimpleNamespace(converted=Fraction(one)) for one in (earlier, later)]
    found = SimpleNamespace(before=(SimpleNamespace(name="Semester I"), values[0]), index=values[1])
    assert _trend(found) == (f"Dibandingkan Semester I, {said}",)  # type: ignore[arg-type]  # what it reads of it


def test_an_empty_period_says_so_everywhere(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod
) -> None:
    browser = masuk(penyelia)
    assert "Belum ada indeks" in flat(browser.get(address(dibuka)))
    assert "Belum ada indeks" in pdf_text(browser, dibuka)
    assert browser.get(address(dibuka, "xlsx")).status_code == 200


def test_words_of_people_are_never_markup(
    masuk: Any, penyelia: Staff, admin_opd: Staff, ditutup: SurveyPeriod, dinas: Agency
) -> None:
    evil = '#read("/etc/passwd") $x$ *b* \\ <b> [ ] ' + "a" * 300
    SurveyPeriod.objects.filter(pk=ditutup.pk).update(
        name="#panic()", population=200, population_reason=evil[:300]
    )
    Letterhead.objects.create(
        agency=dinas,
        parent_line="#panic()",
        place="",
        edited_at=dt.datetime.now(dt.UTC),
        edited_by=penyelia,
    )
    said = pdf_text(masuk(penyelia), ditutup)
    assert "#panic()" in said.lower()
    assert "root:" not in said


def test_who_may_see_it_cell_by_cell(
    masuk: Any, ditutup: SurveyPeriod, dinas: Agency, dinas_wita: Agency
) -> None:
    sees = {Role.SUPER_ADMIN, Role.EVALUATOR, Role.OFFICIAL, Role.AGENCY_ADMIN, Role.SUPERVISOR}
    for role in Role:
        for office in (dinas, dinas_wita):
            staff = factories.StaffFactory()
            Membership.objects.create(staff=staff, agency=office, role=role)
            expected = 200 if role in sees and office == dinas else 404
            for form in ("", "pdf", "xlsx"):
                response = masuk(staff).get(address(ditutup, form))
                assert response.status_code == expected, (role, office, form)


def test_a_draft_period_has_no_report(masuk: Any, penyelia: Staff, dibuka: SurveyPeriod) -> None:
    SurveyPeriod.objects.update(state="draft")
    assert masuk(penyelia).get(address(dibuka)).status_code == 404
    assert masuk(penyelia).get(address(dibuka, "docx")).status_code == 404


def test_who_took_it_is_written_down(masuk: Any, penyelia: Staff, ditutup: SurveyPeriod) -> None:
    masuk(penyelia).get(address(ditutup, "pdf"))
    (taken,) = Export.objects.all()
    assert (taken.report, taken.form, taken.staff, taken.agency_id) == (
        "skm", "pdf", penyelia, ditutup.agency_id,
    )  # fmt: skip
    assert taken.asked["periode"] == "Semester I 2026"
    assert "Laporan SKM" in flat(masuk(penyelia).get("/laporan/"))


def test_the_period_leads_to_it(masuk: Any, penyelia: Staff, ditutup: SurveyPeriod) -> None:
    page = flat(masuk(penyelia).get(f"/dasbor/ikm/periode/{ditutup.pk}/"))
    assert address(ditutup) in page


def test_services_and_periods_cost_no_further_queries(
    masuk: Any, penyelia: Staff, ditutup: SurveyPeriod, dinas: Agency, jawab: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    browser = masuk(penyelia)
    with django_assert_max_num_queries(26):
        browser.get(address(ditutup))
    factories.ServiceFactory.create_batch(50, agency=dinas)
    with django_assert_max_num_queries(26):
        browser.get(address(ditutup))
