"""What is heard of one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.intake.offices import at, heard, key
from tickets.intake.acts import Act
from tickets.intake.hearing import hear
from tickets.intake.knowledge import Knowledge, topics_of
from tickets.intake.values import Catalogue, ServiceInfo


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("belum selesai", Act.UNFINISHED),
        ("sudah selesai belum?", Act.STATUS),
        ("sudah jadi?", Act.STATUS),
        ("tidak jadi", Act.CANCEL),
        ("domisiliku wis dadi urung mas", Act.STATUS),
        ("jadi", Act.RESUME),
        ("ya pak infonya", Act.CONSULT),
        ("sudah ya pak?", Act.STATUS),
        ("sudah?", Act.STATUS),
        ("Maaf, satu hal lagi: nama anak saya salah huruf.", Act.UNFINISHED),
        ("maaf pak, kemarin belum sempat saya kirim", Act.TELL),
        ("maaf salah kirim", Act.WRONG_RECIPIENT),
        ("pak ini soal dokumen yang kemarin", Act.TELL),
        ("dokumen yang kemarin bagaimana pak", Act.STATUS),
        ("sudah", Act.YES),
        ("sudah sampai mana pak", Act.STATUS),
        ("👍", Act.THANKS),
        ("siap pak", Act.THANKS),
        ("pak", Act.GREETING),
        ("besok saya kirim ya", Act.TELL),
        ("5371010101900001", Act.TELL),
    ],
)
def test_polarity_and_question_decide_the_act(text, act):
    assert heard(text).act is act


@pytest.mark.parametrize(
    "text",
    [
        "nama saya salah di kk",
        "pak nama saya salah",
        "nama saya jangan salah ya",
        "nama saya salah ketik di akta",
        "nama saya kurang huruf di ktp",
        "jangan salah tulis nama saya",
    ],
)
def test_a_name_that_is_wrong_is_not_to_be_hidden(text):
    assert Act.ANONYMITY not in heard(text).acts


@pytest.mark.parametrize("text", ["tidak usah", "gausah kak", "nggak usah itu"])
def test_what_need_not_be_sent_is_not_cancelled(text):
    assert heard(text).act in (Act.NO, Act.SKIP)


def test_a_big_hole_is_no_fire():
    assert heard("jalan di depan rumah saya berlubang besar").act is Act.COMPLAINT


@pytest.mark.parametrize("text", ["makasih?", "oke?", "ok kapan bisa diambil ya?", "🙏?"])
def test_a_question_mark_is_never_thanks(text):
    assert heard(text).act is not Act.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "KEBAKARAN PAK di gang melati rt 2 tolong",
        "tolong ambulans ibu saya pingsan",
        "saya dipukul suami, mau lapor kemana",
        "tetangga saya pingsan sendirian, tolong kirim bantuan",
        "ada kebakaran di rumah warga, apinya sudah besar",
        "ada kabel listrik putus jatuh ke jalan masih nyala pak bahaya",
        "saya sudah tidak kuat hidup pak, mau mati saja",
    ],
)
def test_an_emergency_is_heard(text):
    assert heard(text).act is Act.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "kk saya hangus waktu kebakaran bulan lalu, mau buat lagi",
        "banjir tahun lalu merusak ijazah saya",
        "kebakaran di rumah warga, apinya sudah padam",
        "lampu jalan mati kabelnya putus belum nyala",
        "tolong bpjs saya mati tidak bisa berobat",
        "lampu jalan mati",
        "bapak saya meninggal mau urus akta",
    ],
)
def test_what_is_past_or_about_a_service_is_no_emergency(text):
    assert Act.EMERGENCY not in heard(text, "Si Whapik").acts
    assert Act.EMERGENCY not in heard(text, "Validasi NIK").acts


def test_similar_letters_invent_no_service():
    assert key(heard("lampu penerangan mati").service) == "lingkungan"
    for text in ("makan siang di mana enaknya", "saya senang sekali", "cuaca cerah hari ini"):
        assert heard(text).service is None


def test_a_doubtful_word_offers_the_few_that_it_could_mean():
    found = heard("akta", "KIA dan akta")
    assert found.service is None
    assert {key(each.service_id) for each in found.services} == {"lahir", "mati", "kawin"}


def test_two_matters_in_one_sentence_are_both_clear():
    found = heard("min saya mau bikin ktp sama kk sekalian bisa?", "Validasi NIK")
    assert {key(found.service), *map(key, found.also)} == {"ktp", "kk"}


def test_one_matter_with_two_documents_is_one():
    found = heard("nik di kk dan ktp tidak sama", "Validasi NIK")
    assert (key(found.service), found.also) == ("nik", ())
    found = heard("legalisir kk dan ktp")
    assert (key(found.service), found.also) == ("legalisasi", ())


def test_a_question_is_heard_beside_its_service():
    found = heard("bikin kk bayar brp", "Validasi NIK")
    assert (found.act, key(found.service), found.is_question) == (Act.FEE, "kk", True)


def test_a_matter_of_another_number_is_told_as_its_topic():
    found = heard("mau bikin akta anak", "Validasi NIK")
    assert (found.act, found.service, found.elsewhere) == (Act.OTHER_LINE, None, "akta_kelahiran")


def test_topics_find_the_service_that_another_number_offers():
    service = ServiceInfo(id=1, name="Akta kelahiran", keywords=("bayi",))
    assert "akta_kelahiran" in topics_of(service)
    assert "ktp" not in topics_of(service)


def test_a_complaint_about_staff_goes_to_complaints_but_never_to_those_about_streets():
    assert key(heard("petugas tidak sopan", "Si Whapik").service) == "aduan-sosial"
    found = heard("petugas tidak sopan")
    assert (found.act, found.service) == (Act.COMPLAINT_STAFF, None)


def test_a_bare_document_may_be_a_wish_or_a_label():
    assert heard("buku nikahnya", "KIA dan akta").names_documents
    assert not heard("kk saya robek", "Validasi NIK").names_documents


def test_the_page_that_tells_why_gets_the_example_and_the_runners_up():
    near = heard("mau bikin ktp baru", "Validasi NIK").near
    assert any(each.by == "mau bikin ktp baru" and each.score > 0.9 for each in near)
    assert len(near) > 2


def test_a_sentence_that_a_supervisor_teaches_is_heard():
    service = ServiceInfo(id=7, name="Izin penelitian", kind="application")
    before = Knowledge.of(Catalogue((service,)))
    assert hear("mahasiswa mau riset skripsi", knowledge=before).service is None
    taught = ServiceInfo(
        id=7, name="Izin penelitian", examples=("mahasiswa mau riset untuk skripsi",)
    )
    after = Knowledge.of(Catalogue((taught,)))
    assert hear("mahasiswa mau riset skripsi", knowledge=after).service == 7


def test_an_act_that_an_agency_teaches_is_heard():
    catalogue = Catalogue((), (("cancel", "tapohon saja"),))
    assert hear("tapohon saja", knowledge=Knowledge.of(catalogue)).act is Act.CANCEL


def test_knowledge_is_kept_by_content():
    first = Catalogue((ServiceInfo(id=1, name="SKTM", fee="gratis"),))
    second = Catalogue((ServiceInfo(id=1, name="SKTM", fee="tidak dipungut biaya"),))
    assert Knowledge.of(first) is Knowledge.of(second)
    third = Catalogue((ServiceInfo(id=1, name="SKTM", keywords=("miskin",)),))
    assert Knowledge.of(first) is not Knowledge.of(third)


@pytest.mark.parametrize(
    "typed", ["mau bikni ktp", "mauu bikin ktpp", "legalisirr kk", "kartu kelurga"]
)
def test_typing_errors_are_heard_through(typed):
    number = "SI PATAS" if "legal" in typed else "Validasi NIK"
    assert heard(typed, number).service is not None


def test_a_short_word_with_another_letter_is_another_word():
    assert heard("saya lapar").service is None
    assert Act.COMPLAINT not in heard("saya lapar").acts


@pytest.fixture(scope="module")
def known():
    """The knowledge of a number, built before a test's time runs."""
    return at("Si Whapik")


@given(text=st.text(max_size=300))
def test_no_text_raises(known, text):
    found = hear(text, knowledge=known)
    assert found.acts
    assert not {Act.THANKS, Act.YES} & {found.act} or "?" not in text


@pytest.mark.parametrize("text", ["", " ", "?", "\x00", "'-'", "²", "a" * 50_000, "ktp " * 5000])
def test_nothing_that_can_be_written_raises(text):
    assert heard(text).acts
    assert hear(text, knowledge=at("Si Whapik")).text == text
