"""Files that are made to hurt the decoder, and large ones that are not."""

import io

from PIL import Image


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )


def stream(words: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(body), body)


def page(width: int = 595, height: int = 842, *, kids: bytes = b"[3 0 R]", count: int = 1) -> list:
    """The objects of a document with one page, whose content is object 4."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids %s /Count %d >>" % (kids, count),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>" % (width, height),
    ]


def nested_forms(depth: int, fan: int) -> bytes:
    """A page that draws a form `fan` times, which draws another `fan` times, `depth` deep."""
    calls = b"/F Do " * fan
    objects = [*page(), stream(b"", calls)]
    for level in range(depth):
        last = level == depth - 1
        more = b"/Resources << /XObject << /F %d 0 R >> >>" % (6 + level)
        words = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + (b"" if last else more)
        objects.append(stream(words, b"0 0 5 5 re f" if last else calls))
    return pdf(objects)


def plain_page(**options: object) -> bytes:
    """A page with a line on it."""
    empty = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 5 5]", b"")
    return pdf([*page(**options), stream(b"", b"10 10 m 400 700 l S"), empty])


def image(form: str, width: int, height: int, *, mode: str = "RGB", **options: object) -> bytes:
    """One colour: many pixels in few bytes."""
    out = io.BytesIO()
    Image.new(mode, (width, height), 120 if mode in "LP" else None).save(out, form, **options)
    return out.getvalue()


def announced(width: int, height: int) -> bytes:
    """A small HEIC that says of itself that it is this large, so that a test need not make it."""
    small, at = image("HEIF", 640, 480), b"ispe" + bytes(4)
    sizes = [(640).to_bytes(4) + (480).to_bytes(4), width.to_bytes(4) + height.to_bytes(4)]
    return small.replace(at + sizes[0], at + sizes[1])


def film(frames: int, edge: int) -> bytes:
    """A GIF of many frames."""
    pictures = [Image.new("P", (edge, edge), number % 256) for number in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()
