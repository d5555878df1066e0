"""An office's own questions: asked after the questionnaire, answered if one likes, apart from the index."""

import datetime as dt
from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import include, path

from services.models import Agency, Service, Staff
from services.models.final import RowIsFinal
from siwhapik.urls import urlpatterns as product
from surveys import linking, period_steps
from surveys.added_admin import MOST_ASKED
from surveys.answering import Form, write
from surveys.forms import name_of
from surveys.loading import questionnaire_in_use
from surveys.models import AddedAnswer, AddedQuestion, Response, SurveyPeriod
from surveys.ways import Way
from tests import factories
from tests.reading import flat
from tests.surveys.conftest import everything
from tests.surveys.test_in_use import browser_of

urlpatterns = [*product, path("uji/kelola/", include((admin.site.urls[0], "admin")))]
pytestmark = [
    pytest.mark.urls("tests.surveys.test_added_questions"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
]
KELOLA = "/uji/kelola/surveys/addedquestion/"
PAGE = "/dasbor/ikm/tambahan/"
QUESTION = "Dari mana tahu layanan ini (contoh)?"
CHOICES = ["Tetangga", "Media sosial", "Kantor desa"]


@pytest.fixture
def tambahan(dinas: Agency) -> AddedQuestion:
    return AddedQuestion.objects.create(agency=dinas, question=QUESTION, choices=CHOICES)


def answered(agency: Agency, added: dict[AddedQuestion, int], *, at: dt.datetime) -> Response:
    asked = questionnaire_in_use()
    form = Form(values=dict.fromkeys(asked.elements.all(), 4), added=added)
    with transaction.atomic():
        return write(form, now=at, agency=agency, way=Way.OPEN, questionnaire=asked)


def posted(agency: Agency, **changes: Any) -> dict[str, Any]:
    data = {"agency": agency.pk, "service": "", "question": QUESTION, "order": "1"}
    return data | {"choices_text": "\n".join(CHOICES), "is_asked": "on"} | changes


def test_it_is_asked_after_the_elements_and_kept(
    client: Client, tambahan: AddedQuestion, tautan: str
) -> None:
    page = flat(client.get(tautan))
    assert f"10. {QUESTION} (boleh dilewati)" in page
    assert "10 pertanyaan" in page
    assert page.count('type="radio"') == 36 + len(CHOICES)
    sent = everything(**{name_of(tambahan): 2})
    assert client.post(tautan, sent).status_code == 302
    row = AddedAnswer.objects.get()
    assert (row.question, row.choice) == (tambahan, 2)
    assert (row.submitted_on, row.submitted_at) == (
        row.response.submitted_on,
        row.response.submitted_at,
    )
    assert row.response.answers.count() == 9


def test_it_may_be_skipped(client: Client, tambahan: AddedQuestion, tautan: str) -> None:
    assert client.post(tautan, everything()).status_code == 302
    assert Response.objects.exists()
    assert not AddedAnswer.objects.exists()


def test_an_answer_to_earlier_words_is_no_answer_to_those_of_now(
    client: Client, tambahan: AddedQuestion, tautan: str
) -> None:
    """The office turned the choices round while the form was open."""
    sent = everything(**{name_of(tambahan): 1})
    tambahan.choices = CHOICES[::-1]
    tambahan.save()
    assert client.post(tautan, sent).status_code == 302
    assert Response.objects.exists()
    assert not AddedAnswer.objects.exists()


@pytest.mark.parametrize("given", ["4", "0", "x", "-1", "9" * 400])
def test_nonsense_is_asked_again(
    client: Client, tambahan: AddedQuestion, tautan: str, given: str
) -> None:
    refused = client.post(tautan, everything(**{name_of(tambahan): given}))
    assert refused.status_code == 422
    assert not Response.objects.exists()


def test_only_what_is_asked_about_the_service_is_asked(
    client: Client, dinas: Agency, layanan: Service, layanan_lain: Service, tautan: str
) -> None:
    for service, words in ((layanan, "Milik ini?"), (layanan_lain, "Milik lain?")):
        AddedQuestion.objects.create(
            agency=dinas, service=service, question=words, choices=["Ya", "Tidak"]
        )
    AddedQuestion.objects.create(
        agency=dinas, question="Sudah berhenti?", choices=["Ya", "Tidak"], is_asked=False
    )
    AddedQuestion.objects.create(
        agency=factories.AgencyFactory(), question="Kantor lain?", choices=["Ya", "Tidak"]
    )
    page = flat(client.get(tautan))
    assert "Milik ini?" in page
    assert not any(one in page for one in ("Milik lain?", "Sudah berhenti?", "Kantor lain?"))


def test_an_open_link_asks_for_the_service_first(
    client: Client, dinas: Agency, layanan: Service, admin_opd: Staff, now: dt.datetime
) -> None:
    link = linking.make(dinas, service=None, way=Way.OPEN, by=admin_opd, now=now)
    AddedQuestion.objects.create(agency=dinas, service=layanan, question=QUESTION, choices=CHOICES)
    assert 'type="radio"' not in flat(client.get(f"/s/{link.code}/"))
    assert QUESTION in flat(client.get(f"/s/{link.code}/", {"layanan": layanan.pk}))


def test_an_admin_writes_one(admin_opd: Staff, dinas: Agency) -> None:
    browser = browser_of(admin_opd)
    text = "  Tetangga \n\n Media   sosial\r\nKantor desa"
    assert browser.post(f"{KELOLA}add/", posted(dinas, choices_text=text)).status_code == 302
    row = AddedQuestion.objects.get()
    assert (row.choices, row.made_by, row.is_asked) == (CHOICES, admin_opd, True)
    assert "Kantor desa" in flat(browser.get(f"{KELOLA}{row.pk}/change/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"choices_text": "Satu"}, "Tulis 2 sampai 8 pilihan"),
        ({"choices_text": "\n".join(map(str, range(9)))}, "Tulis 2 sampai 8 pilihan"),
        ({"choices_text": "Ya\nya"}, "harus berbeda"),
        ({"choices_text": f"Ya\n{'x' * 61}"}, "paling panjang 60 huruf"),
        ({"question": ""}, "Pertanyaan"),
        ({"service": "999999"}, "Layanan"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    admin_opd: Staff, dinas: Agency, changes: dict[str, str], words: str
) -> None:
    refused = browser_of(admin_opd).post(f"{KELOLA}add/", posted(dinas, **changes))
    assert refused.status_code == 200
    assert words in flat(refused)
    assert not AddedQuestion.objects.exists()


def test_another_offices_is_not_found(
    admin_opd: Staff, super_admin: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    strange = factories.ServiceFactory(agency=dinas_wita)
    refused = browser_of(super_admin).post(f"{KELOLA}add/", posted(dinas, service=strange.pk))
    assert "bukan milik instansi itu" in flat(refused)
    theirs = AddedQuestion.objects.create(
        agency=dinas_wita, question="Milik orang?", choices=["Ya", "Tidak"]
    )
    browser = browser_of(admin_opd)
    assert browser.get(f"{KELOLA}{theirs.pk}/change/").status_code == 404
    assert "Milik orang?" not in flat(browser.get(KELOLA))
    assert browser.post(f"{KELOLA}add/", posted(dinas_wita)).status_code == 200
    assert AddedQuestion.objects.count() == 1


def test_nobody_is_asked_too_much(admin_opd: Staff, dinas: Agency, layanan: Service) -> None:
    for number in range(MOST_ASKED):
        AddedQuestion.objects.create(
            agency=dinas,
            service=layanan if number % 2 else None,
            question=f"Nomor {number}?",
            choices=["Ya", "Tidak"],
        )
    browser = browser_of(admin_opd)
    for service in ("", layanan.pk):
        refused = browser.post(f"{KELOLA}add/", posted(dinas, service=service))
        assert "Paling banyak 5 pertanyaan tambahan" in flat(refused)
    assert browser.post(f"{KELOLA}add/", posted(dinas, is_asked="")).status_code == 302


def test_what_was_answered_keeps_its_words(
    admin_opd: Staff, dinas: Agency, layanan: Service, tambahan: AddedQuestion, now: dt.datetime
) -> None:
    answered(dinas, {tambahan: 1}, at=now)
    browser, page = browser_of(admin_opd), f"{KELOLA}{tambahan.pk}/change/"
    for changes in (
        {"question": "Lain?"},
        {"choices_text": "Tetangga\nLain"},
        {"service": layanan.pk},
    ):
        refused = browser.post(page, posted(dinas, **changes))
        assert "sudah dijawab, jadi kata-kata dan layanannya tetap" in flat(refused)
    assert browser.post(page, posted(dinas, is_asked="")).status_code == 302
    tambahan.refresh_from_db()
    assert (tambahan.question, tambahan.choices, tambahan.is_asked) == (QUESTION, CHOICES, False)
    tambahan.question = "Lain?"
    with pytest.raises(RowIsFinal):
        tambahan.save()


def test_an_answer_is_written_once(
    dinas: Agency, tambahan: AddedQuestion, now: dt.datetime
) -> None:
    answered(dinas, {tambahan: 1}, at=now)
    row = AddedAnswer.objects.get()
    row.choice = 2
    with pytest.raises(RowIsFinal):
        row.save()
    with pytest.raises(RowIsFinal):
        AddedAnswer.objects.all().delete()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE surveys_addedanswer SET choice = 2")


def test_results_stand_apart_from_the_index(
    masuk: Any, admin_opd: Staff, dinas: Agency, tambahan: AddedQuestion, now: dt.datetime
) -> None:
    for choice in (1, 1, 1, 2):
        answered(dinas, {tambahan: choice}, at=now)
    few = flat(masuk(admin_opd).get(PAGE))
    assert QUESTION in few
    assert "Belum cukup jawaban: 4 dari 5" in few
    assert "Belum diperlihatkan: jawabannya belum cukup." in few
    assert "Tidak ada yang dihitung" not in few
    assert "75" not in few.split("<table")[1].split("</table>")[0]
    answered(dinas, {tambahan: 1}, at=now)
    table = flat(masuk(admin_opd).get(PAGE)).split("<tbody>")[1].split("</tbody>")[0]
    assert "Tetangga" in table
    assert "80" in table


def test_a_closed_period_counts_no_later_answer(
    masuk: Any, admin_opd: Staff, tambahan: AddedQuestion, dinas: Agency, now: dt.datetime
) -> None:
    period = SurveyPeriod.objects.create(
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Semester I",
        state="open",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 6, 30),
    )
    for _ in range(5):
        answered(dinas, {tambahan: 1}, at=now - dt.timedelta(hours=1))
    browser, report = masuk(admin_opd), f"/dasbor/ikm/periode/{period.pk}/laporan/"
    assert QUESTION not in flat(browser.get(report)), "not while it runs"
    period_steps.close(period, by=admin_opd, now=now)
    answered(dinas, {tambahan: 2}, at=now + dt.timedelta(hours=1))
    AddedQuestion.objects.create(agency=dinas, question="Baru (contoh)?", choices=CHOICES)
    for address in (report, f"{PAGE}?periode=p{period.pk}"):
        page = flat(browser.get(address))
        assert "Baru (contoh)?" not in page, "the report of a closed period stays as it is"
        part = page.split(f"{QUESTION}</h")[1].split("</tbody>")[0]
        cells = part.split("<tbody>")[1].split("</tr>")
        assert "Tetangga" in cells[0]
        assert "5" in cells[0]
        assert "100" in cells[0]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin_opd", 200), ("super_admin", 200), ("evaluator", 200), ("pejabat", 200),
        ("kepala", 200), ("petugas", 404), ("pengamat", 404), ("orang_luar", 404),
    ],
)  # fmt: skip
def test_who_may_read_them(
    masuk: Any, request: pytest.FixtureRequest, dinas: Agency, who: str, status: int
) -> None:
    browser = masuk(request.getfixturevalue(who))
    assert browser.get(PAGE, {"instansi": dinas.slug}).status_code == status


def test_many_questions_cost_no_further_queries(
    masuk: Any,
    admin_opd: Staff,
    dinas: Agency,
    tambahan: AddedQuestion,
    now: dt.datetime,
    django_assert_max_num_queries: Any,
) -> None:
    browser = masuk(admin_opd)
    browser.get(PAGE)
    with django_assert_max_num_queries(15):
        browser.get(PAGE)
    for number in range(50):
        one = AddedQuestion.objects.create(
            agency=dinas, question=f"Nomor {number}?", choices=["Ya", "Tidak"]
        )
        answered(dinas, {one: 1}, at=now)
    with django_assert_max_num_queries(14):
        browser.get(PAGE)
