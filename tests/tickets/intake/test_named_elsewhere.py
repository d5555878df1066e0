"""Of two matters in one sentence both are told where they are done, this number's and others' alike."""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard, key, offices
from tests.tickets.intake.played import at, play
from tests.tickets.intake_tools import NOW, context, keys, said
from tickets.intake import IntakeState, turn
from tickets.intake.values import OtherLine


def named(text, number):
    found = heard(text, number)
    own = [key(each) for each in (found.service, *found.also) if each is not None]
    return own, [each for each in (found.elsewhere, *found.elsewhere_also) if each]


@pytest.mark.parametrize(
    ("text", "number", "own", "elsewhere"),
    [
        ("mau bikin KIA sama akta kawin", "Validasi NIK", [], ["kia", "akta_perkawinan"]),
        ("syarat KIA dan akta lahir", "Validasi NIK", [], ["kia", "akta_kelahiran"]),
        ("akta lahir dan mati", "Validasi NIK", [], ["akta_kelahiran", "akta_kematian"]),
        ("mau bikin ktp sama kk", "SI PATAS", [], ["ktp", "kk"]),
        ("mau urus paspor sama sim", "SI PATAS", [], ["paspor", "sim"]),
        ("mau urus KK sama KIA", "Validasi NIK", ["kk"], ["kia"]),
        ("surat pindah sekalian bikin kk baru", "Validasi NIK", ["kk"], ["pindah"]),
        ("mau bikin kk dan sktm", "SI PATAS", ["sktm"], ["kk"]),
        ("mau urus akta lahir dan mati", "KIA dan akta", ["lahir", "mati"], []),
        ("akta kematian bapak sama akta lahir anak", "KIA dan akta", ["mati", "lahir"], []),
        ("mau bikin KIA", "Validasi NIK", [], ["kia"]),
    ],
)
def test_each_clause_names_its_matter(text, number, own, elsewhere):
    assert named(text, number) == (own, elsewhere)


@pytest.mark.parametrize(
    ("text", "number", "own"),
    [
        ("legalisir ktp dan kk", "SI PATAS", ["legalisasi"]),
        ("surat pengantar ktp dan kk", "SI PATAS", ["pengantar"]),
        ("bikin akta lahir anak, syaratnya kk sama ktp ya?", "KIA dan akta", ["lahir"]),
        ("mau bikin sktm sama anak saya", "SI PATAS", ["sktm"]),
    ],
)
def test_papers_of_one_matter_are_no_second_one(text, number, own):
    assert named(text, number) == (own, [])


BESIDE = OtherLine(
    name="KIA dan akta",
    office="Dinas contoh",
    number="+62 811-0000-9004",
    link="https://wa.me/6281100009004",
    services=offices().catalogues["dukcapil-kupang", "KIA dan akta"].services,
)


def play_beside(text):
    """A turn on the number beside which the one for children's cards stands."""
    catalogue = replace(at("Validasi NIK"), elsewhere=(BESIDE,))
    return turn(IntakeState(), [said(text)], catalogue, context(), NOW)


def test_what_one_number_does_is_told_once():
    (reply,) = play_beside("mau bikin KIA sama akta kawin").replies
    (told,) = reply.params["matters"]
    assert told["service"] == "Kartu Identitas Anak dan Akta perkawinan"
    assert [line["name"] for line in told["lines"]] == ["KIA dan akta"]


def test_different_offices_are_told_each():
    (reply,) = play("SI PATAS", "mau urus paspor sama sim").replies
    assert [each["usual"] for each in reply.params["matters"]] == [
        "kantor imigrasi",
        "Satpas Polres",
    ]


def test_beside_the_standard_stands_where_the_other_one_is_done():
    found = play_beside("mau urus KK sama KIA")
    assert keys(found) == ["standard"]
    (beside,) = found.replies[0].params["beside"]
    assert beside["service"] == "Kartu Identitas Anak"
    assert [line["name"] for line in beside["lines"]] == ["KIA dan akta"]
