"""What stands behind "numpang tanya" or "izin" is what is asked; both may be more than politeness."""

import pytest

from tests.tickets.intake.offices import heard, key
from tickets.intake.acts import Act


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
