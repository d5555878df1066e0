"""The index on its pages: who sees which office, how much, and what is said beside it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys import ranges, reports
from surveys.figures import Funnel
from surveys.invitations import invite_due
from surveys.loading import questionnaire_in_use
from surveys.models import Invitation, SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.surveys.conftest import MIXED, everything, four_more, resolve, token_in
from tickets.models import Message

PAGE, PUBLIC = "/dasbor/ikm/", "/ikm/"


def text_of(response):
    assert response.status_code == 200
    return flat(response)


@pytest.fixture(autouse=True)
def _still(clock):
    """Every test stands at the same moment."""


def test_a_supervisor_sees_index_sample_elements_services_and_remarks(masuk, penyelia, lima):
    page = text_of(masuk(penyelia).get(PAGE))
    assert "96,11" in page  # 4 * 9 * 4 + 29 = 173 over 5 * 9, times 25
    assert "Mutu A, sangat baik" in page
    assert "5 responden, cukup (paling sedikit 5)" in page
    assert page.count('class="ikm__bar') == 9
    assert "Surat Keterangan Contoh" in page
    assert "Ruang tunggu sempit" in page
    assert "Juni 2026" in page
    assert "Penanganan Pengaduan, Saran dan Masukan" in page


def test_each_service_has_a_bar_of_how_far_it_is_towards_its_target(masuk, penyelia, lima):
    page = text_of(masuk(penyelia).get(PAGE))
    bars = re.findall(r"<progress [^>]*>", page)
    for name, needed, n in (("Surat Keterangan Contoh", 4, 4), ("Legalisasi Contoh", 1, 1)):
        (bar,) = [one for one in bars if f'aria-label="Responden {name} dari target"' in one]
        assert f'max="{needed}" value="{n}"' in bar


def test_nobody_has_no_index(masuk, penyelia, dinas):
    page = text_of(masuk(penyelia).get(PAGE))
    assert "Belum ada indeks" in page
    assert "0,00" not in page


def test_too_few_respondents_is_said_beside_the_number(masuk, penyelia, lima, periode):
    SurveyPeriod.objects.update(population=200)
    page = text_of(masuk(penyelia).get(PAGE))
    assert "Triwulan II 2026" in page
    assert "Baru 5 responden dari 132 yang diperlukan" in page


def test_an_operator_sees_figures_but_no_remark_and_no_single_answers(masuk, petugas, lima, clock):
    clock.shift(dt.timedelta(days=1))
    page = text_of(masuk(petugas).get(PAGE))
    assert "96,11" in page
    assert "Ruang tunggu sempit" not in page
    assert page.count("menunggu jawaban berikutnya") == 2  # both services
    assert "80,56" not in page


def test_few_answers_would_tell_an_operator_who_said_what(masuk, petugas, dinas, jawab, clock):
    jawab(dinas, MIXED, officer=petugas)
    clock.shift(dt.timedelta(days=1))
    page = text_of(masuk(petugas).get(PAGE))
    assert "80,56" not in page
    assert "ikm__bar" not in page
    assert "Belum dapat diperlihatkan" in page


def test_remarks_about_ones_own_work_are_not_shown(masuk, penyelia, dinas, jawab):
    jawab(dinas, MIXED, officer=penyelia, comment="Bu Wati lambat")
    jawab(dinas, MIXED, comment="Saran lain")
    page = text_of(masuk(penyelia).get(PAGE))
    assert "Saran lain" in page
    assert "Bu Wati lambat" not in page


def test_numbers_in_remarks_are_masked(masuk, penyelia, dinas, jawab):
    jawab(dinas, MIXED, comment="Saya 3515 0000 0000 0001, telepon 0812-0000-1234")
    page = text_of(masuk(penyelia).get(PAGE))
    assert "Saya 35••••••••••0001, telepon +62812••••1234" in page


def test_no_page_tells_who_answered(masuk, penyelia, evaluator, lima, client):
    for page in (
        text_of(masuk(penyelia).get(PAGE)),
        text_of(masuk(evaluator).get(PAGE)),
        text_of(client.get(PUBLIC)),
    ):
        for name in ("Warga Contoh", "CONTOH-2026", "+62812", "Rina Petugas"):
            assert name not in page


def test_an_outsider_gets_404_and_nobody_is_asked_to_log_in_first(
    masuk, orang_luar, dinas, client, lima
):
    assert masuk(orang_luar).get(f"{PAGE}?instansi={dinas.slug}").status_code == 404
    assert "96,11" not in text_of(masuk(orang_luar).get(PAGE))
    assert client.get(PAGE)["Location"].startswith("/masuk/")
    assert masuk(factories.StaffFactory()).get(PAGE).status_code == 404


def test_an_evaluator_compares_offices_and_opens_one(masuk, evaluator, dinas, dinas_wita, lima):
    page = text_of(masuk(evaluator).get(PAGE))
    assert "Dukcapil" in page or "Dinas Kependudukan Contoh" in page
    assert "96,11" in page
    assert "Belum ada indeks" in page
    one = text_of(masuk(evaluator).get(f"{PAGE}?instansi={dinas.slug}"))
    assert "Ruang tunggu sempit" in one


def test_a_period_can_be_chosen_and_nonsense_is_the_running_one(masuk, penyelia, lima):
    browser = masuk(penyelia)
    assert "96,11" in text_of(browser.get(f"{PAGE}?periode=2026"))
    assert "Belum ada indeks" in text_of(browser.get(f"{PAGE}?periode=2025-s2"))
    assert "96,11" in text_of(browser.get(f"{PAGE}?periode=%00x"))
    older = text_of(browser.get(f"{PAGE}?periode=2025-s2"))
    assert re.findall(r'<option value="([^"]+)" selected', older) == ["2025-s2"]
    assert re.search(r'<label class="field__label" for="periode">', " ".join(older.split()))


def test_another_period_is_of_the_same_office(masuk, evaluator, dinas, dinas_wita):
    page = text_of(masuk(evaluator).get(f"{PAGE}?instansi={dinas.slug}"))
    assert re.search(rf'name="instansi" value="{dinas.slug}"', page)
    assert 'name="instansi"' not in text_of(masuk(evaluator).get(PAGE))


def test_the_old_weights_are_used_where_the_period_says_so(masuk, penyelia, lima, periode):
    SurveyPeriod.objects.update(weight_policy="0.11")
    page = text_of(masuk(penyelia).get(PAGE))
    assert "95,15" in page
    assert "bobot 0,11 seperti laporan lama" in page


def test_the_funnel_counts_resolved_invited_undelivered_and_answered(
    dinas, tiket, petugas, now, penyelesaian
):
    walk_in = factories.TicketFactory(
        conversation=None, channel=None, agency=dinas, citizen=tiket.citizen, source="walk_in"
    )
    resolve(walk_in, by=petugas, at=now)
    invite_due(now)
    Message.objects.update(status=Message.Status.FAILED)
    dates = ranges.choices(now.date())[0]
    figure = reports.figures(
        [dinas], dates=dates, questionnaire=questionnaire_in_use(), by="agency_id"
    )[dinas.pk]
    assert figure.funnel == Funnel(resolved=2, invited=1, undelivered=1, answered=0, users=1)
    assert (figure.n, figure.index, figure.is_enough) == (0, None, False)


def test_days_begin_at_the_offices_own_midnight(dinas_wita, jawab):
    midnight = dt.datetime(2026, 6, 30, 16, 30, tzinfo=dt.UTC)  # 1 July 00.30 WITA
    jawab(dinas_wita, MIXED, at=midnight)
    june, july = (
        ranges.IndexRange(
            code="x", label="x", starts=dt.date(2026, m, 1), ends=dt.date(2026, m, 30)
        )
        for m in (6, 7)
    )
    at = {"questionnaire": questionnaire_in_use(), "by": "agency_id"}
    assert reports.figures([dinas_wita], dates=june, **at) == {}
    figure = reports.figures([dinas_wita], dates=july, **at)[dinas_wita.pk]
    assert (figure.n, figure.funnel.answered) == (1, 1)


def test_answers_of_another_version_are_not_added_up(dinas, jawab):
    jawab(dinas, MIXED)
    other = type(questionnaire_in_use()).objects.create(code="lama", name="Versi lama")
    dates = ranges.choices(dt.date(2026, 6, 9))[0]
    found = reports.figures([dinas], dates=dates, questionnaire=other, by="agency_id")
    assert found[dinas.pk].index is None


def test_the_number_of_queries_does_not_grow(
    client,
    masuk,
    penyelia,
    evaluator,
    dinas,
    dinas_wita,
    jawab,
    periode,
    django_assert_max_num_queries,
):
    jawab(dinas, MIXED)
    for _ in range(12):
        jawab(dinas, MIXED, service=factories.ServiceFactory(agency=dinas), comment="Saran")
        office = factories.AgencyFactory()
        SurveyPeriod.objects.create(
            state="published",
            published_at=timezone.now(),
            agency=office,
            questionnaire=periode.questionnaire,
            name="Semester",
            starts_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2026, 6, 30),
        )
        jawab(office, MIXED)
    with django_assert_max_num_queries(15):
        client.get(PUBLIC)
    supervisor, everywhere = masuk(penyelia), masuk(evaluator)
    with django_assert_max_num_queries(28):
        supervisor.get(PAGE)
    with django_assert_max_num_queries(17):
        everywhere.get(PAGE)


def test_what_is_read_are_the_answers_once_and_only_the_letters_that_failed(dinas, jawab, periode):
    jawab(dinas, MIXED)
    dates, questionnaire = ranges.of_period(periode), periode.questionnaire
    with CaptureQueriesContext(connection) as asked:
        reports.figures([dinas], dates=dates, questionnaire=questionnaire, by="agency_id")
    every = [sql for one in asked for sql in one["sql"].split("; ")]
    about = [sql for sql in every if "surveys_response" in sql or "surveys_answer" in sql]
    assert len([sql for sql in about if 'FROM "surveys_answer"' in sql]) == 1
    assert not [sql for sql in about if " IN (SELECT" in sql]
    funnel = [sql for sql in every if "surveys_invitation" in sql and sql not in about]
    letters = [sql for sql in funnel if "tickets_message" in sql]
    assert len(funnel) == 2
    assert len(letters) == 1
    assert "'failed'" in letters[0]


def test_the_ranges_on_offer_are_begun_semesters_years_and_thirty_days():
    codes = [dates.code for dates in ranges.choices(dt.date(2026, 6, 9))]
    assert codes == ["2026-s1", "2026", "2025-s2", "2025-s1", "2025", "30h"]
    later = ranges.choices(dt.date(2026, 7, 1))
    assert later[0].label == "Semester II 2026"
    assert ranges.chosen("x", later, dt.date(2026, 7, 1)) == later[0]
    assert later[0].weight == "exact"


def test_the_whole_way_from_resolution_to_index(masuk, penyelia, client, undangan, periode, now):
    assert "Belum ada indeks" in text_of(masuk(penyelia).get(PAGE))
    answers = everything(3)
    client.post(f"/survei/{token_in(undangan.message)}/", answers)
    assert "75,00" in text_of(masuk(penyelia).get(PAGE))
    assert "Belum cukup jawaban: 1 dari 5" in text_of(client.get(PUBLIC))
    four_more(periode.agency, [3] * 9, at=now)
    assert "75,00" in text_of(client.get(PUBLIC))
    assert Invitation.objects.get().answered_at
