"""A wish for a service around ambulance and fire brigade is no emergency; an emergency in any words is."""

import pytest

from tests.tickets.intake.offices import heard
from tickets.intake.acts import Act


@pytest.mark.parametrize(
    "text",
    [
        "izin ambulans",
        "izin operasional ambulans",
        "mau urus izin mobil pemadam",
        "mau ngurus ijin mobil ambulan desa",
        "perpanjang izin operasional ambulans rs swasta",
        "izin keramaian butuh ambulans standby",
        "butuh ambulans buat acara lomba 17an",
        "proposal pengadaan mobil ambulans",
        "apakah kelurahan punya mobil ambulans",
        "pinjam ambulans buat kontrol minggu depan",
        "sewa ambulans berapa",
        "lowongan pemadam kebakaran",
        "alat pemadam kebakaran untuk kelurahan",
        "lapor hidran pemadam rusak",
        "pelatihan kebakaran",
        "jadwal simulasi kebakaran",
        "daftar relawan pemadam kebakaran",
        "syarat KK hilang karena kebakaran",
        "surat keterangan korban kebakaran",
        "surat saya kebakar semua, rumah kebakaran semalam, mau urus KK",
        "warung saya kebakaran minggu lalu, urus izin lagi gimana",
    ],
)
def test_a_service_is_wished_for(text):
    assert Act.EMERGENCY not in heard(text, "SI PATAS").acts


@pytest.mark.parametrize(
    "text",
    [
        "ambulans",
        "minta ambulans",
        "butuh ambulans sekarang",
        "tolong ambulans ke rt 3",
        "pemadam tolong",
        "panggil damkar dong rumah kebakar",
        "izin mau lapor kebakaran di pasar",
        "izin pak rumah saya kebakaran",
        "mohon izin bu, tetangga saya pingsan",
        "izin ambulans tolong bapak saya kejang",
        "tolong pinjam ambulans bapak saya sesak napas",
        "ambulans desa bisa dipake gak, bapak saya stroke",
        "gimana cara manggil ambulans, anak saya jatuh dari pohon",
        "mobil ambulans kecelakaan di depan pasar",
        "kebakaran hutan butuh relawan pemadam sekarang",
        "api belum padam, damkar latihan dimana sih kok ga dateng",
        "ada kebakaran deket kantor dinas perizinan",
        "mau urus ktp tapi rumah saya lagi kebakaran tolong",
        "bapak saya pingsan pas antri urus ktp",
        "tolong ada orang pingsan di loket waktu ngurus surat",
        "ibu saya sesak napas, bpjs mati, mau bikin sktm",
    ],
)
def test_somebody_is_in_danger(text):
    assert heard(text, "SI PATAS").acts[0] is Act.EMERGENCY


@pytest.mark.parametrize("text", ["mau pingsan nunggu antriannya", "bisa pingsan saya antri 4 jam"])
def test_who_waits_long_is_in_no_danger(text):
    assert Act.EMERGENCY not in heard(text, "SI PATAS").acts
