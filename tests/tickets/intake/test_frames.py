"""Acts that are told by words together: what a frame asks for, and what it is barred beside."""

import pytest

from tests.tickets.intake.offices import at, heard
from tickets.intake.acts import Act
from tickets.intake.examples import act_examples
from tickets.intake.frames import ASKED, book, framed, is_barred
from tickets.intake.normal import asks, words_of


def acts(text):
    words = words_of(text)
    return {each.name for each in framed(words) if not is_barred(Act(each.name), words)}


def test_every_group_is_used_and_every_used_group_is_told():
    told = {group for each in book().starts.values() for _, groups in each for group in groups}
    used = {group for each in book().frames for group in (*each.said, *each.unless)}
    bars = ((*each.said, *each.about, *each.still, *each.behind) for each in book().bars)
    used |= {group for bar in bars for group in bar}
    used |= {group for each in act_examples() for group in (*each.needs, *each.about, *each.only)}
    used |= {"orang_lain_itu", "saya_mau"}  # asked by emergency_numbers.py
    used |= {"minta_tolong", "harus_bagaimana"}  # asked by moves/beginning.py
    used |= {"kata_lewati"}  # asked by inbound/spoken.py
    used |= {"yang_satunya", "tautan"}  # asked by reading.py and saying.py
    used |= {"boleh_batal", "diambil"}  # asked by taken_back.py and moves/answering.py
    used |= {"cara_saja", "gangguan", "bolehkah"}  # asked by beyond.py
    used |= {"sarana", "apakah_ada", "tidak_beres", "layanan_sarana"}  # asked by amenities.py
    used |= {"sapaan_tanya", "tanya_kapan", "tanya_dimana"}  # asked by asked_words.py
    assert used == told


def test_words_of_a_frame_may_stand_apart_but_not_far():
    assert Act.STATUS in acts("ktp kemarin itu sudah bisa diambil belum")
    assert Act.STATUS in acts("laporan saya soal jalan bagaimana")
    assert Act.STATUS not in acts("laporan saya " + "jalan rusak " * 6 + "bagaimana")


def test_a_frame_may_ask_for_an_order_and_for_the_end():
    assert Act.STATUS in acts("surat saya sudah selesai belum")
    assert Act.STATUS not in acts("belum kawin sudah jadi kk sendiri")
    assert Act.STATUS not in acts("sudah rekam ktp belum dapat kartunya")


def test_a_question_mark_is_a_word_of_a_frame():
    assert "status" in {each.name for each in framed((*words_of("aktanya sudah jadi"), ASKED))}
    assert "status" not in {each.name for each in framed(words_of("aktanya sudah jadi"))}


def test_no_phrase_reaches_beyond_a_comma():
    assert words_of("gak jadi batal") != words_of("gak jadi, batal")


@pytest.mark.parametrize(
    "text",
    [
        "tidak jadi pak, dibatalkan saja",
        "gak jadi, batal",
        "ga jadi ngurus",
        "jadinya dibatalkan aja",
        "permohonannya saya cabut ya",
        "tidak usah diproses lagi bu",
        "wis ora sido pak",
    ],
)
def test_what_cancels(text):
    assert heard(text).act is Act.CANCEL


@pytest.mark.parametrize(
    "text",
    [
        "gak jadi batal",
        "jadi ya pak, dilanjut saja",
        "lanjut aja",
        "jangan dibatalkan",
        "kok dibatalkan? saya masih mau",
        "saya tidak minta dibatalkan",
        "kenapa permohonan saya dibatalkan",
        "batalnya tidak jadi ya",
        "ojo dibatalno sek pak",
    ],
)
def test_what_undoes_a_cancellation(text):
    assert heard(text).act is Act.RESUME


def test_not_finished_is_no_cancellation():
    assert heard("belum beres").act is Act.UNFINISHED
    assert Act.CANCEL not in heard("sudah lima kali bolak balik gak jadi jadi").acts


@pytest.mark.parametrize(
    "text",
    [
        "omahe kobong pak",
        "bocah nyemplung sumur",
        "ada mobil kecebur kali",
        "nenek keli kebawa arus",
        "tetangga gantung diri",
        "mending mati saja aku",
        "bapak mulutnya mencong",
        "anak saya kejang kejang",
        "istri sesak napas",
        "adik minum baygon",
        "suami mabuk mukulin saya",
        "saya diancam golok sama mantan",
        "kaki anak saya dipatuk ular",
        "rumah ambruk, orangnya masih di dalam",
        "ada yang ketimbun longsor",
        "tukang kesetrum di atap",
        "gas di dapur bocor bau menyengat",
        "istri mau melahirkan sekarang, belum ada bidan",
        "kapal terbalik banyak orang di laut",
        "orang membakar rumah tetangga",
    ],
)
def test_danger_to_people_now_is_an_emergency(text):
    assert heard(text).act is Act.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "dana darurat desa untuk apa saja",
        "kartu hilang dijambret, mau buat KTP baru",
        "surat kematian butuh apa",
        "pencairan dana bencana kapan",
        "rumah saya kebakaran bulan lalu, KK ikut terbakar mau urus",
        "pajak mencekik",
        "antrian bikin mati gaya",
        "harga cabe bikin kebakaran jenggot",
        "ktp saya jatuh ke sungai",
        "pohonnya takut tumbang menimpa anak",
        "tetangga bakar sampah asapnya masuk rumah",
        "demam berdarah banyak, minta fogging",
        "apinya sudah padam, terima kasih",
        "anak saya dulu pernah kejang",
        "mau ikut pelatihan pemadam kebakaran",
        "jalan licin rawan kecelakaan",
        "santunan korban tenggelam tahun lalu",
        "bpjs mati mau operasi",
        "lampu mati terus, hidup segan",
    ],
)
def test_what_is_past_feared_told_of_or_on_paper_is_none(text):
    assert Act.EMERGENCY not in heard(text).acts


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("staf kelurahan ngobrol terus warga dicuekin", Act.COMPLAINT_STAFF),
        ("yang jaga loket minta uang rokok", Act.COMPLAINT_STAFF),
        ("lapor tapi tetangga jangan sampai tahu", Act.ANONYMITY),
        ("jangan kirim pesan ke saya lagi", Act.STOP),
        ("tolong sambungkan saya dengan orang langsung", Act.PERSON),
        ("gak usah pakai foto", Act.SKIP),
        ("waduh maaf, saya kira nomor teman", Act.WRONG_RECIPIENT),
        ("biayanya berapa kira kira", Act.FEE),
        ("kantor sabtu ada yang jaga tidak", Act.HOURS),
    ],
)
def test_acts_that_frames_tell(text, act):
    assert heard(text).act is act


def test_friendly_staff_and_rt_are_no_complaint_about_staff():
    assert Act.COMPLAINT_STAFF not in heard("petugasnya ramah, antre sebentar").acts
    assert Act.COMPLAINT_STAFF not in heard("pak rt minta uang 20 ribu").acts


def test_a_last_word_may_ask():
    assert asks("akta su jadi ko kaka")
    assert asks("mbayar ta")
    assert not asks("akta su jadi kaka")
    assert not asks("ko su jadi")
    assert heard("akta kelahiran su jadi ko kaka", "KIA dan akta").act is Act.STATUS


def test_what_is_told_beside_a_wish_comes_after_it():
    assert heard("saya ibu rumah tangga, butuh sktm").act is Act.APPLY


def test_what_is_only_told_is_about_no_service():
    told = heard("ibu saya sudah sepuh tidak bisa jalan")
    assert (told.acts, told.service, told.services) == ((Act.TELL,), None, ())
    assert heard("jalan depan rumah ibu saya berlubang").service is not None


def test_the_lack_of_something_that_is_named_answers_nothing():
    acts = heard("anak mau operasi, tidak ada bpjs, mohon dibantu", "Si Whapik").acts
    assert {Act.SKIP, Act.NO}.isdisjoint(acts)


def test_a_vague_act_far_fainter_than_another_one_is_none():
    asked = "bikin domisili ribet ga sih kak, berkasnya apa saja"
    assert heard(asked).acts == (Act.REQUIREMENTS, Act.APPLY)
    assert heard("ada keluhan kak, berkasnya apa saja").act is Act.COMPLAINT


@pytest.mark.parametrize(
    ("spelt", "known"),
    [("kantorku", "kantor"), ("bakantor", "kantor"), ("kantornye", "kantor"), ("xyz", "xyz")],
)
def test_an_affix_of_a_dialect_hides_no_word(spelt, known):
    assert at("SI PATAS").speller.known(spelt)[0] == known
