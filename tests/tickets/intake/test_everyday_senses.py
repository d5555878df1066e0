"""Words in their everyday sense: urgent papers, mishaps of yesterday, chats of families, time that passes."""

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake.played import chosen, kinds, play
from tests.tickets.intake_tools import NEW, keys
from tickets.intake import Enqueue, IntakeState, Urgent
from tickets.intake.acts import Act

SOCIAL, VILLAGE, CIVIL, BIRTHS = "Si Whapik", "SI PATAS", "Validasi NIK", "KIA dan akta"


@pytest.mark.parametrize(
    ("number", "text", "service"),
    [
        (CIVIL, "urgent banget butuh ktp besok buat ujian", "ktp"),
        (CIVIL, "gawat, kk saya salah nama padahal besok daftar sekolah", "kk"),
        (SOCIAL, "gawat iki, kis e bapak mati pas arep operasi", "pbi"),
        (VILLAGE, "lampu jalan mati, kemarin sampai ada yang kecelakaan", "lingkungan"),
        (VILLAGE, "lampu dalan mati, wingi ana bocah tiba", "lingkungan"),
        ("SI KoKoM", "got gak ada tutupnya, minggu lalu anak tetangga kecemplung", "lingkungan"),
        ("SI KoKoM", "pju mati udah 3 hari, tadi malem ada anak jatuh", "lingkungan"),
        (SOCIAL, "ada lansia sebatang kara butuh bantuan", "dtsen"),
        (SOCIAL, "ada mbah mbah urip dewe ora ono sing ngopeni, butuh pitulungan", "dtsen"),
        (SOCIAL, "aya aki aki hirup nyalira, peryogi bantosan", "dtsen"),
        (SOCIAL, "ada bayi ditinggal ibunya di rumah neneknya, butuh susu", "dtsen"),
    ],
)
def test_no_danger_is_no_emergency(number, text, service):
    found = play(number, text)
    assert Urgent not in kinds(found)
    assert chosen(found) == service


@pytest.mark.parametrize(
    "text",
    [
        "urgent! ada orang pingsan di depan kantor",
        "lampu jalan mati pak, barusan ada yang jatuh nggak sadar",
        "nenek tetangga sebatang kara pingsan di rumah tolong",
        "ditemukan bayi dibuang di selokan",
    ],
)
def test_danger_now_still_is_one(text):
    found = play(VILLAGE, text)
    assert {Urgent, Enqueue} <= kinds(found)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (VILLAGE, "nak, jemput ibu jam 3 ya"),
        (SOCIAL, "mah jangan lupa jemput adek jam 12"),
        (CIVIL, "mas besok antar ibu kontrol jam 8 ya"),
        (VILLAGE, "le, mengko tumbasno beras ya"),
        (BIRTHS, "ayi, engke pangmeulikeun baso nya"),
        (CIVIL, "nona, nanti jemput mama di gereja jam 10"),
    ],
)
def test_a_family_s_errand_came_to_the_wrong_number(number, text):
    found = play(number, text)
    assert keys(found) == ["let_go"]
    assert not found.state.has_matter


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (CIVIL, "ibu saya lansia, bisa dijemput petugas jam 8 untuk rekam?"),
        (VILLAGE, "nanti sore saya antar ibu ke kantor bawa berkas"),
        (SOCIAL, "ibu saya pulang dari rumah sakit jam 3"),
        (VILLAGE, "besok ibu saya yang ambil suratnya jam 10"),
    ],
)
def test_who_comes_to_the_office_did_not_mistake_the_number(number, text):
    assert heard(text, number).act is not Act.WRONG_RECIPIENT


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (SOCIAL, "gan motornya masih ada?"),
        (BIRTHS, "anakmu umur berapa sekarang"),
        ("SI KoKoM", "kak minta foto lubang kancing bajunya"),
        (VILLAGE, "kak lampu hias yang 20 meter ready?"),
        (CIVIL, "kapan reuni sma kita"),
        (SOCIAL, "apotek buka sampai jam berapa ya"),
    ],
)
def test_one_word_in_common_makes_no_matter_of_a_chat(number, text):
    reading = heard(text, number)
    assert (reading.service, reading.elsewhere) == (None, "")


@pytest.mark.parametrize(
    ("number", "text", "service"),
    [
        ("SI KoKoM", "ada tiang listrik mau ambruk pak ngeri", "lingkungan"),
        (VILLAGE, "bau busuk dari got depan rumah", "lingkungan"),
        (VILLAGE, "tinggal di kober tapi ktp luar", "domisili"),
    ],
)
def test_a_matter_in_few_words_still_is_one(number, text, service):
    assert chosen(play(number, text)) == service


@pytest.mark.parametrize(
    "text",
    [
        "kartu pkh saya ditahan ketua kelompok",
        "pendamping nyimpen kartu kks kami semua, katanya biar aman",
        "kartu pkh kulo dicekel ketua kelompok, mboten dibalekke",
        "kartu pkh abdi dicepeng ku ketua kelompok",
        "ketua kelompok tak mau kasi balik kad pkh awak",
        "beras bansos saya disimpan pak rw ga dibagi bagi",
    ],
)
def test_who_keeps_back_what_is_others_is_complained_of(text):
    assert chosen(play(SOCIAL, text)) == "aduan-sosial"


@pytest.mark.parametrize(
    "text", ["kartu kks sudah saya pegang, cara pakainya?", "kartu pkh saya hilang"]
)
def test_a_card_in_ones_own_hand_is_no_complaint(text):
    assert chosen(play(SOCIAL, text)) == "dtsen"


@pytest.mark.parametrize(
    ("number", "text", "service"),
    [
        (BIRTHS, "cara mengajukan pengajuan akta kelahiran gimana", "lahir"),
        (SOCIAL, "kumaha carana ngajukeun permohonan kis", "pbi"),
        (CIVIL, "bagaimana cara pengajuan pisah kk", "kk"),
        (VILLAGE, "langkah-langkah pengajuan surat domisili", "domisili"),
    ],
)
def test_how_one_applies_is_told_by_the_standard(number, text, service):
    found = play(number, text)
    assert (keys(found), chosen(found)) == (["standard"], service)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (CIVIL, "ktp saya dari tahun lalu belum jadi jadi"),
        (CIVIL, "ktp abdi ti taun kamari teu acan jadi"),
        (CIVIL, "kk saya sudah 3 bulan belum selesai juga pak"),
        (BIRTHS, "sudah setengah tahun kia anak saya belum keluar"),
        (BIRTHS, "mohon info, sudah dua minggu akta saya bagaimana nggih"),
        (BIRTHS, "nyuwun pirsa, akta anak kula sampun tigang minggu kados pundi"),
        (CIVIL, "cara cek permohonan saya gimana"),
    ],
)
def test_what_takes_long_is_asked_about(number, text):
    assert heard(text, number).act is Act.STATUS
    found = play(number, text, ticket=NEW, state=IntakeState(step="done"))
    assert keys(found) == ["check"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (BIRTHS, "bapak meninggal sudah dua minggu, aktanya bagaimana"),
        (BIRTHS, "anak saya sudah setahun belum punya akta"),
        (CIVIL, "ktp hilang sudah dua minggu gimana urusnya"),
        (SOCIAL, "sudah dua tahun kis saya nonaktif, bagaimana ya"),
        (VILLAGE, "sudah tiga hari sampah depan rumah belum diangkut"),
    ],
)
def test_time_that_passed_before_anything_was_asked_for_is_none(number, text):
    assert heard(text, number).act is not Act.STATUS


@pytest.mark.parametrize(
    "text", ["mboten sido pak, ngapunten", "teu janten ah", "teu cios", "indak jadi do pak"]
)
def test_a_stranger_who_wants_nothing_after_all_is_let_go(text):
    found = play(VILLAGE, text)
    assert keys(found) == ["nothing_to_cancel"]
    assert not found.state.has_matter
