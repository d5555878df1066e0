"""Dinas Sosial: help with health insurance for the poor (Si Whapik)."""

from services.models import DeadlineBasis
from services.models.service import Group, Kind
from siwhapik.demo.kinds import LineData, OfficeData, ServiceData

SERVICES = (
    ServiceData(
        key="jkmm",
        name="Rekomendasi jaminan kesehatan masyarakat miskin",
        short_name="Jaminan kesehatan miskin",
        summary="Bagi warga tidak mampu yang sakit dan belum punya jaminan",
        requirements=(
            "Fotokopi KK",
            "Fotokopi KTP",
            "Surat pernyataan tidak mampu (RT/RW)",
            "SKTM desa/kelurahan, diketahui camat (dapat dibuat lewat SIPRAJA)",
            "Fotokopi surat rawat inap atau rujukan",
        ),
        steps=(
            "Kirim berkas lewat WhatsApp",
            "Verifikasi dan wawancara",
            "Validasi data",
            "Nomor kepesertaan diberikan",
        ),
        turnaround="Lengkap sampai 12.00: pukul 13.00; sampai 15.00: pukul 15.30; sesudahnya: "
        "1 hari kerja",
        product="Kepesertaan aktif",
        keywords="jkmm, jamkesda, uhc, rumah sakit, opname",
        is_sensitive=True,
        basis=DeadlineBasis.WORKING_DAYS,
        amount=1,
        counts_from_complete=True,
    ),
    ServiceData(
        key="pbi",
        name="Reaktivasi PBI JK (KIS)",
        short_name="Reaktivasi KIS/PBI",
        summary="Kartu KIS tidak aktif padahal sedang perlu berobat",
        requirements=(
            "KTP",
            "KK",
            "Kartu BPJS/KIS",
            "Nomor HP/WhatsApp",
            "Surat keterangan butuh layanan dari fasilitas kesehatan",
        ),
        steps=(
            "Data dicek di DTSEN",
            "Surat keterangan dari Dinas Sosial",
            "Usulan reaktivasi dikirim",
            "Hasil diberitahukan lewat WhatsApp",
        ),
        turnaround="15 menit untuk surat, sejak berkas lengkap",
        product="Surat keterangan dan usulan reaktivasi",
        keywords="kis, pbi, bpjs, nonaktif, reaktivasi",
        legal_basis="Permensos 21/2019; PP 76/2015",
        is_sensitive=True,
        basis=DeadlineBasis.OFFICE_HOURS,
        amount=4,
        counts_from_complete=True,
    ),
    ServiceData(
        key="dtsen",
        name="Konsultasi data kesejahteraan (DTSEN)",
        short_name="Konsultasi DTSEN",
        summary="Cek desil, usulan, dan sanggahan data",
        requirements=("KTP", "KK"),
        steps=("Sampaikan pertanyaan", "Petugas memeriksa data", "Jawaban lewat WhatsApp"),
        product="Penjelasan dan saran tindak lanjut",
        keywords="desil, dtks, dtsen, bansos, pkh, sembako",
        kind=Kind.CONSULTATION,
        group=Group.INFORMATION,
    ),
    ServiceData(
        key="aduan-sosial",
        name="Pengaduan layanan sosial",
        short_name="Pengaduan",
        summary="Keluhan tentang layanan atau penyaluran bantuan",
        steps=("Sampaikan uraian", "Verifikasi", "Tindak lanjut", "Jawaban"),
        turnaround="14 hari kerja",
        product="Jawaban pengaduan",
        keywords="aduan, keluhan, lapor, pungli",
        kind=Kind.COMPLAINT,
        group=Group.COMPLAINT,
        basis=DeadlineBasis.WORKING_DAYS,
        amount=14,
    ),
)

OFFICES = (
    OfficeData(
        code="DINSOS",
        name="Dinas Sosial Kabupaten Sidoarjo (contoh)",
        short_name="Dinsos Sidoarjo (contoh)",
        slug="dinsos-sidoarjo",
        address="Alamat kantor (contoh), Sidoarjo",
        point=("-7.447800", "112.718300"),
        head_title="Kepala Dinas Sosial",
        services=SERVICES,
        lines=(LineData(name="Si Whapik", services=("jkmm", "pbi", "dtsen", "aduan-sosial")),),
        operators=3,
        tickets=32,
    ),
)
