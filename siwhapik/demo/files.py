"""Example photos and documents: drawn once per name, stored in the private storage."""

import hashlib
import io
import mimetypes
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from tickets.media import DecoderDied, make_preview
from tickets.models import Attachment, Message
from tickets.models.attachment import stored_name

SIZE = (900, 640)


@dataclass(frozen=True)
class _Made:
    mime_type: str
    size: int
    sha256: str
    path: str
    preview: str


class SampleFiles:
    """Makes each named file at its first use; rows with the same name share its bytes."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}

    def attach(self, wanted: list[tuple[Message, str]]) -> None:
        """Give these saved messages their files."""
        rows = []
        for message, name in wanted:
            made = self._made.get(name) or self._make(name)
            rows.append(
                Attachment(
                    message=message,
                    mime_type=made.mime_type,
                    filename=name,
                    sha256=made.sha256,
                    size=made.size,
                    state=Attachment.State.READY,
                    file=made.path,
                    preview=made.preview,
                )
            )
        Attachment.objects.bulk_create(rows)

    def _make(self, name: str) -> _Made:
        mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        data = drawn(name, "PDF" if name.endswith(".pdf") else "JPEG")
        path = default_storage.save(stored_name(Attachment(), name), ContentFile(data))
        small, preview = None, ""
        with default_storage.open(path) as stored, suppress(DecoderDied):
            small = make_preview(stored, mime_type)
        if small:
            preview = default_storage.save(stored_name(Attachment(), name), ContentFile(small))
        digest = hashlib.sha256(data).hexdigest()
        made = self._made[name] = _Made(mime_type, len(data), digest, path, preview)
        return made


def drawn(name: str, kind: str) -> bytes:
    """A page that says what it stands for, and that it is an example."""
    shade = int(hashlib.sha256(name.encode()).hexdigest()[:2], 16) // 3
    image = Image.new("RGB", SIZE, (235 - shade // 2, 240 - shade, 245))
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, SIZE[0] - 30, SIZE[1] - 30), outline="#12233f", width=5)
    draw.text((80, 90), "CONTOH", fill="#b3541e", font_size=90)
    draw.text((80, 230), Path(name).stem, fill="#12233f", font_size=44)
    for line in range(5):
        draw.line((80, 340 + line * 46, SIZE[0] - 120 - line * 40, 340 + line * 46), fill="#8894a8")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()
