"""Two kelurahan (SI KoKoM, SI PATAS) and the organisation section of a regency (SI-PUTRI)."""

from services.models import DeadlineBasis
from services.models.service import Group, Kind
from siwhapik.demo.kinds import LineData, OfficeData, ServiceData

SKTM = ServiceData(
    key="sktm",
    name="Surat keterangan tidak mampu (SKTM)",
    short_name="SKTM",
    summary="Untuk sekolah, berobat, atau bantuan",
    requirements=(
        "Pengantar RT/RW",
        "Fotokopi KTP-el",
        "Fotokopi KK",
        "Foto rumah",
        "Surat pernyataan tidak mampu",
    ),
    steps=("Verifikasi berkas", "Tanda tangan lurah", "Surat dikirim lewat WhatsApp"),
    turnaround="Hari yang sama, paling lambat 1 hari",
    product="SKTM",
    keywords="sktm, tidak mampu, miskin",
    basis=DeadlineBasis.WORKING_DAYS,
    amount=1,
)
DOMISILI = ServiceData(
    key="domisili",
    name="Surat keterangan domisili",
    short_name="Domisili",
    summary="Berlaku 6 bulan",
    requirements=("Pengantar RT/RW", "Fotokopi KTP", "Fotokopi KK"),
    steps=("Kirim berkas", "Verifikasi", "Surat dikirim"),
    turnaround="Sekitar 10 menit sejak berkas lengkap",
    product="Surat keterangan domisili",
    keywords="domisili, tinggal, kos",
    basis=DeadlineBasis.OFFICE_HOURS,
    amount=4,
    counts_from_complete=True,
)
USAHA = ServiceData(
    key="usaha",
    name="Surat keterangan usaha",
    short_name="Keterangan usaha",
    summary="Untuk pinjaman atau izin",
    requirements=("KTP", "KK", "Pengantar RT/RW", "Foto usaha"),
    steps=("Kirim berkas", "Verifikasi", "Surat dikirim"),
    turnaround="1 sampai 3 hari",
    product="Surat keterangan usaha",
    keywords="sku, usaha, warung, kur",
    basis=DeadlineBasis.WORKING_DAYS,
    amount=3,
)
PENGANTAR = ServiceData(
    key="pengantar",
    name="Surat pengantar (SKCK dan lain-lain)",
    short_name="Surat pengantar",
    summary="Untuk SKCK, nikah, dan keperluan lain",
    requirements=("Pengantar RT/RW", "KTP", "KK"),
    steps=("Kirim berkas", "Verifikasi", "Surat dikirim"),
    turnaround="10 menit",
    product="Surat pengantar",
    keywords="skck, pengantar, nikah, polisi",
)
LEGALISASI = ServiceData(
    key="legalisasi",
    name="Legalisasi dokumen kependudukan",
    short_name="Legalisasi",
    summary="Bawa dokumen asli untuk dicocokkan",
    requirements=("Dokumen asli dan fotokopi", "KTP"),
    steps=("Bawa dokumen asli", "Pencocokan", "Cap dan tanda tangan"),
    turnaround="1 hari",
    product="Salinan yang dilegalisasi",
    keywords="legalisir, legalisasi, fotokopi",
)
LINGKUNGAN = ServiceData(
    key="lingkungan",
    name="Pengaduan lingkungan",
    short_name="Aduan lingkungan",
    summary="Sampah, jalan, saluran, lampu; sertakan lokasi",
    requirements=("Lokasi (peta)", "Foto", "Uraian"),
    steps=("Verifikasi", "Disposisi", "Tindak lanjut", "Jawaban"),
    turnaround="14 hari kerja",
    product="Jawaban pengaduan",
    keywords="sampah, banjir, selokan, lampu, jalan",
    kind=Kind.COMPLAINT,
    group=Group.COMPLAINT,
    wants_location=True,
    basis=DeadlineBasis.WORKING_DAYS,
    amount=14,
)
INFO = ServiceData(
    key="info",
    name="Pusat informasi",
    short_name="Informasi",
    summary="Tanya apa saja tentang layanan kami",
    steps=("Sampaikan pertanyaan", "Jawaban lewat WhatsApp"),
    product="Informasi",
    keywords="tanya, info, jam buka, syarat",
    kind=Kind.INFORMATION,
    group=Group.INFORMATION,
)
KONSULTASI = ServiceData(
    key="konsultasi",
    name="Konsultasi layanan",
    short_name="Konsultasi",
    summary="Bingung mulai dari mana? Tanyakan di sini",
    steps=("Ceritakan keperluan", "Petugas memberi saran"),
    product="Saran tindak lanjut",
    keywords="konsultasi, bingung, waris",
    kind=Kind.CONSULTATION,
    group=Group.INFORMATION,
)
STANDAR = ServiceData(
    key="standar",
    name="Konsultasi standar pelayanan",
    short_name="Standar pelayanan",
    summary="Bagi perangkat daerah yang menyusun standar",
    requirements=("Rancangan standar pelayanan",),
    steps=("Kirim rancangan", "Ditelaah", "Saran dikirim"),
    turnaround="3 hari kerja",
    product="Saran perbaikan standar",
    keywords="standar, sop, maklumat",
    kind=Kind.CONSULTATION,
    group=Group.INFORMATION,
    basis=DeadlineBasis.WORKING_DAYS,
    amount=3,
)
SKM = ServiceData(
    key="skm",
    name="Konsultasi survei kepuasan (SKM)",
    short_name="Konsultasi SKM",
    summary="Cara menghitung IKM dan menyusun laporan",
    steps=("Sampaikan pertanyaan", "Jawaban lewat WhatsApp"),
    product="Penjelasan",
    keywords="skm, ikm, survei, laporan",
    kind=Kind.CONSULTATION,
    group=Group.INFORMATION,
)

OFFICES = (
    OfficeData(
        code="SOGATEN",
        name="Kelurahan Sogaten, Kota Madiun (contoh)",
        short_name="Kel. Sogaten (contoh)",
        slug="kelurahan-sogaten",
        address="Alamat kantor (contoh), Kota Madiun",
        head_title="Lurah",
        services=(SKTM, DOMISILI, USAHA, PENGANTAR, INFO, KONSULTASI, LINGKUNGAN),
        lines=(
            LineData(
                name="SI KoKoM",
                services=(
                    *("sktm", "domisili", "usaha", "pengantar"),
                    *("info", "konsultasi", "lingkungan"),
                ),
            ),
        ),
    ),
    OfficeData(
        code="KOBER",
        name="Kelurahan Kober, Kabupaten Banyumas (contoh)",
        short_name="Kel. Kober (contoh)",
        slug="kelurahan-kober",
        address="Alamat kantor (contoh), Banyumas",
        head_title="Lurah",
        inhabitants=8_000,
        services=(PENGANTAR, DOMISILI, SKTM, LEGALISASI, INFO, LINGKUNGAN),
        lines=(
            LineData(
                name="SI PATAS",
                services=("pengantar", "domisili", "sktm", "legalisasi", "info", "lingkungan"),
            ),
        ),
    ),
    OfficeData(
        code="SETDAOKI",
        name="Bagian Organisasi Setda Kabupaten Ogan Komering Ilir (contoh)",
        short_name="Organisasi OKI (contoh)",
        slug="organisasi-oki",
        address="Alamat kantor (contoh), Kayuagung",
        head_title="Kepala Bagian Organisasi",
        services=(STANDAR, SKM, INFO),
        lines=(LineData(name="SI-PUTRI", services=("standar", "skm", "info")),),
        tickets=10,
    ),
)
