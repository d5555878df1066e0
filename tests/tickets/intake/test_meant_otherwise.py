"""What is asked stands behind "numpang tanya", and "izin", "bukan" or "sekaligus" change what is meant."""

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake_tools import keys, run, said
from tickets.intake.acts import Act
from tickets.intake.emergency_numbers import numbers_for


@pytest.mark.parametrize(
    "text",
    [
        "numpang tanya, kalo bikin skck kudu ke kelurahan dulu?",
        "permisi mau tanya bikin skck harus ke kelurahan dulu apa langsung polsek",
    ],
)
def test_the_question_behind_it_is_heard(text):
    found = heard(text, "SI KoKoM")
    assert found.act is not Act.GREETING
    assert key(found.service) == "pengantar"


@pytest.mark.parametrize(
    "text",
    [
        "numpang tanya kak admin yang baik hati",
        "permisi mau tanya sebentar boleh",
        "selamat pagi bapak ibu semua",
        "halo min",
    ],
)
def test_a_greeting_of_many_words_is_a_greeting(text):
    found = heard(text, "SI KoKoM")
    assert (found.act, found.service, found.services) == (Act.GREETING, None, ())


@pytest.mark.parametrize(
    "text",
    [
        "izin ambulans",
        "mau urus izin operasional ambulans",
        "izin mobil pemadam",
        "izin pemadam kebakaran gimana ngurusnya",
        "perizinan alat pemadam api ringan",
        "izin bu, ambulans desa bisa dipinjam besok?",
    ],
)
def test_a_permit_is_no_emergency(text):
    assert Act.EMERGENCY not in heard(text, "SI KoKoM").acts


@pytest.mark.parametrize(
    "text",
    [
        "izin, tolong ambulans",
        "izin pak ada kebakaran di pasar",
        "izin lapor pak, ada orang tenggelam",
        "izin ambulans pak bapak saya pingsan",
        "izin minta ambulans pak, ibu saya sesak napas",
        "izin pak kecelakaan depan kantor",
        "izin mobil ambulans masuk gang ada yang pingsan",
    ],
)
def test_danger_behind_a_polite_beginning_is_danger(text):
    assert heard(text, "SI KoKoM").act is Act.EMERGENCY


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("mau bikin KIA sama akta kelahiran", {"kia", "lahir"}),
        ("KIA dan akta kelahiran syaratnya apa", {"kia", "lahir"}),
        ("KIA sama syaratnya apa", {"kia"}),
        ("kartu kia anak hilang", {"kia"}),
    ],
)
def test_two_matters_beside_an_and_are_two(text, services):
    found = heard(text, "KIA dan akta")
    assert {key(each) for each in (found.service, *found.also)} == services


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("eh maaf bukan, yang saya maksud akta kelahiran adik saya", "lahir"),
        ("eh salah, kia maksudnya", "kia"),
    ],
)
def test_who_meant_another_service_says_no_to_the_first(text, service):
    found = heard(text, "KIA dan akta")
    assert (found.act, key(found.service)) == (Act.NO, service)


@pytest.mark.parametrize(
    "text", ["maaf salah kirim, maksud saya ke grup", "maaf bukan ini nomornya ya"]
)
def test_who_wrote_to_the_wrong_number_still_did(text):
    assert heard(text, "KIA dan akta").act is Act.WRONG_RECIPIENT


@pytest.mark.parametrize("text", ["eh jadi deh pak, sktm", "eh ga jadi batal, tetep mau sktm"])
def test_a_matter_that_is_named_is_begun_where_nothing_can_be_taken_up_again(text):
    found = run(said(text))
    assert heard(text).act is Act.RESUME
    assert "greet" not in keys(found)


@pytest.mark.parametrize(
    "text", ["TOLONGGG ada ular masuk rumah saya", "ada ular kobra di kamar mandi"]
)
def test_a_snake_in_the_house_is_an_emergency(text):
    assert heard(text, "SI KoKoM").act is Act.EMERGENCY
    assert "113" in {each.number for each in numbers_for(text)}


@pytest.mark.parametrize("text", ["banyak ular di kebun", "ularnya sudah ditangkap"])
def test_a_snake_elsewhere_is_none(text):
    assert heard(text, "SI KoKoM").act is not Act.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "pak rt saya minta uang 50rb buat tanda tangan surat, apa boleh?",
        "apa boleh staf minta uang rokok",
    ],
)
def test_money_that_is_asked_for_a_signature_is_a_complaint(text):
    assert heard(text).act is Act.COMPLAINT_STAFF


@pytest.mark.parametrize("text", ["sktm bayar berapa ke pak rt?", "biaya tanda tangan rt berapa"])
def test_what_a_signature_costs_is_a_question(text):
    assert heard(text).act is Act.FEE


@pytest.mark.parametrize(
    "text",
    [
        "mau ganti status ktp dari belum kawin jadi kawin sekaligus kk baru",
        "ganti alamat di kk sekalian ktp",
    ],
)
def test_what_is_wished_for_beside_the_rest_may_be_named_long_after(text):
    found = heard(text, "Validasi NIK")
    assert {key(each) for each in (found.service, *found.also)} == {"ktp", "kk"}


@pytest.mark.parametrize("text", ["pesan", "Pesan", "pesan dong"])
def test_a_word_that_also_stands_beside_stop_stops_nothing(text):
    assert Act.STOP not in heard(text, "KIA dan akta").acts


@pytest.mark.parametrize("text", ["stop", "berhenti", "jangan kirim pesan", "ojo wa aku maneh"])
def test_who_says_stop_is_heard(text):
    assert heard(text, "KIA dan akta").act is Act.STOP


def test_a_file_called_batal_is_looked_at_where_nothing_can_be_cancelled():
    found = run(said("batal", kind="document", filename="surat.pdf"))
    assert "nothing_to_cancel" not in keys(found)
