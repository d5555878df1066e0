"""The logo of an office: a PNG that was uploaded becomes a picture that we drew ourselves."""

import tempfile
from pathlib import Path
from typing import Any

from tickets.media.checking import real_type
from tickets.media.preview import DecoderDied, make_preview

_PNG = "image/png"


class NotALogo(Exception):
    """The file is no PNG that can be drawn; the text says what to do."""


def drawn(file: Any) -> bytes:
    """A WebP of at most 480 x 480, drawn by the decoder's own process. Raises NotALogo."""
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        kept.seek(0)
        if real_type(Path(kept.name), _PNG) != _PNG:
            raise NotALogo(
                "Berkas ini bukan gambar PNG. Simpan logonya sebagai PNG, lalu pilih lagi."
            )
        try:
            picture = make_preview(kept, _PNG)
        except DecoderDied:
            picture = None
    if picture is None:
        raise NotALogo("Gambar ini tidak dapat dibaca. Simpan ulang sebagai PNG, lalu pilih lagi.")
    return picture
