"""SI-PUTRI: an instrument of ten elements, from its file to the index on the pages."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from surveys import linking
from surveys.ikm import compute, half_up
from surveys.instrument_files import read_one
from surveys.loading import questionnaire_in_use
from surveys.models import Questionnaire, Response, SurveyPeriod
from surveys.open_forms import OTHER
from surveys.ways import Way
from tests.surveys.conftest import NATIONAL, four_more, no_rows, token_in
from tickets.models import Message

TEN = read_one("si-putri")
CODES = [element.code for element in TEN.elements]


def test_it_has_the_ten_elements_of_its_regulation_in_their_order() -> None:
    assert [element.key for element in TEN.elements] == [
        "requirements", "procedure", "time", "fee", "product",
        "competence", "conduct", "declaration", "complaint", "facility",
    ]  # fmt: skip
    assert TEN.weights == ("exact",)
    assert len(TEN.unconfirmed) == 4


def test_elements_that_both_instruments_have_keep_their_keys() -> None:
    theirs = {element.key for element in TEN.elements}
    assert theirs - {element.key for element in NATIONAL.elements} == {"declaration"}


@pytest.mark.parametrize(("value", "expected"), [(4, "100.00"), (3, "75.00"), (1, "25.00")])
def test_each_element_weighs_a_tenth(value: int, expected: str) -> None:
    sums = dict.fromkeys(CODES, value * 3)
    index = compute(sums, respondents=3, scoring=TEN.scoring("exact"))
    assert index is not None
    assert half_up(index.converted, 2) == expected


def test_a_spreadsheet_of_ten_columns_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.csv"
    path.write_text(",".join([*CODES[:7], "Maklumat", *CODES[8:]]) + "\n" + "4,4,4,4,4,4,4,2,4,4\n")
    out = io.StringIO()
    call_command("ikm", "--from-csv", str(path), "--instrument", "si-putri", "--json", stdout=out)
    result = json.loads(out.getvalue())
    assert (result["converted"], result["elements"]["U8"]["sum"]) == ("95.00", 2)
    with pytest.raises(CommandError, match=r"Bobot 0\.11 tidak dikenal; pilih exact"):
        call_command("ikm", "--from-csv", str(path), "--instrument", "si-putri", "--weight", "0.11")


@pytest.fixture
def sepuluh(super_admin: Any, masuk: Any, clock: Any) -> Questionnaire:
    """The super admin chose it under /kelola/."""
    questionnaire = Questionnaire.objects.get(code="si-putri")
    url = f"/kelola/surveys/questionnaire/{questionnaire.pk}/change/"
    assert masuk(super_admin).post(url, no_rows(is_default="on")).status_code == 302
    return questionnaire


def test_a_citizen_answers_ten_questions_and_they_are_published(
    sepuluh: Questionnaire, undangan: Any, dinas: Any, now: dt.datetime
) -> None:
    link = f"/survei/{token_in(Message.objects.get(origin='survey'))}/"
    page = Client().get(link).content.decode()
    assert page.count('type="radio"') == 40
    assert "10 pertanyaan" in page
    assert "8. Bagaimana pendapat Saudara tentang ketersediaan maklumat" in page
    assert len(page) < 30_000
    answers = dict.fromkeys(CODES, "4") | {"U8": "2"}
    assert Client().post(link, answers).status_code == 302
    assert Response.objects.get().questionnaire == sepuluh
    four_more(dinas, [4] * 7 + [2, 4, 4], at=now)
    SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas,
        questionnaire=sepuluh,
        name="Semester",
        starts_on=now.date(),
        ends_on=now.date(),
    )
    page = Client().get("/ikm/").content.decode()
    assert "95,00" in page
    assert page.count('class="ikm__bar') == 10
    assert "U8 Ketersediaan Maklumat Pelayanan" in page


def test_what_is_unconfirmed_is_said_where_it_is_chosen(
    sepuluh: Questionnaire, super_admin: Any, masuk: Any
) -> None:
    browser, root = masuk(super_admin), "/kelola/surveys/questionnaire/"
    assert "Lengkap, 4 hal belum dipastikan" in browser.get(root).content.decode()
    page = browser.get(f"{root}{sepuluh.pk}/change/").content.decode()
    for note in TEN.unconfirmed:
        assert note in page


def test_nine_elements_there_and_ten_here_live_in_one_install(
    dinas: Any, dinas_wita: Any, super_admin: Any, now: dt.datetime, clock: Any
) -> None:
    ten, nine = Questionnaire.objects.get(code="si-putri"), questionnaire_in_use()
    pages = {}
    for agency, asked in ((dinas, ten), (dinas_wita, nine)):
        SurveyPeriod.objects.create(
            state="open", agency=agency, questionnaire=asked, name="Semester I",
            starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
        )  # fmt: skip
        link = linking.make(agency, service=None, way=Way.OPEN, by=super_admin, now=now)
        address = f"/s/{link.code}/"
        pages[asked] = Client().get(address).content.decode()
        elements = [element.code for element in asked.asks()]
        given = {**dict.fromkeys(elements, "3"), "once": f"{agency.pk:032}", "service": OTHER}
        assert Client().post(address, given).status_code == 302
    assert [pages[one].count('type="radio"') for one in (ten, nine)] == [40, 36]
    stored = Response.objects.order_by("pk").values_list("agency", "questionnaire")
    assert list(stored) == [(dinas.pk, ten.pk), (dinas_wita.pk, nine.pk)]
    assert [one.answers.count() for one in Response.objects.order_by("pk")] == [10, 9]
