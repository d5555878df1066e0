"""Survey periods: no click publishes an index that is untrue, or replaces one without saying so."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from siwhapik.urls import urlpatterns as product
from surveys.loading import questionnaire_in_use
from surveys.models import Questionnaire, SurveyPeriod
from tests.reading import flat
from tests.surveys.conftest import questionnaire_of
from tests.surveys.test_in_use import browser_of

urlpatterns = [*product, path("uji/kelola/", include((admin.site.urls[0], "admin")))]
pytestmark = [pytest.mark.urls("tests.surveys.test_periods"), pytest.mark.django_db]
PAGE = "/uji/kelola/surveys/surveyperiod/"
STEPS = "/dasbor/ikm/periode/"


@pytest.fixture(autouse=True)
def _still(clock: Any) -> None:
    """Every test stands at the same moment, 9 June 2026."""


@pytest.fixture
def posted(dinas: Any) -> dict[str, Any]:
    """The form of a running period."""
    return {
        "agency": dinas.pk,
        "questionnaire": questionnaire_in_use().pk,
        "name": "Semester I",
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
        "weight_policy": "exact",
        "population": "",
    }


@pytest.fixture
def periode(posted: dict[str, Any]) -> SurveyPeriod:
    """That period, published."""
    keys = {"agency_id": posted["agency"], "questionnaire_id": posted["questionnaire"]}
    return SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        name="Semester I",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 6, 30),
        **keys,
    )


def errors(answer: Any) -> dict[str, Any]:
    """What was refused; each of it is on the page, with what was typed."""
    assert answer.status_code == 200
    found: dict[str, Any] = answer.context["adminform"].form.errors
    text = answer.content.decode()
    for words in found.values():
        assert words[0].partition(":")[0] in text
    assert found
    return found


def test_a_new_period_is_a_draft(admin_opd: Any, posted: dict[str, Any]) -> None:
    browser = browser_of(admin_opd)
    form = browser.get(f"{PAGE}add/").context["adminform"].form
    assert form["questionnaire"].value() == questionnaire_in_use().pk
    assert form["agency"].value() == posted["agency"], "who manages one office chooses none"
    assert browser.post(f"{PAGE}add/", posted).status_code == 302
    assert SurveyPeriod.objects.get().state == "draft"
    assert "Semester I" not in flat(Client().get("/ikm/"))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"population": "0"}, "population", "Isi paling sedikit 1, atau kosongkan."),
        ({"population": "-5"}, "population", "Pastikan nilai ini lebih besar"),
        ({"population": "6"}, "population", "7 pemohon selesai dilayani dan 7 jawaban masuk"),
        ({"ends_on": "2025-12-31"}, "__all__", "Periode harus berakhir sesudah mulai."),
        ({"questionnaire": "empty"}, "questionnaire", "belum lengkap: belum ada unsur"),
        (
            {"questionnaire": "ten", "weight_policy": "0.11"},
            "weight_policy",
            "tidak mengenal bobot itu",
        ),
    ],
)
def test_a_period_that_would_say_something_untrue_is_refused(
    admin_opd: Any,
    dinas: Any,
    jawab: Any,
    posted: dict[str, Any],
    changes: dict[str, Any],
    field: str,
    words: str,
) -> None:
    for _ in range(7):
        jawab(dinas, [3] * 9)
    others = {"empty": Questionnaire.objects.create(code="kosong", name="Kosong")}
    others["ten"] = questionnaire_of("sepuluh", 10)
    if named := changes.get("questionnaire"):
        changes = changes | {"questionnaire": others[named].pk}
    answer = browser_of(admin_opd).post(f"{PAGE}add/", posted | changes)
    assert words in errors(answer)[field][0]
    assert 'value="Semester I"' in answer.content.decode()
    assert not SurveyPeriod.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [
        ("2026-06-30", "2026-12-31", False),
        ("2025-07-01", "2026-01-01", False),
        ("2026-03-01", "2026-03-01", False),
        ("2025-01-01", "2027-12-31", False),
        ("2026-07-01", "2026-12-31", True),
        ("2025-07-01", "2025-12-31", True),
    ],
)
def test_periods_of_an_office_do_not_overlap(
    admin_opd: Any,
    super_admin: Any,
    dinas_wita: Any,
    posted: dict[str, Any],
    periode: SurveyPeriod,
    starts: str,
    ends: str,
    fits: bool,
) -> None:
    form = posted | {"name": "Lain", "starts_on": starts, "ends_on": ends}
    answer = browser_of(admin_opd).post(f"{PAGE}add/", form)
    if not fits:
        assert "Bertumpuk dengan Semester I" in errors(answer)["starts_on"][0]
    assert SurveyPeriod.objects.filter(name="Lain").exists() is fits
    # Another office has periods of its own; another questionnaire has no second one in these days.
    other = {"name": "Kuesioner lain", "questionnaire": questionnaire_of("lain").pk}
    assert browser_of(admin_opd).post(f"{PAGE}add/", form | other).status_code == 200
    sent = form | {"name": "Kantor lain", "agency": dinas_wita.pk}
    assert browser_of(super_admin).post(f"{PAGE}add/", sent).status_code == 302


@pytest.mark.parametrize("state", ["open", "closed", "published"])
@pytest.mark.parametrize(
    "changes",
    [
        {"weight_policy": "0.11"},
        {"starts_on": "2026-02-01"},
        {"ends_on": "2026-06-29"},
        {"population": "500"},
        {"questionnaire": "other"},
        {"agency": "other"},
    ],
)
def test_what_is_settled_is_not_changed(
    super_admin: Any,
    dinas_wita: Any,
    posted: dict[str, Any],
    periode: SurveyPeriod,
    state: str,
    changes: dict[str, Any],
) -> None:
    others = {"agency": dinas_wita}
    others["questionnaire"] = questionnaire_of("lain")
    changes = {name: others[name].pk if to == "other" else to for name, to in changes.items()}
    SurveyPeriod.objects.update(state=state)
    before = SurveyPeriod.objects.values().get()
    answer = browser_of(super_admin).post(f"{PAGE}{periode.pk}/change/", posted | changes)
    (field,) = changes
    if state == "open" and field not in ("questionnaire", "agency"):
        assert answer.status_code == 302
        return
    words = "Periode ini sudah dibuka" if state == "open" else "Periode ini sudah ditutup"
    assert words in errors(answer)[field][0]
    assert SurveyPeriod.objects.values().get() == before


def test_the_name_of_what_is_published_may_be_mended(
    admin_opd: Any, posted: dict[str, Any], periode: SurveyPeriod
) -> None:
    sent = posted | {"name": "Semester I 2026"}
    assert browser_of(admin_opd).post(f"{PAGE}{periode.pk}/change/", sent).status_code == 302
    found = SurveyPeriod.objects.get()
    assert (found.name, found.published_at) == ("Semester I 2026", periode.published_at)


def test_a_period_that_begins_later_replaces_nothing_until_it_is_published(
    admin_opd: Any, dinas: Any, jawab: Any, posted: dict[str, Any], clock: Any
) -> None:
    for _ in range(5):
        jawab(dinas, [3] * 9)
    browser = browser_of(admin_opd)

    def take(name: str, *steps: str) -> str:
        period = SurveyPeriod.objects.get(name=name)
        sent = {"reason": "Salah periode (contoh)", "knows_few": "on"}
        for step in steps:
            page = browser.post(f"{STEPS}{period.pk}/", sent | {"step": step}, follow=True)
            assert page.status_code == 200
        return flat(page)

    assert browser.post(f"{PAGE}add/", posted | {"ends_on": "2026-05-31"}).status_code == 302
    take("Semester I", "opened", "closed", "published")
    clock.shift(dt.timedelta(hours=1))
    later = posted | {"name": "Juni", "starts_on": "2026-06-01"}
    assert browser.post(f"{PAGE}add/", later).status_code == 302
    take("Juni", "opened", "closed")
    page = flat(Client().get("/ikm/"))
    assert "Semester I" in page
    assert "Juni, " not in page
    assert "menampilkan Juni, bukan lagi Semester I" in take("Juni", "published")
    page = flat(Client().get("/ikm/"))
    assert "Juni, 1 Juni 2026" in page
    assert "75,00" in page
    # Taken back, the one before it is shown again.
    take("Juni", "withdrawn")
    assert "Semester I" in flat(Client().get("/ikm/"))


def test_what_begins_by_the_calendar_takes_no_place_by_itself(
    dinas: Any, periode: SurveyPeriod, clock: Any
) -> None:
    """Published long before it began, as was possible once: the other was published after it."""
    SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas,
        questionnaire=periode.questionnaire,
        name="Semester II",
        starts_on=dt.date(2026, 7, 1),
        ends_on=dt.date(2026, 12, 31),
    )
    clock.shift(dt.timedelta(hours=1))
    SurveyPeriod.objects.filter(pk=periode.pk).update(published_at=timezone.now())
    clock.move_to(dt.datetime(2026, 8, 1, tzinfo=dt.UTC))
    page = Client().get("/ikm/").content.decode()
    assert "Semester I, " in page
    assert "Semester II" not in page


def test_the_row_itself_refuses_as_the_page_does(periode: SurveyPeriod) -> None:
    periode.weight_policy = "0.11"
    with pytest.raises(ValidationError) as refused:
        periode.full_clean()
    assert set(refused.value.message_dict) == {"weight_policy"}
    twin = SurveyPeriod(
        agency=periode.agency,
        questionnaire=periode.questionnaire,
        name="Kembar",
        starts_on=periode.ends_on,
        ends_on=periode.ends_on,
        population=0,
    )
    with pytest.raises(ValidationError) as refused:
        twin.full_clean()
    assert {"population", "starts_on"} == set(refused.value.message_dict)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_save_at_once_do_not_overlap(admin_opd: Any, posted: dict[str, Any]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    together = threading.Barrier(2)
    statuses: list[int] = []

    def save(name: str) -> None:
        browser = browser_of(admin_opd)
        together.wait()
        try:
            statuses.append(browser.post(f"{PAGE}add/", posted | {"name": name}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(name,)) for name in ("Satu", "Dua")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 302]
    assert SurveyPeriod.objects.count() == 1
