"""The bot as pure rules: what it answers and decides, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.tickets.intake_tools import (
    CATALOGUE,
    INFO,
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
from tickets.intake import (
    Catalogue,
    ChooseService,
    End,
    Enqueue,
    IntakeState,
    OpenTicket,
    Reopen,
    ServiceInfo,
    Turn,
    Unmatched,
    silence,
)

RESOLVED = replace(NEW, state="resolved")


def test_a_first_word_opens_a_ticket_and_greets_with_the_menu():
    result = run(said("halo"), hours="Senin-Kamis 07.30-16.00")
    assert result.effects == (OpenTicket(),)
    (reply,) = result.replies
    assert reply.key == "greeting"
    assert reply.params["hours"] == "Senin-Kamis 07.30-16.00"
    assert [option.id for option in reply.options][-1] == "petugas"
    assert len(reply.options) == 6


@pytest.mark.parametrize(
    "text",
    ["1", "kia", "KIA", "no 1", "satu", "saya mau bikin kia", "kartu anak", "kartu identitas anak"],
)
def test_a_service_is_chosen_by_number_name_abbreviation_or_typo(text):
    state = run(said("halo")).state
    result = run(said(text), state=state, ticket=INTAKE)
    assert result.effects == (ChooseService(11),)
    assert keys(result) == ["standard"]
    assert result.replies[0].params["requirements"] == KIA.requirements
    assert result.replies[0].params["fee"] == "Gratis, tidak dipungut biaya"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("akte lahir", 12),
        ("akta kelahran", 12),
        ("urus orang meninggal", 13),
        ("mau tanya", 14),
        ("lapor", 15),
    ],
)
def test_words_of_the_people_find_the_service(text, service):
    state = run(said("halo")).state
    effects = run(said(text), state=state, ticket=INTAKE).effects
    assert effects[0] == ChooseService(service)


def test_a_word_that_fits_two_services_asks_which():
    state = run(said("halo")).state
    result = run(said("akta"), state=state, ticket=INTAKE)
    assert keys(result) == ["which_service"]
    assert [option.id for option in result.replies[0].options] == ["svc:12", "svc:13", "petugas"]


def test_a_story_is_taken_as_a_complaint_and_not_asked_for_again():
    result = run(said("lampu jalan depan rumah pak RT mati sejak tiga hari lalu gelap sekali"))
    assert result.effects == (OpenTicket(), ChooseService(15))
    assert keys(result) == ["ask_location"]


def test_an_album_gets_one_acknowledgement_and_goes_to_the_queue():
    photos = [said(kind="image", id=n) for n in range(20)]
    result = run(*photos, state=chosen(11), ticket=INTAKE)
    assert keys(result) == ["acknowledged"]
    assert result.effects == (Enqueue("complete"),)
    assert result.replies[0].params["files"] == 20
    assert result.replies[0].params["missing"] == ()


def test_the_acknowledgement_says_what_is_missing_by_the_names_of_the_files():
    messages = [
        said("ini KK", kind="image", id=1),
        said(kind="document", filename="KTP ortu.pdf", id=2),
    ]
    result = run(*messages, state=chosen(11), ticket=INTAKE)
    assert result.replies[0].params["missing"] == ("Kutipan akta kelahiran",)


def test_files_before_the_choice_are_remembered():
    first = run(said(kind="image"), said(kind="image", id=2))
    assert first.replies[0].params["noted"] is True
    tap = said("KIA", kind="interactive", reply_id="svc:11", id=3)
    result = run(tap, state=first.state, ticket=INTAKE)
    assert result.effects == (ChooseService(11), Enqueue("complete"))
    assert keys(result) == ["acknowledged"]
    assert result.replies[0].params["missing"] == KIA.requirements


def test_a_ticket_in_the_queue_takes_a_service_by_its_name_and_never_by_a_guess():
    waiting = replace(NEW, service="", service_id=None)
    done = replace(IntakeState(), step="done")
    assert run(said("KIA"), state=done, ticket=waiting).effects == (ChooseService(11),)
    for words in ("KIA kapan?", "anak saya lahir kemarin di puskesmas, akta kelahiran hilang"):
        result = run(said(words), state=done, ticket=waiting)
        assert (result.replies, result.effects) == ((), ())


def test_a_complaint_asks_once_for_the_place_and_then_goes_to_the_queue():
    asked = run(said("pohon tumbang menutup jalan"), state=chosen(15), ticket=INTAKE)
    assert keys(asked) == ["ask_location"]
    place = said(kind="location", id=2)
    done = run(place, state=asked.state, ticket=INTAKE)
    assert done.effects == (Enqueue("complete"),)
    assert done.replies[0].params["missing"] == ("foto",)
    skipped = run(said("lewati"), state=asked.state, ticket=INTAKE)
    assert skipped.replies[0].params["missing"] == ("lokasi kejadian", "foto")


def test_a_question_is_taken_and_queued():
    result = run(said("apakah boleh diwakilkan tetangga?"), state=chosen(14), ticket=INTAKE)
    assert result.effects == (Enqueue("complete"),)
    assert keys(result) == ["acknowledged"]


def test_outside_hours_the_acknowledgement_says_when_an_officer_is_there():
    opens = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    result = run(said("boleh diwakilkan?"), state=chosen(14), ticket=INTAKE, opens_at=opens)
    assert result.replies[0].params["opens"] == "Senin, 23 November 2026 07.30 WIB"


@pytest.mark.parametrize("text", ["petugas", "petgas", "mau bicara dengan petugas"])
def test_petugas_hands_over_at_any_step(text):
    for state in (IntakeState(), run(said("halo")).state, chosen(11)):
        result = run(said(text), state=state, ticket=INTAKE)
        assert result.effects == (Enqueue("petugas"),)
        assert keys(result) == ["acknowledged"]


def test_a_second_misunderstanding_ends_in_the_queue():
    first = run(said("zzz"), state=run(said("halo")).state, ticket=INTAKE)
    assert keys(first) == ["not_understood"]
    second = run(said("qqq"), state=first.state, ticket=INTAKE)
    assert second.effects == (Enqueue("confused"), Unmatched("qqq"))
    assert keys(second) == ["acknowledged"]


def test_a_voice_note_goes_to_a_person():
    result = run(said(kind="audio"))
    assert result.effects == (OpenTicket(), Enqueue("voice"))
    assert result.replies[0].params["reason"] == "voice"


@pytest.mark.parametrize(
    ("state", "effects"),
    [
        (run(said("halo")).state, (End("no_request"),)),
        (chosen(11), (End("answered"),)),
        (run(said("zzz")).state, (Enqueue("silence"),)),
        (run(said(kind="image")).state, (Enqueue("silence"),)),
    ],
    ids=["greeted", "told the standard", "said something", "sent a file"],
)
def test_ten_minutes_of_silence_hand_in_what_there_is_and_end_what_is_nothing(state, effects):
    result = silence(state, CATALOGUE, context(INTAKE), NOW + timedelta(minutes=10))
    assert result.effects == effects
    assert keys(result) == (["acknowledged"] if effects == (Enqueue("silence"),) else [])


def test_an_old_message_is_queued_without_a_word():
    result = run(said("halo", at=NOW - timedelta(minutes=61)))
    assert result.effects == (OpenTicket(), Enqueue("old"))
    assert result.replies == ()


def test_where_nothing_was_said_nothing_is_done_but_an_unsupported_message_opens_a_ticket():
    assert run() == Turn(IntakeState())
    assert run(said(kind="unsupported")).effects == (OpenTicket(),)


def test_many_services_are_grouped_and_paged_within_ten_rows():
    services = [
        ServiceInfo(id=n, name=f"Layanan contoh nomor {n}", kind="application") for n in range(20)
    ]
    catalogue = Catalogue((*services, INFO, LAMP))
    first = run(said("halo"), catalogue=catalogue)
    ids = [option.id for option in first.replies[0].options]
    assert ids == ["group:general", "group:information", "group:complaint", "petugas"]
    seen, tap = set(), "group:general"
    state = first.state
    while tap:
        shown = run(
            said(kind="interactive", reply_id=tap), state=state, ticket=INTAKE, catalogue=catalogue
        )
        ids = [option.id for option in shown.replies[0].options]
        assert len(ids) <= 10
        seen |= {each for each in ids if each.startswith("svc:")}
        tap = next((each for each in ids if each.startswith("page:")), "")
        state = replace(shown.state, sent=())
    assert len(seen) == 20


def test_without_services_the_first_matter_goes_to_the_queue():
    first = run(said("halo"), catalogue=Catalogue())
    result = run(
        said("pagar sekolah roboh"), state=first.state, ticket=INTAKE, catalogue=Catalogue()
    )
    assert result.effects == (Enqueue("complete"),)


def test_a_service_that_was_tapped_is_kept_though_a_person_is_asked_for_at_once():
    state = run(said("halo")).state
    tap = said("KIA", kind="interactive", reply_id="svc:11")
    result = run(tap, said("petugas", id=2), state=state, ticket=INTAKE)
    assert result.effects == (ChooseService(11), Enqueue("petugas"))
    assert keys(result) == ["acknowledged"]


CALLED = "Pemohon menelepon lewat WhatsApp."


def test_whoever_calls_is_handed_to_a_person():
    opened = run(said(CALLED, kind="call"))
    assert opened.effects == (OpenTicket(), Enqueue("petugas"))
    assert keys(opened) == ["acknowledged"]
    assert keys(run(said(CALLED, kind="call"), ticket=NEW)) == ["handed_over"]
    assert run(said(CALLED, kind="call"), ticket=RESOLVED).effects == (Reopen("petugas"),)


def test_what_only_says_that_something_comes_is_no_matter_yet():
    catalogue = replace(CATALOGUE, services=tuple(s for s in CATALOGUE.services if s != INFO))
    asked = run(said("mau tanya"), catalogue=catalogue)
    ended = silence(asked.state, catalogue, context(INTAKE), NOW + timedelta(minutes=10))
    assert ended.effects == (End("no_request"),)
    complains = run(said("saya mau mengadu"), catalogue=Catalogue((replace(LAMP, id=9),)))
    assert keys(complains) == ["ask_story"]


def test_a_question_that_the_standard_does_not_answer_is_kept_for_a_person():
    asked = run(said("zzkrtx wqplm?"))
    told = run(said("kia"), state=asked.state, ticket=INTAKE)
    assert keys(told) == ["standard"]
    ended = silence(told.state, CATALOGUE, context(INTAKE), NOW + timedelta(minutes=10))
    assert ended.effects == (Enqueue("silence"),)


def test_a_second_stop_is_answered_by_silence():
    assert keys(run(said("stop jangan kirim wa lagi"), ticket=NEW)) == ["stopped"]
    again = run(said("stop jangan kirim wa lagi"), ticket=NEW, wants_no_more=True)
    assert again.replies == ()
