"""Files are fetched by their own task: whole and checked, or failed with a reason."""

import base64
import datetime as dt
import hashlib
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pypdfium2
import pytest
from django.utils import timezone
from PIL import Image

from tests import factories
from tickets import media
from tickets.error_words import error_words
from tickets.media import checking, fetching
from tickets.models import Attachment

pytestmark = pytest.mark.django_db


def picture(form="JPEG", size=(900, 600), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def document():
    made, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    made.new_page(595, 842)
    made.save(out)
    return out.getvalue()


class Far:
    """The far side: `files` by media id, `answers` that come before (status, body)."""

    def __init__(self):
        self.files, self.answers, self.asked = {}, [], []
        self.declared = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def _handler(far):  # noqa: N805  # the handler's own self is another one
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                far.asked.append((self.path, self.headers["Authorization"]))
                if far.answers:
                    self.reply(*far.answers.pop(0))
                elif self.path.startswith("/unduh/"):
                    self.reply(200, far.files[self.path.rpartition("/")[2]])
                else:
                    media_id = self.path.partition("?")[0].rpartition("/")[2]
                    url = f"{far.url}/unduh/{media_id}"
                    found = {"url": url, "mime_type": "image/jpeg", "sha256": far.declared}
                    self.reply(200, json.dumps(found).encode())

            def reply(self, status, body):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


@pytest.fixture
def far(settings):
    made = Far()
    settings.WHATSAPP_API_BASE_URL = made.url
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def attach(far, tiket):
    def make(body, mime_type="image/jpeg", **fields):
        message = factories.MessageFactory(ticket=tiket, type="image")
        made = Attachment.objects.create(
            message=message,
            media_id=str(message.pk),
            mime_type=mime_type,
            next_attempt_at=timezone.now(),
            **fields,
        )
        far.files[made.media_id] = body
        return made

    return make


def fetched(attachment, **kinds):
    media.fetch(attachment.pk, **kinds)
    attachment.refresh_from_db()
    return attachment


def base64_of(body):
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


@pytest.mark.parametrize("encoding", [base64_of, lambda body: hashlib.sha256(body).hexdigest()])
def test_a_photo_is_fetched_checked_and_previewed(far, attach, encoding):
    body = picture()
    far.declared = encoding(body)
    found = fetched(attach(body, declared_sha256=base64_of(body)))
    assert found.state == "ready"
    assert found.file.read() == body
    assert (found.size, found.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert media.draw_pending(timezone.now()) == 1
    found.refresh_from_db()
    small = Image.open(found.preview)
    assert (small.format, small.size) == ("WEBP", (480, 320))
    assert far.asked[1][1] == "Bearer token-contoh"
    assert found.claimed_at is None


def test_stored_names_tell_nothing_and_files_are_private(attach):
    found = fetched(attach(picture(), filename="KTP Sari Contoh.jpg"))
    assert "Sari" not in found.file.name
    assert fetching.Path(found.file.path).stat().st_mode & 0o077 == 0


def test_nothing_half_fetched_is_left_behind(attach, settings):
    fetched(attach(picture()))
    left = [p.name for p in fetching.Path(settings.MEDIA_ROOT).rglob(".incoming-*")]
    assert left == []


@pytest.mark.parametrize("answer", [(404, b""), (401, b""), (500, b"x"), (503, b"<html>")])
@pytest.mark.parametrize("step", [0, 1])
def test_what_fails_for_now_is_tried_again_with_a_fresh_address(far, attach, answer, step):
    attachment = attach(picture())
    url = {"url": f"{far.url}/unduh/{attachment.media_id}"}
    far.answers = [(200, json.dumps(url).encode())] * step + [answer]
    now = timezone.now()
    found = fetched(attachment, now=now)
    assert (found.state, found.attempts, found.claimed_at) == ("pending", 1, None)
    assert error_words(found.error).endswith(".")
    assert found.next_attempt_at == now + fetching.FIRST_WAIT
    assert not media.fetch(attachment.pk, now=now)
    asked = len(far.asked)
    assert fetched(attachment, now=now + fetching.FIRST_WAIT).state == "ready"
    assert len(far.asked) == asked + 2


def test_a_file_that_is_not_the_one_announced_is_asked_for_again(far, attach):
    attachment = attach(picture(), declared_sha256=base64_of(b"yang lain"))
    assert fetched(attachment).state == "pending"
    assert not attachment.file


def test_after_seven_days_it_is_given_up_and_can_be_tried_by_hand(far, attach):
    attachment = attach(picture())
    Attachment.objects.filter(pk=attachment.pk).update(
        created_at=timezone.now() - dt.timedelta(days=7)
    )
    far.answers = [(404, b"")]
    found = fetched(attachment)
    assert (found.state, found.error) == ("failed", {"code": "expired"})
    assert media.retry(found, now=timezone.now())
    assert not media.retry(found, now=timezone.now())
    assert fetched(found).state == "ready"


def test_a_media_id_that_is_gone_fails_after_a_few_tries(far, attach):
    attachment = attach(picture())
    gone = json.dumps({"error": {"code": 100, "message": "Unsupported get request"}}).encode()
    now = timezone.now()
    for _ in range(4):
        far.answers = [(400, gone)]
        found = fetched(attachment, now=now)
        now += fetching.LONGEST_WAIT
    assert found.state == "failed"
    assert "kirim ulang" in error_words(found.error)


def test_a_file_that_is_too_large_fails_at_once(attach, settings):
    settings.ATTACHMENT_MAX_BYTES = 1000
    found = fetched(attach(picture()))
    assert found.state == "failed"
    assert "lebih besar" in error_words(found.error)


def test_an_address_elsewhere_never_sees_the_token(far, attach):
    far.answers = [(200, json.dumps({"url": "https://evil.contoh/x"}).encode())]
    found = fetched(attach(picture()))
    assert found.state == "failed"
    assert len(far.asked) == 1


def test_without_a_token_it_waits(attach, kanal):
    kanal.access_token = ""
    kanal.save()
    found = fetched(attach(picture()))
    assert found.state == "pending"
    assert "Token" in error_words(found.error)


def test_one_worker_fetches_and_a_dead_ones_claim_is_taken_over(attach):
    attachment = attach(picture())
    now = timezone.now()
    Attachment.objects.filter(pk=attachment.pk).update(claimed_at=now)
    assert not media.fetch(attachment.pk, now=now)
    assert media.fetch_pending(now) == 0
    died_at = now - fetching.STALE_CLAIM - dt.timedelta(seconds=1)
    Attachment.objects.filter(pk=attachment.pk).update(claimed_at=died_at)
    assert media.fetch_pending(now) == 1


def test_a_worker_that_lost_its_claim_leaves_nothing(attach, monkeypatch):
    attachment = attach(picture())

    real = checking.real_type

    def overtaken(path, declared):
        Attachment.objects.filter(pk=attachment.pk).update(claimed_at=timezone.now())
        return real(path, declared)

    monkeypatch.setattr(checking, "real_type", overtaken)
    found = fetched(attachment)
    assert (found.state, found.file.name) == ("pending", "")


@pytest.mark.parametrize(
    ("body", "declared", "real"),
    [
        (picture(), "image/jpeg", "image/jpeg"),
        (picture("PNG"), "image/jpeg", "image/png"),
        (document(), "application/pdf; x=y", "application/pdf"),
        (b"<html><script>alert(1)</script>", "image/jpeg", checking.UNKNOWN),
        (b"<svg onload='x'>", "image/svg+xml", checking.UNKNOWN),
        (b"  <!DOCTYPE html>", "application/pdf", checking.UNKNOWN),
        (
            b"PK\x03\x04" + b"x" * 99,
            "application/vnd.openxmlformats-a",
            "application/vnd.openxmlformats-a",
        ),
        (b"\x00\x01\x02apa", "image/jpeg", checking.UNKNOWN),
        (b"catatan biasa", "text/plain", "text/plain"),
        (b"\x00\x00\x00\x18ftypmp42" + b"x" * 99, "video/mp4", "video/mp4"),
        (b"OggS\x00\x02" + b"\x00" * 20 + b"OpusHead", "audio/ogg; codecs=opus", "audio/ogg"),
    ],
)
def test_a_file_is_what_its_bytes_say(attach, body, declared, real):
    found = fetched(attach(body, mime_type=declared))
    assert (found.state, found.mime_type) == ("ready", real)


def test_a_fault_of_ours_keeps_no_other_file_waiting(attach, monkeypatch):
    broken, healthy = attach(picture()), attach(picture("PNG"), mime_type="image/png")
    real = checking.real_type

    def disk_is_full(path, declared):
        if declared == "image/jpeg":
            raise OSError(28, "No space left on device")
        return real(path, declared)

    monkeypatch.setattr(checking, "real_type", disk_is_full)
    now = timezone.now()
    media.fetch_pending(now)
    broken.refresh_from_db()
    healthy.refresh_from_db()
    assert healthy.state == "ready"
    assert (broken.state, broken.claimed_at) == ("pending", None)
    assert broken.next_attempt_at > now
    assert "dicoba lagi" in error_words(broken.error).lower()


def test_a_hash_is_read_in_hex_and_base64():
    body = hashlib.sha256(b"isi")
    assert checking.hex_digest(body.hexdigest().upper()) == body.hexdigest()
    assert checking.hex_digest(base64.b64encode(body.digest()).decode()) == body.hexdigest()
    assert checking.hex_digest("bukan hash") == checking.hex_digest("") == ""
    assert checking.same_hash(body.hexdigest(), "", "bukan hash")
