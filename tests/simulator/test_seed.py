"""The phone shows chats that the office knows already, and tells the office nothing of them."""

import json
import time

from tests.simulator.conftest import NUMBER, PHONE, answers, start, stop, wait_for

CHAT = {
    "phone_number_id": NUMBER,
    "name": "Sari Contoh",
    "wa_id": PHONE,
    "messages": [
        {"wamid": "wamid.CONTOH1", "direction": "in", "at": 1_780_000_000, "text": "Halo"},
        {"wamid": "wamid.CONTOH2", "direction": "out", "at": 1_780_000_060, "text": "Selamat pagi"},
    ],
}


def _seed(path, last_inbound):
    number = {"phone_number_id": NUMBER, "display_phone_number": "+62 811-0000-1001"}
    path.write_text(
        json.dumps({"numbers": [number], "chats": [CHAT | {"last_inbound": last_inbound}]})
    )


def _run(office, folder, seed):
    process, client = start(office.url, folder / "sim.sqlite3", SIMULATOR_SEED=str(seed))
    wait_for(lambda: answers(client), 30)
    return process, client


def test_a_seeded_chat_is_shown_once_and_its_window_is_open(office, tmp_path):
    seed = tmp_path / "seed.json"
    _seed(seed, time.time() - 3600)
    for _ in range(2):  # a second start plants nothing again
        process, client = _run(office, tmp_path, seed)
        try:
            chat = client.api("conversation", citizen=PHONE, phone_number_id=NUMBER)
            said = [(one["direction"], one["text"], one["status"]) for one in chat["messages"]]
            assert said[:2] == [("in", "Halo", said[0][2]), ("out", "Selamat pagi", "read")]
            assert len(said) == 2
            assert chat["window_closes_at"] > time.time()
        finally:
            client.close()
            stop(process)
    assert office.messages() == []


def test_a_broken_seed_is_no_reason_not_to_start(office, tmp_path):
    seed = tmp_path / "seed.json"
    seed.write_text('{"numbers": [{"name": "tanpa id"}]')
    process, client = _run(office, tmp_path, seed)
    try:
        assert client.api("numbers")["numbers"][0]["phone_number_id"] == NUMBER
    finally:
        client.close()
        stop(process)
