"""What citizens wrote, at the two agencies; all of it invented."""

from siwhapik.demo.kinds import Story
from tickets.models import Ticket

Outcome = Ticket.Outcome
KTP_KK = ("ktp-contoh.jpg", "kk-contoh.jpg")

STORIES: dict[str, tuple[Story, ...]] = {
    "jkmm": (
        Story(
            opening="Selamat pagi, bapak saya rawat inap di RSUD dan belum punya BPJS. Bagaimana "
            "mengurus jaminannya?",
            files=(*KTP_KK, "surat-rawat-inap-contoh.pdf"),
            asked="Selamat pagi, semoga bapak lekas sembuh. Berkasnya sudah kami terima. Masih "
            "kurang SKTM dari kelurahan yang diketahui camat. Mohon dikirim ke sini.",
            brought="Ini SKTM-nya pak, sudah ditandatangani camat",
            answer="Terima kasih, berkasnya lengkap. Rekomendasi sudah kami terbitkan dan kami "
            "teruskan ke rumah sakit. Layanan ini gratis.",
            summary="Rekomendasi terbit, kepesertaan aktif",
        ),
        Story(
            opening="Mau tanya syarat jaminan kesehatan untuk keluarga tidak mampu",
            answer="Syaratnya: fotokopi KK dan KTP, surat pernyataan tidak mampu dari RT/RW, SKTM, "
            "dan surat rawat inap atau rujukan. Boleh difoto dan dikirim ke sini, gratis.",
            outcome=Outcome.ANSWERED,
        ),
        Story(
            opening="Ibu saya besok operasi, kartunya tidak aktif. Minta tolong dibantu",
            files=KTP_KK,
            answer="Sudah kami proses hari ini dan sudah aktif. Semoga operasinya lancar.",
            summary="Kepesertaan aktif",
        ),
    ),
    "pbi": (
        Story(
            opening="KIS saya katanya nonaktif waktu berobat di puskesmas, kenapa ya?",
            files=("kis-contoh.jpg", *KTP_KK),
            asked="Kartunya dinonaktifkan karena pembaruan data. Bisa diusulkan aktif lagi. Mohon "
            "kirim surat keterangan butuh layanan dari puskesmas.",
            brought="Sudah saya mintakan, ini fotonya",
            answer="Terima kasih. Surat keterangan sudah terbit dan usulan reaktivasi sudah kami "
            "kirim. Biasanya aktif dalam beberapa hari.",
            summary="Surat keterangan terbit, usulan reaktivasi terkirim",
        ),
        Story(
            opening="Assalamualaikum, mau aktifkan KIS anak saya",
            files=("kis-anak-contoh.jpg",),
            answer="Waalaikumsalam. Datanya tidak masuk desil 1 sampai 5, sehingga belum dapat "
            "diusulkan. Bila keadaan berubah, silakan ajukan pembaruan data di kelurahan.",
            outcome=Outcome.REJECTED,
            summary="Data tidak memenuhi syarat penerima bantuan iuran",
        ),
    ),
    "dtsen": (
        Story(
            opening="Saya dapat bansos tahun lalu, sekarang tidak. Bisa dicek desilnya?",
            files=("ktp-contoh.jpg",),
            answer="Sudah kami cek. Data Bapak/Ibu ada di desil 6. Bila tidak sesuai keadaan, "
            "sanggahan dapat diajukan lewat kelurahan dengan membawa KTP dan KK.",
            outcome=Outcome.ANSWERED,
        ),
        Story(
            opening="Cara usul jadi penerima PKH bagaimana?",
            answer="Usulan lewat musyawarah kelurahan. Bawa KTP dan KK ke kantor kelurahan, nanti "
            "petugas memasukkan usulannya. Gratis.",
            outcome=Outcome.ANSWERED,
        ),
    ),
    "aduan-sosial": (
        Story(
            opening="Tetangga saya lansia sendirian dan sakit, belum ada yang membantu",
            answer="Terima kasih laporannya. Petugas lapangan sudah datang dan lansia tersebut "
            "sudah didampingi berobat.",
            outcome=Outcome.FULFILLED,
            summary="Pendamping lapangan sudah menangani",
        ),
        Story(
            opening="Bantuan sembako di RT kami belum dibagikan padahal RT lain sudah",
            answer="Sudah kami cek ke penyalur. Pembagian di RT Bapak/Ibu hari Kamis pukul 09.00 "
            "di balai RW. Mohon maaf atas keterlambatannya.",
            outcome=Outcome.ANSWERED,
        ),
    ),
    "nik": (
        Story(
            opening="NIK saya tidak ditemukan waktu buka rekening bank",
            files=("ktp-contoh.jpg",),
            answer="NIK sudah kami konsolidasi dan sekarang aktif. Silakan dicoba lagi di bank "
            "besok pagi.",
            summary="NIK aktif setelah konsolidasi",
        ),
        Story(
            opening="#NIK #Contoh #KK #Keluhan: data BPJS tidak cocok dengan KTP",
            files=KTP_KK,
            asked="Terima kasih. Mohon kirim juga tangkapan layar pesan penolakannya.",
            brought="ini kak tangkapan layarnya",
            answer="Data sudah disamakan. Silakan dicek kembali dalam 1x24 jam.",
            summary="Data sudah disamakan",
        ),
    ),
    "ktp": (
        Story(
            opening="KTP saya hilang, syarat cetak ulang apa saja?",
            answer="Bawa surat kehilangan dari kepolisian dan fotokopi KK ke loket. Tidak perlu "
            "rekam ulang. Gratis.",
            outcome=Outcome.ANSWERED,
        ),
    ),
    "kk": (
        Story(
            opening="Mau tambah anak di KK, bisa lewat WA?",
            files=("kk-contoh.jpg", "akta-contoh.jpg"),
            answer="Bisa. KK yang baru sudah terbit, PDF dan PIN kami kirim ke sini. Silakan "
            "dicetak sendiri.",
            summary="KK baru terbit",
        ),
    ),
    "pindah": (
        Story(
            opening="Saya mau pindah ke kabupaten lain ikut suami, urus surat pindahnya bagaimana?",
            files=("f103-contoh.pdf", "kk-contoh.jpg"),
            answer="SKPWNI sudah terbit dan kami kirim ke sini. KTP-el lama ditarik di daerah "
            "tujuan.",
            summary="SKPWNI terbit",
        ),
        Story(
            opening="Baru pindah datang, lapor ke mana ya",
            files=("skpwni-contoh.pdf",),
            asked="Selamat datang. Karena menumpang, mohon kirim surat tidak keberatan dari "
            "pemilik rumah.",
            brought="Baik, ini suratnya",
            answer="Terima kasih, KK di alamat baru sudah terbit.",
            summary="Pindah datang selesai",
        ),
    ),
    "kia": (
        Story(
            opening="Mau buat KIA untuk anak umur 3 tahun",
            files=("akta-contoh.jpg", "kk-contoh.jpg", "ktp-contoh.jpg"),
            answer="KIA sudah dicetak. Silakan diambil di loket 2 pada jam layanan, gratis.",
            summary="KIA dicetak",
        ),
        Story(
            opening="KIA anak saya rusak kena air, bisa ganti?",
            files=("kia-rusak-contoh.jpg",),
            asked="Bisa. Anak sudah 6 tahun, mohon kirim foto 2x3 dengan latar polos.",
            brought="ini foto anaknya bu",
            answer="KIA pengganti sudah selesai, silakan diambil. Bawa KIA yang rusak.",
            summary="KIA pengganti dicetak",
        ),
    ),
    "lahir": (
        Story(
            opening="Anak lahir minggu lalu, mau urus aktanya",
            files=("surat-lahir-contoh.pdf", *KTP_KK),
            answer="Kutipan akta kelahiran sudah terbit dan kami kirim dalam bentuk PDF. Selamat "
            "atas kelahirannya.",
            summary="Kutipan akta terbit",
        ),
    ),
    "mati": (
        Story(
            opening="Mohon informasi mengurus akta kematian orang tua",
            files=("surat-kematian-contoh.jpg",),
            answer="Kami turut berduka. Kutipan akta kematian sudah terbit dan kami kirim ke sini.",
            summary="Kutipan akta terbit",
        ),
    ),
    "kawin": (
        Story(
            opening="Kami menikah bulan lalu di gereja, mau catatkan perkawinan",
            files=("surat-pemberkatan-contoh.pdf",),
            answer="Berkas lengkap dan pencatatan sudah selesai. Kutipan akta kami kirim ke sini.",
            summary="Perkawinan dicatatkan",
        ),
    ),
    "aduan-dukcapil": (
        Story(
            opening="Antrean di loket lama sekali tadi pagi, mohon ditambah petugasnya",
            answer="Mohon maaf atas ketidaknyamanannya. Mulai pekan ini loket pagi ditambah satu. "
            "Terima kasih masukannya.",
            outcome=Outcome.ANSWERED,
        ),
        Story(
            opening="Ada yang minta bayaran urus KTP di depan kantor",
            answer="Terima kasih laporannya. Semua layanan gratis. Sudah kami tertibkan bersama "
            "satuan pengamanan dan kami pasang pengumuman.",
            outcome=Outcome.FULFILLED,
            summary="Ditertibkan, pengumuman dipasang",
        ),
    ),
}
