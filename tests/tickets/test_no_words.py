"""What carries neither words nor a file opens nothing, asks nothing and starts no clock."""

import pytest

from tests.tickets.wire import Wire, says, written
from tickets import content
from tickets.models import Attachment, Conversation, Message, Ticket
from tickets.notice_words import SENTENCES, notice_words
from tickets.received import Notice
from tickets.transports.whatsapp import carrying
from tickets.transports.whatsapp.bodies import CHANGES
from tickets.views.message_words import words_of

pytestmark = pytest.mark.django_db
WELCOME = written("request_welcome", wamid="wamid.CASE3request_welcome")


def unsupported(kind, code=131051, **more):
    error = {"code": code, "title": "Message type unknown"}
    body = {"unsupported": {"type": kind}} if kind else {}
    return written("unsupported", wamid=f"wamid.CASE3{kind}", errors=[error], **body, **more)


def changed(kind):
    return written("system", wamid="wamid.S", system={"type": kind, "body": "kata WhatsApp"})


EVENTS = {
    "request_welcome": WELCOME,
    **{
        kind: unsupported(kind)
        for kind in ("pin", "keep_in_chat", "edit", "poll_update", "revoke", "not_yet_invented")
    },
    "ephemeral": written("ephemeral", wamid="w.1", ephemeral={"expiration": 86400}),
    "pin of its own": written("pin", wamid="w.2", pin={"message": {"text": {"body": "Lama"}}}),
    "hologram": written("hologram", wamid="w.3", hologram={"id": "1"}),
    "hologram of nothing": written("hologram", wamid="w.4", hologram={"text": " ", "body": None}),
    "hologram in words of another": written("hologram", wamid="w.5", context={"body": "Lama"}),
    "no type": {"id": "w.6", "from": "6281200001234"},
    "empty": says("", wamid="w.7"),
    "white space": says(" \n\t\u00a0\u3000", wamid="w.8"),
    "zero width": says("\u200b\u200d\ufeff\u2060\u2063", wamid="w.9"),
    "blank letters": says("\u2800\u3164\u115f\ufe0f", wamid="w.10"),
    "text without a body": written("text", wamid="w.11", text="Halo"),
    "call permission by itself": written(
        "interactive",
        wamid="w.12",
        interactive={
            "type": "call_permission_reply",
            "call_permission_reply": {"response": "accept", "response_source": "automatic"},
        },
    ),
    "reaction": written("reaction", wamid="w.13", reaction={"message_id": "x", "emoji": "👍"}),
    "edit of nothing": written("edit", wamid="w.14", edit={"original_message_id": "x"}),
}
SAID = {
    "poll": unsupported("poll_creation"),
    "gif": unsupported("gif"),
    "group invite": unsupported("group_invite"),
    "unnamed": unsupported(""),
    "unavailable": unsupported("", code=131060),
    "unavailable and new": unsupported("not_yet_invented", code=131060),
    "too large": unsupported("", code=131052),
    "older word": written("unknown", wamid="w.1", errors=[{"code": 131051}]),
    "photo without its id": written("image", wamid="w.2", image={}),
    "tap without its answer": written("interactive", wamid="w.3", interactive={"type": "x"}),
    "new type with words": written(
        "hologram", wamid="w.5", hologram={"text": {"body": "Lurah ada?"}}
    ),
    "new type with a caption": written(
        "hologram", wamid="w.6", hologram=[{"caption": "Lurah ada?"}]
    ),
    "new type with a file": written(
        "hologram", wamid="w.7", hologram={"items": [{"id": "77", "mime_type": "image/png"}]}
    ),
    "no type but words": {"id": "w.8", "from": "6281200001234", "text": {"body": "Lurah ada?"}},
    "edit of what never came": written(
        "edit",
        wamid="w.9",
        edit={"original_message_id": "x", "message": says("Lurah ada?", wamid="y")},
    ),
    "edit of a photo that never came": written(
        "edit",
        wamid="w.10",
        edit={"original_message_id": "x", "message": {"type": "image", "image": {"id": "7"}}},
    ),
}


@pytest.fixture
def wire(kanal, standar):
    return Wire(kanal.phone_number_id)


@pytest.mark.parametrize("message", EVENTS.values(), ids=EVENTS)
def test_it_opens_no_ticket(wire, message):
    assert not wire.posts(message).is_parked
    assert wire.works() == []
    assert wire.falls_silent() == []
    assert not Ticket.objects.exists()
    kept = Message.objects.get()
    assert (kept.ticket, kept.external_id) == (None, message["id"])
    assert kept.worked_at is not None
    thread = Conversation.objects.get()
    assert (thread.window_expires_at, thread.last_inbound_at, thread.silent_at) == (None,) * 3


@pytest.mark.parametrize("message", EVENTS.values(), ids=EVENTS)
def test_a_resolved_ticket_stays_resolved_and_nobody_is_asked(wire, message):
    wire.posts(says("petugas", wamid="wamid.FIRST"))
    wire.works()
    ticket = Ticket.objects.get()
    Ticket.objects.update(state="resolved", resolved_at=wire.now)
    before = Ticket.objects.values().get()
    wire.later(hours=1).posts(message)
    assert wire.works() == []
    assert wire.falls_silent() == []
    told = ("unread_count", "message_count", "last_message_at", "last_message_text", "state")
    after = Ticket.objects.values().get()
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert Message.objects.get(external_id=message["id"]).ticket == ticket


@pytest.mark.parametrize("message", EVENTS.values(), ids=EVENTS)
def test_a_pause_for_the_citizen_goes_on(wire, message):
    wire.posts(says("petugas", wamid="wamid.FIRST"))
    wire.works()
    Ticket.objects.update(state="waiting_citizen", paused_since=wire.now)
    wire.later(hours=1).posts(message)
    wire.works()
    assert Ticket.objects.get().state == "waiting_citizen"


def test_it_neither_breaks_nor_prolongs_a_silence(wire):
    wire.posts(says("halo", wamid="wamid.FIRST"))
    wire.works()
    ends = Conversation.objects.get().silent_at
    assert ends is not None
    wire.later(minutes=9).posts(WELCOME)
    assert wire.works() == []
    assert Conversation.objects.get().silent_at == ends
    wire.falls_silent()
    assert Ticket.objects.get().outcome == "no_request"


def test_words_that_it_overtakes_are_not_late(wire):
    wire.posts({**WELCOME, "timestamp": wire.at(seconds=-1)})
    wire.works()
    wire.posts(says("halo", wamid="wamid.FIRST", timestamp=wire.at(seconds=-2)))
    assert len(wire.works()) == 1
    assert Ticket.objects.get().state == "intake"


def test_it_is_not_the_last_that_was_said_where_words_move_to_another_ticket(wire):
    said = ("petugas", "menu", "surat keterangan", "petugas", "yang mana ini pak?")
    for number, text in enumerate(said):
        wire.later(minutes=1).posts(says(text, wamid=f"wamid.{number}"))
        wire.works()
    wire.later(minutes=1).posts(WELCOME)
    wire.works()
    older, newer = Ticket.objects.order_by("pk")
    assert newer.last_message_text == "yang mana ini pak?"
    wire.later(minutes=1).posts(
        written(
            "interactive",
            wamid="wamid.tap",
            interactive={
                "type": "list_reply",
                "list_reply": {"id": f"ticket:{older.register_number}", "title": "x"},
            },
        )
    )
    wire.works()
    newer.refresh_from_db()
    assert newer.last_message_text == "petugas"


@pytest.mark.parametrize("message", SAID.values(), ids=SAID)
def test_what_somebody_said_is_never_swallowed(wire, message):
    wire.posts(message)
    wire.works()
    kept = Message.objects.get(external_id=message["id"])
    assert kept.ticket == Ticket.objects.get()
    assert kept.ticket.unread_count == 1
    if kept.type != "edit":
        assert Conversation.objects.get().window_expires_at is not None
    wire.falls_silent()
    assert Ticket.objects.get().state == "new"


def test_an_emoji_alone_is_kept_and_asks_for_nothing(wire):
    wire.posts(says("🙏", wamid="w.4"))
    wire.works()
    wire.falls_silent()
    ticket = Ticket.objects.get()
    assert (ticket.outcome, ticket.messages.inbound().count()) == ("no_request", 1)


@pytest.mark.parametrize("which", ["new type with words", "no type but words"])
def test_words_in_a_type_that_we_do_not_know_are_read(wire, which):
    wire.posts(SAID[which])
    (greeting,) = wire.works()
    kept = Message.objects.inbound().get()
    assert (kept.text, words_of(kept)) == ("Lurah ada?", "Lurah ada?")
    assert "Surat Keterangan" in greeting.text


def test_a_file_in_a_type_that_we_do_not_know_is_fetched(wire):
    wire.posts(SAID["new type with a file"])
    assert Attachment.objects.values_list("media_id", "mime_type").get() == ("77", "image/png")


def test_what_is_wide_and_deep_is_kept_like_the_rest(wire):
    deep: dict = {"caption": "Dalam"}
    for _ in range(40):
        deep = {"a": [deep]}
    wide = {f"k{n}": [{} for _ in range(50)] for n in range(5000)}
    assert not wire.posts(written("hologram", wamid="w.1", hologram=[wide, deep])).is_parked
    assert Message.objects.get().text == ""


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (unsupported("", code=131060), "tidak tersedia bagi kami"),
        (unsupported("edit"), "mengubah pesan yang sudah dikirimnya"),
        (unsupported("poll_creation"), "Jajak pendapat"),
        (unsupported("pin"), "menyematkan"),
        (unsupported("gif"), "GIF"),
        (unsupported("media_placeholder"), "belum diteruskan"),
        (unsupported("", code=131052), "tidak dapat diambil"),
        (unsupported(""), "Pesan jenis ini belum didukung"),
        (unsupported("not_yet_invented"), "tanpa isi pesan"),
        (unsupported("not_yet_invented", code=131060), "tidak tersedia bagi kami"),
        (WELCOME, "belum menulis"),
        (EVENTS["zero width"], "Pesan kosong"),
        (EVENTS["hologram"], "tanpa isi pesan"),
        (SAID["tap without its answer"], "Pesan jenis ini belum didukung"),
        (SAID["photo without its id"], ""),
        (changed("customer_identity_changed"), "Kode keamanan WhatsApp pemohon berganti"),
        (changed("not_yet_invented"), "kata WhatsApp"),
    ],
)
def test_an_officer_reads_why_there_is_nothing_to_read(wire, message, words):
    wire.posts(message)
    shown = words_of(Message.objects.get())
    assert words in shown
    assert bool(words) == bool(shown)


def test_a_notice_from_before_codes_says_its_words():
    notice = content.read({"content": "notice", "words": "Pesan dari versi lama."})
    assert isinstance(notice, Notice)
    assert notice_words(notice) == "Pesan dari versi lama."


def test_each_code_of_the_channel_has_its_sentence():
    codes = {found.code for found in (*carrying.KINDS.values(), carrying.UNSUPPORTED)}
    assert {*codes, carrying.NO_MESSAGE.code, "call", *CHANGES} <= set(SENTENCES)
