"""/privasi/: what is kept of citizens, by office."""

from typing import Any

import pytest
from django.test import Client

from services.models import Agency
from siwhapik.public.privacy import blocks
from tests.reading import flat
from tickets.models import AgencyText

pytestmark = pytest.mark.django_db
URL = "/privasi/dinsos-contoh/"


def test_the_products_text_says_what_the_law_asks(client: Client, dinas: Agency) -> None:
    Agency.objects.update(address="Jalan Contoh 1", phone="031-123456")
    page = flat(client.get(URL))
    for words in (
        "Undang-Undang Nomor 27 Tahun 2022",
        "Enkripsi WhatsApp berakhir di kantor",
        "Berapa lama",
        "Siapa yang melihatnya",
        "Dinas Sosial Contoh, Jalan Contoh 1, telepon 031-123456",
    ):
        assert words in page
    assert len(page) < 60_000


def test_the_only_office_needs_no_list(client: Client, dinas: Agency) -> None:
    assert "Dinas Sosial Contoh" in flat(client.get("/privasi/"))


def test_of_several_offices_each_has_its_page(
    client: Client, dinas: Agency, dinas_wita: Agency
) -> None:
    page = flat(client.get("/privasi/"))
    for agency in (dinas, dinas_wita):
        assert f"/privasi/{agency.slug}/" in page


def test_an_offices_own_text_comes_in_its_place_and_is_never_markup(
    client: Client, dinas: Agency
) -> None:
    text = "Kata kami, {kantor}.\n\n# Judul\n- satu\n- <b>dua</b>"
    AgencyText.objects.create(agency=dinas, key="privacy_page", text=text)
    page = flat(client.get(URL))
    assert "Kata kami, Dinas Sosial Contoh." in page
    assert "<h2>Judul</h2>" in page
    assert "<li>&lt;b&gt;dua&lt;/b&gt;</li>" in page
    assert "Berapa lama" not in page


def test_a_text_that_cannot_be_filled_is_not_shown(client: Client, dinas: Agency) -> None:
    AgencyText.objects.create(agency=dinas, key="privacy_page", text="Telepon {telepon}")
    assert "Berapa lama" in flat(client.get(URL))


@pytest.mark.parametrize("slug", ["tidak-ada", "%00"])
def test_an_unknown_office_is_not_found(client: Client, dinas: Agency, slug: str) -> None:
    assert client.get(f"/privasi/{slug}/").status_code == 404


def test_a_closed_office_is_not_found(client: Client, dinas: Agency) -> None:
    Agency.objects.update(is_active=False)
    assert client.get(URL).status_code == 404


def test_it_is_linked_from_every_public_page(client: Client, db: None) -> None:
    for path in ("/layanan/", "/lacak/", "/masuk/", "/ikm/"):
        assert 'href="/privasi/"' in flat(client.get(path)), path


def test_it_costs_few_queries(
    client: Client, dinas: Agency, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        client.get(URL)


def test_text_is_cut_into_blocks() -> None:
    found = list(blocks("Satu\r\nbaris\r\n\r\n# Dua\r\ntiga\r\n- a\r\n- b\n\n\n\n"))
    assert [one["kind"] for one in found] == ["paragraph", "heading", "paragraph", "list"]
    assert found[3]["lines"] == ["a", "b"]
