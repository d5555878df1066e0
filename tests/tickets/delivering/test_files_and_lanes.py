"""Files on their way out, and which words wait for which."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tests import factories
from tests.outbox import deliver_pending
from tests.tickets.delivering.conftest import fresh, queued, rested
from tests.tickets.far_side import FarSide, refusal
from tickets import delivery
from tickets.content import File, Text
from tickets.delivery import sending
from tickets.error_words import error_words
from tickets.models import Attachment, Channel, Conversation, Message, Ticket
from tickets.transports.registry import transport_of


def test_a_file_is_uploaded_once_even_if_the_send_is_tried_again(
    side: FarSide, lane: Conversation
) -> None:
    content = File(kind="document", filename="surat.pdf", caption="Surat Bapak/Ibu")
    message = queued(lane, type=content.type, text=content.text, payload=content.payload())
    attachment = Attachment(message=message, filename="surat.pdf", mime_type="application/pdf")
    attachment.state = Attachment.State.READY
    attachment.file.save("surat.pdf", ContentFile(io.BytesIO(b"%PDF-1.4 contoh").read()))
    side.answers.append(refusal(131000, 500))
    deliver_pending()
    rested()
    deliver_pending()
    assert side.uploads == 1
    assert side.sends[-1]["document"]["id"] == "media-1"
    assert fresh(message).status == "accepted"


def test_an_upload_that_never_works_ends_in_a_clear_failure(
    lane: Conversation, settings: Any
) -> None:
    settings.WHATSAPP_API_BASE_URL = "http://127.0.0.1:9"
    content = File(kind="document", filename="surat.pdf")
    message = queued(lane, type=content.type, payload=content.payload())
    attachment = Attachment(message=message, filename="surat.pdf", mime_type="application/pdf")
    attachment.file.save("surat.pdf", ContentFile(b"%PDF-1.4 contoh"))
    for _ in range(12):
        rested()
        deliver_pending()
    failed = fresh(message)
    assert failed.status == "failed"
    assert "kirim ulang" in error_words(failed.error)


def with_file(lane: Conversation, **fields: Any) -> tuple[Message, Attachment]:
    content = File(kind="document", filename="surat.pdf")
    message = queued(lane, type=content.type, payload=content.payload(), **fields)
    attachment = Attachment(message=message, filename="surat.pdf", mime_type="application/pdf")
    attachment.file.save("surat.pdf", ContentFile(b"%PDF-1.4 contoh"))
    return message, attachment


def test_a_file_that_is_gone_fails_its_message_and_nothing_else(
    side: FarSide, lane: Conversation
) -> None:
    message, attachment = with_file(lane)
    attachment.file.storage.delete(attachment.file.name)
    other = queued(lane)
    deliver_pending()
    assert fresh(message).status == "failed"
    assert "berkas" in error_words(fresh(message).error).lower()
    assert fresh(other).status == "accepted"


def test_a_fault_of_ours_keeps_no_other_lane_waiting(
    side: FarSide, lane: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_lane = Conversation.objects.create(
        channel=lane.channel,
        citizen=factories.CitizenFactory(agency=lane.channel.agency),
        address="6281200009999",
        window_expires_at=lane.window_expires_at,
    )
    broken, healthy = queued(lane), queued(other_lane)
    real = transport_of("whatsapp").client

    def client_for(channel: Channel) -> Any:
        if fresh(healthy).status == "queued" and fresh(broken).attempts == 0:
            raise RuntimeError("contoh galat")
        return real(channel)

    monkeypatch.setattr(transport_of("whatsapp"), "client", client_for)
    deliver_pending()
    assert fresh(healthy).status == "accepted"
    assert (fresh(broken).status, fresh(broken).attempts) == ("queued", 1)
    assert fresh(broken).next_attempt_at is not None


def test_a_fault_that_never_ends_is_told(
    lane: Conversation, tiket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queued(lane, tiket)

    def client_for(channel: Channel) -> Any:
        raise RuntimeError("contoh galat")

    monkeypatch.setattr(transport_of("whatsapp"), "client", client_for)
    for _ in range(12):
        rested()
        deliver_pending()
    assert fresh(message).status == "failed"
    tiket.refresh_from_db()
    assert tiket.has_trouble


def test_a_number_that_rests_is_asked_once_not_by_every_lane(
    side: FarSide, lane: Conversation
) -> None:
    for number in range(3):
        citizen = factories.CitizenFactory(agency=lane.channel.agency)
        queued(
            Conversation.objects.create(
                channel=lane.channel,
                citizen=citizen,
                address=f"628120000800{number}",
                window_expires_at=lane.window_expires_at,
            )
        )
    side.answers.extend(refusal(190, 401) for _ in range(3))
    deliver_pending()
    assert len(side.sends) == 1
    assert set(Message.objects.values_list("status", flat=True)) == {"queued"}


def other_lane(lane: Conversation) -> Conversation:
    """Another citizen's conversation, as open as the first."""
    other: Conversation = factories.ConversationFactory(
        channel=lane.channel, window_expires_at=lane.window_expires_at
    )
    return other


def test_officers_words_wait_for_no_invitation_and_no_file(
    side: FarSide, lane: Conversation
) -> None:
    """Each kind has a run of its own; the lanes of the citizens stay what they are."""
    letter = queued(lane, origin=Message.Origin.BOT)
    answer = queued(other_lane(lane))
    file, _ = with_file(other_lane(lane))
    assert delivery.deliver_officers() == 1
    assert [fresh(one).status for one in (letter, answer, file)] == ["queued", "accepted", "queued"]
    assert delivery.deliver_others() == 1
    assert (fresh(letter).status, side.uploads) == ("accepted", 0)
    assert delivery.deliver_files() == 1
    assert (fresh(file).status, side.uploads) == ("accepted", 1)


def test_one_citizens_words_keep_their_place_around_a_file(
    side: FarSide, lane: Conversation
) -> None:
    before = queued(lane, payload=Text("sebelum").payload())
    file, _ = with_file(lane)
    after = queued(lane, payload=Text("sesudah").payload())
    assert delivery.deliver_officers() == 1
    assert [fresh(one).status for one in (before, file, after)] == ["accepted", "queued", "queued"]
    assert delivery.deliver_officers() == delivery.deliver_others() == 0
    assert delivery.deliver_files() == 2
    assert [send["type"] for send in side.sends] == ["text", "document", "text"]


def test_an_answer_behind_the_bots_words_takes_them_along(
    side: FarSide, lane: Conversation
) -> None:
    queued(lane, origin=Message.Origin.BOT, payload=Text("otomatis").payload())
    queued(lane, payload=Text("petugas").payload())
    assert delivery.deliver_officers() == 2
    assert [send["text"]["body"] for send in side.sends] == ["otomatis", "petugas"]


def test_a_long_upload_keeps_its_lane(
    side: FarSide, lane: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else another process would upload the same file beside it."""
    monkeypatch.setattr(sending, "KEEP_SECONDS", 0.0)
    with_file(lane)
    kept: list[object] = []
    real = sending.Watched.read

    def read(self: sending.Watched, size: int = -1) -> bytes:
        long_ago = timezone.now() - dt.timedelta(minutes=5)
        Conversation.objects.update(sending_since=long_ago)
        part = real(self, size)
        kept.append(Conversation.objects.get(pk=lane.pk).sending_since > long_ago)
        return part

    monkeypatch.setattr(sending.Watched, "read", read)
    assert deliver_pending() == 1
    assert kept
    assert all(kept)
