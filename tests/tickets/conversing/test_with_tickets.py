"""What a message does beside tickets that there are."""

import pytest

from tests import factories
from tests.tickets.conversing.conftest import move
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


def test_a_further_message_joins_the_open_ticket_silently(known):
    assert known.says("ini kekurangannya", "image") == []
    assert known.ticket().messages.inbound().count() == 4


def test_a_quoted_message_decides_the_ticket(known, layanan):
    first = known.ticket()
    quoted = first.messages.inbound().first()
    known.says("menu")
    known.chooses(f"svc:{layanan.pk}")
    second = known.tickets()[1]
    known.says("tentang ini", quoted=quoted, quoted_external_id=quoted.external_id)
    assert Message.objects.get(text="tentang ini").ticket == first
    assert known.says("halo") != []
    assert Message.objects.filter(text="halo").last().ticket == second


def test_with_several_open_tickets_it_joins_the_latest_and_asks_which(known, layanan):
    known.says("menu")
    known.chooses(f"svc:{layanan.pk}")
    known.says("kk", "image")
    first, second = known.tickets()
    (letter,) = known.later(minutes=1).says("pak ini bagaimana")
    question = Message.objects.get(text="pak ini bagaimana")
    assert question.ticket == second
    assert first.register_number in letter.text
    (moved,) = known.chooses(f"ticket:{first.register_number}")
    question.refresh_from_db()
    assert question.ticket == first
    assert first.register_number in moved.text
    assert known.says("tambahan lagi") == []
    assert Message.objects.get(text="tambahan lagi").ticket == first
    for ticket in (first, second):
        ticket.refresh_from_db()
        shown = ticket.messages.exclude(direction="note").count()
        assert ticket.message_count == shown


@pytest.mark.parametrize("both", [False, True])
def test_a_file_goes_where_an_officer_waits_for_the_citizen(known, layanan, *, both):
    """Else it lies in a matter whose officer never asked for it; where both wait, the bot asks."""
    known.says("menu")
    known.chooses(f"svc:{layanan.pk}")
    known.says("kk", "image")
    first, second = known.tickets()
    move(second, "waiting_citizen" if both else "in_progress")
    move(first, "waiting_citizen", paused_since=known.now)
    letters = known.later(minutes=1).says("ini foto tempat usahanya bu", "image")
    place = Message.objects.get(text="ini foto tempat usahanya bu").ticket
    assert place == (second if both else first)
    assert [first.register_number in one.text for one in letters] == [True]


def test_a_ticket_of_the_counter_is_no_answer_to_which(known):
    """Nothing written here could be answered from there."""
    counter = factories.TicketFactory(
        agency=known.conversation.channel.agency,
        citizen=known.conversation.citizen,
        conversation=None,
        channel=None,
        state="in_progress",
        source="walk_in",
    )
    assert known.later(minutes=1).says("pak ini bagaimana") == []
    known.chooses(f"ticket:{counter.register_number}")
    assert not counter.messages.exists()
    assert counter.register_number in known.says("cek")[0].text


def test_with_an_officer_the_bot_is_silent_but_for_cek_and_petugas(known):
    move(known.ticket(), "in_progress", first_responded_at=known.now)
    assert known.says("halo pak") == []
    assert known.says("ini", "image") == []
    assert "sudah ada pada petugas" in known.says("petugas")[0].text
    assert "sedang dikerjakan" in known.says("cek")[0].text


def test_any_message_ends_the_wait_for_the_citizen(known):
    move(known.ticket(), "waiting_citizen", paused_since=known.now)
    known.says("ini berkasnya", "image")
    assert known.ticket().state == "new"  # no officer has taken it
    assert known.ticket().paused_since is None


def test_cek_never_shows_other_peoples_tickets(known, kanal):
    stranger = factories.TicketFactory(agency=known.ticket().agency, tracking_code="7K3MPQ2XAB")
    for asked in (stranger.register_number, stranger.tracking_code):
        (letter,) = known.says(f"cek {asked}")
        assert "tidak ada di antara permohonan" in letter.text
    (mine,) = known.says("cek")
    assert stranger.register_number not in mine.text
    assert known.ticket().register_number in mine.text


def test_cek_gives_no_date_while_the_time_waits_for_complete_files(known, layanan):
    layanan.standards.update(clock_start="complete", turnaround="3 hari kerja")
    (letter,) = known.says("cek")
    assert "Selesai: 3 hari kerja sejak berkas lengkap" in letter.text
    assert "Paling lambat" not in letter.text
    Ticket.objects.update(completed_files_at=known.now)
    (letter,) = known.says("cek")
    assert "Paling lambat" in letter.text


def test_thanks_on_a_resolved_ticket_change_nothing(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    for text, kind in (("terima kasih banyak", "text"), ("🙏", "text"), ("", "sticker")):
        assert known.says(text, kind) == []
    assert known.ticket().state == "resolved"
    assert known.ticket().messages.inbound().count() == 6
    assert known.falls_silent() == []


def test_other_words_on_a_resolved_ticket_ask_and_go_to_the_queue_after_ten_minutes(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    (asked,) = known.says("pak yang kemarin itu untuk ibu saya")
    assert asked.payload["content"] == "buttons"
    assert known.ticket().state == "resolved"
    known.falls_silent()
    assert known.ticket().is_open


def test_a_new_request_after_the_question_takes_the_message_along(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    known.says("saya juga mau legalisasi ijazah")
    known.chooses("baru")
    old, new = known.tickets()
    assert old.state == "resolved"
    assert new.state == "intake"
    assert Message.objects.get(text="saya juga mau legalisasi ijazah").ticket == new


def test_belum_beres_reopens(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    known.says("belum beres pak")
    assert known.ticket().is_open


def test_after_closing_a_new_ticket_follows(known):
    move(known.ticket(), "closed", closed_at=known.now)
    known.says("saya mau urus surat lagi")
    old, new = known.tickets()
    assert new.follows == old
    assert new.state == "intake"


@pytest.mark.parametrize("row", ["baru", "menu", "lewati", "cek:", "svc:999999"])
def test_no_tapped_row_hides_danger_beside_it(phone, row):
    phone.arrives("anak tenggelam")
    (letter,) = phone.chooses(row)
    ticket = phone.ticket()
    assert (ticket.state, ticket.is_urgent) == ("new", True)
    assert "112" in letter.text


@pytest.mark.parametrize("row", ["baru", "menu"])
def test_what_is_told_beside_a_tapped_row_is_read_by_a_person(phone, row):
    phone.arrives("petugas loket kemarin minta uang lima puluh ribu")
    phone.chooses(row)
    phone.falls_silent()
    assert phone.ticket().state == "new"


def test_a_tapped_row_alone_is_no_matter(phone):
    phone.chooses("baru")
    phone.falls_silent()
    assert (phone.ticket().state, phone.ticket().outcome) == ("closed", "no_request")


def test_what_is_told_beside_the_row_for_another_matter_goes_with_it(known):
    Ticket.objects.update(state="closed")
    known.later(minutes=5).arrives("lampu di jalan mawar mati sudah tiga hari, tolong")
    known.chooses("baru")
    known.falls_silent()
    first, another = known.tickets()
    assert (first.state, another.state) == ("closed", "new")
    assert another.messages.inbound().count() == 2
