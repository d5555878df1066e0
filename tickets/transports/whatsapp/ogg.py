"""What an OGG file holds, by its first pages (RFC 3533, RFC 7845): WhatsApp takes Opus mono only."""

from tickets.content import InvalidContent

SIGNATURE = b"OggS"
MIME_TYPE = "audio/ogg"
# WhatsApp refuses a bare audio/ogg (Meta's page "Media": "base audio/ogg not supported").
UPLOAD_TYPE = "audio/ogg; codecs=opus"
_PAGE_HEAD = 27
_BEGINS = 2  # flag of a page with which a stream begins
_CODECS = {
    b"\x01vorbis": "Vorbis",
    b"\x7fFLAC": "FLAC",
    b"Speex   ": "Speex",
    b"\x80theora": "video Theora",
    b"fishead\x00": "lebih dari satu rekaman",
}
_INSTEAD = "Ubah dahulu ke MP3 atau M4A, lalu lampirkan lagi."


def check(head: bytes) -> None:
    """Raise InvalidContent, in words for the officer, unless these first bytes are Opus mono."""
    packet, second = _first_page(head)
    if not packet.startswith(b"OpusHead") or len(packet) < 10:
        codec = next((name for sign, name in _CODECS.items() if packet.startswith(sign)), "")
        holds = f"berisi {codec}" if codec else "tidak dapat dibaca"
        raise InvalidContent(
            f"Berkas OGG ini {holds}, sedangkan WhatsApp hanya menerima OGG Opus satu saluran "
            f"(mono). {_INSTEAD}"
        )
    channels = packet[9]
    if channels != 1:
        kind = "stereo (2 saluran)" if channels == 2 else f"{channels} saluran"
        raise InvalidContent(
            f"Rekaman OGG ini {kind}, sedangkan WhatsApp hanya menerima satu saluran (mono). "
            f"{_INSTEAD}"
        )
    if second[:4] == SIGNATURE and len(second) > 5 and second[5] & _BEGINS:
        raise InvalidContent(
            "Berkas OGG ini berisi lebih dari satu rekaman, sedangkan WhatsApp hanya menerima satu. "
            f"{_INSTEAD}"
        )


def _first_page(head: bytes) -> tuple[bytes, bytes]:
    """What the first page carries, and what follows it; both empty where there is no page."""
    if len(head) < _PAGE_HEAD or not head.startswith(SIGNATURE):
        return b"", b""
    begin = _PAGE_HEAD + head[26]
    end = begin + sum(head[_PAGE_HEAD:begin])
    return head[begin:end], head[end:]
