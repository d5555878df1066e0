"""What is doubtful, a mistake or no row of a list: asked once, and no matter when taken back."""

from dataclasses import replace

import pytest

from tests.tickets.intake_tools import (
    BIRTH,
    CATALOGUE,
    INTAKE,
    KIA,
    NOW,
    chosen,
    context,
    keys,
    run,
    said,
)
from tickets.intake import IntakeState, silence
from tickets.intake.acts import Act
from tickets.intake.heard import Likely, Reading
from tickets.intake.moves.answering import tell_standard
from tickets.intake.moves.beginning import begin, point
from tickets.intake.scene import Scene
from tickets.intake.values import (
    Catalogue,
    ChooseService,
    End,
    Enqueue,
    OtherLine,
    ServiceInfo,
    Unmatched,
)

STRANGE = "bun gelas yang biru tadi pecah ya"
OTHER = OtherLine(name="Nomor lain", office="Kantor Contoh", number="+62", link="https://x.test")


def likely(*services, act=Act.APPLY):
    found = tuple(Likely(each.id, 0.3, "contoh") for each in services)
    reading = Reading(text="kata contoh", acts=(act,), texts=("kata contoh",), services=found)
    catalogue = Catalogue(CATALOGUE.services, elsewhere=(OTHER,))
    return Scene(
        state=IntakeState(), reading=reading, catalogue=catalogue, context=context(), now=NOW
    )


@pytest.mark.parametrize(
    ("move", "act"), [(begin, Act.APPLY), (tell_standard, Act.FEE), (point, Act.OTHER_LINE)]
)
def test_one_likely_service_is_asked_about_by_its_name(move, act):
    scene = likely(KIA, act=act)
    if move is tell_standard:
        scene = replace(scene, context=context(INTAKE))
    found = move(scene)
    assert keys(found) == ["meant"]
    assert found.replies[0].params["service"] == KIA.name
    rows = [(each.id, each.name) for each in found.replies[0].options]
    assert rows == [
        ("svc:11", "Ya, benar"),
        ("menu", "Layanan lain"),
        ("petugas", "Hubungi petugas"),
    ]


def test_of_two_likely_services_the_citizen_chooses():
    found = begin(likely(KIA, BIRTH))
    assert keys(found) == ["which_service"]
    assert [each.id for each in found.replies[0].options] == ["svc:11", "svc:12", "petugas"]


@pytest.mark.parametrize(
    ("answer", "service"), [("iya", 11), ("ya benar", 11), ("1", 11), ("akta kelahiran", 12)]
)
def test_yes_is_the_service_that_was_asked_about(answer, service):
    state = begin(likely(KIA)).state
    assert ChooseService(service) in run(said(answer), state=state, ticket=INTAKE).effects


def test_no_brings_the_menu():
    state = begin(likely(KIA)).state
    assert keys(run(said("bukan"), state=state, ticket=INTAKE)) == ["menu"]


def test_yes_to_a_whole_menu_chooses_nothing():
    found = run(said("iya"), state=run(said("halo")).state, ticket=INTAKE)
    assert found.effects == ()


def test_sent_by_mistake_is_no_matter():
    first = run(said(STRANGE))
    assert first.state.has_matter
    then = run(said("eh maaf salah kirim"), state=first.state, ticket=INTAKE)
    assert keys(then) == ["let_go"]
    assert after(then.state) == (End("no_request"),)


def test_a_photo_sent_by_mistake_is_no_matter():
    first = run(said(kind="image"))
    then = run(said("maaf salah kirim"), state=first.state, ticket=INTAKE)
    assert after(then.state) == (End("no_request"),)


def test_a_mistake_beside_a_chosen_service_takes_nothing_from_it():
    photo = run(said("ktp", kind="image"), said("tunggu ya"), state=chosen(11), ticket=INTAKE)
    then = run(said("maaf salah kirim"), state=photo.state, ticket=INTAKE)
    assert then.state.files == photo.state.files


def test_a_number_beyond_the_list_is_said_and_is_no_matter():
    state = run(said("halo")).state
    found = run(said("9"), state=state, ticket=INTAKE)
    assert keys(found) == ["not_understood"]
    assert found.replies[0].params["number"] == "9"
    assert not any(isinstance(each, Unmatched) for each in found.effects)
    assert after(found.state) == (End("no_request"),)
    again = run(said("12"), state=found.state, ticket=INTAKE)
    assert Enqueue("confused") in again.effects


def test_a_question_whose_service_nobody_named_is_for_an_officer_in_the_end():
    scene = likely(KIA, BIRTH, act=Act.FEE)
    words = "kemarin saya diminta bayar lima puluh ribu untuk surat"
    reading = replace(scene.reading, text=words, texts=(words,))
    found = tell_standard(replace(scene, reading=reading, context=context(INTAKE)))
    assert keys(found) == ["which_service"]
    assert after(found.state) == (Enqueue("silence"),)
    short = tell_standard(
        replace(scene, reading=replace(reading, texts=("bayar?",)), context=context(INTAKE))
    )
    assert after(short.state) == (End("no_request"),)


def after(state):
    return silence(state, CATALOGUE, context(INTAKE), NOW).effects


@pytest.mark.parametrize("text", ["?", "??", "? ?"])
def test_a_question_mark_alone_is_no_matter_however_often(text):
    first = run(said(text))
    second = run(said(text), state=first.state, ticket=INTAKE)
    third = run(said(text), state=second.state, ticket=INTAKE)
    assert [keys(each) for each in (first, second, third)] == [["greeting"], ["greet_again"], []]
    assert (second.effects, third.effects) == ((), ())
    (ended,) = silence(third.state, CATALOGUE, context(INTAKE), NOW).effects
    assert ended == End("no_request")


@pytest.mark.parametrize("text", ["bukan, akta kematian", "bukan itu, akta kematian pak"])
@pytest.mark.parametrize("before", ["kia", "menu"])
def test_a_service_named_after_no_is_meant_instead(text, before):
    state = chosen(11) if before == "kia" else run(said("halo")).state
    found = run(said(text), state=state, ticket=INTAKE)
    assert found.effects == (ChooseService(13),)
    assert keys(found) == ["standard"]


def test_no_beside_a_paper_of_the_service_changes_nothing():
    found = run(said("tidak, akta kelahiran belum ada"), state=chosen(11), ticket=INTAKE)
    assert found.state.service_id == 11
    assert not any(isinstance(each, ChooseService) for each in found.effects)


def test_files_for_the_mistaken_service_are_not_lost_by_the_correction():
    state = replace(chosen(11), files=("ktp",))
    found = run(said("bukan, akta kematian"), state=state, ticket=INTAKE)
    assert found.effects[0] == Enqueue("other_matter")
    assert ChooseService(13) in found.effects


def test_a_second_question_is_for_a_person_though_it_names_the_service():
    first = run(said("bisa bikin akta kelahiran di sini?"), state=chosen(12), ticket=INTAKE)
    assert (keys(first), first.effects) == (["waiting"], ())
    told = replace(first.state, text=True)  # something was left unanswered
    again = run(said("akta kelahiran bisa diurus nenek?"), state=told, ticket=INTAKE)
    assert Enqueue("question") in again.effects


def test_what_was_put_into_words_here_is_not_listed_to_be_taught_yet_reaches_a_person():
    found = run(said("1 x pensil", kind="order"))
    assert not any(isinstance(each, Unmatched) for each in found.effects)
    assert Enqueue("silence") in silence(found.state, CATALOGUE, context(INTAKE), NOW).effects
    typed = run(said(STRANGE))
    assert Unmatched(STRANGE) in typed.effects


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("mau bikin ktp", End("answered")),
        ("rumah saya pindah ke desa sebelah gimana", Enqueue("silence")),
    ],
)
def test_who_is_told_the_right_number_is_answered_if_that_was_surely_meant(text, ends):
    line = replace(OTHER, services=(ServiceInfo(id=90, name="KTP elektronik"),))
    catalogue = Catalogue(CATALOGUE.services, elsewhere=(line,))
    found = run(said(text), catalogue=catalogue)
    assert keys(found) == ["pointer"]
    assert silence(found.state, catalogue, context(INTAKE), NOW).effects == (ends,)
