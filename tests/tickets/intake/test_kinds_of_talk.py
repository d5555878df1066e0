"""Kinds of everyday talk that were once taken for something else."""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake_tools import (
    CATALOGUE,
    INTAKE,
    KIA,
    LAMP,
    NEW,
    NOW,
    chosen,
    context,
    keys,
    run,
    said,
)
from tickets.intake import Catalogue, ChooseService, End, Enqueue, IntakeState, silence
from tickets.intake.acts import Act
from tickets.intake.emergency_numbers import numbers_for
from tickets.intake.entities import documents, entities

ANSWERED = replace(INTAKE, state="closed", outcome="answered", service_id=KIA.id, service=KIA.name)


@pytest.mark.parametrize(
    "text",
    [
        "bikin surat pengantar diminta bayar 25rb, padahal di papan tulisannya gratis",
        "tadi saya ditarik uang 30 ribu waktu urus kk, harusnya kan gratis",
        "wong gratis kok aku dikon bayar 20 ewu neng kelurahan, jarene gratis",
    ],
)
def test_money_for_what_is_free_is_a_complaint(text):
    assert heard(text, "SI PATAS").act in (Act.COMPLAINT_STAFF, Act.COMPLAINT)


@pytest.mark.parametrize("text", ["katanya gratis ya bu bikin domisili?", "bukannya gratis?"])
def test_whether_it_is_free_is_a_question(text):
    assert heard(text, "SI PATAS").act is Act.FEE


def test_what_can_still_be_used_is_not_unfinished():
    assert heard("ktp lama masih bisa dipakai nggak", "Validasi NIK").act is not Act.UNFINISHED


def test_family_is_written_to_by_mistake_and_asks_for_no_address():
    assert heard("ma, minta uang jajan dong 20rb", "SI PATAS").act is Act.CHITCHAT


@pytest.mark.parametrize("text", ["{} gimana ya pak", "mau tanya {} kapan?"])
def test_a_question_with_a_register_number_asks_how_it_stands(text):
    found = run(said(text.format(NEW.register)), state=IntakeState(step="done"), ticket=NEW)
    assert keys(found) == ["check"]


def test_a_register_number_that_is_only_told_is_for_the_officer():
    text = f"{NEW.register} foto kk saya kirim ulang"
    assert keys(run(said(text), state=IntakeState(step="done"), ticket=NEW)) == []


@pytest.mark.parametrize(
    "text",
    [
        "nanti sore sy kirim fotonya y bu",
        "besok pagi sepulang kerja baru saya kirim semua berkasnya ya pak",
    ],
)
def test_a_promise_to_send_files_later_is_no_matter(text):
    found = run(said(text), state=chosen(KIA.id), ticket=INTAKE)
    assert keys(found) == ["waiting"]
    ended = silence(found.state, CATALOGUE, context(INTAKE), NOW)
    assert ended.effects == (End("answered"),)


def test_what_is_told_beside_such_a_promise_is():
    text = "besok saya kirim, tapi kk saya masih ikut mertua di luar kota dan namanya beda"
    found = run(said(text), state=chosen(KIA.id), ticket=INTAKE)
    ended = silence(found.state, CATALOGUE, context(INTAKE), NOW)
    assert Enqueue("silence") in (*found.effects, *ended.effects)


@pytest.mark.parametrize(
    ("words", "caption"), [("bu ini berkas saya", "ktp dan kk"), ("ini dokumennya", "")]
)
def test_files_with_words_that_present_them_go_on_with_what_was_asked(words, caption):
    files = (said(words), said(caption, kind="image", id=2))
    found = run(*files, state=IntakeState(step="done"), ticket=ANSWERED)
    assert ChooseService(KIA.id) in found.effects
    assert keys(found) == ["acknowledged"]


def test_words_that_present_files_go_on_before_the_files_come():
    found = run(
        said("bu ini berkasnya yg kemarin"), state=IntakeState(step="done"), ticket=ANSWERED
    )
    assert keys(found) == ["standard"]


def test_another_matter_after_an_answer_does_not_go_on_with_it():
    files = (said("jalan depan rumah saya longsor"), said("", kind="image", id=2))
    found = run(*files, state=IntakeState(step="done"), ticket=ANSWERED)
    assert ChooseService(KIA.id) not in found.effects


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("di jalan kenanga no 5", True),
        ("fotonya, rt 3 rw 1", True),
        ("gang melati", True),
        ("jalan rusak parah", False),
        ("pak rt diam saja", False),
        ("lampu gang mati", False),
    ],
)
def test_a_place_is_told_in_words(text, told):
    assert entities(text).address is told


def _missing(*messages):
    state, ticket = chosen(LAMP.id), INTAKE
    for each in messages:
        found = run(each, state=state, ticket=ticket)
        state = found.state
    return found.replies[0].params.get("missing")


def test_a_place_that_was_told_is_not_asked_for_again():
    story = said("lampu jalan mati sudah seminggu")
    assert _missing(story, said("di jalan kenanga no 5")) == ("foto",)
    assert _missing(story, said("di sana gelap sekali")) == ("lokasi kejadian", "foto")
    assert _missing(said("lampu jalan mati di rt 3"), said("lewati")) == ("foto",)


def test_a_place_and_a_picture_are_enough():
    burst = (said("lampu mati di gang melati rt 2"), said("", kind="image", id=2))
    found = run(*burst, state=chosen(LAMP.id), ticket=INTAKE)
    assert keys(found) == ["acknowledged"]


def test_a_letter_of_introduction_is_named_by_one_word():
    assert documents("ktp kk pengantar") == ("KTP", "KK", "Pengantar RT/RW")


def test_who_asks_whose_number_this_is_is_told():
    (reply,) = run(said("maaf ini nomor bu rina bukan?")).replies
    assert (reply.key, reply.params["asks"]) == ("let_go", True)
    (reply,) = run(said("maaf salah kirim")).replies
    assert reply.params["asks"] is False


def test_a_fire_in_any_language_names_the_fire_brigade_first():
    assert numbers_for("omahe tonggoku kobong")[0].number == "113"


def test_noise_that_is_told_as_a_story_is_a_complaint():
    text = "anak kos sebelah rumah nyetel musik tiap malem, ditegur malah nantang"
    found = heard(text, "SI KoKoM")
    assert (found.act, key(found.service)) == (Act.COMPLAINT, "lingkungan")


@pytest.mark.parametrize(
    "text", ["maaf hp nya dipake main anak saya", "eh maaf dipencet adik saya"]
)
def test_a_child_with_the_telephone_is_no_matter(text):
    assert heard(text, "SI PATAS").act is Act.WRONG_RECIPIENT


@pytest.mark.parametrize(
    "text", ["assalamualaikum pak lurah, bade naros", "selamat malam bu lurah, mau tanya"]
)
def test_who_is_greeted_names_no_service(text):
    assert heard(text, "SI PATAS").services == ()


def test_a_weapon_names_the_police_first():
    assert numbers_for("di rt 1 ada yang ngamuk bawa parang")[0].number == "110"


def test_a_caption_that_names_a_paper_of_what_was_asked_goes_on_with_it():
    files = (said("ini ktp orang tuanya kami yg terbaru bu", kind="image"),)
    found = run(*files, state=IntakeState(step="done"), ticket=ANSWERED)
    assert ChooseService(KIA.id) in found.effects


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("saya diancam mau dibunuh mantan suami", "110"),
        ("capek hidup, mau bunuh diri saja", "119 ext 8"),
        ("anak saya minum baygon tolong", "119"),
    ],
)
def test_only_who_wants_to_die_is_told_of_counsel_first(text, first):
    assert numbers_for(text)[0].number == first


def test_sent_to_and_fro_by_an_officer_is_a_complaint_about_staff():
    text = "petugas loketnya nyuruh saya bolak balik terus, sudah lima kali"
    assert heard(text, "Validasi NIK").act is Act.COMPLAINT_STAFF


def test_how_are_you_is_no_matter_of_another_office():
    found = run(said("sehat pak?"))
    assert keys(found) == ["greeting"]


def test_what_is_said_of_a_thing_in_a_burst_asks_for_no_status():
    burst = [said(text) for text in ("mau tanya kak", "ktp", "yang sudah lama", "bisa ganti?")]
    assert keys(run(*burst)) != ["check_none"]


def test_a_complaint_about_staff_while_files_are_awaited_asks_for_none():
    found = run(said("kok petugasnya minta uang rokok"), state=chosen(KIA.id), ticket=INTAKE)
    (reply,) = found.replies
    assert (reply.key, reply.params["missing"], reply.params["answers"]) == (
        "acknowledged",
        (),
        True,
    )


RESOLVED = replace(NEW, state="resolved", outcome="fulfilled")


@pytest.mark.parametrize(
    "text",
    [
        "makasih banyak bu, anak saya sudah bisa masuk sekolah",
        "matur suwun nggih, simbah kulo sampun saged berobat",
        "nilai 10 buat pelayanannya",
    ],
)
def test_thanks_that_tell_why_reopen_nothing_and_ask_nothing(text):
    found = run(said(text), state=IntakeState(step="done"), ticket=RESOLVED)
    assert (found.replies, found.effects) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "makasih bu sudah dikirim, tapi nama anak saya masih salah",
        "terima kasih, yang satunya sudah jadi belum?",
    ],
)
def test_thanks_beside_a_fault_or_a_question_are_not_all(text):
    found = run(said(text), state=IntakeState(step="done"), ticket=RESOLVED)
    assert found.replies


def test_a_picture_after_the_end_is_not_pointed_elsewhere():
    photo = said("ini salah tahun lahirnya bu", kind="image")
    catalogue = Catalogue((KIA,))
    found = run(photo, state=IntakeState(step="done"), ticket=RESOLVED, catalogue=catalogue)
    assert keys(found) in (["follow_up"], ["reopened"])


def test_no_need_any_more_takes_it_back():
    found = run(said("ga usah bu, udah ada ternyata hehe"), state=chosen(KIA.id), ticket=INTAKE)
    assert keys(found) == ["withdrawn"]


def test_a_complaint_of_the_counter_is_none_about_broken_lamps():
    text = "saya capek ngurus surat di sini disuruh bolak balik terus"
    found = run(said(text), catalogue=Catalogue((KIA, LAMP)))
    assert keys(found) == ["acknowledged"]
    assert ChooseService(LAMP.id) not in found.effects
