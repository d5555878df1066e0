"""What citizens wrote, at the kelurahan and the secretariat; all of it invented."""

from siwhapik.demo.kinds import Story
from tickets.models import Ticket

Outcome = Ticket.Outcome
KTP_KK = ("ktp-contoh.jpg", "kk-contoh.jpg")

STORIES: dict[str, tuple[Story, ...]] = {
    "sktm": (
        Story(
            opening="Mau minta SKTM untuk keringanan sekolah anak",
            files=("pengantar-rt-contoh.jpg", *KTP_KK),
            asked="Terima kasih. Mohon tambah foto rumah tampak depan.",
            brought="Ini foto rumahnya",
            answer="SKTM sudah ditandatangani dan kami kirim ke sini. Semoga sekolahnya lancar.",
            summary="SKTM terbit",
        ),
        Story(
            opening="Pak, SKTM buat berobat apakah bisa hari ini?",
            files=("pengantar-rt-contoh.jpg",),
            answer="Bisa. SKTM sudah selesai, kami kirim PDF-nya.",
            summary="SKTM terbit",
        ),
    ),
    "domisili": (
        Story(
            opening="Saya ngontrak di RT 05, perlu surat domisili untuk kerja",
            files=("pengantar-rt-contoh.jpg", "ktp-contoh.jpg"),
            answer="Surat keterangan domisili sudah jadi, berlaku 6 bulan. Kami kirim di sini.",
            summary="Surat domisili terbit",
        ),
    ),
    "usaha": (
        Story(
            opening="Perlu surat keterangan usaha untuk pinjaman KUR, usaha warung nasi",
            files=(*KTP_KK, "warung-contoh.jpg"),
            answer="Surat keterangan usaha sudah terbit. Semoga usahanya maju.",
            summary="Surat keterangan usaha terbit",
        ),
    ),
    "pengantar": (
        Story(
            opening="Minta pengantar SKCK buat melamar kerja",
            files=KTP_KK,
            answer="Surat pengantar sudah jadi, kami kirim ke sini. Semoga diterima.",
            summary="Surat pengantar terbit",
        ),
        Story(
            opening="Surat pengantar nikah syaratnya apa",
            answer="Bawa pengantar RT/RW, KTP, KK, akta kelahiran, dan pas foto. Setelah lengkap "
            "bisa difoto dan dikirim ke sini.",
            outcome=Outcome.ANSWERED,
        ),
    ),
    "legalisasi": (
        Story(
            opening="Legalisir KK bisa diwakilkan?",
            answer="Bisa. Bawa dokumen asli dan surat kuasa sederhana. Selesai hari itu juga.",
            outcome=Outcome.ANSWERED,
        ),
    ),
    "lingkungan": (
        Story(
            opening="Selokan depan mushola mampet, kalau hujan airnya masuk rumah",
            files=("selokan-contoh.jpg",),
            place=(-7.4267, 109.2478, "Depan mushola (contoh)"),
            answer="Terima kasih laporannya. Selokan sudah dibersihkan bersama warga hari Minggu.",
            summary="Selokan dibersihkan",
        ),
        Story(
            opening="Lampu jalan di gang 3 mati sudah seminggu",
            place=(-7.6298, 111.5239, "Gang 3 (contoh)"),
            answer="Sudah kami teruskan ke dinas yang menangani lampu jalan dan dijadwalkan "
            "diperbaiki pekan ini.",
            outcome=Outcome.FORWARDED,
            summary="Diteruskan ke dinas yang menangani penerangan jalan",
        ),
        Story(
            opening="Banyak sampah liar di pinggir sungai",
            files=("sampah-contoh.jpg",),
            place=(-7.4301, 109.2402, "Pinggir sungai (contoh)"),
            answer="Sampah sudah diangkut dan dipasang papan larangan. Terima kasih.",
            summary="Sampah diangkut",
        ),
    ),
    "info": (
        Story(
            opening="Jam buka kantor hari Jumat sampai jam berapa?",
            answer="Hari Jumat buka 07.30 sampai 11.30 dan 13.00 sampai 16.30. Lewat WhatsApp "
            "boleh kapan saja.",
            outcome=Outcome.ANSWERED,
        ),
        Story(
            opening="Nomor telepon pengurus RW 4 ada?",
            answer="Silakan datang ke kantor atau hubungi ketua RT setempat. Nomor pribadi tidak "
            "kami bagikan.",
            outcome=Outcome.ANSWERED,
        ),
        Story(
            opening="Salah kirim, maaf",
            answer="Tidak apa-apa. Silakan menghubungi kami bila ada keperluan.",
            outcome=Outcome.NO_REQUEST,
        ),
    ),
    "konsultasi": (
        Story(
            opening="Bingung urus balik nama PBB setelah orang tua meninggal, mulai dari mana?",
            answer="Mulai dari surat keterangan waris. Bawa akta kematian, KK, dan KTP ahli waris "
            "ke kelurahan, nanti kami dampingi.",
            outcome=Outcome.ANSWERED,
        ),
    ),
    "standar": (
        Story(
            opening="Mohon telaah rancangan standar pelayanan perizinan kami",
            files=("rancangan-standar-contoh.pdf",),
            answer="Sudah kami telaah. Saran: lengkapi jangka waktu dan penanganan pengaduan, "
            "lalu adakan konsultasi publik sebelum ditetapkan.",
            summary="Saran tertulis dikirim",
        ),
    ),
    "skm": (
        Story(
            opening="Responden kami 210 orang dari 460 pengguna, apakah cukup?",
            answer="Untuk 460 pengguna, sampel yang cukup 210 orang. Jadi sudah memadai.",
            outcome=Outcome.ANSWERED,
        ),
        Story(
            opening="Laporan SKM semester harus memuat apa saja?",
            answer="Jumlah responden, IKM, nilai tiap unsur, tiga unsur terendah, dan rencana "
            "tindak lanjutnya. Hasilnya diumumkan.",
            outcome=Outcome.ANSWERED,
        ),
    ),
}
