"""How much an office's files take on the server."""

from typing import Any

import pytest
from django.core.cache import cache

from services.models import Staff
from services.number_words import size_words
from tests import factories
from tickets.models import Attachment, Ticket

pytestmark = pytest.mark.django_db
PAGE = "/laporan/penyimpanan/"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"), (1023, "1023 B"), (1024, "1,0 KB"), (1536, "1,5 KB"), (1_048_575, "1.024,0 KB"),
        (5 * 1024**3, "5,0 GB"), (3 * 1024**5, "3.072,0 TB"),
    ],
)  # fmt: skip
def test_sizes_as_people_read_them(size: int, words: str) -> None:
    assert size_words(size) == words


def test_files_are_added_up_by_kind_for_ones_own_office_only(
    tiket: Ticket, masuk: Any, penyelia: Staff, orang_luar: Staff
) -> None:
    cache.clear()
    message = factories.MessageFactory(conversation=tiket.conversation)
    for mime_type, size in (("image/jpeg", 1024), ("image/png", 512), ("application/pdf", 2048)):
        Attachment.objects.create(
            message=message, mime_type=mime_type, size=size, state=Attachment.State.READY
        )
    Attachment.objects.create(message=message, mime_type="image/png", size=9999)  # not fetched yet
    (table,) = masuk(penyelia).get(PAGE).context["tables"]
    told = {row[0].words: (row[1].words, row[2].words) for row in (*table.rows, table.total)}
    assert told["Gambar"] == ("2", "1,5 KB")
    assert told["PDF"] == ("1", "2,0 KB")
    assert told["Suara"] == ("0", "0 B")
    assert told["Jumlah"] == ("3", "3,5 KB")
    for other in masuk(orang_luar).get(PAGE).context["tables"]:
        assert other.total[1].words == "0"


def test_an_evaluator_who_sees_no_figures_sees_none(masuk: Any, evaluator: Staff) -> None:
    assert masuk(evaluator).get(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_as_many_questions_for_one_office_as_for_fifty(
    count: int, masuk: Any, penyelia: Staff, django_assert_max_num_queries: Any
) -> None:
    cache.clear()
    for number in range(count):
        agency = factories.AgencyFactory(code=f"S{number}", slug=f"simpan-{number}")
        factories.MembershipFactory(staff=penyelia, agency=agency, role="supervisor")
    browser = masuk(Staff.objects.get(pk=penyelia.pk))
    with django_assert_max_num_queries(10):
        assert len(browser.get(PAGE).context["tables"]) == count + 1
