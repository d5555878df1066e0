"""The words of the example records; all invented. Each of PLAIN: kind, how many days ago, title, fields."""

from collections.abc import Mapping
from typing import Any

PLAIN: tuple[tuple[str, int, str, Mapping[str, Any]], ...] = (
    (
        "guide",
        90,
        "Etiket membalas pemohon (contoh)",
        {
            "about": "etiquette",
            "text": (
                "Sapa dengan Bapak/Ibu dan nama, lalu jawab pertanyaannya pada kalimat pertama.\n"
                "Satu pesan untuk satu hal. Tulis apa yang kurang, bukan apa yang salah.\n"
                "Jangan menyebut NIK atau nomor telepon siapa pun. Jangan menjanjikan hari yang belum pasti.\n"
                "Bila pemohon marah, ulangi masalahnya dengan kata Anda sendiri, lalu sebutkan langkah berikutnya."
            ),
        },
    ),
    (
        "guide",
        90,
        "Fitur yang dipakai setiap hari (contoh)",
        {
            "about": "features",
            "text": (
                "Ambil tiket teratas di Antrean: yang paling dekat tenggatnya.\n"
                "Ketik / di kotak balasan untuk balasan cepat; isian seperti {nama} dilengkapi sendiri.\n"
                "Periksa berkas di samping tiket. Yang belum ada muncul sendiri di {kurang}.\n"
                "Perlu putusan kepala kantor? Pilih “Minta jawaban pimpinan” di menu tiket."
            ),
        },
    ),
    (
        "training",
        75,
        "Pelatihan sebelum mulai dipakai (contoh)",
        {
            "topic": "before_start", "trainer": "Tim TIK daerah (contoh)", "place": "Aula kantor",
            "participants": 8, "hours": 6, "result": "Semua petugas mengerjakan sepuluh tiket contoh.",
        },
    ),
    (
        "training",
        5,
        "Menangani pengaduan dengan tenang (contoh)",
        {"topic": "complaints", "trainer": "Penyelia (contoh)", "participants": 5, "hours": 2},
    ),
    (
        "outreach",
        12,
        "Nomor WhatsApp kantor di rapat RW (contoh)",
        {
            "medium": "rw_meeting", "place": "Balai RW 05 (contoh)", "rt_rw": "RT 01 sampai 04/RW 05", "reach": 46,
            "result": "Ketua RT membagikan brosur berisi nomor dan contoh pesan pertama.",
        },
    ),
    (
        "outreach",
        4,
        "Video cara mengirim berkas (contoh)",
        {"medium": "social", "place": "Akun media sosial kantor (contoh)", "reach": 1280},
    ),
    (
        "maintenance",
        8,
        "Jaringan ruang layanan (contoh)",
        {"object": "internet", "done": "Kabel dan titik akses diganti.", "vendor": "Tim TIK daerah (contoh)"},
    ),
)  # fmt: skip
PROBLEM: Mapping[str, str] = {
    "problem": "Warga menunggu lama bila menulis pada jam istirahat.",
    "done": "Piket bergantian: satu petugas tetap menjawab dari 12.00 sampai 13.00.",
    "result": "Pesan pada jam istirahat dibalas pada jam yang sama.",
}
INNOVATION: Mapping[str, Any] = {
    "stage": "running",
    "began_on": "2023-03-08",
    "background": "Warga datang dua kali: menanyakan syarat, lalu membawa berkas. Yang rumahnya jauh kehilangan sehari.",
    "aims": "Warga tahu syaratnya, mengirim berkasnya, dan mendapat kabar tanpa datang ke kantor.",
    "how": (
        "Warga menulis ke satu nomor. Pesannya menjadi tiket bernomor dengan tenggat menurut standar pelayanan; "
        "petugas menjawab dari antrean bersama, dan warga menilai layanannya."
    ),
    "targets": [
        {"aim": "simplify", "name": "Langkah yang dikerjakan warga", "unit": "langkah", "before": "6", "target": "3",
         "after": "3"},
        {"aim": "ease", "name": "Perjalanan ke kantor", "unit": "kali", "before": "2", "target": "0", "after": "0,4"},
        {"aim": "quality", "name": "IKM", "unit": "", "before": "79,10", "target": "82,00", "after": "83,70"},
        {"aim": "speed", "name": "Respons pertama", "unit": "jam", "before": "26", "target": "4", "after": "2"},
        {"aim": "efficient", "name": "Ongkos warga", "unit": "rupiah", "before": "40.000", "target": "10.000",
         "after": "8.000"},
    ],
    "benefit": "Warga yang jauh, bekerja, atau sakit dilayani sama dengan yang datang.",
    "resources": "Tiga petugas, satu penyelia, satu nomor WhatsApp, satu server daerah.",
    "keeps": "Ditetapkan dengan keputusan kepala kantor, dianggarkan tiap tahun, dinilai tiap bulan.",
    "goals": ["10", "16"],
}  # fmt: skip
# SI-PUTRI says six other aims; its service is the yearly judgement of offices.
SI_PUTRI: Mapping[str, Any] = {
    **INNOVATION,
    "background": "Survei kepuasan dihitung dengan tangan, dan rekomendasinya tidak terlacak.",
    "aims": "Semua perangkat daerah dinilai dengan cara yang sama, dan rekomendasinya ditindaklanjuti.",
    "how": "Warga mengisi survei dari telepon; nilai, rekomendasi dan tindak lanjutnya terbaca dalam satu sistem.",
    "targets": [
        {"aim": "professional", "name": "Evaluator terlatih", "unit": "orang", "before": "2", "target": "6", "after": "6"},
        {"aim": "effective", "name": "Rekomendasi yang ditindaklanjuti", "unit": "persen", "before": "30",
         "target": "90", "after": "84"},
        {"aim": "efficient", "name": "Waktu menyusun laporan SKM", "unit": "hari", "before": "21", "target": "3",
         "after": "1"},
        {"aim": "transparent", "name": "Instansi yang nilainya diumumkan", "unit": "persen", "before": "20",
         "target": "100", "after": "100"},
        {"aim": "adaptive", "name": "Cara mengisi survei", "unit": "cara", "before": "1", "target": "4", "after": "4"},
        {"aim": "innovative", "name": "Responden tanpa kertas", "unit": "persen", "before": "0", "target": "80",
         "after": "71"},
    ],
}  # fmt: skip
