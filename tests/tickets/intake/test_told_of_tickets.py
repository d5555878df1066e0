"""What a citizen is told of their tickets: the one that is meant, and how it ended."""

from dataclasses import replace

import pytest

from tests.tickets.intake_tools import INTAKE, NEW, chosen, keys, run, said
from tickets.inbound import replies
from tickets.intake import IntakeState, Option, Reply
from tickets.intake.values import MoveTo, Reopen
from tickets.transports.registry import transport_of

LIMITS = transport_of("whatsapp").limits
KIA = replace(NEW, register="KIM-2026-000001", service="Kartu Identitas Anak (KIA)")
BIRTH = replace(NEW, register="KIM-2026-000002", service="Akta Kelahiran", service_id=12)
DONE = IntakeState(step="done")


def body(found, facts=None):
    return replies.content(found.replies[0], facts or {}, limits=LIMITS).body


@pytest.mark.parametrize("text", ["yang kia kapan jadi?", "kia saya sudah sampai mana", "cek kia"])
def test_of_two_open_matters_the_named_one_is_told_and_gets_the_question(text):
    found = run(said(text, id=7), ticket=BIRTH, others=(KIA,), state=DONE)
    assert keys(found) == ["check"]
    assert [each["register"] for each in found.replies[0].params["tickets"]] == [KIA.register]
    assert found.effects == (MoveTo(KIA.register, (7,)),)


def test_of_two_open_matters_all_are_told_where_none_is_named():
    found = run(said("sudah sampai mana pak?"), ticket=BIRTH, others=(KIA,), state=DONE)
    assert len(found.replies[0].params["tickets"]) == 2
    assert found.effects == ()


@pytest.mark.parametrize(
    ("state", "outcome", "told"),
    [
        (
            "resolved",
            "fulfilled",
            "Keadaan: selesai\n\nBila masih ada yang kurang, balas BELUM BERES.",
        ),
        (
            "closed",
            "fulfilled",
            "selesai dan ditutup\n\nBila masih ada yang kurang, balas BELUM BERES.",
        ),
        ("resolved", "withdrawn", "dibatalkan sesuai permintaan Bapak/Ibu\n\nKetik LANJUT"),
        ("resolved", "rejected", "tidak dapat kami penuhi"),
        ("closed", "forwarded", "kami teruskan ke pihak yang berwenang"),
    ],
)
def test_cek_says_how_it_ended_and_what_can_be_done(state, outcome, told):
    ended = replace(KIA, state=state, outcome=outcome)
    assert told in body(run(said("cek"), ticket=ended))


def test_a_closed_withdrawal_offers_nothing_that_would_not_work():
    ended = replace(KIA, state="closed", outcome="withdrawn")
    assert body(run(said("cek"), ticket=ended)).endswith("dibatalkan sesuai permintaan Bapak/Ibu")


def test_a_withdrawn_matter_is_not_said_to_be_finished():
    ended = replace(KIA, state="resolved", outcome="withdrawn")
    asked = run(said("kemarin saya titip suratnya ke adik"), ticket=ended)
    assert keys(asked) == ["follow_up"]
    assert "sudah dibatalkan" in body(asked)
    assert "nomor" not in body(asked, {"register": ""})  # it never had one


def test_go_on_names_the_service_that_goes_on():
    ended = replace(KIA, state="resolved", outcome="withdrawn")
    found = run(said("lanjut"), ticket=ended)
    assert found.effects == (Reopen("resumed"),)
    said_back = body(found, {"register": KIA.register})
    assert said_back == (
        f"Baik, {KIA.service} kami teruskan ke petugas, nomor {KIA.register}. "
        "Berkas boleh dikirim di sini."
    )


def test_a_row_of_a_ticket_shows_its_whole_number():
    name = "Surat keterangan tidak mampu (SKTM), 27 Nov"
    options = (Option("ticket:X", name, "SOGATEN-2026-000029"), Option("baru", "Urusan baru"))
    found = replies.content(Reply("which", {"latest": "KIA"}, options), {}, limits=LIMITS)
    assert f"1. {name}, SOGATEN-2026-000029\n" in found.body


def test_after_a_withdrawal_nothing_is_awaited():
    state = run(said("batal"), state=chosen(11), ticket=INTAKE).state
    ended = replace(INTAKE, state="resolved", outcome="withdrawn", is_registered=False)
    found = run(said("cek"), state=state, ticket=ended)
    assert keys(found) == ["check_none"]
    assert "menunggu" not in body(found)


def test_what_was_sent_for_a_closed_matter_is_not_asked_for_again():
    closed = replace(KIA, state="closed", outcome="fulfilled")
    found = run(said("belum beres"), ticket=closed)
    assert keys(found) == ["acknowledged"]
    assert found.replies[0].params["missing"] == ()


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ("Hari yang sama, paling lambat 1 hari", "1 hari (sejak berkas lengkap)"),
        ("Sekitar 10 menit sejak berkas lengkap", "10 menit sejak berkas lengkap"),
    ],
)
def test_a_promised_time_is_told_as_the_standard_writes_it(time, told):
    params = {"what": "time", "service": "SKTM", "time": time}
    said_back = replies.content(Reply("promised", params), {}, limits=LIMITS).body
    assert said_back == f"*SKTM*\nWaktu: {time.removesuffix(told.partition(' (')[0])}{told}"


def test_who_asks_for_an_officer_again_on_a_finished_matter_is_told_the_time_as_well():
    ended = replace(KIA, state="resolved", outcome="withdrawn", service="")
    first = run(said("petugas"), state=IntakeState(step="done"), ticket=ended)
    again = run(said("petugas"), state=first.state, ticket=ended)
    assert body(first, {"register": KIA.register}) != body(again, {"register": KIA.register})
    assert "(pukul 10.00 WIB)" in body(again, {"register": KIA.register})
