"""A kecamatan with a second kelurahan below it, and the kabupaten above: offices that see others' sums."""

from services.models import Agency
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

DISTRICT, REGENCY = "PWTBARAT", "BANYUMAS"
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


def make_regency() -> Agency:
    """The kabupaten: it serves nobody itself and sees the sums of all below it."""
    regency = Agency.objects.create(
        code=REGENCY,
        name="Sekretariat Daerah Kabupaten Banyumas (contoh)",
        short_name="Setda Banyumas (contoh)",
        slug="setda-banyumas",
        address="Alamat kantor (contoh), Purwokerto",
        head_title="Sekretaris Daerah",
        is_example=True,
    )
    Agency.objects.filter(code=DISTRICT).update(parent=regency)
    return regency
