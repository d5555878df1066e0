"""Files made on the spot, so that a demo or a test can send a photo without having one."""

import io
import secrets
import struct
from collections.abc import Callable

from PIL import Image, ImageDraw

# Twenty milliseconds of silence, mono, as an Opus packet.
SILENCE = b"\xf8\xff\xfe"


def make(kind: str) -> tuple[bytes, str, str]:
    """(bytes, MIME type, file name) of an example file for a message type."""
    makers: dict[str, Callable[[], tuple[bytes, str, str]]] = {
        "image": lambda: (_picture("JPEG"), "image/jpeg", "foto-contoh.jpg"),
        "sticker": lambda: (_picture("WEBP"), "image/webp", "stiker-contoh.webp"),
        "audio": lambda: (_voice_note(3), "audio/ogg; codecs=opus", "suara-contoh.ogg"),
        "video": lambda: (_video(), "video/mp4", "video-contoh.mp4"),
    }
    if kind in makers:
        return makers[kind]()
    return _pdf(), "application/pdf", "surat-contoh.pdf"


def _picture(kind: str) -> bytes:
    size = (512, 512) if kind == "WEBP" else (960, 720)
    colour = tuple(60 + secrets.randbelow(150) for _ in range(3))
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, size[0] - 30, size[1] - 30), outline="white", width=6)
    draw.text((60, 60), f"CONTOH {secrets.token_hex(3).upper()}", fill="white", font_size=64)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _pdf() -> bytes:
    text = f"BT /F1 28 Tf 70 740 Td (Surat contoh {secrets.token_hex(3).upper()}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", []
    for index, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{index} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("ascii")


def _video() -> bytes:
    brand = b"isom\0\0\2\0isomiso2mp41"
    noise = secrets.token_bytes(2048)
    return (
        struct.pack(">I4s", 8 + len(brand), b"ftyp")
        + brand
        + struct.pack(">I4s", 8 + len(noise), b"mdat")
        + noise
    )


def _voice_note(seconds: int) -> bytes:
    """An Ogg Opus file of silence (RFC 7845)."""
    serial = secrets.randbelow(2**31)
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 8) + b"siwhapik" + struct.pack("<I", 0)
    pages = [_ogg_page([head], flags=2, position=0, place=(serial, 0))]
    pages.append(_ogg_page([tags], flags=0, position=0, place=(serial, 1)))
    for index in range(seconds):
        last = index == seconds - 1
        pages.append(
            _ogg_page(
                [SILENCE] * 50,
                flags=4 if last else 0,
                position=48000 * (index + 1),
                place=(serial, index + 2),
            )
        )
    return b"".join(pages)


def _ogg_page(packets: list[bytes], *, flags: int, position: int, place: tuple[int, int]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, position, *place, 0)
    page = head + bytes([len(sizes)]) + sizes + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_checksum(page)) + page[26:]


def _ogg_checksum(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        value &= 0xFFFFFFFF
    return value
