"""The bot as pure rules: what it answers and decides, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.intake import (
    Catalogue,
    ChooseService,
    Context,
    Enqueue,
    Incoming,
    IntakeState,
    MoveTo,
    OpenTicket,
    Reopen,
    ServiceInfo,
    TicketFacts,
    Turn,
    silence,
    turn,
)
from tickets.intake.memory import MAX_REPLIES
from tickets.intake.understanding import command_of
from tickets.intake.vocabulary import DENIALS, is_thanks

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday 10.00 WIB
KIA = ServiceInfo(
    id=11,
    name="Kartu Identitas Anak (KIA)",
    requirements=("Kutipan akta kelahiran", "Kartu Keluarga (KK)", "KTP-el orang tua"),
    time="1 hari kerja",
    fee="Gratis, tidak dipungut biaya",
    product="KIA",
)
BIRTH = ServiceInfo(id=12, name="Akta Kelahiran", requirements=("Surat lahir", "KK"))
DEATH = ServiceInfo(id=13, name="Akta Kematian", requirements=("Surat kematian",))
INFO = ServiceInfo(id=14, name="Pusat Informasi", kind="information", group="information")
LAMP = ServiceInfo(
    id=15,
    name="Pengaduan Lingkungan",
    kind="complaint",
    group="complaint",
    wants_location=True,
    wants_photo=True,
)
CATALOGUE = Catalogue((KIA, BIRTH, DEATH, INFO, LAMP))
INTAKE = TicketFacts(register="KIM-2026-000001", state="intake")
NEW = replace(INTAKE, state="new", service="KIA", service_id=11)
RESOLVED = replace(NEW, state="resolved")


def said(text="", kind="text", at=NOW, id=1, **more):
    return Incoming(id=id, kind=kind, at=at, text=text, **more)


def context(ticket=None, *others, **more):
    own = (*([ticket] if ticket else []), *others)
    return Context(office="Kelurahan Contoh", ticket=ticket, tickets=own, **more)


def run(*messages, state=None, ticket=None, others=(), now=NOW, catalogue=CATALOGUE, **more):
    return turn(state or IntakeState(), messages, catalogue, context(ticket, *others, **more), now)


def keys(result):
    return [reply.key for reply in result.replies]


def test_a_first_word_opens_a_ticket_and_greets_with_the_menu():
    result = run(said("halo"), hours="Senin-Kamis 07.30-16.00")
    assert result.effects == (OpenTicket(),)
    (reply,) = result.replies
    assert reply.key == "greeting"
    assert reply.params["office"] == "Kelurahan Contoh"
    assert [option.id for option in reply.options][-1] == "petugas"
    assert len(reply.options) == 6


@pytest.mark.parametrize(
    "text",
    ["1", "kia", "KIA", "no 1", "satu", "saya mau bikin kia", "kartu anak", "kartu identits"],
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
    assert keys(result) == ["not_understood"]
    assert [option.id for option in result.replies[0].options] == ["svc:12", "svc:13", "petugas"]


def test_a_story_is_not_mistaken_for_a_service():
    result = run(said("lampu jalan depan rumah pak RT mati sejak tiga hari lalu gelap sekali"))
    assert not any(isinstance(effect, ChooseService) for effect in result.effects)
    assert result.replies[0].params["noted"] is True


def chosen(service_id):
    started = run(said("halo")).state
    tap = said("x", kind="interactive", reply_id=f"svc:{service_id}")
    return run(tap, state=started, ticket=INTAKE).state


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
    result = run(said("apakah sabtu buka?"), state=chosen(14), ticket=INTAKE)
    assert result.effects == (Enqueue("complete"),)
    assert keys(result) == ["acknowledged"]


def test_outside_hours_the_acknowledgement_says_when_an_officer_is_there():
    opens = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    result = run(said("apakah buka?"), state=chosen(14), ticket=INTAKE, opens_at=opens)
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
    assert second.effects == (Enqueue("confused"),)
    assert keys(second) == ["acknowledged"]


def test_a_voice_note_goes_to_a_person():
    result = run(said(kind="audio"))
    assert result.effects == (OpenTicket(), Enqueue("voice"))
    assert result.replies[0].params["reason"] == "voice"


def test_ten_minutes_of_silence_end_in_the_queue_with_an_acknowledgement():
    for state in (run(said("halo")).state, chosen(11)):
        result = silence(state, CATALOGUE, context(INTAKE), NOW + timedelta(minutes=10))
        assert result.effects == (Enqueue("silence"),)
        assert keys(result) == ["acknowledged"]


def test_an_old_message_is_queued_without_a_word():
    result = run(said("halo", at=NOW - timedelta(minutes=61)))
    assert result.effects == (OpenTicket(), Enqueue("old"))
    assert result.replies == ()


def test_where_nothing_was_said_nothing_is_done_but_an_unsupported_message_opens_a_ticket():
    assert run() == Turn(IntakeState())
    assert run(said(kind="unsupported")).effects == (OpenTicket(),)


@pytest.mark.parametrize("state", ["new", "in_progress", "waiting_citizen", "waiting_other"])
def test_with_an_officer_the_bot_is_silent_but_for_cek_and_petugas(state):
    ticket = replace(NEW, state=state)
    for message in (said("halo"), said("ini berkasnya", kind="image"), said(kind="audio")):
        assert run(message, ticket=ticket) == Turn(IntakeState())
    assert keys(run(said("petugas"), ticket=ticket)) == ["handed_over"]
    assert keys(run(said("cek"), ticket=ticket)) == ["check"]


def test_cek_knows_only_the_citizens_own_tickets():
    mine = replace(NEW, register="KIM-2026-000012")
    found = run(said("cek kim 2026 000012"), said("cek KIM-2026-000012"), ticket=mine)
    assert [line["register"] for line in found.replies[0].params["tickets"]] == [mine.register]
    short = run(said("cek 12"), ticket=mine)
    assert keys(short) == ["check"]
    for other in ("cek KIM-2026-000013", "cek 9999"):
        assert keys(run(said(other), ticket=mine)) == ["check_none"]


def test_cek_about_something_else_is_no_check():
    assert "check" not in keys(run(said("cek persyaratan kia"), state=IntakeState(), ticket=INTAKE))


def test_menu_beside_a_ticket_opens_another():
    result = run(said("menu"), ticket=NEW)
    assert result.effects == (OpenTicket(),)
    assert keys(result) == ["greeting"]


def test_menu_on_an_empty_intake_ticket_opens_nothing():
    result = run(said("menu"), state=chosen(11), ticket=INTAKE)
    assert result.effects == ()
    assert keys(result) == ["menu"]


@pytest.mark.parametrize(
    "message",
    [said("terima kasih banyak pak"), said("👍🙏"), said(kind="sticker"), said("ok siap")],
)
def test_thanks_on_a_resolved_ticket_change_nothing(message):
    assert run(message, ticket=RESOLVED) == Turn(IntakeState())


def test_other_words_on_a_resolved_ticket_ask_and_the_answer_decides():
    asked = run(said("pak mau tanya lagi", id=7), ticket=RESOLVED)
    assert keys(asked) == ["follow_up"]
    assert asked.effects == ()
    again = run(said("lanjutan"), state=asked.state, ticket=RESOLVED)
    assert again.effects == (Reopen("follow_up"),)
    fresh = run(said("2"), state=asked.state, ticket=RESOLVED)
    assert fresh.effects[0] == OpenTicket(moves=(7,))
    late = silence(asked.state, CATALOGUE, context(RESOLVED), NOW + timedelta(minutes=10))
    assert late.effects == (Reopen("unanswered"),)


@pytest.mark.parametrize("text", ["belum beres", "lampunya belum beres pak", "BELUM SELESAI!"])
def test_belum_beres_reopens(text):
    result = run(said(text), ticket=RESOLVED)
    assert result.effects == (Reopen("unfinished"),)
    assert keys(result) == ["reopened"]


def test_with_several_open_tickets_the_bot_asks_once_and_moves():
    other = replace(NEW, register="KIM-2026-000002", service="Akta")
    asked = run(said("ini kekurangannya", id=5), ticket=other, others=(NEW,))
    assert keys(asked) == ["which"]
    assert [option.id for option in asked.replies[0].options] == [
        "ticket:KIM-2026-000002",
        "ticket:KIM-2026-000001",
        "baru",
    ]
    more = run(said(kind="image", id=6), state=asked.state, ticket=other, others=(NEW,))
    assert more.replies == ()
    answer = run(said("2", id=8), state=more.state, ticket=other, others=(NEW,))
    assert answer.effects == (MoveTo("KIM-2026-000001", (5, 6, 8)),)
    later = run(said("tambahan", id=9), state=answer.state, ticket=NEW, others=(other,))
    assert later.replies == ()


def test_a_quoted_message_is_never_asked_about():
    other = replace(NEW, register="KIM-2026-000002")
    assert run(said("ini"), ticket=NEW, others=(other,), quoted=True) == Turn(IntakeState())


def test_two_auto_responders_stop_talking():
    state, ticket, replies = IntakeState(), None, 0
    for minute in range(50):
        now = NOW + timedelta(minutes=minute)
        echo = said("Terima kasih telah menghubungi Toko Contoh, segera kami balas.", at=now)
        result = turn(state, [echo], CATALOGUE, context(ticket), now)
        state, replies = result.state, replies + len(result.replies)
        ticket = NEW if any(isinstance(e, Enqueue) for e in result.effects) else ticket or INTAKE
    assert replies <= 3
    assert ticket == NEW


def test_many_checks_are_answered_a_few_times_an_hour():
    state, replies = IntakeState(), 0
    for minute in range(50):
        now = NOW + timedelta(minutes=minute)
        result = turn(state, [said("cek", at=now)], CATALOGUE, context(NEW), now)
        state, replies = result.state, replies + len(result.replies)
    assert replies == MAX_REPLIES


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
    result = run(said("lampu mati"), state=first.state, ticket=INTAKE, catalogue=Catalogue())
    assert result.effects == (Enqueue("complete"),)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {},
        {"step": 5, "sent": ["x", 3], "files": [1, None], "held": [True, "2"]},
        {"version": 99, "step": "other", "asked_at": "yesterday", "misunderstandings": -4},
    ],
)
def test_a_state_of_another_version_is_read_as_far_as_it_goes(data):
    assert IntakeState.from_json(data) == IntakeState()


TEXTS = st.one_of(
    st.sampled_from(
        [
            "halo",
            "1",
            "10",
            "kia",
            "menu",
            "petugas",
            "cek",
            "cek 1",
            "belum beres",
            "terima kasih",
            "lewati",
            "baru",
            "lanjutan",
            "KIM-2026-000001",
            "",
            "akta",
            "pohon tumbang di jalan raya",
        ]
    ),
    st.text(max_size=60),
)


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


def tapped_check(ago):
    tap = said("Cek status", reply_id=f"cek:{RESOLVED.register}", kind="interactive")
    return replace(tap, at=NOW - ago)


def test_how_a_ticket_stands_is_still_answered_when_the_question_came_hours_late():
    result = run(tapped_check(timedelta(hours=5)), ticket=RESOLVED)
    assert keys(result) == ["check"]
    assert result.effects == ()


@pytest.mark.parametrize("ago", [timedelta(hours=25), timedelta(days=6)])
def test_a_question_too_old_to_be_answered_brings_a_resolved_ticket_back_to_the_officers(ago):
    result = run(tapped_check(ago), ticket=RESOLVED)
    assert keys(result) == []
    assert result.effects == (Reopen("old"),)


def test_a_question_too_old_to_be_answered_about_a_closed_ticket_reaches_the_queue():
    result = run(tapped_check(timedelta(hours=25)), ticket=replace(RESOLVED, state="closed"))
    assert keys(result) == []
    assert result.effects == (OpenTicket(), Enqueue("old"))


MESSAGES = st.builds(
    Incoming,
    id=st.integers(1, 10**6),
    kind=st.sampled_from(
        [
            "text",
            "image",
            "video",
            "document",
            "audio",
            "sticker",
            "location",
            "contacts",
            "interactive",
            "button",
            "unsupported",
            "order",
            "call",
        ]
    ),
    at=st.integers(-120, 0).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    text=TEXTS,
    reply_id=st.one_of(
        st.just(""),
        st.sampled_from(
            [
                "svc:11",
                "svc:99",
                "svc:x",
                "group:general",
                "page:general:1",
                "page:x:9999",
                "petugas",
                "menu",
                "cek:KIM-2026-000001",
                "ticket:KIM-2026-000001",
                "lanjutan",
                "baru",
                "belum",
            ]
        ),
        st.text(max_size=12),
    ),
    filename=st.text(max_size=20),
)
STATES_OF_TICKET = ["intake", "new", "in_progress", "waiting_citizen", "resolved", "closed"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.lists(MESSAGES, max_size=4), st.sampled_from([*STATES_OF_TICKET, ""]))),
    st.integers(0, 25),
)
def test_whatever_is_written_nothing_is_swallowed(batches, services):
    catalogue = Catalogue(tuple(replace(KIA, id=n, name=f"Layanan {n}") for n in range(services)))
    state, ticket = IntakeState(), None
    for minute, (messages, forced) in enumerate(batches):
        now = NOW + timedelta(minutes=minute)
        if ticket and forced:
            ticket = replace(ticket, state=forced)
        before, result = ticket, turn(state, messages, catalogue, context(ticket), now)
        assert len(result.replies) <= 1
        assert all(len(reply.options) <= 10 for reply in result.replies)
        state = IntakeState.from_json(result.state.to_json())
        assert state == result.state or len(result.state.files) > 39 or len(result.state.held) > 39
        ticket = follow(ticket, result)
        courtesy = all(is_courtesy(message) for message in messages)
        if messages:
            assert ticket is not None
            handled = result.replies or result.effects or ticket.state not in ("resolved", "closed")
            assert handled or courtesy or state.held
            if before and before.state == "intake":
                assert result.replies or result.effects
        ended = silence(state, catalogue, context(ticket), now)
        assert ticket is None or ticket.state != "intake" or Enqueue("silence") in ended.effects


def is_courtesy(message):
    if message.kind == "sticker":
        return True
    skips = command_of(message.text)[0] == "lewati" and not DENIALS & set(message.text.split())
    said = is_thanks(message.text) or skips
    return message.kind in ("text", "button", "interactive") and said


def follow(ticket, result):
    for effect in result.effects:
        if isinstance(effect, OpenTicket):
            ticket = replace(INTAKE)
        elif isinstance(effect, Enqueue):
            assert ticket is not None
            assert ticket.state == "intake"
            ticket = replace(ticket, state="new")
        elif isinstance(effect, Reopen):
            assert ticket.state == "resolved"
            ticket = replace(ticket, state="in_progress")
    return ticket
