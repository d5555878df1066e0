"""Acts that can stand together are heard together: a wish to stay unnamed beside what is told."""

import pytest

from tests.tickets.intake.offices import at, heard, key
from tests.tickets.intake_tools import said
from tickets.intake.acts import Act
from tickets.intake.grave import surely
from tickets.intake.hearing import hear, hear_all
from tickets.intake.knowledge import Knowledge
from tickets.intake.values import Catalogue, ServiceInfo

UNNAMED_ABOUT_STAFF = [
    "jangan sebut nama saya, petugas loket minta uang pelicin",
    "petugas loket minta uang pelicin, jangan sebut nama saya",
    "tolong rahasiakan nama saya ya pak, saya mau lapor petugas minta uang",
    "saya takut namanya ketahuan. pegawai di loket 2 minta uang rokok",
    "pegawai kantor galak sekali tapi tolong identitas saya dirahasiakan",
    "min jgn sebut nm sy ya, petugas e njaluk duit",
    "nama saya jangan disebut ya min. petugas di loket 3 minta 50rb biar cepet",
    "lapor pungli di loket ktp, nama saya jangan disebut",
    "ojo disebut jenengku yo, petugase njaluk duit",
    "pegawene galak banget, jenengku ojo disebut",
    "rahasiakan nama saya, lurah minta uang tanda tangan",
    "saya mau lapor anonim, ada oknum pegawai minta uang",
    "anonim ya pak. pendamping pkh potong bantuan 50 ribu",
    "petugas membentak ibu saya kemarin. mohon nama saya dirahasiakan",
    "jgn kasih tau siapa saya, stafnya kasar",
    "takut dimarahi pak tolong jangan sebut nama saya, petugas minta uang pelicin terus",
    "abdi teu hoyong disebut namina, petugasna menta duit",
    "jang sebut beta pung nama e, petugas minta uang",
    "tolong jangan bilang siapa yang lapor, petugas loket minta uang pelicin 100rb",
]
UNNAMED_AND_NOT_ABOUT_STAFF = [
    "jangan sebut nama saya, tetangga buang sampah di sungai",
    "mau lapor pabrik buang limbah ke sungai tapi nama saya dirahasiakan",
    "identitas saya dirahasiakan ya, warung sebelah karaoke sampai malam",
    "ojo disebut jenengku, tanggaku mbuang sampah nang kali",
    "lampu jalan mati, jangan sebut nama saya",
    "tetangga saya minta uang terus, jangan sebut nama saya",
    "rahasiakan nama saya, preman minta uang di pasar",
    "jangan sebut nama saya, pak RT bagi bantuan tidak adil",
    "tolong rahasiakan nama saya, tetangga saya kasar sama anaknya",
    "pelayanan lambat sekali, jangan sebut nama saya",
    "jangan sebut nama saya. antrean di loket lama sekali",
    "rahasiakan nama saya, petugas baik sekali kok",
    "jangan sebut nama saya",
]


def surely_heard(*texts, number="Validasi NIK"):
    return surely(hear_all([said(text) for text in texts], at(number)))


@pytest.mark.parametrize("number", ["SI PATAS", "Validasi NIK", "Si Whapik", "Pengaduan"])
@pytest.mark.parametrize("text", UNNAMED_ABOUT_STAFF)
def test_a_complaint_about_staff_is_heard_beside_the_wish_to_stay_unnamed(text, number):
    acts = surely_heard(text, number=number).acts
    assert acts[:2] == (Act.ANONYMITY, Act.COMPLAINT_STAFF)


@pytest.mark.parametrize("text", UNNAMED_AND_NOT_ABOUT_STAFF)
def test_a_plain_complaint_or_none_beside_that_wish_is_not_about_staff(text):
    acts = surely_heard(text).acts
    assert acts[0] is Act.ANONYMITY
    assert Act.COMPLAINT_STAFF not in acts


@pytest.mark.parametrize(
    "text",
    [
        "nama saya salah tulis di petugas loket",
        "petugas loket jam berapa buka",
        "nama saya kok gak ada di daftar bansos",
        "petugasnya baik dan ramah",
    ],
)
def test_a_name_and_an_officer_alone_make_neither(text):
    acts = surely_heard(text, number="Si Whapik").acts
    assert not {Act.ANONYMITY, Act.COMPLAINT_STAFF} & set(acts)


def test_they_are_heard_in_two_messages_of_a_burst_too():
    acts = surely_heard("pegawai loket minta uang", "tapi nama saya jangan disebut ya").acts
    assert acts[:2] == (Act.ANONYMITY, Act.COMPLAINT_STAFF)


def test_danger_and_the_wish_to_stay_unnamed_are_heard_together():
    acts = surely_heard("saya dipukul suami, tolong jangan sebut nama saya").acts
    assert acts[:2] == (Act.EMERGENCY, Act.ANONYMITY)


@pytest.mark.parametrize(
    ("text", "number", "service"),
    [
        ("jangan sebut nama saya ya pak, saya mau urus ktp", "Validasi NIK", "ktp"),
        ("lampu jalan mati, jangan sebut nama saya", "SI PATAS", "lingkungan"),
        ("petugas loket ktp minta uang, jangan sebut nama saya", "Si Whapik", "aduan-sosial"),
        ("jangan sebut nama saya", "Si Whapik", "aduan-sosial"),
    ],
)
def test_the_service_is_that_of_what_is_told(text, number, service):
    assert key(heard(text, number).service) == service


def test_what_is_said_in_another_sentence_stands_beside_the_strongest():
    acts = heard("petugas loket kasar sekali. berkas saya sampai mana?").acts
    assert {Act.COMPLAINT_STAFF, Act.STATUS} <= set(acts)


def test_what_is_heard_is_never_left_out_of_the_scores():
    """A grave act without a score would count as sure."""
    for text in (*UNNAMED_ABOUT_STAFF, *UNNAMED_AND_NOT_ABOUT_STAFF):
        found = heard(text)
        scored = {each.name for each in found.near}
        kinds = {Act.APPLY, Act.CONSULT, Act.COMPLAINT, Act.OTHER_LINE, Act.TELL}
        assert {str(act) for act in found.acts if act not in kinds} <= scored


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("batal yang domisili", "domisili"),
        ("domisili nya gak jadi", "domisili"),
        ("yang sktm dibatalkan saja pak", "sktm"),
        ("mau batalkan permohonan domisili saya", "domisili"),
        ("sonde jadi sktm", "sktm"),
        ("yg sktm ga jadi ya", "sktm"),
    ],
)
def test_what_is_cancelled_is_heard_beside_it_and_not_wished_for(text, service):
    found = surely_heard(text, number="SI PATAS")
    assert found.acts[0] is Act.CANCEL
    assert Act.APPLY not in found.acts
    assert key(found.services[0].service_id) == service


def test_the_name_of_an_own_service_takes_nothing_from_an_act():
    letter = ServiceInfo(id=1, name="Surat Keterangan Contoh", short_name="Surat Keterangan")
    knowledge = Knowledge.of(Catalogue((letter,)))
    for text in ("surat keterangan batal ya", "gak jadi surat keterangannya"):
        found = hear(text, knowledge=knowledge)
        assert (found.act, found.services[0].service_id) == (Act.CANCEL, 1)
