"""A kecamatan and a second kelurahan below it, so that an office above others has something to see."""

from siwhapik.demo.kinds import LineData, OfficeData
from siwhapik.demo.village import (
    DOMISILI,
    INFO,
    KONSULTASI,
    LEGALISASI,
    LINGKUNGAN,
    PENGANTAR,
    SKTM,
)

DISTRICT = "PWTBARAT"
OFFICES = (
    OfficeData(
        code=DISTRICT,
        name="Kecamatan Purwokerto Barat, Kabupaten Banyumas (contoh)",
        short_name="Kec. Purwokerto Barat (contoh)",
        slug="kecamatan-purwokerto-barat",
        address="Alamat kantor (contoh), Banyumas",
        head_title="Camat",
        services=(LEGALISASI, KONSULTASI, INFO, LINGKUNGAN),
        lines=(
            LineData(
                name="Halo Kecamatan",
                services=("legalisasi", "konsultasi", "info", "lingkungan"),
            ),
        ),
        operators=1,
        tickets=9,
        inhabitants=20_000,
        above=("KOBER", "REJASARI"),
    ),
    OfficeData(
        code="REJASARI",
        name="Kelurahan Rejasari, Kabupaten Banyumas (contoh)",
        short_name="Kel. Rejasari (contoh)",
        slug="kelurahan-rejasari",
        address="Alamat kantor (contoh), Banyumas",
        head_title="Lurah",
        services=(PENGANTAR, DOMISILI, SKTM, INFO, LINGKUNGAN),
        lines=(
            LineData(
                name="Halo Rejasari",
                services=("pengantar", "domisili", "sktm", "info", "lingkungan"),
            ),
        ),
        operators=1,
        tickets=15,
        inhabitants=6_000,
    ),
)
