"""Reply keys become WhatsApp content within its limits."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tickets.intake_tools import run, said
from tickets.content import Buttons, LocationRequest, Menu, Text, length
from tickets.inbound import replies
from tickets.inbound.replies import render
from tickets.intake import Option, Reply, TicketFacts
from tickets.transports.registry import transport_of

WHATSAPP = transport_of("whatsapp")
KEYS = sorted(path.stem for path in Path(settings.BASE_DIR / "templates/messages").glob("*.txt"))
FACTS = {
    "register": "KIM-2026-000001",
    "tracking_code": "ABCD-EFGH",
    "due": "Senin 14.00 WIB, 23 November 2026",
    "respond_by": "Sabtu 10.00 WIB, 21 November 2026",
    "from_complete": False,
    "track_url": "https://contoh.go.id/lacak/",
}


def content(reply, facts):
    return replies.content(reply, facts, limits=WHATSAPP.limits)


def test_the_acknowledgement_says_everything_in_one_message():
    params = {
        "reason": "complete",
        "service": "Kartu Identitas Anak (KIA)",
        "kind": "application",
        "fee": "Gratis, tidak dipungut biaya",
        "time": "1 hari kerja",
        "missing": ("Kutipan akta kelahiran", "Kartu Keluarga"),
        "files": 2,
        "opens": "Senin 07.30 WIB, 23 November 2026",
    }
    message = content(Reply("acknowledged", params), FACTS)
    assert isinstance(message, Text)
    for part in (
        "Nomor register: *KIM-2026-000001*",
        "Kode lacak: *ABCD-EFGH*",
        "Layanan: Kartu Identitas Anak (KIA)",
        "paling lambat Senin 14.00 WIB, 23 November 2026",
        "Gratis, tidak dipungut biaya",
        "Masih kurang: Kutipan akta kelahiran; Kartu Keluarga.",
        "petugas ada lagi Senin 07.30 WIB",
    ):
        assert part in message.body
    assert "\n\n\n" not in message.body


def test_a_clock_that_starts_when_files_are_complete_is_said_so():
    params = {"service": "KIA", "time": "1 hari kerja", "kind": "application"}
    body = content(Reply("acknowledged", params), {**FACTS, "from_complete": True}).body
    assert "Selesai: 1 hari kerja sejak berkas lengkap" in body


def test_cek_gives_no_date_while_the_time_counts_from_complete_files():
    facts = TicketFacts(
        register="KIM-2026-000001",
        state="new",
        due_at=dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC),
        from_files="3 hari kerja sejak berkas lengkap",
    )
    dated, done = replace(facts, from_files=""), replace(facts, state="resolved")
    bodies = [
        content(run(said("cek"), ticket=each).replies[0], {}).body for each in (facts, dated, done)
    ]
    assert "Selesai: 3 hari kerja sejak berkas lengkap" in bodies[0]
    assert ["Paling lambat" in body for body in bodies] == [False, True, False]
    assert "sejak berkas" not in bodies[1] + bodies[2]


def test_a_menu_is_a_list_with_numbers_for_those_who_type():
    options = (
        Option("svc:1", "Kartu Anak", "Kartu Identitas Anak (KIA)"),
        Option("petugas", "Hubungi petugas"),
    )
    facts = {"own": {"greeting": "Halo dari Kelurahan A & B."}}
    message = content(Reply("greeting", {}, options), facts)
    assert isinstance(message, Menu)
    assert "Kelurahan A & B" in message.body
    assert "1. Kartu Identitas Anak (KIA)\n2. Hubungi petugas" in message.body
    assert message.sections[0].rows[0].title == "Kartu Anak"


def test_titles_that_are_alike_when_cut_stay_different():
    options = tuple(Option(f"svc:{n}", "Surat keterangan yang panjang sekali") for n in range(10))
    titles = [row.title for row in content(Reply("menu", {}, options), {}).sections[0].rows]
    assert len(set(titles)) == 10


def test_a_standard_too_long_for_buttons_goes_as_text():
    params = {"service": "X", "requirements": ["syarat " * 10] * 30}
    options = (Option("menu", "Menu utama"), Option("petugas", "Hubungi petugas"))
    message = content(Reply("standard", params, options), {})
    assert isinstance(message, Text)
    assert "Ketik MENU atau PETUGAS" in message.body


def test_questions_are_tapped():
    options = (Option("lanjutan", "Lanjutan"), Option("baru", "Permohonan baru"))
    assert isinstance(content(Reply("follow_up", {"register": "X"}, options), {}), Buttons)
    assert isinstance(content(Reply("ask_location"), {}), LocationRequest)


@pytest.mark.parametrize("key", KEYS)
def test_every_message_has_a_text_without_variables_and_names_them_on_top(key):
    text = render(key, FACTS)
    assert text or key == "check"
    assert "{" not in text
    source = (settings.BASE_DIR / "templates/messages" / f"{key}.txt").read_text()
    assert source.startswith("{% comment %}")


@hypothesis_settings(deadline=None, max_examples=60)
@given(
    key=st.sampled_from(KEYS),
    long=st.text(min_size=1, max_size=400),
    names=st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=300), max_size=10),
)
def test_whatever_is_filled_in_stays_within_the_limits(key, long, names):
    options = tuple(Option(f"svc:{n}", name, name) for n, name in enumerate(names))
    params = dict.fromkeys(
        ("office", "hours", "opens", "service", "fee", "time", "procedure", "product", "query"),
        long,
    )
    params |= {"how": True, "also": long}
    params |= {"missing": [long] * 20, "requirements": [long] * 20, "tickets": [params] * 5}
    message = content(Reply(key, params, options), FACTS)
    assert length(message.body) <= WHATSAPP.limits.text
    assert WHATSAPP.render(message)
