"""The phone in the browser and the command that plays many citizens."""

import io
import json
import re
import time

import pytest
from django.core.management import CommandError, call_command

from .conftest import NUMBER, PHONE, answers, start, stop, wait_for


def test_the_phone_renders_and_runs_no_inline_script(sim):
    answer = sim.get("/simulator/")
    assert answer.status_code == 200
    assert "Pengaturan jaringan" in answer.text
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", answer.text)
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', answer.text):
        assert sim.get(address).status_code == 200, address


def test_every_module_of_the_phone_is_served(sim):
    waiting, seen = ["main.js"], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        answer = sim.get(f"/simulator/static/{name}")
        assert answer.status_code == 200, name
        assert "javascript" in answer.headers["Content-Type"]
        waiting += re.findall(r'from "\./([\w.]+)"', answer.text)
    assert len(seen) == 9


def test_the_bare_address_leads_to_the_phone(sim):
    assert sim.get("/").headers["Location"] == "/simulator/"
    assert sim.get("/apa/saja").status_code == 404
    assert sim.get("/simulator/media/../../etc/passwd").status_code == 404


def test_reactions_edits_and_deletions_show_on_the_bubble(sim):
    wamid = sim.write("lama")["wamid"]
    sim.write(type="edit", message_id=wamid, text="baru")
    sim.deliver(type="reaction", reaction={"message_id": wamid, "emoji": "🙏"})
    shown = sim.api("conversation", citizen=PHONE)["messages"]
    assert [(one["text"], one["edited"], one["reactions"]) for one in shown] == [
        ("baru", True, ["🙏"])
    ]
    sim.write(type="revoke", message_id=wamid)
    assert sim.api("conversation", citizen=PHONE)["messages"][0]["deleted"] is True


def test_a_templates_link_is_a_real_link(sim):
    sim.write()
    body = {"type": "body", "parameters": [{"type": "text", "text": "R-1"}]}
    button = {"type": "button", "sub_type": "url", "index": "0"}
    button["parameters"] = [{"type": "text", "text": "abc"}]
    content = {"name": "undangan_survei", "language": {"code": "id"}}
    sim.deliver(type="template", template=content | {"components": [body, button]})
    shown = sim.api("conversation", citizen=PHONE)["messages"][-1]
    assert "R-1" in shown["text"]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/survei/abc", shown["link"]["url"])


def test_chats_say_what_is_unread(sim):
    citizen = sim.write()["citizen"]
    sim.say()
    wait_for(lambda: sim.api("chats", citizen=citizen["id"])["chats"][0]["unread"] == 1)


def test_citizens_are_listed_by_their_last_word_with_where_it_went(sim):
    sim.write(citizen="6281200001111")
    sim.write(citizen=PHONE)
    sim.write(citizen="6281200001111")
    sim.say()  # the office answers the other one
    found = sim.api("citizens", limit=1)["citizens"]
    assert [(one["wa_id"], one["last_number"]) for one in found] == [("6281200001111", NUMBER)]
    assert len(sim.api("citizens")["citizens"]) == 2


def test_a_named_citizen_is_listed_first_however_short_the_list(sim):
    for wa_id in (PHONE, "6281200001111", "6281200002222"):
        sim.write(citizen=wa_id)
    found = sim.api("citizens", limit=1, citizen=PHONE)["citizens"]
    assert [(one["wa_id"], one["last_number"]) for one in found] == [(PHONE, NUMBER)]
    assert len(sim.api("citizens", citizen="404")["citizens"]) == 3


def test_chats_from_before_the_start_are_planted_once_and_told_to_nobody(office, tmp_path):
    chat = {
        "phone_number_id": NUMBER,
        "name": "Rina (contoh)",
        "wa_id": PHONE,
        "last_inbound": time.time() - 60,
        "messages": [
            {"wamid": "wamid.A", "direction": "in", "at": 1.0, "text": "halo"},
            {"wamid": "wamid.B", "direction": "out", "at": 2.0, "text": "ya"},
        ],
    }
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({"numbers": [], "chats": [chat]}))
    for _ in range(2):
        process, client = start(office.url, tmp_path / "s.sqlite3", SIMULATOR_SEED=str(seed))
        try:
            wait_for(lambda client=client: answers(client), 30)
            shown = client.api("conversation", citizen=PHONE)["messages"]
            assert [(one["text"], one["status"]) for one in shown] == [
                ("halo", "read"),
                ("ya", "read"),
            ]
            client.idle()
        finally:
            client.close()
            stop(process)
    assert office.bodies == []


def test_a_file_that_is_not_for_looking_at_is_a_download(sim):
    files = {"file": ("jahat.svg", b"<svg/>", "image/svg+xml")}
    media_id = sim.post("/simulator/api/media", files=files).json()["media_id"]
    answer = sim.get(f"/simulator/media/{media_id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_simulate_plays_each_script_and_counts_honestly(sim, office):
    out = io.StringIO()
    words = {"conversations": 6, "rate": 50, "patience": 0.1, "url": str(sim.base_url)}
    call_command("simulate", **words, stdout=out)
    sim.idle()
    said = out.getvalue()
    sent = len({one["id"] for one in office.messages()})
    assert "Percakapan dimulai   : 6 dari 6" in said
    assert "Selesai semuanya     : " in said
    assert f"Pesan warga dikirim  : {sent} " in said
    assert "Percakapan terjawab  : 0" in said
    assert "Jawaban pertama" not in said
    assert all("contoh" in one["name"] for one in sim.api("citizens")["citizens"])


def test_simulate_says_when_there_is_no_simulator():
    with pytest.raises(CommandError, match="tidak menjawab"):
        call_command("simulate", url="http://127.0.0.1:9")


def test_simulate_refuses_numbers_that_make_no_sense(sim):
    with pytest.raises(CommandError, match="lebih besar dari nol"):
        call_command("simulate", conversations=0, url=str(sim.base_url))
    with pytest.raises(CommandError, match="belum mengenal"):
        call_command("simulate", number="404", url=str(sim.base_url))
