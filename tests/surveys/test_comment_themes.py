"""What remarks are about: by their words, by hand, and who may read and say it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from surveys.models import CommentThemes, Response, SurveyPeriod
from surveys.themes import names, themes, themes_of
from tests import factories
from tests.reading import flat

Login = Callable[[Staff], Client]
PAGE = "/dasbor/ikm/saran/"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Cepat dan ramah, terima kasih.", ("time", "conduct")),
        ("Terima kasih 🙏", ("praise",)),
        ("Petugasnya judes sekali", ("conduct",)),
        ("Antriannya panjang, kursinya kurang", ("time", "facility")),
        ("saya diminta uang 50 ribu", ("fee",)),
        ("Persyaratannya terlalu banyak", ("requirements",)),
        ("Pengaduan saya tidak dibalas", ("complaint",)),
        ("AC mati", ("facility",)),
        ("Tidak perlu datang ke kantor, sangat membantu.", ("procedure",)),
        ("acara", ("other",)),  # "ac" is no beginning
        ("...", ("other",)),
        ("", ("other",)),
        ("WAKTU", ("time",)),
        ("Nama anak saya salah ketik", ("product",)),
        ("tolong ketik yang benar, salah", ("other",)),  # words of one entry stand together
    ],
)
def test_words_tell_the_themes(text: str, keys: tuple[str, ...]) -> None:
    assert themes_of(text) == keys
    assert themes_of(text) == themes_of(text.upper())


def test_each_theme_has_words_and_a_name_of_its_own() -> None:
    assert len(names()) == len(themes()) + 1 == len(set(names().values()))
    assert all(one.terms for one in themes())


@pytest.fixture
def saran(
    clock: Any, dinas: Agency, periode: SurveyPeriod, jawab: Any, penyelia: Staff
) -> list[Response]:
    for words in ("Antri lama", "Petugas ramah. Hubungi 0812-0000-1234", "Bagus"):
        jawab(dinas, [3] * 9, comment=words)
    jawab(dinas, [1] * 9, comment="Penyelia lambat", officer=penyelia)
    return list(Response.objects.order_by("pk"))


def test_remarks_by_theme(saran: list[Response], admin_opd: Staff, masuk: Login) -> None:
    page = flat(masuk(admin_opd).get(PAGE))
    assert "Semua<b>4</b>" in page
    assert "Waktu<b>2</b>" in page
    assert "Sikap petugas<b>1</b>" in page
    assert "0812-0000-1234" not in page
    narrowed = flat(masuk(admin_opd).get(PAGE, {"tema": "time"}))
    assert "Antri lama" in narrowed
    assert "Bagus" not in narrowed
    for odd in ({"tema": "burung"}, {"hal": "x"}, {"hal": "9" * 30}, {"periode": "\x00"}):
        assert "Antri lama" in flat(masuk(admin_opd).get(PAGE, odd))


def test_a_correction_stays_and_the_list_counts_it(
    saran: list[Response], admin_opd: Staff, masuk: Login
) -> None:
    client, (first, *_) = masuk(admin_opd), saran
    answer = client.post(
        f"{PAGE}{first.pk}/tema/", {"tema": ["facility", "conduct"], "dari": "time", "hal": "1"}
    )
    assert answer["Location"] == f"{PAGE}?hal=1&tema=time#saran-{first.pk}"
    assert CommentThemes.objects.get().keys == "conduct facility"
    page = flat(client.get(PAGE, {"tema": "facility"}))
    assert "Antri lama" in page
    assert "(diubah)" in page
    assert "Waktu<b>1</b>" in page
    client.post(f"{PAGE}{first.pk}/tema/", {"tema": "time"})
    assert CommentThemes.objects.get().keys == "time"


@pytest.mark.parametrize(
    "posted", [{}, {"tema": ""}, {"tema": "burung"}, {"tema": ["time", "\x00"]}]
)
def test_an_odd_correction_changes_nothing(
    saran: list[Response], admin_opd: Staff, masuk: Login, posted: dict[str, Any]
) -> None:
    client = masuk(admin_opd)
    answer = client.post(f"{PAGE}{saran[0].pk}/tema/", posted, follow=True)
    assert "Pilih paling sedikit satu tema" in flat(answer)
    assert not CommentThemes.objects.exists()


@pytest.mark.parametrize("who", ["petugas", "pengamat", "orang_luar"])
def test_others_neither_read_nor_correct(
    saran: list[Response], masuk: Login, who: str, request: pytest.FixtureRequest
) -> None:
    client = masuk(request.getfixturevalue(who))
    assert client.get(PAGE, {"instansi": saran[0].agency.slug}).status_code in (403, 404)
    posted = client.post(f"{PAGE}{saran[0].pk}/tema/", {"tema": "time"})
    assert posted.status_code in (403, 404)
    assert not CommentThemes.objects.exists()


def test_nobody_reads_what_was_written_about_oneself(
    saran: list[Response], penyelia: Staff, masuk: Login
) -> None:
    client, own = masuk(penyelia), saran[-1]
    page = flat(client.get(PAGE))
    assert "Antri lama" in page
    assert "Penyelia lambat" not in page
    client.post(f"{PAGE}{own.pk}/tema/", {"tema": "time"})
    assert not CommentThemes.objects.exists()


@pytest.mark.parametrize("count", [1, 50])
def test_a_list_of_remarks_costs_the_same_for_many(
    dinas: Agency, periode: SurveyPeriod, jawab: Any, admin_opd: Staff, masuk: Login,
    count: int, clock: Any,
) -> None:  # fmt: skip
    for _ in range(count):
        jawab(dinas, [3] * 9, comment="Antri lama", service=factories.ServiceFactory(agency=dinas))
    client = masuk(admin_opd)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        page = flat(client.get(PAGE))
    assert page.count("<blockquote>") == count
    assert len(asked) == 7
