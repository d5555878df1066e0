"""Two matters of one citizen: which is cancelled, and when a second one begins beside the first."""

import pytest

from tests import factories
from tests.tickets.conversing.conftest import move
from tickets import desk
from tickets.models import Message, Notification, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def legalisasi(kanal, layanan_lain):
    standard = factories.StandardFactory(service=layanan_lain)
    factories.RequirementFactory(standard=standard, order=1, name="Dokumen asli")
    kanal.services.add(layanan_lain)
    return layanan_lain


@pytest.fixture
def two(known, legalisasi):
    """The phone with two matters in the queue: the letter, then the certified copy."""
    known.says("menu")
    known.chooses(f"svc:{legalisasi.pk}")
    known.says("ijazah", "image")
    return known.later(hours=2)


def outcomes():
    return list(Ticket.objects.order_by("pk").values_list("outcome", flat=True))


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("batal yang legalisasi", ["", "withdrawn"]),
        ("legalisasi nya gak jadi pak", ["", "withdrawn"]),
        ("yang legalisasi dibatalkan saja", ["", "withdrawn"]),
        ("gak jadi surat keterangannya", ["withdrawn", ""]),
        ("surat keterangan batal ya", ["withdrawn", ""]),
    ],
)
def test_the_one_that_is_named_is_withdrawn_at_once(two, text, ended):
    (letter,) = two.says(text)
    assert outcomes() == ended
    first, second = two.tickets()
    gone = first if ended[0] else second
    assert letter.text == (
        f"Baik, {gone.service.name} kami batalkan. Ketik LANJUT bila tidak jadi batal."
    )
    assert Message.objects.get(text=text).ticket == gone
    assert gone.unanswered_since is None


@pytest.mark.parametrize("answer", ["1", "2", "yang legalisasi", "legalisasi", "tap"])
def test_else_the_bot_asks_which_and_withdraws_what_is_chosen(two, answer):
    first, second = two.tickets()
    (asked,) = two.says("batal")
    assert asked.text.startswith("Mana yang dibatalkan?")
    assert "Urusan baru" not in asked.text
    assert outcomes() == ["", ""]
    if answer == "tap":
        (letter,) = two.chooses(f"ticket:{second.register_number}")
    else:
        (letter,) = two.says(answer)
    gone = first if answer == "2" else second  # the latest comes first
    gone.refresh_from_db()
    assert gone.outcome == "withdrawn"
    assert outcomes().count("withdrawn") == 1
    assert gone.service.name in letter.text
    assert Message.objects.get(text="batal").ticket == gone


@pytest.mark.parametrize(
    ("first", "answer"),
    [
        ("batal semua pak", ""),
        ("batalkan semuanya ya", ""),
        ("batal", "dua-duanya"),
        ("batal", "tap"),
    ],
)
def test_all_are_withdrawn_by_one_word_and_undone_by_another(two, first, answer):
    said = two.says(first)
    if answer:
        assert "3. Semuanya" in said[0].text
        two.later(minutes=1)
        said = two.chooses("semua") if answer == "tap" else two.says(answer)
    assert outcomes() == ["withdrawn", "withdrawn"]
    assert [each.text for each in said] == [
        "Baik, Legalisasi Contoh dan Surat Keterangan Contoh kami batalkan. "
        "Ketik LANJUT bila tidak jadi batal."
    ]
    assert [each.unanswered_since for each in two.tickets()] == [None, None]
    (letter,) = two.later(minutes=1).says("lanjut")
    assert outcomes() == ["", ""]
    assert all(each.register_number in letter.text for each in two.tickets())
    assert two.later(minutes=1).says("lanjut") == []


def test_all_is_no_answer_where_nothing_was_asked(two):
    two.says("semuanya sudah saya kirim ya pak")
    two.later(minutes=1).chooses("semua")
    assert outcomes() == ["", ""]


@pytest.mark.parametrize("asks", [True, False])
def test_one_word_undoes_it_beside_the_other_matter(two, asks):
    if asks:
        two.says("batal")
        two.says("2")
    else:
        two.says("surat keterangan batal")
    (letter,) = two.later(minutes=1).says("lanjut")
    first, _second = two.tickets()
    assert (first.state, first.outcome) == ("new", "")
    assert first.register_number in letter.text
    assert Message.objects.get(text="lanjut").ticket == first
    assert two.later(minutes=1).says("lanjut") == []


def test_once_something_else_is_told_that_word_is_for_the_officer(two):
    two.says("surat keterangan batal")
    two.later(minutes=1).says("untuk yang satunya kapan bisa diambil di kantor ya pak")
    two.later(minutes=1).says("lanjut")
    assert outcomes() == ["withdrawn", ""]
    assert Message.objects.get(text="lanjut").ticket == two.tickets()[1]


def test_a_question_which_that_is_not_answered_cancels_nothing(two):
    two.says("batal")
    two.later(minutes=1).says("ini ijazahnya yang satu lagi", "image")
    two.later(minutes=1).says("legalisasi ini nanti saya ambil sendiri atau dikirim ke rumah pak")
    assert outcomes() == ["", ""]


def test_its_holder_is_told(two, petugas):
    first = two.tickets()[0]
    Ticket.objects.filter(pk=first.pk).update(assignee=petugas, state="in_progress")
    two.says("surat keterangan batal")
    assert Notification.objects.filter(kind="withdrawn", ticket=first, staff=petugas).exists()


@pytest.mark.parametrize("officer_writes", [True, False])
@pytest.mark.parametrize("text", ["mau urus legalisasi", "saya mau legalisasi ijazah ya pak"])
def test_another_service_is_asked_about_once_and_stays_with_the_officer(
    known, legalisasi, petugas, text, officer_writes
):
    if officer_writes:
        desk.take(known.ticket(), by=petugas, now=known.now)
        words = desk.Reply(text="Mohon foto KK nya Bu.")
        desk.reply(known.ticket(), by=petugas, now=known.now, reply=words)
        known.later(minutes=1)
    (letter,) = known.says(text)
    assert letter.text == (
        "Pesan ini kami teruskan ke petugas. Bila Legalisasi Contoh urusan baru, balas 1."
    )
    assert Message.objects.get(text=text).ticket == known.ticket()
    (begun,) = known.later(minutes=1).says("1")
    first, second = known.tickets()
    assert (second.service, second.state) == (legalisasi, "intake")
    assert Message.objects.get(text=text).ticket == second
    assert "Dokumen asli" in begun.text
    assert first.is_open


@pytest.mark.parametrize(
    "text", ["mau urus legalisasi juga", "sekalian mau legalisasi ijazah ya pak"]
)
def test_one_that_is_wished_for_too_begins_at_once(known, legalisasi, text):
    (begun,) = known.says(text)
    first, second = known.tickets()
    assert (second.service, second.state) == (legalisasi, "intake")
    assert "Dokumen asli" in begun.text
    assert (first.is_open, Message.objects.get(text=text).ticket) == (True, second)


def test_files_and_answers_after_that_question_are_for_the_officer(known, legalisasi, petugas):
    known.says("mau urus legalisasi")
    assert known.later(minutes=1).says("ini kk nya", "image") == []
    assert known.ticket().messages.filter(type="image").count() == 2


def test_a_number_after_an_officer_wrote_is_the_answer_to_the_officer(known, legalisasi, petugas):
    known.says("mau urus legalisasi")
    desk.take(known.ticket(), by=petugas, now=known.now)
    known.later(minutes=1)
    desk.reply(known.ticket(), by=petugas, now=known.now, reply=desk.Reply(text="Anaknya berapa?"))
    assert known.later(minutes=1).says("1") == []
    assert known.ticket().service.slug == "surat"


@pytest.mark.parametrize(
    "text",
    ["ijazahnya dilegalisasi di mana?", "legalisasi", "surat keterangannya untuk bank", "kk saya"],
)
def test_what_does_not_wish_for_another_service_is_left_to_the_officer(known, legalisasi, text):
    known.says(text)
    assert known.ticket().service.slug == "surat"


def test_a_complaint_beside_the_officers_matter_has_its_story_already(known, dinas, kanal):
    lamps = factories.ServiceFactory(
        agency=dinas, name="Pengaduan lingkungan", kind="complaint", slug="lampu"
    )
    factories.StandardFactory(service=lamps)
    kanal.services.add(lamps)
    (letter,) = known.says("lampu jalan di depan rumah mati")
    assert "balas 1" in letter.text
    (letter,) = known.later(minutes=1).says("1")
    new = known.tickets()[1]
    assert (new.state, new.service, new.kind) == ("new", lamps, "complaint")
    assert new.register_number in letter.text


def test_beside_two_open_matters_a_third_one_is_asked_about_too(two, dinas, kanal):
    third = factories.ServiceFactory(agency=dinas, name="SKTM Contoh", short_name="SKTM")
    factories.StandardFactory(service=third)
    kanal.services.add(third)
    (letter,) = two.says("mau buat sktm pak")
    assert "SKTM Contoh urusan baru" in letter.text
    two.says("1")
    assert two.tickets()[2].service == third


def test_a_paper_that_is_a_service_too_is_no_other_matter(known, dinas, kanal, petugas):
    """The letter asks for a copy of the family card, which the office issues as well."""
    card = factories.ServiceFactory(agency=dinas, name="Kartu Keluarga (KK)", short_name="KK")
    factories.StandardFactory(service=card)
    kanal.services.add(card)
    assert known.says("besok saya bikin kk") == []
    assert move(known.ticket(), "in_progress") is None
    (letter,) = known.later(minutes=1).says("mau bikin kk juga")
    assert "balas 1" in letter.text
