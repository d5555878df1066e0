"""Previews are drawn by a process of their own: what it dies of costs a preview, nothing else."""

import datetime as dt
import io
import json
import os
from pathlib import Path

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from tests import factories
from tests.tickets import hostile_files as hostile
from tickets import media
from tickets.media import leftovers, preview, previewing
from tickets.models import Attachment

pytestmark = pytest.mark.django_db
pillow_heif.register_heif_opener()

JPEG, PNG, WEBP, GIF, HEIC = (f"image/{name}" for name in ("jpeg", "png", "webp", "gif", "heic"))
PDF = "application/pdf"


@pytest.fixture
def drawn(tmp_path):
    """The preview of a file with these bytes, as a picture; None where there is none."""

    def draw(body, mime_type):
        path = tmp_path / "berkas"
        path.write_bytes(body)
        with path.open("rb") as file:
            found = preview.make_preview(file, mime_type)
        return found and Image.open(io.BytesIO(found))

    return draw


@pytest.fixture
def ready(tiket):
    """A file that was fetched and waits for its preview."""

    def make(body, mime_type=PDF, **fields):
        message = factories.MessageFactory(ticket=tiket, type="document")
        made = Attachment(
            message=message,
            media_id=str(message.pk),
            mime_type=mime_type,
            state=Attachment.State.READY,
            preview_due_at=timezone.now(),
            **fields,
        )
        made.file.save("file", ContentFile(body))
        return made

    return make


def memory_of_this_process():
    """Resident memory in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def draw_again_and_again(attachment):
    """As the sweep does until nothing is due; how often it was tried."""
    at = timezone.now()
    for _ in range(5):
        media.draw_pending(at)
        at += previewing.LEASE + dt.timedelta(seconds=1)
    attachment.refresh_from_db()
    return attachment.preview_attempts


@pytest.mark.parametrize(
    ("body", "mime_type", "size"),
    [
        (hostile.image("JPEG", 900, 600), JPEG, (480, 320)),
        (hostile.image("HEIF", 900, 600), HEIC, (480, 320)),
        (hostile.image("PNG", 900, 600, mode="P"), PNG, (480, 320)),
        (hostile.image("PNG", 90, 60, mode="LA"), PNG, (90, 60)),
        (hostile.image("WEBP", 600, 900, mode="RGBA"), WEBP, (320, 480)),
        (hostile.film(300, 500), GIF, (480, 480)),
        (hostile.plain_page(), PDF, (339, 480)),
    ],
)
def test_photos_and_documents_have_previews(drawn, body, mime_type, size):
    small = drawn(body, mime_type)
    assert (small.format, small.size) == ("WEBP", size)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"mode": "L"}, {"mode": "CMYK"}])
def test_a_photo_of_fifty_megapixels_is_decoded_at_a_reduced_scale(drawn, options):
    """Phones send them; 8160 x 6120 whole would be 150 MB."""
    assert drawn(hostile.image("JPEG", 8160, 6120, **options), JPEG).size == (480, 360)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF", "GIF"])
def test_other_images_over_the_limit_have_none(drawn, form):
    if form == "HEIF":
        body = hostile.announced(10_000, 6_000)
    else:
        body = hostile.image(form, 10_000, 6_000, mode="P" if form == "GIF" else "RGB", method=0)
    mime_type = {"PNG": PNG, "WEBP": WEBP, "HEIF": HEIC, "GIF": GIF}[form]
    assert len(body) < 1_200_000
    assert drawn(body, mime_type) is None


def test_images_up_to_the_limit_have_one(drawn):
    assert drawn(hostile.image("PNG", 5_000, 5_000, mode="RGBA"), PNG).size == (480, 480)
    assert drawn(hostile.image("HEIF", 2_500, 2_400), HEIC).size == (480, 461)
    assert drawn(hostile.image("PNG", 5_001, 5_000), PNG) is None


@pytest.mark.parametrize("mime_type", [JPEG, PNG, WEBP, GIF, HEIC, PDF])
def test_what_is_empty_broken_or_something_else_is_an_answer(drawn, mime_type):
    whole = hostile.image("PNG", 300, 300)
    for body in (b"", b"\xff\xd8\xff\xe0", whole[:200], b"%PDF-1.7 rusak", os.urandom(4096)):
        assert drawn(body, mime_type) is None
    assert drawn(whole, "image/tiff") is None
    assert drawn(whole, "video/mp4") is None


def test_pages_of_any_size_and_number_cost_the_same(drawn):
    assert max(drawn(hostile.plain_page(width=10_000_000, height=14_400), PDF).size) == 480
    assert drawn(hostile.plain_page(kids=b"[3 0 R]", count=2_000_000_000), PDF).size == (339, 480)
    assert drawn(hostile.plain_page(kids=b"[2 0 R]"), PDF) is None


def test_a_document_with_a_password_has_none(drawn):
    locked = (
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") >>"
    )
    body = hostile.pdf([*hostile.page(), hostile.stream(b"", b""), locked]).replace(
        b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R /ID [(a) (a)]"
    )
    assert drawn(body, PDF) is None


def test_a_preview_stands_upright_and_tells_no_place(drawn):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the phone
    exif[0x010E] = "di rumah"
    small = drawn(hostile.image("JPEG", 900, 600, exif=exif), JPEG)
    assert small.size == (320, 480)
    assert not small.getexif()


@pytest.mark.parametrize(
    ("depth", "fan", "limits"),
    [(9, 10, {}), (9, 10, {"memory": 8 << 30, "cpu_seconds": 1}), (4, 60, {"cpu_seconds": 1})],
)
def test_nested_forms_kill_the_decoder_and_nobody_else(ready, monkeypatch, depth, fan, limits):
    """A document of 2 KB that draws for ever: at the limit of memory, and at that of time."""
    for name, value in limits.items():
        monkeypatch.setitem(preview.LIMITS, name, value)
    bomb, healthy = ready(hostile.nested_forms(depth, fan)), ready(hostile.plain_page())
    before = memory_of_this_process()
    assert draw_again_and_again(bomb) == 2
    assert memory_of_this_process() - before < 20 * 1024 * 1024
    assert (bomb.state, bomb.preview.name, bomb.preview_due_at) == ("ready", "", None)
    assert bomb.file.read(5) == b"%PDF-"
    healthy.refresh_from_db()
    assert healthy.preview


def test_it_ends_at_the_wall_clock_too(ready, monkeypatch):
    monkeypatch.setitem(preview.LIMITS, "memory", 8 << 30)
    monkeypatch.setitem(preview.LIMITS, "wall_seconds", 1)
    bomb = ready(hostile.nested_forms(9, 10))
    assert draw_again_and_again(bomb) == 2
    assert bomb.preview_due_at is None


def test_an_attempt_that_took_its_worker_with_it_counts(ready):
    """The count is in the row before the attempt; no worker wrote what became of it."""
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    once = ready(hostile.plain_page(), preview_attempts=1)
    twice = ready(hostile.plain_page(), preview_attempts=2)
    Attachment.objects.update(preview_due_at=long_ago)
    assert media.draw_pending(timezone.now()) == 2
    once.refresh_from_db()
    twice.refresh_from_db()
    assert (bool(once.preview), once.preview_attempts) == (True, 2)
    assert (bool(twice.preview), twice.preview_attempts, twice.preview_due_at) == (False, 2, None)


def test_one_process_draws_a_preview_and_its_lease_holds(ready):
    waiting = ready(hostile.plain_page())
    now = timezone.now()
    Attachment.objects.update(preview_due_at=now + previewing.LEASE)
    assert media.draw_pending(now) == 0
    assert not media.draw(waiting.pk, now=now)
    assert media.draw_pending(now + previewing.LEASE) == 1


def test_the_decoder_knows_nothing_of_us(ready, monkeypatch, tmp_path):
    """Neither our environment nor our open files nor our modules."""
    told = tmp_path / "told"
    program = tmp_path / "program.py"
    program.write_text(
        "import json, os, sys\n"
        "found = [sorted(os.environ), os.listdir('/proc/self/fd'), sorted(sys.modules)]\n"
        f"open({str(told)!r}, 'w').write(json.dumps(found))\n"
    )
    monkeypatch.setattr(preview, "_PROGRAM", str(program))
    monkeypatch.setenv("SECRET_KEY", "rahasia-contoh")
    with (tmp_path / "lain").open("w") as other:
        os.set_inheritable(other.fileno(), True)
        ready(hostile.plain_page())
        media.draw_pending(timezone.now())
    environment, files, modules = json.loads(told.read_text())
    assert set(environment) <= {"MALLOC_ARENA_MAX", "LC_CTYPE", *preview._PASSED_ON}
    assert len(files) == 4  # three, and the listing itself
    assert not [name for name in modules if name.startswith(("django", "tickets", "siwhapik"))]


def test_parts_of_dead_downloads_are_removed_and_those_under_way_are_not(settings):
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True)
    now = timezone.now()
    for name, minutes in (("lama", 61), ("baru", 59)):
        part = root / f"{leftovers.PREFIX}{name}"
        part.write_bytes(b"separuh")
        at = (now - dt.timedelta(minutes=minutes)).timestamp()
        os.utime(part, (at, at))
    (root / "2026").mkdir()
    assert media.remove_leftovers(now) == 1
    assert sorted(path.name for path in root.iterdir()) == [f"{leftovers.PREFIX}baru", "2026"]
