"""A promise to keep the name goes on with the matter, and the bot's words do not break it."""

import datetime as dt

import pytest

from tests.tickets.conversing.conftest import move
from tickets import desk
from tickets.event_verbs import verb_words

pytestmark = pytest.mark.django_db

UNNAMED = "jangan sebut nama saya, petugas loket minta uang pelicin"


@pytest.fixture
def unnamed(phone):
    """The phone after a complaint whose name is kept went to the officers."""
    phone.says(UNNAMED)
    assert phone.ticket().is_anonymous
    return phone.later(minutes=5)


def another_open(phone, layanan):
    phone.says("menu")
    phone.chooses(f"svc:{layanan.pk}")
    phone.says("ktp", "image")
    return phone.later(hours=2)


@pytest.mark.parametrize(
    "words",
    ["belum beres pak, petugasnya masih minta uang", "petugas loket minta uang lagi"],
)
def test_a_closed_matter_goes_on_unnamed(unnamed, words):
    move(unnamed.ticket(), "closed", resolved_at=unnamed.now, closed_at=unnamed.now)
    unnamed.says(words)
    _, new = unnamed.tickets()
    assert (new.is_anonymous, new.follows) == (True, unnamed.tickets()[0])


def test_danger_after_an_answered_one_is_told_unnamed(unnamed):
    move(unnamed.ticket(), "resolved", resolved_at=unnamed.now)
    unnamed.says("tolong rumah saya kebakaran")
    assert [one.is_anonymous for one in unnamed.tickets()] == [True] * len(unnamed.tickets())


def test_an_application_after_it_has_a_name(unnamed, layanan):
    move(unnamed.ticket(), "closed", resolved_at=unnamed.now, closed_at=unnamed.now)
    unnamed.says("halo")
    unnamed.chooses(f"svc:{layanan.pk}")
    assert [one.is_anonymous for one in unnamed.tickets()] == [True, False]


def test_late_words_that_go_on_in_a_new_ticket_do_so_unnamed(unnamed):
    old = unnamed.ticket()
    move(old, "closed", resolved_at=unnamed.now, closed_at=unnamed.now)
    unnamed.says("terima kasih")
    late = unnamed.now - dt.timedelta(seconds=50)
    unnamed.later(seconds=30).says("ini soal loket dua pak, tolong dibaca", at=late)
    _, new = unnamed.tickets()
    assert (new.state, new.is_anonymous) == ("new", True)


def test_the_wish_alone_is_of_all_open_matters(phone, layanan):
    phone.says("petugas loket kasar dan minta uang")
    another_open(phone.later(minutes=5), layanan)
    assert len(phone.tickets()) == 2
    phone.says("tolong rahasiakan nama saya ya")
    assert [one.is_anonymous for one in phone.tickets()] == [True, True]


def test_the_wish_goes_where_its_words_go(phone, layanan):
    phone.says("petugas loket kasar dan minta uang")
    another_open(phone.later(minutes=5), layanan)
    named = f"jangan sebut nama saya, {layanan.name} saya sudah sampai mana"
    phone.says(named)
    said = [one.messages.filter(text=named).exists() for one in phone.tickets()]
    assert [one.is_anonymous for one in phone.tickets()] == said


def test_the_bots_words_elsewhere_do_not_name_it(unnamed, layanan):
    kept = unnamed.ticket().register_number
    another_open(unnamed, layanan)
    assert len(unnamed.tickets()) == 2
    (letter,) = unnamed.says("cek")
    assert kept not in letter.text
    assert "(nomor dirahasiakan)" in letter.text
    assert kept in str(letter.payload)


def test_what_an_officer_kept_goes_on_unnamed_and_is_no_promise(known, penyelia):
    old = known.ticket()
    desk.keep_anonymous(old, by=penyelia, now=known.now)
    move(old, "resolved", resolved_at=known.now)
    known.later(minutes=1).says("saya mau tanya dulu")
    known.chooses("baru")
    new = known.tickets()[1]
    assert (new.is_anonymous, desk.is_promised(new)) == (True, False)
    line = new.events.get(verb="kept_anonymous")
    said = verb_words(line.verb, line.data, who="Sistem", by_staff=False)
    assert said == "Identitas pemohon tetap dirahasiakan"
