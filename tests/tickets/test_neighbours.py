"""Which offices are in the same place."""

import pytest

from tickets.inbound.neighbours import place_of


@pytest.mark.parametrize(
    ("name", "address", "place"),
    [
        ("Dinas Sosial Kabupaten Sidoarjo (contoh)", "", "kabupaten sidoarjo"),
        ("Kelurahan Kober, Kab. Banyumas (contoh)", "", "kabupaten banyumas"),
        (
            "Bagian Organisasi Setda Kabupaten Ogan Komering Ilir",
            "",
            "kabupaten ogan komering ilir",
        ),
        ("Dukcapil (contoh)", "Alamat kantor (contoh), Kota Kupang", "kota kupang"),
        ("Kelurahan Contoh", "Jalan Contoh 1", ""),
    ],
)
def test_an_office_names_its_regency_or_city(name, address, place):
    assert place_of(name, address) == place
