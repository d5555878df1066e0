"""A text as a QR code: inline SVG, so that paper and screens show it without another request. Pure."""

from itertools import groupby

import qrcode

_QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks for
_SIDE = "M{x} {y}h{length}v1h-{length}z"


def svg(text: str, *, name: str) -> str:
    """The code as an SVG element; `name` is what screen readers say of it, and trusted.

    Black on white whatever the page's colours are, since scanners read no other way round well.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    path = "".join(_row(row, y) for y, row in enumerate(rows))
    return (
        f'<svg class="qr" role="img" aria-label="{name}" viewBox="0 0 {size} {size}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def _row(row: list[bool], y: int) -> str:
    """Each run of dark modules as one rectangle."""
    told, x = [], 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            told.append(_SIDE.format(x=x, y=y, length=length))
        x += length
    return "".join(told)
