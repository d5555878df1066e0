"""Anything may stand in the address of a file: what is written down of it breaks nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Staff
from tests.siwhapik.evaluation.tools import body
from tickets.models import Export, ExportJob

Login = Callable[[Staff], Client]
MANY = "&".join(f"{'n' * 200}{number}=1" for number in range(80))


@pytest.mark.parametrize("page", ["/catatan/", "/laporan/buku/", "/laporan/masuk/"])
@pytest.mark.parametrize("query", ["lain=%00", "%00=1", "instansi=%00", MANY])
def test_what_was_asked_is_written_down_without_what_no_database_keeps(
    page: str, query: str, masuk: Login, admin_opd: Staff
) -> None:
    """PostgreSQL refuses a NUL within JSON; SQLite keeps it, so the row is looked at."""
    answer = masuk(admin_opd).get(f"{page}?{query}&bentuk=csv")
    assert answer.status_code in {200, 404}
    if answer.status_code == 200:
        body(answer)
        asked = Export.objects.get().asked
        assert "dari" in asked
        assert len(asked) <= 52
        assert not any("\x00" in text or len(text) > 100 for pair in asked.items() for text in pair)


@pytest.mark.parametrize(
    ("query", "jobs"),
    [("lain=%00", 1), (f"lain={'a' * 3000}", 0), (f"lain={'%F0%9F%98%80' * 500}", 0)],
)
def test_a_long_file_is_asked_for_in_an_address_that_can_be_kept(
    query: str, jobs: int, masuk: Login, penyelia: Staff
) -> None:
    client = masuk(penyelia)
    answer = client.post(f"/laporan/berkas/baru/buku/?{query}&bentuk=csv", follow=True)
    assert answer.status_code == 200
    assert ExportJob.objects.count() == jobs
    assert ("terlalu panjang" in answer.content.decode()) == (not jobs)
